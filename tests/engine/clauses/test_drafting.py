"""Drafts: the clauses that kind and flags call for, numbered, with references that point somewhere."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.enum.text import WD_COLOR_INDEX

from aktsom.content import clause_library
from aktsom.engine.clauses.answers import number_in
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.conditions import check_references
from aktsom.engine.clauses.drafting import DraftParty, DraftRequest, draft, referring
from aktsom.engine.clauses.types import ClauseError, Firmness, Standing
from aktsom.engine.clauses.word import word_document
from aktsom.engine.lengths import Length
from aktsom.engine.papers.reading import read_here

US = DraftParty("Universitetet i Havbyen", "Norge", "Kari Nordmann", "rektor", ours=True)
THEM = DraftParty("Institut & <Søn>", "Danmark")


def test_flags_add_the_clauses_that_they_call_for() -> None:
    plain = draft(DraftRequest("memorandum", "en"), clause_library())
    flagged = draft(DraftRequest("memorandum", "en", flags=frozenset({"access.sensitive"})), clause_library())
    added = {each.condition for each in flagged.clauses} - {each.condition for each in plain.clauses}
    assert added == {"security"}


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("kind", list(clause_library().kinds))
def test_clauses_are_numbered_in_order_and_every_reference_points_to_one(kind: str, language: str) -> None:
    made = draft(DraftRequest(kind, language), clause_library())
    numbers = [each.number for each in made.clauses]
    assert numbers == [str(place) for place in range(1, len(numbers) + 1)]
    text = " ".join(each.text for clause in made.clauses for each in clause.paragraphs)
    assert "{" not in text
    assert set(re.findall(r"(?:clause|punkt) (\d+)", text)) <= set(numbers)
    assert not re.search("(?:[Cc]lauses?|[Pp]unkt) [“«\\[]", text)


def test_of_clauses_that_are_listed_only_those_that_are_there_remain() -> None:
    text = "Ended[ when {see:a}, {see:b} or {see:c} is broken], or by notice[; {see:d} applies]. An [x]."
    assert referring(text, {"a", "c"}) == "Ended when {see:a} or {see:c} is broken, or by notice. An [x]."
    assert referring(text, {"b"}) == "Ended when {see:b} is broken, or by notice. An [x]."
    assert referring(text, {"d"}) == "Ended, or by notice; {see:d} applies. An [x]."


def test_answers_fill_the_blanks_and_what_is_usual_is_told() -> None:
    made = draft(DraftRequest("project", "en", answers={"delay_days": 45}), clause_library())
    text = " ".join(each.text for clause in made.clauses for each in clause.paragraphs)
    assert "at most 45 days" in text
    assert made.assumed["review_days"] == "30"
    assert "delay_days" not in made.assumed


@pytest.mark.parametrize(
    ("language", "term", "notice", "told"),
    [
        ("en", Length(years=1), Length(days=30), ("for one year from", "with 30 days' notice")),
        ("en", Length(months=18), Length(months=1), ("for 18 months from", "with one month's notice")),
        ("nb", Length(years=2), Length(days=1), ("i 2 år fra", "med én dags varsel")),
        ("nb", Length(months=6, days=1), Length(months=6), ("i 6 måneder og én dag fra", "med 6 måneders varsel")),
    ],
)
def test_a_known_length_stands_with_its_own_unit_and_is_read_so(
    tmp_path: Path, language: str, term: Length, notice: Length, told: tuple[str, ...]
) -> None:
    answers = {"term_years": term, "notice_months": notice}
    made = draft(DraftRequest("project", language, "Title", (US, THEM), answers=answers), clause_library())
    text = " ".join(each.text for clause in made.clauses for each in clause.paragraphs)
    assert all(words in text for words in told)
    assert not {"term_years", "notice_months"} & made.assumed.keys()
    path = tmp_path / "draft.docx"
    path.write_bytes(word_document(made))
    results = check(read_here(path), clause_library(), kind="project").results
    assert [results[name].standing for name in ("term", "exit-strategy")] == [Standing.MET, Standing.MET]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("30", "30"),
        ("fire", "4"),
        ("18 Months", Length(months=18)),
        ("90dager", Length(days=90)),
        ("ett år, 2 måneder og én dag", Length(years=1, months=2, days=1)),
        ("48 hours", None),
        ("0", None),
        ("-3", None),
        ("1.5 years", None),
        ("two years and 3 years", None),
        ("some months", None),
        ("3 and 4", None),
        ("", None),
    ],
)
def test_a_blank_for_a_number_takes_a_number_or_a_length_of_time(text: str, said: Length | str | None) -> None:
    assert number_in(text) == said


def test_hours_are_the_number_where_hours_are_asked_for_and_days_stand_there_as_days() -> None:
    assert number_in("48 timer", hours=True) == "48"
    made = draft(DraftRequest("project", "en", answers={"incident_hours": Length(days=3)}), clause_library())
    text = " ".join(each.text for clause in made.clauses for each in clause.paragraphs)
    assert "within 3 days" in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("runs for one year from", "with one month's notice", "within one hour")),
        ("nb", ("gjelder i ett år fra", "med én måneds varsel", "innen én time")),
    ],
)
def test_one_of_a_unit_stands_in_the_singular(language: str, said: tuple[str, ...]) -> None:
    answers = dict.fromkeys(("term_years", "notice_months", "cure_days", "incident_hours"), "1")
    made = draft(DraftRequest("project", language, answers=answers), clause_library())
    text = " ".join(each.text for clause in made.clauses for each in clause.paragraphs)
    assert [each for each in said if each not in text] == []


def test_a_length_where_no_unit_follows_is_left_open() -> None:
    library = clause_library()
    term = library.conditions["term"]
    wordings = {each: {"en": "It runs until {term_years}.", "nb": "Til {term_years}."} for each in Firmness}
    changed = replace(library, conditions={**library.conditions, "term": replace(term, wordings=wordings)})
    made = draft(DraftRequest("project", "en", answers={"term_years": Length(years=2)}), changed)
    assert "It runs until […]." in [each.text for clause in made.clauses for each in clause.paragraphs]


def test_what_nobody_chose_is_marked_where_it_stands() -> None:
    made = draft(DraftRequest("project", "en", "Title", (US, THEM), answers={"delay_days": 45}), clause_library())
    document = Document(BytesIO(word_document(made)))
    marked = {
        run.text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        if run.font.highlight_color is WD_COLOR_INDEX.YELLOW
    }
    assert marked == set(made.assumed.values())
    assert "45" not in marked
    assert "nobody chose it" in document.paragraphs[0].text
    texts = [each.text for each in document.paragraphs]
    assert all(f"{each.number} {each.text}" in texts for clause in made.clauses for each in clause.paragraphs)


def test_an_unknown_answer_or_kind_is_refused() -> None:
    for request in (
        DraftRequest("treaty", "en"),
        DraftRequest("project", "en", answers={"days": 3}),
        DraftRequest("project", "fr"),
    ):
        with pytest.raises(ClauseError):
            draft(request, clause_library())


def test_the_word_document_has_parties_clauses_and_room_to_sign(tmp_path) -> None:  # type: ignore[no-untyped-def]
    made = draft(DraftRequest("project", "nb", "Avtale om havdata", (US, THEM)), clause_library())
    data = word_document(made)
    texts = [each.text for each in Document(BytesIO(data)).paragraphs]
    assert "Avtale om havdata" in texts
    assert "2. Institut & <Søn>, Danmark" in texts
    assert [each for each in texts if each.startswith("1 ")] == [f"1 {made.clauses[0].heading}"]
    assert any("Kari Nordmann, rektor" in each for each in texts)
    assert not any("{" in each for each in texts)


def test_pages_of_a_draft_are_numbered_and_no_signature_stands_on_a_page_without_its_name() -> None:
    made = draft(DraftRequest("project", "en", "Title", (US, THEM)), clause_library())
    document = Document(BytesIO(word_document(made)))
    foot = document.sections[0].footer.paragraphs[0]._p.xml
    assert 'w:instr="PAGE"' in foot
    assert 'w:instr="NUMPAGES"' in foot
    last = document.paragraphs[-5:]
    assert [bool(each.paragraph_format.keep_with_next) for each in last] == [True, True, True, True, False]


def test_long_names_and_control_characters_do_not_stop_a_draft() -> None:
    long = DraftParty("Universitetet \x0b" + "i" * 300, "Nor\x0cge", "Kari\x07 Nordmann", "rektor\x00", ours=True)
    answers = {"delay_days": "60\x1b", "review_days": "\ud800"}
    made = draft(DraftRequest("project", "en", "Ice \x0b" + "e" * 500, (long, THEM), answers=answers), clause_library())
    document = Document(BytesIO(word_document(made)))
    assert document.core_properties.title == ("Ice  " + "e" * 500)[:255]
    assert document.core_properties.author == ("Universitetet  " + "i" * 300)[:255]
    texts = [each.text for each in document.paragraphs]
    assert "Ice  " + "e" * 500 in texts
    assert any("Kari  Nordmann, rektor" in each for each in texts)


def test_every_reference_of_the_library_is_to_a_condition_that_is_there() -> None:
    check_references(clause_library().conditions)


def test_a_draft_meets_every_condition_that_it_was_made_for(tmp_path) -> None:  # type: ignore[no-untyped-def]
    for language in ("en", "nb"):
        firm = dict.fromkeys(clause_library().conditions, Firmness.FIRMER)
        for firmness in ({}, firm):
            made = draft(DraftRequest("consortium", language, "Title", (US, THEM), firmness=firmness), clause_library())
            path = tmp_path / "draft.docx"
            path.write_bytes(word_document(made))
            results = check(read_here(path), clause_library(), kind="consortium").results
            assert {
                name: each.standing
                for name, each in results.items()
                if each.mandatory and each.standing is not Standing.MET
            } == {}


@pytest.mark.parametrize("language", ["en", "nb"])
@pytest.mark.parametrize("kind", list(clause_library().kinds))
def test_a_draft_of_every_kind_lacks_nothing_that_its_kind_must_have(tmp_path: Path, kind: str, language: str) -> None:
    made = draft(DraftRequest(kind, language, "Title", (US, THEM)), clause_library())
    path = tmp_path / "draft.docx"
    path.write_bytes(word_document(made))
    results = check(read_here(path), clause_library(), kind=kind).results
    assert [name for name, each in results.items() if each.mandatory and each.standing is not Standing.MET] == []
