"""From facts to red flags."""

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from aktsom.engine.flags.rule import Rule
from aktsom.engine.flags.schema import FactSchema
from aktsom.engine.flags.types import Fact, FactValue, RedFlag, Weighed, Weight

_REMEMBERED = 20_000
F = TypeVar("F", bound=Weighed)


class RuleBook:
    """Compiled rules, ready for any number of subjects."""

    def __init__(self, rules: Sequence[Rule], schema: FactSchema) -> None:
        self.rules = tuple(rules)
        self.schema = schema
        self._by_fact: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for fact in rule.when.facts:
                self._by_fact.setdefault(fact, []).append(number)
        self._unknown = [[(name, schema[name].unknown) for name in rule.when.facts] for rule in self.rules]
        # Many subjects share the same few values, and CEL is slow beside a look-up.
        self._holds = lru_cache(maxsize=_REMEMBERED)(self._evaluate)

    def raise_flags(self, facts: Iterable[Fact]) -> list[RedFlag]:
        """The flags of one subject, heaviest first. A fact that is not given counts as unknown and raises nothing.

        Several facts of one name do not overwrite each other: see `merged`. Raises FactError for a fact that the schema
        does not know or that has a value of another type.
        """
        given = _by_name(facts)
        speaking = self._speaking(given)
        fired = [self.rules[number] for number in self._candidates(speaking) if self._fires(number, speaking)]
        replaced = {other for rule in fired for other in rule.replaces}
        flags = [_flag(rule, speaking, given) for rule in fired if rule.id not in replaced]
        return sorted(flags, key=lambda flag: -flag.weight.rank)

    def as_one(self, sets: Iterable[Iterable[F]], join: Callable[[F, F], F]) -> list[F]:
        """The flags of several sets of facts as those of one subject, heaviest first: one that several raise is joined.

        The facts of two partners are never mixed, or the index of one country could hide that of the other.
        """
        by_rule: dict[str, F] = {}
        for flag in itertools.chain.from_iterable(sets):
            before = by_rule.get(flag.rule)
            by_rule[flag.rule] = flag if before is None else join(before, flag)
        replaced = {other for rule in self.rules if rule.id in by_rule for other in rule.replaces}
        left = (flag for flag in by_rule.values() if flag.rule not in replaced)
        return sorted(left, key=lambda flag: (-flag.weight.rank, flag.rule))

    def possible(self, facts: Iterable[Fact], unknown: Collection[str]) -> list[Rule]:
        """The rules that do not fire and could, if the facts named in `unknown` turned out to speak; heaviest first."""
        speaking = self._speaking(_by_name(facts))
        numbers = self._candidates(unknown)
        found = [n for n in numbers if not self._fires(n, speaking) and self._could_fire(n, speaking, unknown)]
        return sorted((self.rules[number] for number in found), key=lambda rule: -rule.weight.rank)

    def reached_by(self, facts: Iterable[str]) -> frozenset[str]:
        """The ids of the rules that a change of these facts can move."""
        return frozenset(self.rules[number].id for number in self._candidates(facts))

    def _speaking(self, given: Mapping[str, list[Fact]]) -> Mapping[str, FactValue]:
        values = merged_by_name(self.schema, given)
        return {name: value for name, value in values.items() if value != self.schema[name].unknown}

    def _could_fire(self, number: int, speaking: Mapping[str, FactValue], unknown: Collection[str]) -> bool:
        when = self.rules[number].when
        open_ = [name for name in when.facts if name in unknown]
        tried = itertools.product(*(when.samples[name] for name in open_))
        return any(self._fires(number, {**speaking, **dict(zip(open_, values, strict=True))}) for values in tried)

    def _candidates(self, speaking: Iterable[str]) -> list[int]:
        """Rules with at least one fact that speaks: with all unknown none fires, which was tried on loading."""
        return sorted({number for name in speaking for number in self._by_fact.get(name, ())})

    def _fires(self, number: int, speaking: Mapping[str, FactValue]) -> bool:
        return self._holds(number, tuple(speaking.get(name, unknown) for name, unknown in self._unknown[number]))

    def _evaluate(self, number: int, values: tuple[FactValue, ...]) -> bool:
        condition = self.rules[number].when
        return condition.holds(dict(zip(condition.facts, values, strict=True)))


def merged(schema: FactSchema, facts: Iterable[Fact]) -> dict[str, FactValue]:
    """One value for each fact that is given, in its declared type.

    Several facts of one name do not overwrite each other: lists are united, of truths the one that speaks counts, of other
    values the one with the newest source date. Raises FactError.
    """
    return merged_by_name(schema, _by_name(facts))


def merged_by_name(schema: FactSchema, given: Mapping[str, Sequence[Fact]]) -> dict[str, FactValue]:
    """The same for facts that are already grouped by name."""
    return {name: _value(schema, found) for name, found in given.items()}


def _value(schema: FactSchema, found: Sequence[Fact]) -> FactValue:
    values = [schema.read(fact) for fact in found]
    if len(values) == 1:
        return values[0]
    declared = schema[found[0].name]
    if declared.type == "list":
        return tuple(dict.fromkeys(item for value in values if isinstance(value, tuple) for item in value))
    if declared.type == "bool":
        return next((value for value in values if value != declared.unknown), declared.unknown)
    newest = max(range(len(found)), key=lambda place: (_day(found[place]), place))
    return values[newest]


def heaviest(flags: Iterable[Weighed]) -> Weight | None:
    """The heaviest weight among flags, None without flags."""
    return max((flag.weight for flag in flags), key=lambda weight: weight.rank, default=None)


def _by_name(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    given: dict[str, list[Fact]] = {}
    for fact in facts:
        given.setdefault(fact.name, []).append(fact)
    return given


def _day(fact: Fact) -> int:
    return fact.source_date.toordinal() if fact.source_date else 0


def _flag(rule: Rule, speaking: Iterable[str], given: Mapping[str, list[Fact]]) -> RedFlag:
    spoke = set(speaking)
    return RedFlag(
        rule=rule.id,
        facet=rule.facet,
        weight=rule.weight,
        title=rule.title,
        reason=rule.reason,
        advice=rule.advice,
        requirements=rule.requirements,
        facts=tuple(fact for name in rule.when.facts if name in spoke for fact in given[name]),
        measures=rule.measures,
    )
