"""Over the API: the framework conditions in force, the institution's own, and what people said of findings as examples."""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import Field, StringConstraints

from aktsom.cooperation.agreements import conditions
from aktsom.cooperation.agreements.examples import as_lines, judged
from aktsom.cooperation.agreements.models import OwnConditions
from aktsom.cooperation.agreements.permissions import may_set_conditions
from aktsom.core.actor import Actor
from aktsom.core.api import Answer, Given, Page, Paging, does, paged, reader_language
from aktsom.core.audit import record_export
from aktsom.core.http import ActorRequest, only_if
from aktsom.engine.clauses.drafting import to_read
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.types import Condition

router = Router(tags=["agreements"])


class NewConditions(Given):
    """The whole text of the institution's own conditions (YAML), and the number of the text that the caller looked at."""

    text: Annotated[str, StringConstraints(max_length=conditions.LONGEST)]
    number: Annotated[int, Field(ge=0, lt=2**31)]


class ConditionAnswer(Answer):
    """A framework condition that is in force, in the reader's language.

    `kinds` are the kinds of agreement that must hold it, and `flags` the red flags of an appraisal (ids of rules) that require
    it in any other. `insist` is what to hold on to and `negotiable` what may be given away;
    `wordings` are ready clauses by how firm they are.
    """

    id: str
    title: str
    purpose: str
    kinds: list[str]
    flags: list[str]
    insist: list[str]
    negotiable: list[str]
    wordings: dict[str, str]


class ConditionsAnswer(Answer):
    """The institution's own text with its number, and all conditions that are in force with it.

    `unfit` is why the text does not fit the library that ships now and counts nowhere, "" where it does.
    """

    number: int
    text: str
    unfit: str
    version: str
    conditions: list[ConditionAnswer]


class ConditionsText(Answer):
    """A text of the institution's own conditions, "" where the library alone applied; `by` is who put it in force."""

    number: int
    text: str
    by: str
    at: datetime


@router.get("/agreement-conditions", response=ConditionsAnswer, summary="Framework conditions in force")
def get_conditions(request: ActorRequest) -> ConditionsAnswer:
    """The library's, with the institution's own where it has some."""
    return _conditions(request.actor)


@router.put(
    "/agreement-conditions",
    response=ConditionsAnswer,
    summary="Set the institution’s own conditions",
    openapi_extra=does("set the institution’s own conditions"),
)
def put_conditions(request: ActorRequest, wanted: NewConditions) -> ConditionsAnswer:
    """Put this text in force in the place of the one before; an empty one goes back to the library alone."""
    conditions.set_conditions(request.actor, text=wanted.text, number=wanted.number)
    return _conditions(request.actor)


@router.get(
    "/agreement-conditions/versions",
    response=Page[ConditionsText],
    summary="Every text of the institution’s own conditions",
)
def list_conditions(request: ActorRequest, wanted: Query[Paging]) -> Page[ConditionsText]:
    """The one in force and those before it, the latest first."""
    return paged(Page[ConditionsText], request, conditions.own_versions(request.actor), wanted, _texts)


@router.get("/agreement-examples", summary="What people said of findings, as examples")
def get_examples(request: ActorRequest) -> HttpResponse:
    """One JSON object in a line for each finding that somebody confirmed or corrected, to measure the check with."""
    only_if(may_set_conditions(request.actor, {}))
    found = judged(request.actor)
    record_export(request.actor, "judged findings", rows=found.count())
    return HttpResponse(b"".join(as_lines(found)), content_type="application/x-ndjson")


def _texts(rows: list[OwnConditions]) -> Iterator[ConditionsText]:
    for row in rows:
        yield ConditionsText(number=row.number, text=row.text, by=row.by.user.name if row.by else "", at=row.at)


def _conditions(actor: Actor) -> ConditionsAnswer:
    own, holds, language = conditions.own_conditions(actor), conditions.conditions_in_force(actor), reader_language()
    library = holds.library
    return ConditionsAnswer(
        number=own.number if own else 0,
        text=own.text if own else "",
        unfit=str(holds.unfit.why) if holds.unfit else "",
        version=library.version,
        conditions=[_condition(each, library, language) for each in library.conditions.values()],
    )


def _condition(each: Condition, library: Library, language: str) -> ConditionAnswer:
    return ConditionAnswer(
        id=each.id,
        title=each.title[language],
        purpose=each.purpose[language],
        kinds=[kind for kind in library.kinds if kind in each.kinds],
        flags=sorted(each.flags),
        insist=[texts[language] for texts in each.insist],
        negotiable=[texts[language] for texts in each.negotiable],
        wordings={name.value: to_read(texts[language], language, library) for name, texts in each.wordings.items()},
    )
