"""Over the API: which handbook the institution goes by, and how it is adapted."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import StringConstraints

from aktsom.appraisal.adapting import actions, queries
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models.adapting import HandbookChange
from aktsom.core.api import Answer, Given, Page, Paging, does, paged
from aktsom.core.http import ActorRequest
from aktsom.engine.handbook.comparing import Moved
from aktsom.engine.handbook.overrides import LONGEST

router = Router(tags=["handbook"])
ONE = "/handbook/changes/{uuid:change_id}"


class HandbookAnswer(Answer):
    """The handbook in force. `digest` is that of everything in it that could change an outcome or a text."""

    version: str
    digest: str
    rules: int


class NewChange(Given):
    """A change as YAML (docs/HANDBOOK.md)."""

    text: Annotated[str, StringConstraints(max_length=LONGEST)]


class ChangeAnswer(Answer):
    """A change of the handbook, and where it stands."""

    id: UUID
    about: str
    state: str
    proposed_by: str
    proposed_at: datetime
    taken_by: str | None
    taken_at: datetime | None


class LooserAnswer(Answer):
    """What the change makes lighter, and the reason it gives."""

    what: str
    reason: str


class MovedAnswer(Answer):
    """An appraisal that would have come out otherwise: the steps and heaviest weights then and with the change."""

    appraisal: UUID
    title: str
    step_before: str
    step_after: str
    weight_before: str | None
    weight_after: str | None


class FullChangeAnswer(ChangeAnswer):
    """The same with the text and what taking it into effect would do. `tried` is on how many of last year's appraisals.

    `unfit` says why it cannot be used any more; there is no effect then. At most a hundred of `moved_in_all` are in `moved`.
    """

    text: str
    unfit: str | None
    unsound: list[str]
    looser: list[LooserAnswer]
    tried: int
    moved_in_all: int
    moved: list[MovedAnswer]


@router.get("/handbook", response=HandbookAnswer, summary="The handbook in force")
def get_handbook(request: ActorRequest) -> HandbookAnswer:
    """By which questions and rules the caller's institution goes."""
    book = handbook_of(request.actor.institution_id)
    return HandbookAnswer(version=book.version, digest=book.digest, rules=len(book.rules.rules))


@router.get("/handbook/changes", response=Page[ChangeAnswer], summary="Changes of the handbook")
def list_handbook_changes(request: ActorRequest, paging: Query[Paging]) -> Page[ChangeAnswer]:
    """What was proposed, is in force, was replaced or dropped, the latest first."""
    rows = queries.changes(request.actor)
    return paged(
        Page[ChangeAnswer], request, rows, paging, lambda found: [ChangeAnswer(**_fields(each)) for each in found]
    )


@router.post(
    "/handbook/changes",
    response={201: FullChangeAnswer},
    summary="Propose a change",
    openapi_extra=does("propose a change of the handbook"),
)
def propose_change(request: ActorRequest, wanted: NewChange) -> Status[FullChangeAnswer]:
    """Keep a change to be looked at, and learn what it would have done to last year's appraisals."""
    row = actions.propose(request.actor, text=wanted.text)
    return Status(201, _full(request, queries.change_of(request.actor, row.pk)))


@router.get(ONE, response=FullChangeAnswer, summary="A change of the handbook")
def get_change(request: ActorRequest, change_id: UUID) -> FullChangeAnswer:
    """One change with what it would do."""
    return _full(request, queries.change_of(request.actor, change_id))


@router.post(
    f"{ONE}/take",
    response=ChangeAnswer,
    summary="Take a change into effect",
    openapi_extra=does("take a change of the handbook into effect"),
)
def take_change(request: ActorRequest, change_id: UUID) -> ChangeAnswer:
    """Somebody else than who proposed it; the key must be one for sensitive actions."""
    row = actions.take_into_effect(request.actor, change=queries.change_of(request.actor, change_id))
    return ChangeAnswer(**_fields(queries.change_of(request.actor, row.pk)))


@router.post(
    f"{ONE}/drop",
    response=ChangeAnswer,
    summary="Drop a change",
    openapi_extra=does("drop a change of the handbook"),
)
def drop_change(request: ActorRequest, change_id: UUID) -> ChangeAnswer:
    """Take a proposal away; it stays in the list as dropped."""
    row = actions.drop(request.actor, change=queries.change_of(request.actor, change_id))
    return ChangeAnswer(**_fields(queries.change_of(request.actor, row.pk)))


def _full(request: ActorRequest, row: HandbookChange) -> FullChangeAnswer:
    effect, unfit = queries.effect_or_why_not(request.actor, row)
    moved = effect.moved if effect else ()
    return FullChangeAnswer(
        **_fields(row),
        text=row.text,
        unfit=unfit or None,
        unsound=list(effect.unsound) if effect else [],
        looser=[LooserAnswer(what=each.what, reason=each.reason) for each in effect.looser] if effect else [],
        tried=effect.tried if effect else 0,
        moved_in_all=len(moved),
        moved=[_moved(appraisal.pk, appraisal.title, each) for appraisal, each in moved[: queries.SHOWN]],
    )


def _moved(key: UUID, title: str, moved: Moved) -> MovedAnswer:
    before, after = moved.before, moved.after
    return MovedAnswer(
        appraisal=key,
        title=title,
        step_before=before.route.step,
        step_after=after.route.step,
        weight_before=before.weight,
        weight_after=after.weight,
    )


def _fields(row: HandbookChange) -> dict[str, Any]:
    return {
        "id": row.pk,
        "about": row.about,
        "state": row.state,
        "proposed_by": row.proposed_by.user.name,
        "proposed_at": row.proposed_at,
        "taken_by": row.taken_by.user.name if row.taken_by else None,
        "taken_at": row.taken_at,
    }
