"""What an agreement strikes from itself, in words or with a line: only what is meant to go, and never without telling."""

from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.agreements.lined import LINED, lined

from aktsom.content import clause_library
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.comparing import Sort, compare
from aktsom.engine.clauses.remarks import remarks_on
from aktsom.engine.clauses.striking import struck
from aktsom.engine.clauses.types import Check, Standing
from aktsom.engine.papers.paragraphs import numbered
from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import Noticed, Paper, PaperKind, Passage
from aktsom.engine.wording import worded
from tests.engine.papers.making import docx, paragraph

SECRET = ("8.1", "Partene skal holde alle opplysninger hemmelig uten tidsbegrensning.")
VETO = ("7.1", "The Partner may refuse any publication of the results.")


def checked(*clauses: tuple[str, str]) -> Check:
    passages = tuple(Passage(text, number=number) for number, text in clauses)
    return check(Paper(PaperKind.DOCX, passages), clause_library(), kind="project", partners=("CN",))


def struck_by(text: str, *, number: str = "12.1", lead: str = "") -> list[str]:
    """What is struck of an agreement with the clauses 7.1 to 9.1 by a passage at its end."""
    before = [Passage("The parties meet in Bergen.", number=f"{clause}.1") for clause in (7, 8, 9)]
    leads = [Passage(lead, number="12")] if lead else []
    return [each.clause for each in struck([*before, *leads, Passage(text, number=number)])]


@pytest.mark.parametrize(
    ("clause", "condition", "later"),
    [
        (
            SECRET,
            "confidentiality",
            ("8.2", "Taushetsplikten i punkt 8 gjelder ikke opplysninger som er offentlig kjent."),
        ),
        (VETO, "publication", ("9.1", "Data covered by clause 7 shall be returned or deleted.")),
    ],
)
def test_an_exception_or_data_that_go_never_hide_a_contradiction(
    clause: tuple[str, str], condition: str, later: tuple[str, str]
) -> None:
    found = checked(clause, later).results[condition]
    assert found.standing is Standing.CONTRADICTED
    assert 0 in {each.passage for each in found.found}


@pytest.mark.parametrize(
    "text",
    [
        "Clause 8 is deleted.",
        "Section 8 (Confidentiality) is hereby deleted in its entirety",
        "Article 8 of the Agreement is replaced by the following:",
        "D. Clause 8.1 is deleted and replaced by: “The parties meet in Oslo.”",
        "C. Clause 8.1 is struck out. In its place stands: “The parties meet in Oslo.”",
        "The Parties agree that clause 8 is removed.",
        "Clause 8 shall not apply.",
        "Clause 8 shall not apply to this Agreement.",
        "Delete clause 8.",
        "Replace clause 8 with the following: “The parties meet in Oslo.”",
        "Punkt 8 utgår.",
        "Partene er enige om at punkt 8 skal utgå.",
        "Avtalen endres slik: Punkt 8 strykes.",
        "Punkt 8 gjelder ikke.",
    ],
)
def test_a_clause_that_is_said_to_be_gone_is_struck(text: str) -> None:
    assert [each.partition(".")[0] for each in struck_by(text)] == ["8"]


def test_several_clauses_are_struck_together() -> None:
    assert struck_by("Clauses 8 and 9 are replaced by the following:") == ["8", "9"]
    assert struck_by("Punktene 7, 8 og 9 erstattes av følgende:") == ["7", "8", "9"]


