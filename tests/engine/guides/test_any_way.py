"""Whatever is answered and whatever the rooms say: a guide ends, asks at most eight, and never asks more than it said."""

from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.content import handbook
from aktsom.engine.flags.types import Fact
from aktsom.engine.guides.guide import Guide
from aktsom.engine.guides.types import UNKNOWN, Question, QuestionType

guides = st.sampled_from(sorted(handbook().guides.values(), key=lambda guide: guide.kind))
declared = handbook().schema.facts.values()
room_facts = st.lists(
    st.sampled_from([Fact(each.name, value, "a room") for each in declared for value in (each.example, each.unknown)]),
    max_size=6,
)
kept_answers = st.dictionaries(
    st.sampled_from(sorted(handbook().questions)),
    st.none() | st.text(max_size=5) | st.lists(st.text(max_size=5)) | st.integers() | st.just({"from": 1}),
)


def answer(question: Question, data: st.DataObject) -> object:
    ids = [option.id for option in question.options if not option.alone]
    if not ids:
        return "given"
    if question.type is QuestionType.SEVERAL:
        alone = next(option.id for option in question.options if option.alone)
        several = st.lists(st.sampled_from(ids), min_size=1, unique=True)
        return data.draw(st.just(UNKNOWN) | st.just([alone]) | several)
    return data.draw(st.sampled_from([*ids, UNKNOWN]))


@settings(max_examples=300, deadline=None)
@given(guides, room_facts, room_facts, st.data())
def test_a_guide_ends_after_at_most_eight_and_says_honestly_how_many_are_left(
    guide: Guide, before: list[Fact], after: list[Fact], data: st.DataObject
) -> None:
    """The rooms say other things once the partner is chosen, as in life."""
    answers: dict[str, object] = {}
    asked, promised = 0, guide.longest
    while True:
        facts = after if "partner" in answers else before
        left = guide.remaining(answers, facts)
        question = guide.next_question(answers, facts)
        assert (question is None) is (left == 0)
        assert left <= promised - asked
        if question is None:
            break
        assert [each.id for each in guide.path(answers, facts)][-1] == question.id
        promised = asked + left
        answers[question.id] = answer(question, data)
        asked += 1
    assert asked <= 8
    outcome = handbook().assess([*facts, *guide.facts_of(answers, facts)], guide.unknowns(answers, facts))
    assert outcome.route.all_clear is not bool(outcome.open_points)


@settings(max_examples=200, deadline=None)
@given(guides, room_facts, st.data())
def test_answering_in_any_order_gives_the_same_way_and_the_same_facts(
    guide: Guide, facts: list[Fact], data: st.DataObject
) -> None:
    answers: dict[str, object] = {}
    while question := guide.next_question(answers, facts):
        answers[question.id] = answer(question, data)
    shuffled = dict(data.draw(st.permutations(list(answers.items()))))
    assert guide.path(shuffled, facts) == guide.path(answers, facts)
    assert guide.facts_of(shuffled, facts) == guide.facts_of(answers, facts)


@settings(max_examples=200, deadline=None)
@given(guides, kept_answers)
def test_any_kept_answers_are_walked_without_an_error(guide: Guide, answers: dict[str, object]) -> None:
    handbook().assess(guide.facts_of(answers), guide.unknowns(answers))
    assert guide.remaining(answers) <= 8


@settings(max_examples=60, deadline=None)
@given(guides, room_facts, st.data())
def test_saying_less_never_makes_the_flags_heavier(guide: Guide, facts: list[Fact], data: st.DataObject) -> None:
    """“I don't know” raises no flag by itself; it stays an open point."""
    answers: dict[str, object] = {}
    while question := guide.next_question(answers, facts):
        answers[question.id] = answer(question, data)
    chosen = data.draw(st.sampled_from(sorted(answers)))
    less = answers | {chosen: UNKNOWN}
    while question := guide.next_question(less, facts):
        less[question.id] = UNKNOWN
    known = handbook().assess([*facts, *guide.facts_of(answers, facts)]).weight
    unknown = handbook().assess([*facts, *guide.facts_of(less, facts)]).weight
    assert (unknown.rank if unknown else -1) <= (known.rank if known else -1)
