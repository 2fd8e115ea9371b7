"""A returned draft: what it changes, substance first, wherever it was moved to."""

from pathlib import Path

import docx
import pytest

from aktsom.engine.clauses import comparing
from aktsom.engine.clauses.comparing import Change, Comparison, Sort, Weight, compare
from aktsom.engine.clauses.references import heading_over
from aktsom.engine.papers.types import Noticed, Paper, PaperError, PaperKind, Passage
from aktsom.engine.wording import worded

SENT = (
    "Each Party may publish the results of its work after thirty (30) days.",
    "The Parties shall respect human rights in whatever they do.",
    "Disputes shall be settled by talks between the leaders.",
    "Borrowed equipment shall be returned within 60 days after the end.",
)


def paper(*texts: str) -> Paper:
    return Paper(PaperKind.DOCX, tuple(Passage(text, number=str(place)) for place, text in enumerate(texts, 1)))


def compared(*texts: str) -> Comparison:
    return compare(paper(*SENT), paper(*texts))


def only(comparison: Comparison) -> Change:
    (change,) = comparison.changes
    return change


def test_the_same_draft_has_no_changes() -> None:
    assert compared(*SENT) == Comparison((), 4)


def test_more_days_are_a_change_in_substance_and_are_named() -> None:
    change = only(compared(SENT[0].replace("thirty (30) days", "180 days"), *SENT[1:]))
    assert (change.sort, change.weight) == (Sort.CHANGED, Weight.SUBSTANCE)
    assert worded(change.what[0], "en") == "A time limit is changed: “30 days” is now “180 days”."
    assert worded(change.what[0], "nb") == "En frist er endret: «30 days» er nå «180 days»."


def test_a_word_that_denies_is_a_change_in_substance() -> None:
    change = only(compared(SENT[0].replace("may publish", "may not publish"), *SENT[1:]))
    assert [worded(each, "nb") for each in change.what] == ["Et ord som nekter er satt inn: «not»."]


def test_a_weaker_duty_is_a_change_in_substance() -> None:
    change = only(compared(SENT[0], SENT[1].replace("shall", "may"), *SENT[2:]))
    assert change.weight is Weight.SUBSTANCE


def test_another_wording_of_the_same_is_told_last() -> None:
    returned = compared(
        SENT[0], SENT[1].replace("whatever they do", "their common work"), SENT[2], SENT[3].replace("60", "90")
    )
    assert [each.weight for each in returned.changes] == [Weight.SUBSTANCE, Weight.WORDING]
    assert returned.changes[0].returned == 3


def test_a_sentence_that_comes_or_goes_within_a_clause_is_substance() -> None:
    come = only(compared(SENT[0] + " Results belong to the sponsor.", *SENT[1:]))
    assert (come.weight, [str(each) for each in come.what]) == (Weight.SUBSTANCE, ["Something more is said."])
    sent = paper("Equipment is returned. Copies are destroyed by the recipient. Guests are insured.")
    gone = only(compare(sent, paper("Equipment is returned. Guests are insured.")))
    assert (gone.weight, [str(each) for each in gone.what]) == (Weight.SUBSTANCE, ["Something is no longer said."])


def test_what_begins_a_sentence_or_names_the_parties_is_no_name() -> None:
    stays = "The Agreement ends four years after the last signature and is not prolonged in silence."
    sent = paper(stays + " Waiting is no breach of the Agreement by a Party in China.")
    what = only(compare(sent, paper(stays))).what
    assert [str(each) for each in what] == [
        "A word that denies is left out: “no”.",
        "A name is left out: “China”.",
        "Something is no longer said.",
    ]


def test_a_clause_that_was_moved_and_changed_is_found_again() -> None:
    moved = SENT[3].replace("60 days", "one year")
    returned = compared(moved, *SENT[:3])
    change = only(returned)
    assert (change.sort, change.sent, change.returned) == (Sort.CHANGED, 3, 0)


def test_a_clause_that_was_only_moved_is_wording() -> None:
    change = only(compared(SENT[3], *SENT[:3]))
    assert (change.sort, change.weight) == (Sort.MOVED, Weight.WORDING)


def test_what_is_gone_and_what_is_new_is_substance() -> None:
    new = "The Sponsor alone decides which results are secret, without giving reasons."
    changes = compared(*SENT[:3], new).changes
    assert {(each.sort, each.weight) for each in changes} == {
        (Sort.REMOVED, Weight.SUBSTANCE),
        (Sort.ADDED, Weight.SUBSTANCE),
    }


