"""What an institution changes without code: weights, rules, questions, guides, measures, deadlines.

An override is one YAML text. It is read and checked like the content that ships. Tightening needs no reason, loosening does.
What ships with the weight *stop* can be neither switched off nor made lighter: it is there because the law is. What an
institution adds has ids of its own (`partner.own-…`, `own_…`, `own-…`, facts `own.…`), so that it never meets what ships later.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from aktsom.engine.documents import Entry, parse_document
from aktsom.engine.errors import EngineError
from aktsom.engine.flags.evaluation import RuleBook
from aktsom.engine.flags.measures import Measure, read_measure
from aktsom.engine.flags.route import Stages, Step
from aktsom.engine.flags.rule import Rule
from aktsom.engine.flags.rules import Terms, check_replacements, read_facet, read_rule, read_weight
from aktsom.engine.flags.schema import FactSchema, read_declaration
from aktsom.engine.flags.types import Weight
from aktsom.engine.guides.guide import Guide, Stop
from aktsom.engine.guides.loading import Guides, checked, read_stop, with_answers
from aktsom.engine.guides.questions import Questions, read_question
from aktsom.engine.guides.types import QuestionType
from aktsom.engine.handbook.handbook import Handbook
from aktsom.engine.wording import said

LONGEST = 500_000
"""Characters in an override; a hundred own rules need less than a fifth of it."""

_NEEDED = (QuestionType.PARTNER, QuestionType.UNIT)
_PARTS = ("version", "about", "facts", "measures", "rules", "own_rules", "questions", "guides", "stages")


class OverrideError(EngineError):
    """An override cannot be used; what was in force before stays in force."""


@dataclass(frozen=True, slots=True)
class Loosening:
    """Something that the override makes lighter, and the reason that was given."""

    what: str
    reason: str


@dataclass(frozen=True, slots=True)
class Override:
    """An override that was read and not yet laid over a handbook. `about` says in one line what it is for."""

    version: int
    about: str
    entry: Entry


def read_override(text: str) -> Override:
    """The override in a YAML text. Raises OverrideError; what it names is checked when it is applied."""
    if len(text) > LONGEST:
        raise OverrideError(
            said("The text is too long."), remedy=said("Keep it under {most} characters.", most=LONGEST)
        )
    entry = parse_document(text, "override", OverrideError)
    entry.only(_PARTS)
    return Override(entry.whole_number("version"), entry.text("about"), entry)


def apply_override(book: Handbook, override: Override) -> Handbook:
    """The handbook with the override laid over it. Raises OverrideError or what the loaders of the parts raise.

    The handbook that is given stays as it is.
    """
    entry = override.entry
    schema = _schema(book.schema, entry)
    measures = _measures(book.measures, entry)
    questions = _questions(book.questions, entry, schema)
    rules = _changed(book.rules.rules, entry)
    return Handbook(
        version=f"{book.version}+{override.version}",
        schema=schema,
        rules=RuleBook(
            _silencing_no_heavier([*rules, *_own_rules(rules, entry, Terms(schema, measures, book.sources))]), schema
        ),
        questions=questions,
        guides=_guides(book.guides, entry, questions, with_answers(schema, questions)),
        measures=measures,
        sources=book.sources,
        stages=_stages(book.stages, entry),
    )


def loosenings(book: Handbook, override: Override) -> tuple[Loosening, ...]:
    """Everything that the override makes lighter than the handbook, for whoever must approve it."""
    by_id = {rule.id: rule for rule in book.rules.rules}
    found = [each for each in _listed(override.entry, "rules") if _loosens(each, by_id[each.text("rule")])]
    rules = [Loosening(each.text("rule"), each.text("reason")) for each in found]
    asked = [
        Loosening(f"{guide.text('kind')}: {each.text('ask')}", each.text("reason"))
        for guide in _listed(override.entry, "guides")
        for each in _listed(guide, "drop")
    ]
    late = [
        Loosening(each.text("step"), each.text("reason"))
        for each in _listed(override.entry, "stages")
        if each.whole_number("days") > book.stages[_step(each)].days
    ]
    return (*rules, *asked, *late)


def _listed(entry: Entry, key: str) -> Iterator[Entry]:
    """The entries under a key that may be missing."""
    return entry.entries(key) if key in entry.data else iter(())


def _schema(schema: FactSchema, entry: Entry) -> FactSchema:
    if "facts" not in entry.data:
        return schema
    own = dict(schema.facts)
    for name, each in entry.named("facts"):
        if not name.startswith("own."):
            raise each.refuse(said("An own fact has another name."), said("Write it as own.what_is_known."))
        own[name] = read_declaration(name, each)
    return FactSchema(MappingProxyType(own))


def _measures(measures: Mapping[str, Measure], entry: Entry) -> Mapping[str, Measure]:
    own = [(each, read_measure(each)) for each in _listed(entry, "measures")]
    for each, measure in own:
        _check_own(each, measure.id, "own-", [*measures, *(m.id for _, m in own if m is not measure)])
    return MappingProxyType({**measures, **{measure.id: measure for _, measure in own}})


def _questions(questions: Questions, entry: Entry, schema: FactSchema) -> Questions:
    own = [(each, read_question(each, schema)) for each in _listed(entry, "questions")]
    for each, question in own:
        _check_own(each, question.id, "own_", [*questions, *(q.id for _, q in own if q is not question)])
    return MappingProxyType({**questions, **{question.id: question for _, question in own}})


def _check_own(entry: Entry, identifier: str, prefix: str, taken: Iterable[str]) -> None:
    if not identifier.startswith(prefix):
        raise entry.refuse(
            said("What an institution adds has an id of its own."), said("Begin it with {prefix}.", prefix=prefix)
        )
    if identifier in taken:
        raise entry.refuse(said("The id stands twice."), said("Rename one."))


def _changed(rules: Iterable[Rule], entry: Entry) -> list[Rule]:
    """The rules that ship, as far as they stay, with their new weights."""
    by_id = {rule.id: rule for rule in rules}
    seen: set[str] = set()
    for each in _listed(entry, "rules"):
        each.only(("rule", "weight", "off", "reason"))
        identifier = each.text("rule")
        if identifier not in by_id or identifier in seen:
            raise each.refuse(
                said("There is no rule {identifier}, or it stands twice.", identifier=identifier),
                said("Correct the id."),
            )
        seen.add(identifier)
        _check_change(each, by_id[identifier])
        if each.truth("off"):
            del by_id[identifier]
        else:
            by_id[identifier] = replace(by_id[identifier], weight=read_weight(each))
    return list(by_id.values())


def _check_change(entry: Entry, rule: Rule) -> None:
    if entry.truth("off") is ("weight" in entry.data):
        raise entry.refuse(
            said("It says neither or both of “weight” and “off”."), said("Give a weight, or switch it off.")
        )
    if not _loosens(entry, rule):
        return
    if rule.weight is Weight.STOP:
        raise entry.refuse(said("What is a stop by law stays a stop."), said("Remove the change."))
    entry.text("reason")


def _loosens(entry: Entry, rule: Rule) -> bool:
    return entry.truth("off") or read_weight(entry).rank < rule.weight.rank


def _own_rules(rules: list[Rule], entry: Entry, terms: Terms) -> list[Rule]:
    own: list[Rule] = []
    for each in _listed(entry, "own_rules"):
        data = {key: value for key, value in each.data.items() if key != "facet"}
        rule = read_rule(Entry(each.place, data, each.error), read_facet(each), terms)
        _check_own(each, rule.id, f"{rule.facet}.own-", [known.id for known in own])
        check_replacements(rule, rules, each)
        own.append(rule)
    return own


def _silencing_no_heavier(rules: list[Rule]) -> list[Rule]:
    """After a change of weights no rule silences one that is now heavier than itself, or that is not there any more."""
    weights = {rule.id: rule.weight.rank for rule in rules}
    return [
        replace(rule, replaces=tuple(each for each in rule.replaces if weights.get(each, 9) <= rule.weight.rank))
        for rule in rules
    ]


def _guides(guides: Guides, entry: Entry, questions: Questions, schema: FactSchema) -> Guides:
    changed = {kind: replace(guide, schema=schema) for kind, guide in guides.items()}
    seen: set[str] = set()
    for each in _listed(entry, "guides"):
        each.only(("kind", "add", "drop"))
        kind = each.text("kind")
        if kind not in changed or kind in seen:
            raise each.refuse(
                said("There is no guide for {kind}, or it stands twice.", kind=kind), said("Correct the kind.")
            )
        seen.add(kind)
        changed[kind] = _guide(changed[kind], each, questions, schema)
    return MappingProxyType(changed)


def _guide(guide: Guide, entry: Entry, questions: Questions, schema: FactSchema) -> Guide:
    stops = list(guide.stops)
    for each in _listed(entry, "drop"):
        each.only(("ask", "reason"))
        each.text("reason")
        left_out = stops.pop(_place(stops, each.text("ask"), each))
        if left_out.question.type in _NEEDED:
            raise each.refuse(said("No appraisal can do without this question."), said("Remove it from “drop”."))
    for each in _listed(entry, "add"):
        each.only(("ask", "when", "after"))
        data = {key: value for key, value in each.data.items() if key != "after"}
        stops.insert(
            _place(stops, each.text("after"), each) + 1,
            read_stop(Entry(each.place, data, each.error), questions, schema),
        )
    return checked(replace(guide, stops=tuple(stops)), entry)


def _place(stops: list[Stop], question: str, entry: Entry) -> int:
    place = next((n for n, stop in enumerate(stops) if stop.question.id == question), None)
    if place is None:
        raise entry.refuse(
            said("The guide does not ask {question}.", question=question), said("Correct the id of the question.")
        )
    return place


def _stages(stages: Stages, entry: Entry) -> Stages:
    changed = dict(stages)
    for each in _listed(entry, "stages"):
        each.only(("step", "days", "reason"))
        step, days = _step(each), each.whole_number("days")
        if step is Step.GO_AHEAD or not 0 < days <= 90:
            raise each.refuse(
                said("The deadline does not fit."), said("Write 1 to 90 days, for a step at which somebody decides.")
            )
        if days > stages[step].days:
            each.text("reason")
        changed[step] = replace(stages[step], days=days)
    return MappingProxyType(changed)


def _step(entry: Entry) -> Step:
    text = entry.text("step")
    if text not in list(Step):
        raise entry.refuse(said("“{text}” is no step.", text=text), said("Use one of: {known}.", known=", ".join(Step)))
    return Step(text)
