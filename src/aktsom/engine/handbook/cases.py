"""Written cases: a cooperation in a few words, what is known and answered, and what people agreed should come of it.

They are how a change of the handbook is judged. An institution can write its own beside those of the product.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aktsom.engine.documents import Entry, once, read_document
from aktsom.engine.errors import EngineError
from aktsom.engine.flags.schema import FactSchema
from aktsom.engine.flags.types import Fact, FactValue
from aktsom.engine.guides.types import OpenPoint, Question, QuestionType
from aktsom.engine.handbook.handbook import Assessment, Handbook
from aktsom.engine.wording import said

SOURCE = "case"


class CaseError(EngineError):
    """A written case cannot be read, or does not go through its guide."""


@dataclass(frozen=True, slots=True)
class WrittenCase:
    """One case. Questions to choose from that `answers` leaves out are answered “none of these”.

    `flags` are the ids of the rules that should speak, `weight` the heaviest ("" without flags), `step` who decides.
    """

    id: str
    kind: str
    story: str
    why: str
    facts: Mapping[str, object]
    answers: Mapping[str, object]
    flags: frozenset[str]
    weight: str
    step: str
    all_clear: bool

    def given(self, book: Handbook) -> tuple[list[Fact], tuple[OpenPoint, ...]]:
        """All facts and open points once the guide is finished. Raises CaseError when an answer is missing or does not fit."""
        known = [Fact(name, _value(name, value, book.schema), SOURCE) for name, value in self.facts.items()]
        guide = book.guides[self.kind]
        answers: dict[str, object] = {}
        while question := guide.next_question(answers, known):
            answers[question.id] = guide.check(question.id, self._answer(question))
        if left := set(self.answers) - set(answers):
            raise CaseError(
                said("The guide never asks {questions}.", questions=", ".join(sorted(left))),
                place=self.id,
                remedy=said("Remove the answer."),
            )
        return [*known, *guide.facts_of(answers, known)], guide.unknowns(answers, known)

    def assess(self, book: Handbook) -> Assessment:
        """What the handbook says of it."""
        return book.assess(*self.given(book))

    def _answer(self, question: Question) -> object:
        if question.id in self.answers:
            return self.answers[question.id]
        if question.type is QuestionType.SEVERAL:
            return next([option.id] for option in question.options if option.alone)
        if question.options:
            raise CaseError(said("The guide asks {id}.", id=question.id), place=self.id, remedy=said("Answer it."))
        return "given"


def read_cases(folder: Path) -> Sequence[WrittenCase]:
    """All cases in the YAML files of a folder. Raises CaseError that names file and case."""
    unique = once(lambda found: CaseError(said("Another case has this id."), place=found, remedy=said("Rename one.")))
    found = [case for path in sorted(folder.glob("*.yaml")) for case in _cases_in(path)]
    for case in found:
        unique(case.id)
    if not found:
        raise CaseError(
            said("There are no cases here."), place=folder.name, remedy=said("Name a folder of case files.")
        )
    return found


def _cases_in(path: Path) -> Iterator[WrittenCase]:
    document = read_document(path, CaseError)
    document.only(("cases",))
    for entry in document.entries("cases"):
        yield _case(entry)


def _case(entry: Entry) -> WrittenCase:
    entry.only(("id", "kind", "story", "why", "facts", "answers", "expect"))
    expected = entry.inner("expect")
    expected.only(("flags", "weight", "route", "open"))
    return WrittenCase(
        id=entry.text("id"),
        kind=entry.text("kind"),
        story=entry.text("story"),
        why=entry.text("why"),
        facts=entry.inner("facts").data if "facts" in entry.data else {},
        answers=entry.inner("answers").data if "answers" in entry.data else {},
        flags=frozenset(expected.strings("flags")),
        weight=expected.optional("weight"),
        step=expected.text("route"),
        all_clear=not expected.truth("open"),
    )


def _value(name: str, value: object, schema: FactSchema) -> FactValue:
    if name not in schema:
        raise CaseError(said("No fact is called {name}.", name=name), place=name, remedy=said("Correct the name."))
    return schema[name].read(value)