def changed(before: str, after: str) -> Change:
    return only(compare(paper(before), paper(after)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Avtalen er underlagt norsk rett.", "Avtalen er underlagt kinesisk rett."),
        ("Resultatene i prosjektet eies av universitetet.", "Resultatene i prosjektet eies av selskapet."),
        ("The results shall be owned jointly.", "The results shall be owned separately."),
        ("The licence is royalty-free for the term.", "The licence is royalty-bearing for the term."),
        ("The fee is paid once per year.", "The fee is paid once per month."),
        ("The Partner shall pay its share for the visits.", "The Partner shall pay military share for the visits."),
        ("Three copies of the report are sent.", "Five copies of the report are sent."),
        ("The partner pays the costs of the university.", "The university pays the costs of the partner."),
        ("The Sponsor shall repay what Nordhavn lost.", "Nordhavn shall repay what the Sponsor lost."),
        ("It ends upon a breach and a failure to mend it.", "It ends upon a breach or a failure to mend it."),
        ("Styret eller rektor må samtykke.", "Styret og rektor må samtykke."),
    ],
)
def test_another_word_that_does_not_say_the_same_is_substance(before: str, after: str) -> None:
    change = changed(before, after)
    assert change.weight is Weight.SUBSTANCE
    assert change.what


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("The fee is paid each year, in the month of May.", "The fee is paid each year, during the month of May."),
        ("The reports are publications of the parties.", "The reports are published by the parties."),
        ("The parties collaborate on studies.", "The parties cooperate on studies."),
        ("The results shall jointly be owned.", "The results shall be jointly owned."),
        ("It ends after sixty (60) copies are made.", "It ends after 60 copies are made."),
        ("The organization is informed.", "The organisation is notified."),
        ("Partene underretter hverandre om endringer.", "Partene varsler hverandre om endringer."),
        ("(a) the costs of travel;", "(b) the costs of travel;"),
    ],
)
def test_small_words_forms_and_words_of_one_meaning_are_wording(before: str, after: str) -> None:
    assert changed(before, after).weight is Weight.WORDING


def test_the_words_that_changed_are_named() -> None:
    what = changed("The results shall be owned jointly.", "The results shall be owned separately.").what
    assert [worded(each, "en") for each in what] == ["A word is changed: “jointly” is now “separately”."]


@pytest.mark.parametrize(
    ("text", "weight"),
    [
        ("Governing law and settlement of disputes", Weight.WORDING),
        ("INTELLECTUAL PROPERTY", Weight.WORDING),
        ("The Partner owns all Results and may forbid the University to publish anything.", Weight.SUBSTANCE),
        ("THE PARTNER OWNS ALL RESULTS", Weight.SUBSTANCE),
        ("No publication without consent", Weight.SUBSTANCE),
    ],
)
def test_a_new_paragraph_is_substance_whatever_its_style_and_a_heading_is_not(text: str, weight: Weight) -> None:
    sent = paper(*SENT)
    returned = Paper(PaperKind.DOCX, (*sent.passages, Passage(text, level=2)))
    assert only(compare(sent, returned)).weight is weight
    assert only(compare(returned, sent)).weight is weight


def numbered(*numbers: str) -> Paper:
    """The same clauses in the same order, with these numbers; "+" is a clause of its own."""
    texts = iter(
        (
            "Publication of results",
            "Each Party may publish.",
            "Working Days pass first.",
            "Talks settle disputes.",
            "Law",
        )
    )
    return Paper(
        PaperKind.DOCX,
        tuple(
            Passage("The Sponsor is told of it.", number=each[1:])
            if each.startswith("+")
            else Passage(next(texts), number=each)
            for each in numbers
        ),
    )


def test_a_number_that_was_taken_for_the_clauses_own_is_compared() -> None:
    change = only(compare(numbered("4", "4.1", "10", "4.2", "5"), numbered("4", "4.1", "30", "4.2", "5")))
    assert (change.sort, change.weight) == (Sort.CHANGED, Weight.SUBSTANCE)
    assert [str(each) for each in change.what] == ["A number is changed: “10” is now “30”."]


