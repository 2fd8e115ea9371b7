"""A drawer as an agreements officer has it: some papers, and a sheet."""

from collections.abc import Callable
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aktsom.cooperation.drawer.actions import choose_columns, start, upload_drawer
from aktsom.cooperation.drawer.models import Drawer
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from tests.cooperation.agreements.conftest import agreement, draft

__all__ = ["agreement", "draft"]

SHEET = (
    "Fil;Tittel;Type;Motpart;Land;Start;Slutt;Oppsigelse\n"
    "ice.docx;Om is;MoU;Testmark Institute of Ice;CN;1.2.2024;31.1.2030;6\n"
    "snow;Om snø;NDA;Snow Centre;CA;;;\n"
    "gone.pdf;Borte;MoU;Snow Centre;CA;;;\n"
    "wrong.docx;Feil dag;MoU;Snow Centre;CA;someday;;\n"
    "broken.pdf;Ødelagt;MoU;Snow Centre;CA;;;\n"
)


@cache
def paper(words: str) -> bytes:
    """A Word document, the same each time: its archive notes when it was written."""
    written, file = docx.Document(), BytesIO()
    written.add_heading("Memorandum of understanding", 1)
    written.add_paragraph(f"1. {words}")
    written.add_paragraph("2. Either party may terminate this agreement with six months' written notice.")
    written.save(file)
    return file.getvalue()


@cache
def papers() -> dict[str, bytes]:
    """Good ones, one without a row, hostile ones, and one twice; made once, as Word writes the time into its files."""
    ice = paper("The parties work on ice.")
    return {
        "a/ice.docx": ice,
        "b/snow.docx": paper("The parties work on snow."),
        "unnamed.docx": paper("Nobody knows what this is."),
        "wrong.docx": paper("On days."),
        "broken.pdf": b"%PDF-1.4 and then nothing",
        "program.pdf": b"MZ\x90\x00 not a paper",
        "empty.pdf": b"",
        "copy of ice.docx": ice,
        "__MACOSX/._ice.docx": b"junk",
    }


def archive(files: dict[str, bytes]) -> SimpleUploadedFile:
    """The files in a ZIP archive."""
    packed = BytesIO()
    with ZipFile(packed, "w") as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    return SimpleUploadedFile("drawer.zip", packed.getvalue())


@pytest.fixture
def drawer() -> Callable[..., Drawer]:
    def make(actor: Actor, files: dict[str, bytes] | None = None, sheet: str = SHEET) -> Drawer:
        with acting_for(actor):
            made = upload_drawer(
                actor, files=[archive(files or papers())], sheet=SimpleUploadedFile("sheet.csv", sheet.encode())
            )
            choose_columns(actor, drawer=made, columns=made.mapping["columns"])
            return start(actor, drawer=made)

    return make
