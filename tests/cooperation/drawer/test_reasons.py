"""The right reason for each file: a paper that cannot be read is registered from its row, and the reader says what is wrong."""

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, DocumentVersion
from aktsom.cooperation.drawer.actions import choose_columns, start, upload_drawer
from aktsom.cooperation.drawer.filling import fill, places_of
from aktsom.cooperation.drawer.models import Drawer
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from tests.cooperation.drawer.conftest import paper
from tests.cooperation.drawer.test_drawers import ends
from tests.core.test_files import OLD_WORD, docx_with_a_broken_name

pytestmark = pytest.mark.django_db
Person, MakeDrawer = Callable[..., Actor], Callable[..., Drawer]


def sheet_of(*names: str) -> str:
    """A good row for each of these files."""
    return "Fil;Tittel;Type;Motpart;Land\n" + "".join(f"{name};On {name};MoU;Snow Centre;CA\n" for name in names)


def locked_pdf() -> bytes:
    """A page that asks for a password."""
    written, file = pypdf.PdfWriter(), BytesIO()
    written.add_blank_page(100, 100)
    written.encrypt("secret", algorithm="RC4-128")
    written.write(file)
    return file.getvalue()


def blank_pdf() -> bytes:
    """A page with nothing on it that could be read."""
    written, file = pypdf.PdfWriter(), BytesIO()
    written.add_blank_page(100, 100)
    written.write(file)
    return file.getvalue()


def with_macros() -> bytes:
    """A Word document that holds a program."""
    file = BytesIO(paper("The parties work on macros."))
    with ZipFile(file, "a") as archive:
        archive.writestr("word/vbaProject.bin", "x")
    return file.getvalue()


def test_papers_that_cannot_be_read_are_registered_and_the_reader_says_why(
    person: Person, drawer: MakeDrawer, client_for: Callable[[Actor], Client]
) -> None:
    files = {
        "old.doc": OLD_WORD,
        "locked.pdf": locked_pdf(),
        "hurt.docx": docx_with_a_broken_name(),
        "macros.docm": with_macros(),
        "blank.pdf": blank_pdf(),
        "note.txt": b"Call them.",
    }
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer, files, sheet_of(*files))
    with acting_for(officer):
        assert fill(officer, made).state == "done"
        assert ends(made) == {
            "old.doc": ("look", ["unreadable"]),
            "locked.pdf": ("look", ["unreadable"]),
            "hurt.docx": ("look", ["unreadable"]),
            "macros.docm": ("registered", []),
            "blank.pdf": ("look", ["scan"]),
            "note.txt": ("refused", ["kind"]),
        }
        kept = dict(DocumentVersion.objects.values_list("agreement__title", "filename"))
        assert {kept[title] for title in ("On old.doc", "On hurt.docx", "On macros.docm")} == {
            "old.doc",
            "hurt.docx",
            "macros.docm",
        }
        assert Agreement.objects.count() == 5
        assert ClauseCheck.objects.filter(progress="failed").count() == 4
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    page = client.get(f"/agreements/drawers/{made.pk}/").content.decode()
    assert "This is the old Word format, or a document locked with a password." in page
    assert "Save it as .docx without a password" in page


def zipped_without_the_mark(names: list[str], letters: str) -> SimpleUploadedFile:
    """An archive as Windows packs it: the names in these letters, and nothing says so."""
    packed = BytesIO()
    plain = {f"{number:0{len(name.encode(letters))}d}": name for number, name in enumerate(names)}
    with ZipFile(packed, "w") as zipped:
        for stand_in, name in plain.items():
            zipped.writestr(stand_in, paper(f"About {name}."))
    content = packed.getvalue()
    for stand_in, name in plain.items():
        content = content.replace(stand_in.encode(), name.encode(letters))
    return SimpleUploadedFile("drawer.zip", content)


@pytest.mark.parametrize("letters", ["cp850", "cp865", "cp1252", "utf-8"])
def test_names_in_an_archive_keep_their_letters_whatever_packed_it(person: Person, letters: str) -> None:
    officer, names = person(Duty.AGREEMENTS_OFFICER), ["Tromsø og Ås.docx", "Ærlig Øving.docx"]
    with acting_for(officer):
        files, sheet = zipped_without_the_mark(names, letters), sheet_of(*names)
        made = upload_drawer(officer, files=[files], sheet=SimpleUploadedFile("sheet.csv", sheet.encode()))
        choose_columns(officer, drawer=made, columns=made.mapping["columns"])
        assert [(each.file, len(each.rows)) for each in places_of(made)] == [(name, 1) for name in names]
        fill(officer, start(officer, drawer=made))
        assert ends(made) == {name: ("registered", []) for name in names}
