"""The further columns of a drawer's sheet: where it stands, who signs, what it is worth, and what belongs to what."""

import re
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aktsom.cooperation.agreements.actions import change_agreement
from aktsom.cooperation.agreements.checking import judge_finding
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Document, DocumentVersion
from aktsom.cooperation.agreements.papers import add_document
from aktsom.cooperation.agreements.withdrawing import withdrawn_files
from aktsom.cooperation.drawer.actions import undo
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.particulars import amount_of
from aktsom.cooperation.drawer.preview import preview_of
from aktsom.cooperation.drawer.rows import RowReader
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.sheets import Row
from tests.cooperation.drawer.conftest import paper
from tests.cooperation.drawer.test_drawers import ends

Person, MakeDrawer = Callable[..., Actor], Callable[..., Drawer]
HEAD = (
    "Fil;Tittel;Type;Motpart;Land;Slutt;Status;Vår underskriver;Partnerens underskriver;Verdi;Valuta;Lovvalg;Språk;"
    "Dokumenttype;Hører til\n"
)
FILES = {name: paper(f"About {name}.") for name in ("1 annex.docx", "2 frame.docx", "3 change.docx", "4 project.docx")}
SHEET = HEAD + (
    "1 annex.docx;;;;;;;;;;;;;vedlegg;2 frame\n"
    "2 frame.docx;Rammen;rammeavtale;Snow Centre;CA;31.12.2090;signert;R. Ektor;S. Now;1 200 000,50;NOK;Norge;engelsk;;\n"
    "3 change.docx;;;;;;;;;;;;;endringsavtale;Rammen\n"
    "4 project.docx;Prosjektet;prosjekt;Snow Centre;CA;;utkast;;;;;;;avtale;2 frame.docx\n"
)


@pytest.mark.parametrize(
    ("said", "value", "currency"),
    [
        ("1 200 000", "1200000", ""),
        ("1\u00a0200\u00a0000,50", "1200000.50", ""),
        ("1.200.000", "1200000", ""),
        ("1,200,000.5", "1200000.5", ""),
        ("1200,-", "1200", ""),
        ("NOK 1200", "1200", "NOK"),
        ("1200 kr", "1200", "NOK"),
        ("1200000.0", "1200000", ""),
        ("€ 5", "5", "EUR"),
    ],
)
def test_an_amount_is_read_as_people_write_it(said: str, value: str, currency: str) -> None:
    assert amount_of(said) == (Decimal(value), currency)


@pytest.mark.parametrize(
    "said",
    ["much", "1.2 million", "$ 5", "NOK 5 EUR", "1,2,3", "0.125", "1000000000000", "-5", "500 tkr", "2 mrd", "3 mio"],
)
def test_what_is_no_amount_needs_a_look(said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said[-1])):
        amount_of(said)


@pytest.mark.parametrize(
    ("column", "said", "code"),
    [
        ("state", "terminated", "state-unknown"),
        ("state", "ended", "ended-when"),
        ("value", "1200", "currency-missing"),
        ("value", "much", "value-unknown"),
        ("currency", "TKR", "value-unknown"),
        ("law", "Atlantis", "country-unknown"),
        ("language", "Klingon", "language-unknown"),
        ("their_signatory", "A; B", "signatories-differ"),
        ("paper", "scribble", "paper-unknown"),
        ("paper", "annex", "parent-missing"),
    ],
)
def test_a_cell_that_cannot_be_understood_says_so(column: str, said: str, code: str) -> None:
    read = RowReader({"partner": 0, column: 1}, "project").read(Row(2, ("Snow Centre", said)))
    assert [reason.code for reason in read.reasons] == [code]


@pytest.mark.parametrize(
    ("ends", "renewal", "codes"),
    [
        ("31.12.2018", "", []),
        ("31.12.2018", "12", ["ended-when"]),
        ("31.12.2090", "", ["ended-when"]),
        ("today", "", ["ended-when"]),
        ("", "", ["ended-when"]),
    ],
)
def test_what_has_ended_is_not_registered_as_in_force(ends: str, renewal: str, codes: list[str]) -> None:
    reader = RowReader({"partner": 0, "state": 1, "ends": 2, "renewal": 3}, "project")
    day = timezone.localdate().isoformat() if ends == "today" else ends
    read = reader.read(Row(2, ("Snow Centre", "utløpt", day, renewal)))
    assert [reason.code for reason in read.reasons] == codes


