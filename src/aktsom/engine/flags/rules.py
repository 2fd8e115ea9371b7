"""Rules as data: one YAML file for each facet, checked as a whole before any of them is in force."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from aktsom.engine.documents import Entry, once, read_document
from aktsom.engine.flags.errors import RuleError
from aktsom.engine.flags.evaluation import RuleBook
from aktsom.engine.flags.expressions import Expression, compile_expression
from aktsom.engine.flags.forbidden import forbidden_term
from aktsom.engine.flags.rule import Rule
from aktsom.engine.flags.schema import FactSchema
from aktsom.engine.flags.sources import Source, Sources, read_source
from aktsom.engine.flags.types import Facet, Weight
from aktsom.engine.wording import said

REQUIREMENTS = frozenset([*(f"EU-14{letter}" for letter in "abcdefghi"), *(f"NO-{number}" for number in range(1, 11))])
"""EU-14: point 14 of the Council Recommendation of 23 May 2024 (C/2024/3510). NO: the ten points of the guidelines."""

_KEYS = (
    *("id", "weight", "when", "facts", "title", "reason", "advice", "requirements", "sources", "replaces"),
    "measures",
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What rules may name: declared facts, requirements, and measures and sources of the catalogues."""

    schema: FactSchema
    measures: Collection[str] = ()
    sources: Sources = field(default_factory=dict)
    requirements: Collection[str] = REQUIREMENTS


def load_rules(directory: Path, terms: Terms) -> RuleBook:
    """All rules in the YAML files of a folder, compiled. Raises RuleError that names file, rule, reason and remedy."""
    found: list[tuple[Rule, Entry]] = []
    check = once(
        lambda rule: RuleError(said("Another rule has this id."), place=rule, remedy=said("Give each rule its own id."))
    )
    for path in sorted(directory.glob("*.yaml")):
        for rule, entry in _rules_in(path, terms):
            check(rule.id)
            found.append((rule, entry))
    if not found:
        raise RuleError(said("There are no rules here."), place=directory.name, remedy=said("Restore the rule files."))
    rules = [rule for rule, _ in found]
    for rule, entry in found:
        check_replacements(rule, rules, entry)
    return RuleBook(rules, terms.schema)


def _rules_in(path: Path, terms: Terms) -> list[tuple[Rule, Entry]]:
    document = read_document(path, RuleError)
    document.only(("facet", "rules"))
    facet = read_facet(document)
    if facet.value != path.stem:
        raise document.refuse(
            said("The facet “{value}” is in another facet's file.", value=facet.value),
            said("Name it {value}.yaml.", value=facet.value),
        )
    return [(read_rule(entry, facet, terms), entry) for entry in document.entries("rules")]


def read_rule(entry: Entry, facet: Facet, terms: Terms) -> Rule:
    """One rule, checked by itself. Refuses what it cannot use with the entry's own error."""
    entry.only(_KEYS)
    return Rule(
        id=_identifier(entry, facet),
        facet=facet,
        weight=read_weight(entry),
        when=_condition(entry, terms.schema),
        title=entry.texts("title"),
        reason=entry.texts("reason"),
        advice=entry.texts("advice"),
        requirements=_requirements(entry, terms.requirements),
        sources=_sources(entry, terms.sources),
        replaces=entry.strings("replaces"),
        measures=_measures(entry, terms.measures),
    )


def _identifier(entry: Entry, facet: Facet) -> str:
    identifier = entry.text("id")
    if not identifier.startswith(f"{facet.value}."):
        raise entry.refuse(
            said("The id does not begin with its facet."), said("Write it as {value}.what-it-finds.", value=facet.value)
        )
    return identifier


def read_facet(entry: Entry) -> Facet:
    """The facet that an entry names."""
    text = entry.text("facet")
    if text not in list(Facet):
        raise entry.refuse(
            said("“{text}” is no facet.", text=text), said("Use one of: {known}.", known=", ".join(Facet))
        )
    return Facet(text)


def read_weight(entry: Entry) -> Weight:
    """The weight that an entry gives."""
    text = entry.text("weight")
    if text not in list(Weight):
        raise entry.refuse(
            said("“{text}” is no weight.", text=text), said("Use one of: {known}.", known=", ".join(Weight))
        )
    return Weight(text)


def _condition(entry: Entry, schema: FactSchema) -> Expression:
    named = entry.strings("facts")
    for name in named:
        if term := forbidden_term(name):
            raise entry.refuse(
                said("No rule may rest on {name} (“{term}”).", name=name, term=term),
                said("Remove the fact from the rule."),
            )
    expression = compile_expression(entry.text("when"), schema, entry)
    if set(named) != set(expression.facts):
        raise entry.refuse(
            said("“facts” and the condition name different facts."),
            said("Write facts: [{facts}].", facts=", ".join(expression.facts)),
        )
    return expression


def _requirements(entry: Entry, known: Collection[str]) -> tuple[str, ...]:
    named = entry.strings("requirements")
    for requirement in named:
        if requirement not in known:
            raise entry.refuse(
                said("There is no requirement {requirement}.", requirement=requirement),
                said("Use EU-14a to EU-14i or NO-1 to NO-10."),
            )
    if not named:
        raise entry.refuse(said("The rule serves no requirement."), said("Name at least one under “requirements”."))
    return named


def _measures(entry: Entry, known: Collection[str]) -> tuple[str, ...]:
    named = entry.strings("measures")
    for measure in named:
        if measure not in known:
            raise entry.refuse(
                said("There is no measure {measure}.", measure=measure),
                said("Use one of measures.yaml, or add it there."),
            )
    return named


def _sources(entry: Entry, known: Sources) -> tuple[Source, ...]:
    """Those of the catalogue by their ids; an institution's own rules may also spell theirs out."""
    named = entry.data.get("sources")
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        return tuple(map(read_source, entry.entries("sources")))
    for each in named:
        if each not in known:
            raise entry.refuse(
                said("There is no source {source}.", source=each), said("Use one of sources.yaml, or add it there.")
            )
    if not named:
        raise entry.refuse(
            said("“{key}” is missing or an empty list.", key="sources"), said("Name what the rule rests on.")
        )
    return tuple(known[each] for each in named)


def check_replacements(rule: Rule, rules: Iterable[Rule], entry: Entry) -> None:
    """Refuse a rule that replaces one which is not there or not lighter."""
    by_id = {each.id: each for each in rules}
    for other in rule.replaces:
        if other not in by_id:
            raise entry.refuse(said("It replaces {other}, which is no rule.", other=other), said("Correct “replaces”."))
        if by_id[other].weight.rank >= rule.weight.rank:
            raise entry.refuse(
                said("It replaces {other}, which is not lighter.", other=other),
                said("Only a heavier rule replaces one."),
            )
