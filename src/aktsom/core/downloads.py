"""Tables as files to download, with safe headers.

The whole file is written, to disk when it is large, before the answer begins: a half-sent answer could not say what went
wrong, and by then the connection acts for nobody any more.
"""

import codecs
import tempfile
from collections.abc import Iterable, Sequence

from django.http import FileResponse, Http404

from aktsom.engine.sheets import write_csv, write_xlsx
from aktsom.engine.sheets.writing import Value

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(form: str, name: str, columns: Sequence[object], rows: Iterable[Sequence[Value]]) -> FileResponse:
    """The table as "csv" or "xlsx". `name` is the file's name without its ending."""
    if form not in TYPES:
        raise Http404
    headers = [str(column) for column in columns]
    file = tempfile.SpooledTemporaryFile(max_size=2_000_000)  # noqa: SIM115 — the response closes it
    if form == "csv":
        write_csv(codecs.getwriter("utf-8")(file), headers, rows)  # type: ignore[arg-type]
    else:
        write_xlsx(file, headers, rows, title=name)  # type: ignore[arg-type]
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.{form}", content_type=TYPES[form])