@pytest.mark.parametrize(
    "returned",
    [
        ("4", "4.1", "+4.2", "4.3", "4.4", "5"),
        ("4", "+4.1", "4.2", "4.3", "4.4", "5"),
        ("+4", "5", "5.1", "5.2", "5.3", "6"),
        ("4", "4.1", "4.2", "4.3", "+5", "6"),
    ],
)
def test_new_numbers_behind_a_new_clause_are_no_change(returned: tuple[str, ...]) -> None:
    before = numbered("4", "4.1", "4.2", "4.3", "5")
    assert only(compare(before, numbered(*returned))).sort is Sort.ADDED
    assert only(compare(numbered(*returned), before)).sort is Sort.REMOVED


def clauses(*texts: str, noticed: frozenset[Noticed] = frozenset()) -> Paper:
    """Clauses with a heading and one paragraph each, numbered in order, as a draft has them; "Heading: paragraph"."""
    passages: list[Passage] = []
    for number, text in enumerate(texts, 1):
        heading, paragraph = text.split(": ")
        passages += (Passage(heading, 1, str(number)), Passage(paragraph, number=f"{number}.1"))
    return Paper(PaperKind.DOCX, tuple(passages), noticed=noticed)


OWN = (
    "Values: The Parties respect human dignity in all that they do.",
    "Publication: Each Party may publish what it finds after sixty days.",
    "Exit: Either Party may end this Agreement when {} is broken.",
)
MORE = "Security: Guests follow the rules of the host in laboratories."


def exit_by(text: str) -> str:
    return OWN[2].format(text)


@pytest.mark.parametrize(
    ("named", "names"),
    [
        ("clause 2", "clause 3"),
        ("clause 2.1", "clause 3.1"),
        ("clauses 1 and 2", "clauses 1 and 3"),
        ("Section 1, 2 or 3", "Section 1, 3 or 4"),
        ("punkt 1, 2 eller 3", "punkt 1, 3 eller 4"),
        ("clause 2 of this Agreement", "clause 3 of this Agreement"),
    ],
)
def test_references_that_count_on_with_their_clauses_are_no_change(named: str, names: str) -> None:
    sent, returned = clauses(*OWN[:2], exit_by(named)), clauses(OWN[0], MORE, OWN[1], exit_by(names))
    assert {each.sort for each in compare(sent, returned).changes} == {Sort.ADDED}
    assert {each.sort for each in compare(returned, sent).changes} == {Sort.REMOVED}


@pytest.mark.parametrize(
    ("named", "names", "told"),
    [
        ("clause 2", "clause 1", "A number is changed: “2” is now “1”."),
        ("clause 2", "clause 2 or 3", "A number is put in: “2”."),
        ("clause 1 or 2", "clause 2 or 2", "A number is changed: “1” is now “2”."),
        ("clause 1, 2 or 3", "clause 1, 2, 3 or 7", "A number is put in: “7”."),
        ("clause 2 and 3", "clause 3 and 5", "A number is changed: “3” is now “5”."),
        ("clause 2 of the Export Act", "clause 3 of the Export Act", "A number is changed: “2” is now “3”."),
        ("Article 2 GDPR", "Article 3 GDPR", "A number is changed: “2” is now “3”."),
        ("clause 1, 2 days ago,", "clause 1, 3 days ago,", "A time limit is changed: “2 days” is now “3 days”."),
    ],
)
def test_another_reference_and_the_numbers_of_other_texts_are_a_change(named: str, names: str, told: str) -> None:
    sent, returned = clauses(*OWN[:2], exit_by(named)), clauses(OWN[0], MORE, OWN[1], exit_by(names))
    (change,) = (each for each in compare(sent, returned).changes if each.sort is Sort.CHANGED)
    assert str(change.what[0]) == told


MEANT = "The reference to {} is unchanged, but the clause that it meant is now {}."
MEANS = "The reference to {} is unchanged, but it now means the clause that was {}."


@pytest.mark.parametrize(
    ("named", "forth", "back"),
    [
        ("clause 2", [MEANT.format(2, 3)], [MEANS.format(2, 3)]),
        ("clause 2.1", [MEANT.format("2.1", "3.1")], [MEANS.format("2.1", "3.1")]),
        ("clause 1, 2 or 3", [MEANT.format(2, 3), MEANT.format(3, 4)], [MEANS.format(2, 3), MEANT.format(3, 2)]),
        ("punkt 2, 3 eller 4", [MEANT.format(2, 3), MEANT.format(3, 4), MEANS.format(4, 3)],
         [MEANS.format(2, 3), MEANT.format(3, 2), MEANT.format(4, 3)]),
        ("clause 2 or clause 2", [MEANT.format(2, 3)], [MEANS.format(2, 3)]),
    ],
)  # fmt: skip
def test_promise_p125_a_reference_that_was_left_as_it_stood_while_its_clause_counts_on_is_a_change(
    named: str, forth: list[str], back: list[str]
) -> None:
    sent, returned = clauses(*OWN[:2], exit_by(named)), clauses(OWN[0], MORE, OWN[1], exit_by(named))
    for one, other, told in ((sent, returned, forth), (returned, sent, back)):
        (change,) = (each for each in compare(one, other).changes if each.sort is Sort.CHANGED)
        assert (change.weight, [str(each) for each in change.what]) == (Weight.SUBSTANCE, told)
        assert [each.sort for each in change.pieces] == ["same"]


