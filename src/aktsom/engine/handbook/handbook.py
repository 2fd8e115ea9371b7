"""The handbook, and how it assesses one cooperation."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import orjson

from aktsom.engine.documents import DocumentError, read_document
from aktsom.engine.flags.evaluation import RuleBook
from aktsom.engine.flags.expressions import Expression
from aktsom.engine.flags.measures import Measure, load_measures
from aktsom.engine.flags.route import Route, Stages, load_stages, route
from aktsom.engine.flags.rule import Rule
from aktsom.engine.flags.rules import Terms, load_rules
from aktsom.engine.flags.schema import FactSchema, load_schema
from aktsom.engine.flags.sources import Sources, load_sources
from aktsom.engine.flags.types import Fact, RedFlag, Weight
from aktsom.engine.guides.guide import Guide
from aktsom.engine.guides.loading import Guides, load_guides
from aktsom.engine.guides.questions import Questions, load_questions
from aktsom.engine.guides.types import OpenPoint
from aktsom.engine.plain import plain


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the handbook says of one cooperation. `possible` are rules that could fire once an open point is answered."""

    flags: tuple[RedFlag, ...]
    open_points: tuple[OpenPoint, ...]
    possible: tuple[Rule, ...]
    route: Route

    @property
    def weight(self) -> Weight | None:
        """The heaviest weight, None without flags."""
        return self.route.weight


@dataclass(frozen=True)
class Handbook:
    """Rules, questions, guides by kind of cooperation, measures and stages that belong together.

    An appraisal remembers `version` (for people) and `digest` (of everything that could change an outcome or a text).
    """

    version: str
    schema: FactSchema
    rules: RuleBook
    questions: Questions
    guides: Guides
    measures: Mapping[str, Measure]
    sources: Sources
    stages: Stages

    def assess(
        self, facts: Iterable[Fact], open_points: Sequence[OpenPoint] = (), parties: Sequence[Sequence[Fact]] = ()
    ) -> Assessment:
        """The flags, what nobody knows, and the route; `parties` are the facts that come with each partner.

        Raises FactError for a fact that is not declared.
        """
        own = tuple(facts)
        sets = [(*theirs, *own) for theirs in parties] or [own]
        flags = tuple(self.rules.as_one(map(self.rules.raise_flags, sets), _with_facts_of))
        possible = self.possible(sets, open_points)
        way = route(flags, self.stages, (rule.weight for rule in possible), all_clear=not open_points)
        return Assessment(flags, tuple(open_points), possible, way)

    def possible(self, sets: Iterable[Iterable[Fact]], open_points: Sequence[OpenPoint]) -> tuple[Rule, ...]:
        """The rules that could fire with one of these sets of facts once an open point is answered."""
        unknown = {name for point in open_points for name in point.facts}
        found = (rule for facts in sets for rule in self.rules.possible(facts, unknown)) if unknown else ()
        return tuple({rule.id: rule for rule in found}.values())

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything in it, the same on every machine."""
        told = [_plain(self.schema.facts), [_plain(rule) for rule in self.rules.rules], _plain(self.questions)]
        told += [[_told(guide) for guide in self.guides.values()], _plain(self.measures), _plain(self.stages)]
        return hashlib.sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).hexdigest()


def load_handbook(folder: Path) -> Handbook:
    """The handbook in a folder of YAML files. Raises an EngineError that names file, entry, reason and remedy."""
    document = read_document(folder / "handbook.yaml", DocumentError)
    document.only(("version",))
    schema = load_schema(folder / "facts.yaml")
    measures, sources = load_measures(folder / "measures.yaml"), load_sources(folder / "sources.yaml")
    questions = load_questions(folder / "questions", schema)
    return Handbook(
        version=document.text("version"),
        schema=schema,
        rules=load_rules(folder / "rules", Terms(schema, measures, sources)),
        questions=questions,
        guides=load_guides(folder / "guides", questions, schema),
        measures=measures,
        sources=sources,
        stages=load_stages(folder / "stages.yaml"),
    )


def _with_facts_of(one: RedFlag, other: RedFlag) -> RedFlag:
    return replace(one, facts=tuple(dict.fromkeys((*one.facts, *other.facts))))


def _told(guide: Guide) -> object:
    way = [(stop.question.id, stop.when.source if stop.when else "") for stop in guide.stops]
    return [guide.kind, guide.version, _plain(guide.title), _plain(guide.intro), way]


def _plain(value: object) -> object:
    return plain(value, Expression)
