"""Tables as files to download, with safe headers."""

import tempfile
from collections.abc import Iterable, Sequence

from django.http import FileResponse, Http404, StreamingHttpResponse

from aktsom.engine.sheets import csv_lines, write_xlsx
from aktsom.engine.sheets.writing import Value

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(
    form: str, name: str, columns: Sequence[object], rows: Iterable[Sequence[Value]]
) -> StreamingHttpResponse | FileResponse:
    """The table as "csv" (made while it is sent) or "xlsx". `name` is the file's name without its ending."""
    headers = [str(column) for column in columns]
    if form == "csv":
        response = StreamingHttpResponse(csv_lines(headers, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    if form != "xlsx":
        raise Http404
    file = tempfile.TemporaryFile()  # noqa: SIM115 — the response closes it
    write_xlsx(file, headers, rows, title=name)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
