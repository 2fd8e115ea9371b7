"""Guides as data: one YAML file for each kind of cooperation, checked as a whole before any of them is in force."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from aktsom.engine.documents import Entry, once, read_document
from aktsom.engine.flags.expressions import Expression, compile_expression
from aktsom.engine.flags.schema import FactDeclaration, FactSchema
from aktsom.engine.flags.types import FactValue
from aktsom.engine.guides.errors import GuideError
from aktsom.engine.guides.guide import Guide, Stop
from aktsom.engine.guides.questions import Questions
from aktsom.engine.guides.types import Question, QuestionType
from aktsom.engine.wording import said

MOST_QUESTIONS = 8
"""On any way through a guide: what a new user answers in under five minutes."""

Guides = Mapping[str, Guide]


def load_guides(directory: Path, questions: Questions, schema: FactSchema) -> Guides:
    """All guides in the YAML files of a folder, by kind of cooperation. Raises GuideError."""
    wider = with_answers(schema, questions)
    guides = [_guide(path, questions, wider) for path in sorted(directory.glob("*.yaml"))]
    if not guides:
        raise GuideError(said("There are no guides here."), place=directory.name, remedy=said("Restore the files."))
    return MappingProxyType({guide.kind: guide for guide in guides})


def with_answers(schema: FactSchema, questions: Questions) -> FactSchema:
    """The schema in which conditions of guides are written: all facts, and every answer to choose as `answer.<question>`."""
    answers = {f"answer.{each.id}": _declared(each) for each in questions.values() if each.options}
    return FactSchema(MappingProxyType({**schema.facts, **answers}))


def read_stop(entry: Entry, questions: Questions, schema: FactSchema) -> Stop:
    """One question on the way, with its condition."""
    entry.only(("ask", "when"))
    asked = entry.text("ask")
    if asked not in questions:
        raise entry.refuse(
            said("There is no question {asked}.", asked=asked), said("Correct the id, or write the question.")
        )
    return Stop(questions[asked], _condition(entry, schema) if "when" in entry.data else None)


def checked(guide: Guide, entry: Entry) -> Guide:
    """The guide, if its order is sound: no question twice, answers named only after they are asked, not too long."""
    unique = once(lambda found: entry.refuse(said("It asks {found} twice.", found=found), said("Remove one.")))
    before: set[str] = set()
    for stop in guide.stops:
        for name in stop.when.facts if stop.when else ():
            if name.startswith("answer.") and name not in before:
                raise entry.refuse(
                    said(
                        "{question} depends on {name}, which is not asked before.", question=stop.question.id, name=name
                    ),
                    said("Reorder."),
                )
        before.add(f"answer.{unique(stop.question.id)}")
    if guide.longest > MOST_QUESTIONS:
        raise entry.refuse(
            said("It can ask {longest} questions.", longest=guide.longest),
            said("Ask at most {most} on any way.", most=MOST_QUESTIONS),
        )
    return guide


def _guide(path: Path, questions: Questions, schema: FactSchema) -> Guide:
    entry = read_document(path, GuideError)
    entry.only(("kind", "version", "title", "intro", "questions"))
    kind = entry.text("kind")
    if kind != path.stem:
        raise entry.refuse(
            said("The guide for {kind} is in another kind's file.", kind=kind), said("Name it {kind}.yaml.", kind=kind)
        )
    guide = Guide(
        id=kind,
        kind=kind,
        version=entry.whole_number("version"),
        title=entry.texts("title"),
        intro=entry.texts("intro"),
        stops=tuple(_stops(entry, questions, schema)),
        schema=schema,
    )
    return checked(guide, entry)


def _stops(entry: Entry, questions: Questions, schema: FactSchema) -> Iterator[Stop]:
    for each in entry.entries("questions"):
        yield read_stop(each, questions, schema)


def _condition(entry: Entry, schema: FactSchema) -> Expression:
    return compile_expression(entry.text("when"), schema, entry, accuses=False)


def _declared(question: Question) -> FactDeclaration:
    several = question.type is QuestionType.SEVERAL
    nothing: FactValue = () if several else ""
    first = question.options[0].id
    return FactDeclaration(
        name=f"answer.{question.id}",
        type="list" if several else "string",
        unknown=nothing,
        example=(first,) if several else first,
        title=question.text,
        says=question.text,
        rooms=("appraisal",),
        source="institution",
    )
