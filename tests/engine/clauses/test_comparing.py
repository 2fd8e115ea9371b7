"""A returned draft: what it changes, substance first, wherever it was moved to."""

from aktsom.engine.clauses.comparing import Change, Comparison, Sort, Weight, compare
from aktsom.engine.papers.types import Paper, PaperKind, Passage
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
