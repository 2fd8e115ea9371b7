"""An institution changes weights, rules, questions and deadlines without code; what the law says it cannot loosen."""

import contextlib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.content import handbook
from aktsom.content.soundness import findings
from aktsom.engine.errors import EngineError
from aktsom.engine.flags.route import Step
from aktsom.engine.flags.types import Fact, Weight
from aktsom.engine.handbook.cases import read_cases
from aktsom.engine.handbook.comparing import Case, what_if
from aktsom.engine.handbook.handbook import Handbook
from aktsom.engine.handbook.overrides import apply_override, loosenings, read_override
from tests.engine.handbook.override_texts import EVERYTHING, as_text, only

CASES = Path(__file__).parents[2] / "appraisal" / "cases"


def own(text: str) -> Handbook:
    return apply_override(handbook(), read_override(text))


def weights(book: Handbook, **facts: object) -> dict[str, Weight]:
    given = [Fact(name.replace("__", "."), value, "a case") for name, value in facts.items()]  # type: ignore[arg-type]
    return {flag.rule: flag.weight for flag in book.assess(given).flags}


def test_everything_that_an_institution_can_change() -> None:
    before, book = handbook(), own(as_text())
    assert book.version == f"{before.version}+3"
    assert book.digest != before.digest
    assert weights(book, partner__research_concern_lists=("us-1286",)) == {"partner.research-concern": Weight.SERIOUS}
    assert weights(book, partner__new_without_record=True) == {}
    assert weights(book, partner__military_affiliation=True) == {"partner.military": Weight.NOTE}
    assert weights(book, own__reactor=True, country__arms_embargo=True)["access.own-reactor"] is Weight.SERIOUS
    asked = [question.id for question in book.guides["infrastructure"].questions]
    assert asked.index("own_reactor") == asked.index("facility_access") + 1
    assert "period" not in asked
    assert book.stages[Step.UNIT_LEADER].days == 3
    assert findings(book) == []


def test_what_ships_stays_as_it_is() -> None:
    digest = handbook().digest
    own(as_text())
    handbook().__dict__.pop("digest", None)
    assert handbook().digest == digest
    assert "own_reactor" not in handbook().questions


def test_the_same_override_gives_the_same_digest() -> None:
    assert own(as_text()).digest == own(as_text()).digest


def test_everything_that_is_loosened_is_told_with_its_reason() -> None:
    told = {each.what: each.reason for each in loosenings(handbook(), read_override(as_text()))}
    assert told == {
        "partner.new-without-record": "We work with new companies every day.",
        "partner.military": "The defence college is our neighbour.",
        "infrastructure: period": "The booking system knows it.",
        "leadership": "The board meets monthly.",
    }


def test_a_rule_made_heavier_is_no_longer_silenced_by_a_lighter_one() -> None:
    book = own(only(rules=[{"rule": "access.sensitive", "weight": "serious"}]))
    assert weights(book, access__sensitive=True, access__unsupervised=True) == {
        "access.sensitive": Weight.SERIOUS,
        "access.unsupervised-sensitive": Weight.CONCERN,
    }


def changed_rule(**changes: object) -> str:
    rules = EVERYTHING["own_rules"]
    assert isinstance(rules, list)
    return as_text(own_rules=[rules[0] | changes])


def changed_question(**changes: object) -> str:
    questions = EVERYTHING["questions"]
    assert isinstance(questions, list)
    return as_text(questions=[questions[0] | changes])


