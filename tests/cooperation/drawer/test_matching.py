"""Which file a row names: its path, the end of its path where only one file ends so, and otherwise a person says."""

from collections.abc import Callable

import pytest

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.drawer.archive import keep_files, plain_path, readings_of
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.matching import match
from aktsom.cooperation.drawer.models import Drawer
from aktsom.cooperation.drawer.preview import preview_of
from aktsom.cooperation.drawer.rows import ReadRow
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from tests.cooperation.drawer.conftest import paper
from tests.cooperation.drawer.test_drawers import ends

Person, MakeDrawer = Callable[..., Actor], Callable[..., Drawer]
CANADA, JAPAN = "Canada/MoU.pdf", "Japan/MoU.pdf"


def matched(files: list[str], named: list[str]) -> list[tuple[str, list[str], str]]:
    """Each file, or "", with what stands in the rows that name it, and the code of a doubt."""
    rows = (ReadRow(number, name, {"title": name}) for number, name in enumerate(named, start=2))
    places = match(files, rows)
    return [(each.file, [row.file for row in each.rows], each.doubt.code if each.doubt else "") for each in places]


@pytest.mark.parametrize("japan", [JAPAN, "japan\\mou.PDF", "./Japan/MoU", "H:\\Avtaler\\Japan\\MoU.pdf"])
def test_files_of_one_name_are_told_apart_by_their_folders(japan: str) -> None:
    assert matched([CANADA, JAPAN], [japan, CANADA]) == [(CANADA, [CANADA], ""), (JAPAN, [japan], "")]


def test_a_folder_around_all_of_them_does_no_harm() -> None:
    files = [f"avtaler/{CANADA}", f"avtaler/{JAPAN}"]
    assert matched(files, [JAPAN, CANADA]) == [(files[0], [CANADA], ""), (files[1], [JAPAN], "")]


def test_a_bare_name_counts_where_one_file_has_it() -> None:
    assert matched([CANADA, "Japan/Plan.pdf"], ["mou.pdf", "plan"]) == [
        (CANADA, ["mou.pdf"], ""),
        ("Japan/Plan.pdf", ["plan"], ""),
    ]
    assert matched([CANADA, JAPAN], ["MoU.pdf"]) == [
        (CANADA, ["MoU.pdf"], "row-unsure"),
        (JAPAN, ["MoU.pdf"], "row-unsure"),
        ("", ["MoU.pdf"], "row-unsure"),
    ]


def test_a_row_for_a_file_in_another_folder_is_not_taken_for_it() -> None:
    assert matched([CANADA], [JAPAN]) == [(CANADA, [JAPAN], "row-unsure"), ("", [JAPAN], "row-unsure")]
    assert matched([CANADA], [JAPAN, CANADA]) == [(CANADA, [CANADA], ""), ("", [JAPAN], "row-unsure")]


def test_a_name_without_ending_that_fits_two_files_is_not_sure() -> None:
    assert [doubt for _file, _rows, doubt in matched(["ice.pdf", "ice.docx"], ["ice"])] == ["row-unsure"] * 3


def test_rows_without_a_name_and_files_that_are_all_ending_do_not_meet() -> None:
    assert matched([".pdf"], [""]) == [(".pdf", [], ""), ("", [""], "")]


def test_names_are_compared_without_what_leads_elsewhere() -> None:
    assert plain_path("..\\..//Canada/./ MoU.PDF ") == "canada/mou.pdf"


class Brought:
    """A file as a program brings it."""

    def __init__(self, name: str | None) -> None:
        self.name = name

    def chunks(self) -> list[bytes]:
        """Its content."""
        return [b"%PDF-1.4"]


def test_folders_are_kept_and_lead_nowhere_else() -> None:
    brought = [Brought(name) for name in ("../../Canada/MoU.pdf", "/Japan\\MoU.pdf", "a.pdf", "A.pdf", None)]
    assert next(readings_of(keep_files(1, brought))) == [CANADA, JAPAN, "3/a.pdf", "4/A.pdf", "file"]


@pytest.mark.django_db
def test_each_agreement_is_registered_from_its_own_row(person: Person, drawer: MakeDrawer) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    files = {"Canada/MoU.docx": paper("On ice in Canada."), "Japan/MoU.docx": paper("On ice in Japan.")}
    sheet = "Fil;Tittel;Type;Motpart;Land\nCanada/MoU.docx;Kanada;MoU;Snow Centre;CA\nJapan/MoU.docx;Japan;MoU;Ice Centre;JP\n"
    made = drawer(officer, files, sheet)
    with acting_for(officer):
        fill(officer, made)
        assert ends(made) == {"Canada/MoU.docx": ("registered", []), "Japan/MoU.docx": ("registered", [])}
        japan = Agreement.objects.get(title="Japan").parties.get(partner__isnull=False)
        assert japan.partner is not None
        assert japan.partner.country == "JP"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("named", "outcomes"),
    [
        (
            ("MoU.docx", "MoU.docx"),
            {
                "Canada/MoU.docx": ("look", ["row-unsure"]),
                "Japan/MoU.docx": ("look", ["row-unsure"]),
                "row 2": ("look", ["row-unsure"]),
                "row 3": ("look", ["row-unsure"]),
            },
        ),
        (
            ("Canada/MoU.docx", "canada\\mou.docx"),
            {"Canada/MoU.docx": ("look", ["rows-differ"]), "Japan/MoU.docx": ("look", ["no-row"])},
        ),
    ],
)
def test_nothing_is_registered_from_a_row_that_may_be_anothers(
    person: Person, drawer: MakeDrawer, named: tuple[str, str], outcomes: dict[str, tuple[str, list[str]]]
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    files = {"Canada/MoU.docx": paper("On ice in Canada."), "Japan/MoU.docx": paper("On ice in Japan.")}
    rows = f"{named[0]};Kanada;MoU;Snow Centre;CA\n{named[1]};Japan;MoU;Ice Centre;JP\n"
    made = drawer(officer, files, f"Fil;Tittel;Type;Motpart;Land\n{rows}")
    with acting_for(officer):
        before = preview_of(officer, made)
        assert before is not None
        assert before.together == 0
        fill(officer, made)
        assert ends(made) == outcomes
        assert not Agreement.objects.exists()


@pytest.mark.django_db
def test_two_rows_that_say_the_same_are_one(person: Person, drawer: MakeDrawer) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    row = "MoU.docx;Kanada;MoU;Snow Centre;CA\n"
    made = drawer(officer, {"MoU.docx": paper("On ice in Canada.")}, f"Fil;Tittel;Type;Motpart;Land\n{row}{row}")
    with acting_for(officer):
        fill(officer, made)
        assert ends(made) == {"MoU.docx": ("registered", [])}
