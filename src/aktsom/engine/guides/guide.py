"""A guide: the way through the questions for one kind of cooperation."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from aktsom.engine.documents import Texts
from aktsom.engine.flags.evaluation import merged
from aktsom.engine.flags.expressions import Expression
from aktsom.engine.flags.schema import FactSchema
from aktsom.engine.flags.types import Fact, FactValue
from aktsom.engine.guides.answers import answer_value, facts_of_answer, fits
from aktsom.engine.guides.types import UNKNOWN, Answers, OpenPoint, Question, QuestionType


@dataclass(frozen=True)
class Stop:
    """A question on the way, and when it is asked (always, without a condition)."""

    question: Question
    when: Expression | None = None


@dataclass(frozen=True)
class Guide:
    """The way through the questions for one kind of cooperation: the same answers and facts give the same questions.

    `schema` declares the facts and, as `answer.<question>`, the answers that conditions may name. Facts that a method takes
    are those of the rooms; those of the answers are added.
    """

    id: str
    kind: str
    version: int
    title: Texts
    intro: Texts
    stops: tuple[Stop, ...]
    schema: FactSchema

    @property
    def questions(self) -> tuple[Question, ...]:
        """Every question that can be asked, in order."""
        return tuple(stop.question for stop in self.stops)

    def path(self, answers: Answers, facts: Iterable[Fact] = ()) -> tuple[Question, ...]:
        """What is asked so far, in order: the answered questions that still apply, and the next one."""
        return tuple(question for question, _ in self._walk(answers, tuple(facts)))

    def next_question(self, answers: Answers, facts: Iterable[Fact] = ()) -> Question | None:
        """The first question that applies and has no answer that fits it; None when the guide is finished."""
        path = self.path(answers, facts)
        return path[-1] if path and not fits(path[-1], answers.get(path[-1].id)) else None

    def facts_of(self, answers: Answers, facts: Iterable[Fact] = ()) -> list[Fact]:
        """The facts that the answers on the way give; what was ruled out is a fact too."""
        return [fact for _, given in self._walk(answers, tuple(facts)) for fact in given]

    def unknowns(self, answers: Answers, facts: Iterable[Fact] = ()) -> tuple[OpenPoint, ...]:
        """What was asked on the way and nobody knows."""
        return tuple(
            OpenPoint(question.id, question.open_point, question.remedy, tuple(sorted(question.facts)))
            for question in self.path(answers, facts)
            if question.options and answers.get(question.id) == UNKNOWN
        )

    def remaining(self, answers: Answers, facts: Iterable[Fact] = ()) -> int:
        """The most questions that can still be asked, the next one included, whatever the answers and the rooms will say."""
        given = tuple(facts)
        if self.next_question(answers, given) is None:
            return 0
        pending = [stop for stop in self.stops if not fits(stop.question, answers.get(stop.question.id))]
        done = {question.id for question in self.path(answers, given)[:-1]}
        return self._most(pending, done, answers, given)

    @cached_property
    def longest(self) -> int:
        """The most questions on any way through the guide."""
        return self._most(self.stops, set(), {}, ())

    def check(self, question: str, raw: object) -> object:
        """The answer in the form that is kept. Raises AnswerError when it does not fit, KeyError for a question not here."""
        by_id = {each.id: each for each in self.questions}
        return answer_value(by_id[question], raw)

    def _walk(self, answers: Answers, facts: tuple[Fact, ...]) -> Iterator[tuple[Question, list[Fact]]]:
        """The questions on the way with the facts that their answers give; ends with the first that has no fitting answer.

        An answer that was given under an older guide and fits no longer is asked for again.
        """
        known = {fact.name for fact in facts}
        given, said = [*facts], dict[str, FactValue]()
        for stop in self.stops:
            question = stop.question
            if _is_known(question, known) or not self._applies_now(stop.when, given, said):
                continue
            if not fits(question, answers.get(question.id)):
                yield question, []
                return
            found = facts_of_answer(question, answers[question.id], self.schema)
            yield question, found
            given += found
            said |= _said([question], answers)

    def _applies_now(self, when: Expression | None, given: Sequence[Fact], said: Mapping[str, FactValue]) -> bool:
        if when is None:
            return True
        values = merged(self.schema, (fact for fact in given if fact.name in when.facts))
        return _applies(when, {**values, **said}, self.schema)

    def _most(self, pending: Sequence[Stop], done: set[str], answers: Answers, facts: tuple[Fact, ...]) -> int:
        """The most of the pending stops that can apply together, over all values that their conditions tell apart."""
        said = {name: answers[name] for name in done}
        fixed = merged(self.schema, (*facts, *self.facts_of(said, facts))) | _said(self.questions, said)
        # Once the partner is chosen the rooms will say other things, so until then none of it is relied on.
        settled = not any(stop.question.type is QuestionType.PARTNER for stop in pending)
        known = {fact.name for fact in facts} if settled else set()
        free = _open_values(pending, fixed, settled=settled)
        asked = [stop for stop in pending if not _is_known(stop.question, known)]
        tried = (dict(zip(free, values, strict=True)) for values in itertools.product(*free.values()))
        return max(sum(_applies(stop.when, fixed | values, self.schema) for stop in asked) for values in tried)


def _is_known(question: Question, known: set[str]) -> bool:
    return bool(question.known_from) and known.issuperset(question.known_from)


def _applies(when: Expression | None, values: Mapping[str, FactValue], schema: FactSchema) -> bool:
    if when is None:
        return True
    return when.holds({name: values.get(name, schema[name].unknown) for name in when.facts})


def _said(questions: Iterable[Question], answers: Answers) -> dict[str, FactValue]:
    """The answers as conditions see them."""
    return {
        f"answer.{question.id}": _chosen(question, answers[question.id])
        for question in questions
        if question.options and question.id in answers
    }


def _chosen(question: Question, answer: object) -> FactValue:
    if question.type is not QuestionType.SEVERAL:
        return str(answer)
    return tuple(answer) if isinstance(answer, list | tuple) else (str(answer),)


def _open_values(
    pending: Sequence[Stop], fixed: Mapping[str, FactValue], *, settled: bool
) -> dict[str, tuple[FactValue, ...]]:
    """Values to try for everything that conditions name and that can still change."""
    asked = {name for stop in pending for name in stop.question.facts}
    free: dict[str, tuple[FactValue, ...]] = {}
    for stop in pending:
        for name, samples in stop.when.samples.items() if stop.when else ():
            if not settled or name in asked or name not in fixed:
                free[name] = tuple(dict.fromkeys((*free.get(name, ()), *samples)))
    return free
