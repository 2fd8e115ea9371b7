"""Whether a handbook is sound: what no loader can see in one entry alone, and whether people can read it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from aktsom.engine.documents import LANGUAGES, Texts
from aktsom.engine.flags.evaluation import RuleBook
from aktsom.engine.flags.rule import Rule
from aktsom.engine.flags.sources import Source
from aktsom.engine.flags.types import Fact, Weight
from aktsom.engine.guides.guide import Guide
from aktsom.engine.guides.loading import MOST_QUESTIONS
from aktsom.engine.guides.types import Question
from aktsom.engine.handbook.handbook import Handbook
from aktsom.engine.handbook.reading import lix
from aktsom.engine.wording import Words, said, worded

HARDEST_QUESTION = 45
"""LIX of a question with its why and example: as an easy newspaper; most people answer it twice a year, some on a phone."""

HARDEST_RULE = 50
"""LIX of a rule's reason and advice: as a newspaper; the words of the law (export control, sanctions) are long."""

LENGTHS = {
    "question": 90,
    "why": 150,
    "example": 150,
    "option": 100,
    "title": 90,
    "reason": 260,
    "advice": 260,
    "measure": 130,
}
"""Characters that a text may have: a line on a phone is about forty, and a dean has three minutes."""


@dataclass(frozen=True, slots=True)
class Known:
    """Ids that the handbook points to and others keep: kinds of cooperation, duties, authorities.

    `spared` are ids of questions, measures and facts that may stay unused: an institution leaves out some of what ships.
    """

    kinds: Collection[str]
    duties: Collection[str]
    authorities: Collection[str]
    spared: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not sound: where, what, and what to do."""

    place: str
    message: Words
    remedy: Words

    def __str__(self) -> str:
        """In one line of English."""
        return self.in_language("en")

    def in_language(self, language: str) -> str:
        """In one line: place, message, remedy."""
        return f"{self.place}: {worded(self.message, language)} {worded(self.remedy, language)}"


def lint(book: Handbook, known: Known) -> list[Finding]:
    """Everything that is not sound in a handbook; empty when it is."""
    return [
        *(finding for finding in _unused(book) if finding.place not in known.spared),
        *_unknown_ids(book, known),
        *(finding for rule in book.rules.rules for finding in _of_rule(rule, book)),
        *(finding for question in book.questions.values() for finding in _of_question(question, book)),
        *(finding for guide in book.guides.values() for finding in _of_guide(guide)),
        *(finding for each in book.measures.values() for finding in _too_long(each.id, "measure", each.text)),
    ]


def unverified(book: Handbook) -> list[Source]:
    """Sources whose title and address nobody has compared with anything outside yet. No fault, and to be said."""
    return [each for each in book.sources.values() if each.is_unverified]


def _unused(book: Handbook) -> Iterator[Finding]:
    asked = {question.id for guide in book.guides.values() for question in guide.questions}
    for question in book.questions:
        if question not in asked:
            yield Finding(question, said("No guide asks this question."), said("Add it to a guide, or remove it."))
    taken = {measure for rule in book.rules.rules for measure in rule.measures}
    for measure in book.measures:
        if measure not in taken:
            yield Finding(measure, said("No rule points to this measure."), said("Add it to a rule, or remove it."))
    cited = {source for rule in book.rules.rules for source in rule.sources}
    for name, source in book.sources.items():
        if source not in cited:
            yield Finding(name, said("No rule rests on this source."), said("Name it in a rule, or remove it."))
    rested_on = {fact for rule in book.rules.rules for fact in rule.when.facts}
    for fact in book.schema.facts:
        if fact not in rested_on:
            yield Finding(fact, said("No rule rests on this fact."), said("Write the rule, or remove the fact."))


def _unknown_ids(book: Handbook, known: Known) -> Iterator[Finding]:
    for kind in sorted(set(known.kinds) ^ set(book.guides)):
        yield Finding(
            kind, said("Kinds of cooperation and guides do not match."), said("Write one guide for each kind.")
        )
    for measure in book.measures.values():
        if measure.duty not in {*known.duties, "owner"}:
            yield Finding(
                measure.id,
                said("There is no duty {duty}.", duty=measure.duty),
                said("Use one of duties.yaml, or owner."),
            )
    for stage in book.stages.values():
        if stage.prepared_by and stage.prepared_by not in known.duties:
            yield Finding(
                stage.step,
                said("There is no duty {prepared_by}.", prepared_by=stage.prepared_by),
                said("Use one of duties.yaml."),
            )
        for authority in stage.authorities:
            if authority not in known.authorities:
                yield Finding(
                    stage.step,
                    said("There is no authority {authority}.", authority=authority),
                    said("Use one of contacts.yaml."),
                )


def _of_rule(rule: Rule, book: Handbook) -> Iterator[Finding]:
    if rule.weight.rank >= Weight.CONCERN.rank and not rule.measures:
        yield Finding(
            rule.id, said("A rule that brings in a person names nothing that helps."), said("Add typical measures.")
        )
    if not _is_reachable(rule, book.rules):
        yield Finding(rule.id, said("Others always speak in its place."), said("Correct “when” or “replaces”."))
    for fact, text in _texts_compared(rule):
        if text not in _vocabulary(fact, book):
            yield Finding(
                rule.id,
                said("Nothing ever gives “{text}” for {fact}.", text=text, fact=fact),
                said("Correct the spelling."),
            )
    yield from _too_long(rule.id, "title", rule.title)
    yield from _too_long(rule.id, "reason", rule.reason)
    yield from _too_long(rule.id, "advice", rule.advice)
    yield from _too_hard(rule.id, HARDEST_RULE, rule.reason, rule.advice)


def _is_reachable(rule: Rule, rules: RuleBook) -> bool:
    """Whether some facts make the rule speak, itself and not one that replaces it."""
    return any(rule.id in {flag.rule for flag in rules.raise_flags(facts)} for facts in _facts_to_try(rule))


def _facts_to_try(rule: Rule) -> Iterator[list[Fact]]:
    for values in rule.when.assignments():
        yield [Fact(name, value, "lint") for name, value in values.items()]


def _texts_compared(rule: Rule) -> Iterator[tuple[str, str]]:
    """The texts with which a rule compares list facts, each with the fact; only for rules that rest on one such fact."""
    lists = [name for name, samples in rule.when.samples.items() if isinstance(samples[0], tuple)]
    if len(lists) == 1:
        yield from ((lists[0], text) for text in rule.when.texts)


def _vocabulary(fact: str, book: Handbook) -> set[str]:
    """What a list fact can hold, as far as the intake gives it; anything for facts that only rooms give."""
    options = [option for question in book.questions.values() for option in question.options]
    given = {item for option in options for item in _items(option.gives.get(fact, ()))}
    return given | set(_items(book.schema[fact].example))


def _items(value: object) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _of_question(question: Question, book: Handbook) -> Iterator[Finding]:
    if question.options and not question.facts and not _steers(question, book):
        yield Finding(
            question.id, said("No answer changes anything."), said("Let an option give a fact, or remove the question.")
        )
    yield from _too_long(question.id, "question", question.text)
    yield from _too_long(question.id, "why", question.why)
    yield from _too_long(question.id, "example", question.example)
    for option in question.options:
        yield from _too_long(f"{question.id}, {option.id}", "option", option.text)
    for language in LANGUAGES:
        if question.why[language].rstrip(".!?").count(". "):
            yield Finding(
                question.id,
                said("The why ({language}) has several sentences.", language=language),
                said("Say it in one."),
            )
    yield from _too_hard(question.id, HARDEST_QUESTION, question.text, question.why, question.example)


def _steers(question: Question, book: Handbook) -> bool:
    stops = (stop for guide in book.guides.values() for stop in guide.stops if stop.when)
    return any(f"answer.{question.id}" in stop.when.facts for stop in stops if stop.when)


def _of_guide(guide: Guide) -> Iterator[Finding]:
    if guide.longest > MOST_QUESTIONS:
        yield Finding(
            guide.kind,
            said("It can ask {longest} questions.", longest=guide.longest),
            said("Ask at most {most}.", most=MOST_QUESTIONS),
        )
    for stop in guide.stops:
        for name in stop.when.facts if stop.when else ():
            asked = {each.id: each for each in guide.questions}.get(name.removeprefix("answer."))
            for text in stop.when.texts if stop.when and asked else ():
                if asked and text not in {*(option.id for option in asked.options), "unknown"}:
                    yield Finding(
                        guide.kind,
                        said("{id} has no answer “{text}”.", id=asked.id, text=text),
                        said("Correct “when”."),
                    )


def _too_long(place: str, part: str, texts: Texts) -> Iterator[Finding]:
    for language, text in texts.items():
        if len(text) > LENGTHS[part]:
            yield Finding(
                place,
                said("“{part}” ({language}) has {length} characters.", part=part, language=language, length=len(text)),
                said("At most {most}.", most=LENGTHS[part]),
            )


def _too_hard(place: str, limit: int, *parts: Texts) -> Iterator[Finding]:
    for language in LANGUAGES:
        found = lix(_joined(part[language] for part in parts))
        if found > limit:
            yield Finding(
                place,
                said("It is hard to read ({language}, LIX {lix:.0f}).", language=language, lix=found),
                said("At most {limit}: shorter words.", limit=limit),
            )


def _joined(parts: Iterable[str]) -> str:
    return " ".join(parts)