@pytest.mark.django_db
def test_a_drawer_holds_what_the_register_holds_and_annexes_lie_beside_their_agreement(
    person: Person, drawer: MakeDrawer
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer, FILES, SHEET)
    with acting_for(officer):
        preview = preview_of(officer, made)
        assert preview is not None
        assert preview.wrong.first == ()
        fill(officer, made)
        assert ends(made) == {name: ("registered", []) for name in FILES}
        frame, project = (Agreement.objects.get(title=title) for title in ("Rammen", "Prosjektet"))
        assert Agreement.objects.count() == 2
        assert (frame.value, frame.currency, frame.law, frame.language) == (Decimal("1200000.50"), "NOK", "NO", "en")
        assert {each.side: each.signatory for each in frame.parties.all()} == {"ours": "R. Ektor", "theirs": "S. Now"}
        assert (project.state, project.parent, project.relation) == ("draft", frame, "under")
        kinds = Document.objects.filter(agreement=frame).values_list("kind", flat=True)
        assert sorted(kinds) == ["agreement", "amendment", "annex"]
        assert ClauseCheck.objects.get(agreement=frame, current=True).document_version.document.kind == "agreement"
        undo(officer, drawer=made)
        assert ends(made) == {name: ("undone", []) for name in FILES}


@pytest.mark.django_db
def test_what_stands_over_a_changed_agreement_is_kept_with_its_papers(person: Person, drawer: MakeDrawer) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = drawer(officer, FILES, SHEET)
    with acting_for(officer):
        fill(officer, made)
        project = Agreement.objects.get(title="Prosjektet")
        change_agreement(officer, agreement=project, version=1, changes={"reference": "7"})
        undo(officer, drawer=made)
        assert ends(made) == {name: ("kept", []) for name in FILES}


@pytest.mark.django_db
def test_an_annex_goes_beside_an_agreement_of_the_register_or_says_that_there_is_none(
    person: Person, drawer: MakeDrawer
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    first = drawer(officer, FILES, SHEET)
    with acting_for(officer):
        fill(officer, first)
        frame = Agreement.objects.get(title="Rammen")
    rows = "late.docx;;;;;;;;;;;;;vedlegg;RAMMEN\nlost.docx;;;;;;;;;;;;;vedlegg;Nowhere\n"
    later = drawer(officer, {"late.docx": paper("Late."), "lost.docx": paper("Lost.")}, HEAD + rows)
    with acting_for(officer):
        fill(officer, later)
        assert ends(later) == {"late.docx": ("registered", []), "lost.docx": ("look", ["parent-unknown"])}
        assert DrawerItem.objects.get(drawer=later, file="late.docx").agreement == frame
        undo(officer, drawer=later)
        frame.refresh_from_db()
        assert frame.withdrawn_at is None
        assert ends(later) == {"late.docx": ("undone", []), "lost.docx": ("look", ["parent-unknown"])}
        (gone,) = withdrawn_files(frame)
        assert (gone.filename, gone.withdrawn_by_id) == ("late.docx", officer.member_id)
        undo(officer, drawer=first)
        frame.refresh_from_db()
        assert frame.withdrawn_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("built_upon", ["judged", "newer file"])
def test_a_paper_that_a_drawer_added_stays_when_somebody_built_upon_it(
    person: Person, drawer: MakeDrawer, built_upon: str
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    first = drawer(officer, FILES, SHEET)
    with acting_for(officer):
        fill(officer, first)
        frame = Agreement.objects.get(title="Rammen")
    later = drawer(officer, {"late.docx": paper("Late.")}, HEAD + "late.docx;;;;;;;;;;;;;endringsavtale;RAMMEN\n")
    with acting_for(officer):
        fill(officer, later)
        version = DocumentVersion.objects.get(filename="late.docx")
        if built_upon == "judged":
            finding = version.checks.get().findings.all()[0]
            judge_finding(officer, agreement=frame, finding=finding, verdict="met")
        else:
            newer = SimpleUploadedFile("b.pdf", b"%PDF-1.4 b")
            add_document(officer, agreement=frame, upload=newer, kind="amendment", document=version.document_id)
        undo(officer, drawer=later)
        assert ends(later) == {"late.docx": ("kept", [])}
        assert withdrawn_files(frame) == []