@pytest.mark.parametrize(
    "named",
    [
        "clause 1",
        "clause 2 of the Framework Agreement",
        "the Framework Agreement, clause 2,",
        "the Framework Agreement, clauses 1 and 2,",
        "rammeavtalen punkt 2",
        "Article 2 GDPR",
        "2 days of notice",
    ],
)
def test_a_reference_to_another_text_or_to_a_clause_that_stays_is_left_alone(named: str) -> None:
    sent, returned = clauses(*OWN[:2], exit_by(named)), clauses(OWN[0], MORE, OWN[1], exit_by(named))
    assert {each.sort for each in compare(sent, returned).changes} == {Sort.ADDED}
    assert {each.sort for each in compare(returned, sent).changes} == {Sort.REMOVED}


def test_a_reference_that_was_left_is_told_beside_what_else_changed() -> None:
    sent = clauses(*OWN[:2], exit_by("clause 2"))
    returned = clauses(OWN[0], MORE, OWN[1], exit_by("clause 2").replace("may", "shall"))
    (change,) = (each for each in compare(sent, returned).changes if each.sort is Sort.CHANGED)
    assert [str(each) for each in change.what] == [
        "A word for a duty or a right is changed: “may” is now “shall”.",
        MEANT.format(2, 3),
    ]


def test_words_that_are_gone_stand_as_they_were_written() -> None:
    sent = clauses(*OWN[:2], exit_by("a duty under clause 2") + " Clause 2 lives on after the end.")
    returned = clauses(OWN[0], MORE, OWN[1], exit_by("a duty under clause 3"))
    (change,) = (each for each in compare(sent, returned).changes if each.sort is Sort.CHANGED)
    assert [(each.sort, each.text) for each in change.pieces if each.sort != "same"] == [
        ("removed", "Clause 2 lives on after the end.")
    ]


@pytest.mark.parametrize("noticed", [Noticed.SCAN, Noticed.CUT, Noticed.UNREADABLE_LETTERS])
def test_what_may_stand_in_what_was_not_read_is_neither_removed_nor_added(noticed: Noticed) -> None:
    whole, part = clauses(*OWN[:2], MORE), clauses(*OWN[:2], noticed=frozenset({noticed}))
    assert {each.sort for each in compare(whole, part).changes} == {Sort.NOT_FOUND}
    assert {each.sort for each in compare(part, whole).changes} == {Sort.NOT_FOUND}
    assert compare(part, part).changes == ()


def test_a_paragraph_belongs_to_the_heading_over_it() -> None:
    passages = (Passage("Preamble."), *clauses(*OWN[:2]).passages)
    assert [heading_over(passages, place) for place in range(5)] == ["", "", "Values", "", "Publication"]


def test_a_clause_of_which_hundreds_of_words_are_others_is_compared_and_only_some_of_them_are_told() -> None:
    amounts = [f"{number}" for number in range(1000, 1600)]
    before = f"The instalments are {', '.join(amounts)} and are paid by the partner."
    change = only(compare(paper(before), paper(before.replace(" 1", " 5"))))
    assert change.weight is Weight.SUBSTANCE
    assert worded(change.what[0], "en").count("“") == 40
    assert "and 580 more" in worded(change.what[0], "en")
    assert "og 580 til" in worded(change.what[0], "nb")


def test_drafts_that_take_too_long_to_compare_are_refused_and_harm_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "SECONDS", 1)
    drafts = []
    for number, word in enumerate(("yes", "no")):
        drafts.append(tmp_path / f"draft{number}.docx")
        written = docx.Document()
        written.add_paragraph(" ".join(f"{word}{each}" for each in range(40_000)))
        written.save(str(drafts[-1]))
    with pytest.raises(PaperError, match="too much time or memory"):
        comparing.compare_files(*drafts)
