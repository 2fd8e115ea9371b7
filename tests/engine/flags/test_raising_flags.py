"""Each rule that ships fires on its case and stays silent beside it; nothing that is unknown speaks against anyone."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.content import fact_schema, rule_book
from aktsom.engine.flags.errors import FactError
from aktsom.engine.flags.evaluation import heaviest
from aktsom.engine.flags.types import Fact, FactValue, Weight
from tests.engine.flags.catalogue import CASES, CRITICAL, PROTECTED

EXPOSURES: list[dict[str, FactValue]] = [CRITICAL, PROTECTED, {"people.state_tie": True}]
ALONE_A_NOTE = [
    rule
    for rule, (_, _, weight) in CASES.items()
    if rule.startswith("country.") and weight is Weight.NOTE and not rule.endswith("-slight")
]


def facts(values: dict[str, FactValue]) -> list[Fact]:
    return [Fact(name, value, "a case") for name, value in values.items()]


def raised(values: dict[str, FactValue]) -> dict[str, Weight]:
    return {flag.rule: flag.weight for flag in rule_book().raise_flags(facts(values))}


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_fires_on_its_case_with_its_weight(rule: str) -> None:
    fires, _, weight = CASES[rule]
    assert raised(fires)[rule] is weight


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_stays_silent_beside_its_case(rule: str) -> None:
    _, silent, _ = CASES[rule]
    assert rule not in raised(silent)


@pytest.mark.parametrize("exposure", EXPOSURES)
@pytest.mark.parametrize("rule", ALONE_A_NOTE)
def test_a_country_note_becomes_a_concern_with_an_exposure_and_is_said_once(
    rule: str, exposure: dict[str, FactValue]
) -> None:
    fires, silent, _ = CASES[rule]
    together = raised(fires | exposure)
    assert together[f"{rule}-exposed"] is Weight.CONCERN
    assert rule not in together
    assert f"{rule}-exposed" not in raised(silent | exposure)


def test_every_rule_that_ships_has_a_case_here() -> None:
    tried = set(CASES) | {f"{rule}-exposed" for rule in ALONE_A_NOTE}
    assert {rule.id for rule in rule_book().rules} == tried


def test_flags_come_heaviest_first_and_carry_the_facts_that_spoke() -> None:
    embargo = Fact("country.arms_embargo", True, "EU", source_date=date(2026, 1, 1))
    listed = Fact("partner.sanctions_lists", ("eu",), "EU list")
    flags = rule_book().raise_flags([embargo, listed, Fact("country.intelligence_law", False, "law")])
    assert [flag.rule for flag in flags] == ["partner.sanctioned", "country.arms-embargo"]
    assert [flag.facts for flag in flags] == [(listed,), (embargo,)]
    assert heaviest(flags) is Weight.STOP


def test_nothing_known_raises_nothing() -> None:
    assert rule_book().raise_flags([]) == []
    assert heaviest([]) is None


def test_of_two_index_values_the_newest_counts_and_lists_are_united() -> None:
    old = Fact("country.academic_freedom_index", 0.1, "V-Dem", source_date=date(2020, 1, 1))
    new = Fact("country.academic_freedom_index", 0.9, "V-Dem", source_date=date(2025, 1, 1))
    assert rule_book().raise_flags([new, old]) == []
    lists = [Fact("partner.end_user_lists", (), "a"), Fact("partner.end_user_lists", ("b",), "b")]
    assert [flag.rule for flag in rule_book().raise_flags(lists)] == ["partner.end-user"]


def test_a_possible_match_says_that_nobody_has_judged_it() -> None:
    (flag,) = rule_book().raise_flags(facts({"partner.sanctions_lists_unjudged": ("eu",)}))
    assert "not yet judged" in flag.title["en"]
    assert "ikke vurdert" in flag.title["nb"]


@pytest.mark.parametrize(
    "fact",
    [
        Fact("person.nationality", "XX", "a room"),
        Fact("partner.unheard_of", True, "a room"),
        Fact("country.arms_embargo", "yes", "a room"),
        Fact("country.academic_freedom_index", float("nan"), "a room"),
    ],
)
def test_an_undeclared_or_mistyped_fact_is_refused_by_name(fact: Fact) -> None:
    with pytest.raises(FactError, match=fact.name):
        rule_book().raise_flags([fact])


def any_value(name: str) -> st.SearchStrategy[FactValue]:
    declared = fact_schema()[name]
    kinds: dict[str, st.SearchStrategy[FactValue]] = {
        "bool": st.booleans(),
        "float": st.floats(allow_nan=False),
        "list": st.lists(st.text(max_size=5), max_size=3).map(tuple),
    }
    return kinds[declared.type]


some_facts = st.fixed_dictionaries({}, optional={name: any_value(name) for name in fact_schema().facts})


@settings(max_examples=100, deadline=None)
@given(some_facts)
def test_any_subset_of_facts_is_evaluated_without_an_error(values: dict[str, FactValue]) -> None:
    flags = rule_book().raise_flags(facts(values))
    assert [flag.weight.rank for flag in flags] == sorted((flag.weight.rank for flag in flags), reverse=True)


@settings(max_examples=60, deadline=None)
@given(some_facts, st.sampled_from(sorted(fact_schema().facts)))
def test_forgetting_a_fact_never_makes_the_heaviest_flag_heavier(values: dict[str, FactValue], forgotten: str) -> None:
    known = heaviest(rule_book().raise_flags(facts(values)))
    less = heaviest(rule_book().raise_flags(facts({k: v for k, v in values.items() if k != forgotten})))
    assert (less.rank if less else -1) <= (known.rank if known else -1)