REFUSED = {
    "stop-off": (only(rules=[{"rule": "partner.sanctioned", "off": True, "reason": "x"}]), "stays a stop"),
    "stop-lighter": (
        only(rules=[{"rule": "partner.sanctioned-unjudged", "weight": "serious", "reason": "x"}]),
        "stays a stop",
    ),
    "loosened-without-reason": (only(rules=[{"rule": "partner.end-user", "weight": "note"}]), "“reason” is missing"),
    "off-without-reason": (only(rules=[{"rule": "partner.end-user", "off": True}]), "“reason” is missing"),
    "both": (only(rules=[{"rule": "partner.end-user", "off": True, "weight": "stop"}]), "neither or both"),
    "neither": (only(rules=[{"rule": "partner.end-user"}]), "neither or both"),
    "no-such-rule": (only(rules=[{"rule": "partner.unheard-of", "weight": "stop"}]), "There is no rule"),
    "twice": (only(rules=[{"rule": "partner.end-user", "weight": "stop"}] * 2), "stands twice"),
    "foreign-id": (changed_rule(id="access.reactor"), "id of its own"),
    "silences-a-stop": (changed_rule(replaces=["partner.sanctioned"]), "not lighter"),
    "silences-the-unknown": (changed_rule(replaces=["access.nothing"]), "is no rule"),
    "undeclared-fact": (changed_rule(when="own.cellar", facts=["own.cellar"]), "no fact own.cellar"),
    "unknown-measure": (changed_rule(measures=["own-hope"]), "no measure own-hope"),
    "redeclares-a-fact": (as_text(facts={"partner.sanctions_lists": {}}), "another name"),
    "question-foreign-id": (changed_question(id="reactor"), "id of its own"),
    "question-undeclared-fact": (changed_question(gives={"own.cellar": True}), "no fact own.cellar"),
    "guide-unknown": (
        only(guides=[{"kind": "picnic", "drop": [{"ask": "unit", "reason": "x"}]}]),
        "no guide for picnic",
    ),
    "drop-without-reason": (only(guides=[{"kind": "event", "drop": [{"ask": "period"}]}]), "“reason” is missing"),
    "drop-what-others-need": (
        only(guides=[{"kind": "memorandum", "drop": [{"ask": "memo_content", "reason": "x"}]}]),
        "not asked before",
    ),
    "drop-the-partner": (
        only(guides=[{"kind": "event", "drop": [{"ask": "partner", "reason": "x"}]}]),
        "can do without this question",
    ),
    "nine-questions": (
        only(guides=[{"kind": "research-project", "add": [{"ask": "terms", "after": "unit"}]}]),
        "can ask 9 questions",
    ),
    "asked-twice": (only(guides=[{"kind": "event", "add": [{"ask": "unit", "after": "unit"}]}]), "asks unit twice"),
    "longer-without-reason": (only(stages=[{"step": "leader-above", "days": 60}]), "“reason” is missing"),
    "no-deadline": (only(stages=[{"step": "leader-above", "days": 0}]), "does not fit"),
    "no-step": (only(stages=[{"step": "dean", "days": 3}]), "is no step"),
    "misspelt-part": (only(rule=[]), "is not a key"),
    "no-yaml": ("a: [", "no valid YAML"),
    "no-mapping": ("- a", "Expected named values"),
    "object": ("a: !!python/object/apply:os.system ['true']", "no valid YAML"),
    "too-long": ("#" * 500_001, "too long"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_mistake_is_refused_with_reason_and_remedy(name: str) -> None:
    text, reason = REFUSED[name]
    with pytest.raises(EngineError, match=reason) as refusal:
        own(text)
    assert refusal.value.remedy
    handbook().assess([])


def test_promise_p61_a_change_shows_which_cases_it_moves_before_it_takes_effect() -> None:
    cases = read_cases(CASES)
    book = own(only(rules=[{"rule": "field.critical-technology", "weight": "concern"}]))
    moved = {str(each.key): each for each in what_if(handbook(), book, (Case(c.id, *c.given(book)) for c in cases))}
    assert moved["german-machine-learning"].heavier
    assert moved["german-machine-learning"].after.route.step is Step.UNIT_LEADER
    assert not moved["end-user-drones"].heavier
    assert "nordic-history" not in moved
    back = {str(each.key) for each in what_if(book, handbook(), (Case(c.id, *c.given(book)) for c in cases))}
    assert back == set(moved)


def test_nothing_moves_when_nothing_changes() -> None:
    cases = [Case(case.id, *case.given(handbook())) for case in read_cases(CASES)]
    assert list(what_if(handbook(), own(only()), cases)) == []


def test_an_own_fact_says_nothing_in_a_handbook_that_does_not_know_it() -> None:
    facts = [Fact("own.reactor", True, "intake"), Fact("country.arms_embargo", True, "EU")]
    (moved,) = what_if(handbook(), own(as_text()), [Case(1, facts)])
    assert moved.after.route.step is Step.LEADER_ABOVE


def test_partners_are_tried_one_by_one_so_that_none_hides_what_another_brings() -> None:
    def index(value: float, day: int) -> list[Fact]:
        return [Fact("country.academic_freedom_index", value, "V-Dem", source_date=date(2026, 1, day))]

    book = own(only(rules=[{"rule": "country.academic-freedom-low", "weight": "concern"}]))
    low, high = index(0.1, 1), index(0.9, 2)
    for parties in ((low, high), (high, low)):
        (moved,) = what_if(handbook(), book, [Case(1, (), (), parties)])
        assert moved.after.route.step is Step.UNIT_LEADER
        assert [fact.value for fact in moved.after.flags[0].facts] == [0.1]


@pytest.mark.parametrize("change", [{"off": True}, {"weight": "serious"}, {"weight": "note"}])
def test_promise_p60_what_the_law_stops_no_institution_can_switch_off_or_make_lighter(
    change: dict[str, object],
) -> None:
    stops = [rule.id for rule in handbook().rules.rules if rule.weight is Weight.STOP]
    assert set(stops) == {"partner.sanctioned", "partner.sanctioned-unjudged"}
    for rule in stops:
        with pytest.raises(EngineError, match="stays a stop"):
            own(only(rules=[{"rule": rule, "reason": "We would like to.", **change}]))


yaml_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
parts = st.fixed_dictionaries({}, optional=dict.fromkeys(EVERYTHING, yaml_like))


@settings(max_examples=150, deadline=None)
@given(parts)
def test_any_document_is_taken_or_refused_but_never_breaks(changes: dict[str, object]) -> None:
    with contextlib.suppress(EngineError):
        own(as_text(**changes))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_taken_or_refused_but_never_breaks(text: str) -> None:
    with contextlib.suppress(EngineError):
        own(text)