@pytest.mark.parametrize(
    "text",
    [
        "Clause 8 shall not apply to information that is public.",
        "Clause 8 shall not apply to this Agreement insofar as the information is public.",
        "Information that is public may be shared. Clause 8 shall not apply.",
        "When five years have gone by clause 8.1 no longer applies to it.",
        "If the Partner is listed, clause 8 is deleted.",
        "If the Partner is listed, the following holds. Clause 8 is deleted.",
        "Clause 8 is deleted if the Sponsor says so.",
        "Clause 8 is replaced by clause 12 when the grant ends.",
        "Clause 8 is not deleted.",
        "Clause 8 data shall be deleted.",
        "Information under clause 8 is deleted.",
        "The words “in Bergen” in clause 8 are deleted.",
        "Clause 8 of the Framework Agreement is deleted.",
        "To clause 8 is added: “When it ends, files are deleted.”",
        "Punkt 8 gjelder ikke for masteroppgaver.",
        "Punkt 8 gjelder ikke det som var kjent.",
        "Punkt 8 bortfaller etter tre år.",
        "Punkt 8.1 første ledd erstattes av: «Partene møtes i Oslo.»",
        "Etter punkt 8 kan en part kreve at egne opplysninger strykes.",
        "Opplysninger, jf. punkt 8 slettes.",
    ],
)
def test_what_only_narrows_a_clause_or_lets_something_else_go_strikes_nothing(text: str) -> None:
    assert struck_by(text) == []


def test_a_clause_does_not_strike_what_it_is_part_of_nor_what_comes_after_it() -> None:
    assert struck_by("Clause 12 shall not apply.") == []
    assert struck_by("Clause 8 is deleted.", number="8.2") == []
    assert list(struck([Passage("Clause 8 is deleted.", number="2"), Passage("The parties meet.", number="8")])) == []


def test_what_an_item_strikes_hangs_on_what_leads_in_to_it() -> None:
    assert struck_by("(a) Clause 8 is deleted.", lead="The agreement is amended as follows:") == ["8"]
    assert struck_by("(a) Clause 8 is deleted.", lead="If the Partner is listed, it is agreed that:") == []
    assert struck_by("(a) Clause 8 is deleted.", lead="For doctoral candidates:") == []


def test_promise_p136_a_clause_is_left_out_of_a_check_only_where_the_paper_says_that_it_is_gone() -> None:
    found = checked(VETO, ("12.1", "Clause 7 is deleted."))
    assert found.results["publication"].standing is Standing.ABSENT
    told = [worded(each, "en") for each in found.remarks]
    assert told == ["Clause 7 was left out of the check, for clause 12.1 strikes it: “Clause 7 is deleted.”"]
    assert checked(VETO).remarks == ()


@pytest.mark.parametrize("name", ["nb-b-01", "nb-la-01", "nb-q-09"])
def test_agreements_that_only_take_things_out_of_papers_lose_no_clause(name: str) -> None:
    passages = lined()[sorted(path.stem for path in LINED.glob("*.txt")).index(name)].passages
    parts = [(each, *numbered(each.text)) for each in passages]
    assert list(struck([replace(each, text=text, number=number) for each, number, text in parts])) == []


def test_what_is_struck_through_in_word_is_neither_met_nor_the_same_and_is_told_with_its_place(tmp_path: Path) -> None:
    right = "7.1 Each Party may publish the results. The other may ask for a delay of at most sixty (60) days."
    sent, returned = (
        read_here(docx(tmp_path / f"{len(run)}.docx", paragraph("The parties meet.") + paragraph(right, "", run)))
        for run in ("", "<w:strike/>")
    )
    found = {each: check(each, clause_library(), kind="project").results["publication"] for each in (sent, returned)}
    assert [each.standing for each in found.values()] == [Standing.MET, Standing.ABSENT]
    assert [each.sort for each in compare(sent, returned).changes] == [Sort.REMOVED]
    told = [worded(each, "en") for each in remarks_on(returned)]
    assert told == [
        "There is text with a line through it. It was checked as if that text were removed.",
        f"A line goes through: “{right}”.",
    ]
    assert list(remarks_on(sent)) == []


def test_of_many_places_with_a_line_through_them_the_first_are_told() -> None:
    removed = tuple(Passage(f"{number} days", number=f"{number}.1") for number in range(1, 8))
    paper = Paper(PaperKind.DOCX, (Passage("Fine."),), noticed=frozenset({Noticed.STRUCK_THROUGH}), removed=removed)
    told = worded(list(remarks_on(paper))[-1], "en")
    assert told.startswith("A line goes through: “1 days” (clause 1.1). “2 days” (clause 2.1).")
    assert told.endswith("“5 days” (clause 5.1). And 2 more places.")
