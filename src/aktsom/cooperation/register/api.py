"""Over the API: the register of cooperation, and what public sources show that nobody registered."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _
from ninja import Header, Query, Router, Status
from pydantic import Field, StringConstraints

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register import actions, queries
from aktsom.cooperation.register.drafts import CHANGEABLE, Draft
from aktsom.cooperation.register.models import Cooperation, CooperationPartner, CooperationTrace, NotOurs
from aktsom.cooperation.traces.models import Tie, Trace
from aktsom.core.actor import Actor
from aktsom.core.api import Answer, CountryCode, Done, Given, Page, Paging, Words, Year, does, paged
from aktsom.core.errors import ConflictError
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible

router = Router(tags=["cooperation"])
Area = Annotated[str, StringConstraints(max_length=40)]
FormToken = Annotated[UUID | None, Header(alias="Idempotency-Key")]
LARGEST_VERSION = 2**31 - 1


class PartyAnswer(Answer):
    """A partner's place in a cooperation."""

    partner: UUID
    name: str
    country: str
    role: str


class CooperationAnswer(Answer):
    """A registered cooperation. `version` is what a change must name, so that two who edit at once notice each other."""

    id: UUID
    version: int
    title: str
    kind: str
    state: str
    unit: UUID | None
    contact: UUID | None
    starts: date | None
    ends: date | None
    summary: str
    reference: str
    funding: str
    fields: list[str]
    sensitive_access: bool
    partners: list[PartyAnswer]
    registered_at: datetime
    changed_at: datetime
    withdrawn_at: datetime | None


class LinkAnswer(Answer):
    """What public sources show of a cooperation: a whole tie or one trace."""

    id: UUID
    tie: UUID | None
    trace: str | None
    title: str


class EventAnswer(Answer):
    """One thing that was done with a cooperation."""

    at: datetime
    by: str
    what: str


class FullCooperationAnswer(CooperationAnswer):
    """A cooperation with its links to public sources and its history."""

    links: list[LinkAnswer]
    history: list[EventAnswer]


class SeenAnswer(Answer):
    """A tie that public sources show, and for which nothing is registered."""

    tie: UUID
    partner: UUID
    name: str
    country: str
    works: int
    projects: int
    first_year: int | None
    last_year: int | None
    fields: list[str]


class NotOursAnswer(Answer):
    """The reason why ties with a partner are no cooperation of the institution."""

    id: UUID
    partner: UUID
    reason: str


class CooperationsWanted(Paging):
    """Which cooperation is wanted, and in which order."""

    q: Words = Field("", description="Words in the title, the reference or a partner's name.")
    country: CountryCode = ""
    unit: UUID | None = Field(None, description="This unit and everything under it.")
    kind: Cooperation.Kind | None = None
    state: Cooperation.State | None = None
    field: Area = Field("", description="A critical technology area.")
    partner: UUID | None = None
    year: Year | None = Field(None, description="Under way in this year.")
    sort: Literal["newest", "title", "kind", "unit", "starts", "ends"] = "newest"


class Description(Given):
    """A cooperation as somebody describes it. Without `unit` it is registered for the caller's own unit."""

    title: Annotated[str, StringConstraints(max_length=500)]
    kind: Cooperation.Kind
    state: Cooperation.State = Cooperation.State.ACTIVE
    unit: UUID | None = None
    contact: UUID | None = None
    starts: date | None = None
    ends: date | None = None
    summary: Annotated[str, StringConstraints(max_length=20_000)] = ""
    reference: Annotated[str, StringConstraints(max_length=100)] = ""
    funding: Annotated[str, StringConstraints(max_length=300)] = ""
    fields: Annotated[list[Area], Field(max_length=20)] = []
    sensitive_access: bool = False


class NewCooperation(Description):
    """A cooperation to register, with its partners."""

    partners: Annotated[list[UUID], Field(min_length=1, max_length=100)]


class Changes(Given):
    """What should be different, and the version that the caller looked at. What is left out stays as it is."""

    version: Annotated[int, Field(ge=1, le=LARGEST_VERSION)]
    title: Annotated[str, StringConstraints(max_length=500)] = ""
    kind: Cooperation.Kind = Cooperation.Kind.RESEARCH_PROJECT
    state: Cooperation.State = Cooperation.State.ACTIVE
    unit: UUID | None = None
    contact: UUID | None = None
    starts: date | None = None
    ends: date | None = None
    summary: Annotated[str, StringConstraints(max_length=20_000)] = ""
    reference: Annotated[str, StringConstraints(max_length=100)] = ""
    funding: Annotated[str, StringConstraints(max_length=300)] = ""
    fields: Annotated[list[Area], Field(max_length=20)] = []
    sensitive_access: bool = False


class NewParty(Given):
    """A partner to add."""

    partner: UUID
    role: Annotated[str, StringConstraints(max_length=100)] = ""


class NewLink(Given):
    """A tie by its id or a trace by its key; one of the two."""

    tie: UUID | None = None
    trace: Annotated[str, StringConstraints(max_length=100)] = ""


class Reason(Given):
    """Why."""

    reason: Annotated[str, StringConstraints(max_length=500)]


@router.get("/cooperation", response=Page[CooperationAnswer], summary="Registered cooperation")
def list_cooperation(request: ActorRequest, wanted: Query[CooperationsWanted]) -> Page[CooperationAnswer]:
    """The cooperation that the caller may see, narrowed and sorted."""
    filters = queries.Filters(
        text=wanted.q,
        country=wanted.country,
        unit=wanted.unit,
        kind=wanted.kind or "",
        state=wanted.state or "",
        field=wanted.field,
        partner=wanted.partner,
        year=wanted.year,
    )
    rows = queries.cooperations(request.actor, filters, wanted.sort)
    return paged(
        Page[CooperationAnswer],
        request,
        rows,
        wanted,
        lambda found: [_cooperation(row, row.parties.all()) for row in found],
    )


@router.post(
    "/cooperation",
    response={201: CooperationAnswer, 200: CooperationAnswer},
    summary="Register a cooperation",
    openapi_extra=does("register a cooperation"),
)
def register_cooperation(
    request: ActorRequest, wanted: NewCooperation, idempotency_key: FormToken = None
) -> Status[CooperationAnswer]:
    """Put a cooperation into the register. The same Idempotency-Key (a UUID) again gives what it registered, with 200."""
    draft = _draft(wanted, wanted.partners)
    return _once(
        request.actor,
        idempotency_key,
        lambda token: actions.register_cooperation(request.actor, draft=draft, token=token),
    )


@router.get("/cooperation/withdrawn", response=Page[CooperationAnswer], summary="Withdrawn cooperation")
def list_withdrawn(request: ActorRequest, paging: Query[Paging]) -> Page[CooperationAnswer]:
    """What was taken out of the register and can be restored, the latest first."""
    rows = queries.withdrawn(request.actor).prefetch_related("parties__partner__merged_into")
    return paged(
        Page[CooperationAnswer],
        request,
        rows,
        paging,
        lambda found: [_cooperation(row, row.parties.all()) for row in found],
    )


@router.get("/cooperation/seen", response=Page[SeenAnswer], summary="Seen, not registered")
def list_seen(request: ActorRequest, paging: Query[Paging]) -> Page[SeenAnswer]:
    """The institution's ties in public sources for which no cooperation is registered, the latest first."""
    rows = queries.seen_not_registered(request.actor)
    return paged(Page[SeenAnswer], request, rows, paging, lambda found: map(_seen, found))


@router.post(
    "/cooperation/seen/{uuid:tie_id}/register",
    response={201: CooperationAnswer, 200: CooperationAnswer},
    summary="Register what was seen",
    openapi_extra=does("register what was seen"),
)
def register_seen(
    request: ActorRequest, tie_id: UUID, wanted: Description, idempotency_key: FormToken = None
) -> Status[CooperationAnswer]:
    """Turn a tie into a registered cooperation with its partner, linked to the tie."""
    tie = queries.own_tie(request.actor, tie_id)
    draft = _draft(wanted, [tie.partner_id])
    return _once(
        request.actor,
        idempotency_key,
        lambda token: actions.register_from_tie(request.actor, tie=tie, draft=draft, token=token),
    )


@router.post(
    "/cooperation/seen/{uuid:tie_id}/not-ours",
    response={201: NotOursAnswer},
    summary="Say that a tie is not ours",
    openapi_extra=does("say that a tie is not ours"),
)
def say_not_ours(request: ActorRequest, tie_id: UUID, wanted: Reason) -> Status[NotOursAnswer]:
    """Keep the reason why what public sources show is no cooperation of the institution."""
    tie = queries.own_tie(request.actor, tie_id)
    return Status(201, _not_ours(actions.say_not_ours(request.actor, tie=tie, reason=wanted.reason)))


@router.get("/cooperation/not-ours", response=Page[NotOursAnswer], summary="Ties that are not ours")
def list_not_ours(request: ActorRequest, paging: Query[Paging]) -> Page[NotOursAnswer]:
    """With which partners somebody said that the ties are not the institution's, and why."""
    rows = queries.said_not_ours(request.actor)
    return paged(Page[NotOursAnswer], request, rows, paging, lambda found: map(_not_ours, found))


@router.delete(
    "/cooperation/not-ours/{uuid:said_id}",
    response=Done,
    summary="Take back that a tie is not ours",
    openapi_extra=does("take back that a tie is not ours"),
)
def take_back_not_ours(request: ActorRequest, said_id: UUID) -> Done:
    """Let the ties with that partner be asked about again."""
    actions.take_back_not_ours(request.actor, said=get_visible(NotOurs, request.actor, pk=said_id))
    return Done()


@router.get("/cooperation/{uuid:cooperation_id}", response=FullCooperationAnswer, summary="A cooperation")
def get_cooperation(request: ActorRequest, cooperation_id: UUID) -> FullCooperationAnswer:
    """One cooperation with its partners, its links to public sources and its history."""
    return _full(request.actor, queries.cooperation_of(request.actor, cooperation_id))


@router.patch(
    "/cooperation/{uuid:cooperation_id}",
    response=CooperationAnswer,
    summary="Change a cooperation",
    openapi_extra=does("change a cooperation"),
)
def change_cooperation(request: ActorRequest, cooperation_id: UUID, wanted: Changes) -> CooperationAnswer:
    """Change some fields of the version that the caller looked at; 409 when somebody changed it since."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    given = wanted.model_dump(exclude_unset=True, exclude={"version"})
    changed = actions.change_cooperation(
        request.actor, cooperation=cooperation, version=wanted.version, changes=queries.differing(cooperation, given)
    )
    return _shown(changed)


@router.post(
    "/cooperation/{uuid:cooperation_id}/withdraw",
    response=CooperationAnswer,
    summary="Withdraw a cooperation",
    openapi_extra=does("withdraw a cooperation"),
)
def withdraw_cooperation(request: ActorRequest, cooperation_id: UUID) -> CooperationAnswer:
    """Take it out of the register. Nothing is deleted."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    return _shown(actions.withdraw_cooperation(request.actor, cooperation=cooperation))


@router.post(
    "/cooperation/{uuid:cooperation_id}/restore",
    response=CooperationAnswer,
    summary="Restore a cooperation",
    openapi_extra=does("restore a cooperation"),
)
def restore_cooperation(request: ActorRequest, cooperation_id: UUID) -> CooperationAnswer:
    """Put a withdrawn cooperation back as it was."""
    cooperation = queries.withdrawn_one(request.actor, cooperation_id)
    return _shown(actions.restore_cooperation(request.actor, cooperation=cooperation))


@router.post(
    "/cooperation/{uuid:cooperation_id}/partners",
    response=CooperationAnswer,
    summary="Add a partner to a cooperation",
    openapi_extra=does("add a partner to a cooperation"),
)
def add_party(request: ActorRequest, cooperation_id: UUID, wanted: NewParty) -> CooperationAnswer:
    """Give a partner a place in the cooperation; one that has a place keeps it."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    partner = get_visible(Partner, request.actor, pk=wanted.partner)
    return _shown(actions.add_partner(request.actor, cooperation=cooperation, partner=partner, role=wanted.role))


@router.delete(
    "/cooperation/{uuid:cooperation_id}/partners/{uuid:partner_id}",
    response=CooperationAnswer,
    summary="Remove a partner from a cooperation",
    openapi_extra=does("remove a partner from a cooperation"),
)
def remove_party(request: ActorRequest, cooperation_id: UUID, partner_id: UUID) -> CooperationAnswer:
    """Take a partner out of the cooperation; the last one stays."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    partner = get_visible(Partner, request.actor, pk=partner_id)
    return _shown(actions.remove_partner(request.actor, cooperation=cooperation, partner=partner))


@router.post(
    "/cooperation/{uuid:cooperation_id}/links",
    response=FullCooperationAnswer,
    summary="Link what was seen to a cooperation",
    openapi_extra=does("link what was seen to a cooperation"),
)
def add_link(request: ActorRequest, cooperation_id: UUID, wanted: NewLink) -> FullCooperationAnswer:
    """Say that a publication, a project or a whole tie belongs to the cooperation."""
    actor = request.actor
    cooperation = queries.cooperation_of(actor, cooperation_id)
    tie = get_visible(Tie, actor, pk=wanted.tie) if wanted.tie else None
    trace = get_visible(Trace, actor, key=wanted.trace) if wanted.trace else None
    return _full(actor, actions.link_trace(actor, cooperation=cooperation, trace=trace, tie=tie))


@router.delete(
    "/cooperation/{uuid:cooperation_id}/links/{uuid:link_id}",
    response=FullCooperationAnswer,
    summary="Unlink what was seen from a cooperation",
    openapi_extra=does("unlink what was seen from a cooperation"),
)
def remove_link(request: ActorRequest, cooperation_id: UUID, link_id: UUID) -> FullCooperationAnswer:
    """Take back that something belongs to the cooperation."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    link = get_visible(CooperationTrace, request.actor, pk=link_id)
    return _full(request.actor, actions.unlink_trace(request.actor, cooperation=cooperation, link=link))


def _once(
    actor: Actor, token: UUID | None, register: Callable[[UUID | None], Cooperation]
) -> Status[CooperationAnswer]:
    """Register, or show what the same token registered before, also when both come at the same moment."""
    before = queries.registered_with(actor, token)
    if before is not None:
        return Status(200, _shown(before))
    try:
        return Status(201, _shown(register(token)))
    except IntegrityError as error:
        meanwhile = queries.registered_with(actor, token)
        if meanwhile is None:
            raise ConflictError(
                _("This Idempotency-Key was used before."),
                kept=_("Nothing was changed."),
                remedy=_("Send a new one for a new cooperation."),
            ) from error
        return Status(200, _shown(meanwhile))


def _draft(wanted: Description, partners: list[UUID]) -> Draft:
    values = {name: getattr(wanted, name) for name in CHANGEABLE}
    return Draft(partners=tuple(partners), **values | {"fields": tuple(wanted.fields)})


_PLAIN = set(CooperationAnswer.model_fields) - {"partners", "unit", "contact"}


def _shown(row: Cooperation) -> CooperationAnswer:
    return _cooperation(row, queries.parties_of(row))


def _cooperation(row: Cooperation, parties: "list[CooperationPartner]") -> CooperationAnswer:
    return CooperationAnswer(**_values(row, parties))


def _values(row: Cooperation, parties: "list[CooperationPartner]") -> dict[str, object]:
    values = {name: getattr(row, name) for name in _PLAIN}
    return values | {"unit": row.unit_id, "contact": row.contact_id, "partners": [_party(each) for each in parties]}


def _full(actor: Actor, row: Cooperation) -> FullCooperationAnswer:
    history = queries.history_of(actor, row)
    return FullCooperationAnswer(
        **_values(row, queries.parties_of(row)),
        links=[_link(each) for each in queries.links_of(row)],
        history=[EventAnswer(at=each.at, by=each.actor, what=each.verb) for each in history],
    )


def _party(party: CooperationPartner) -> PartyAnswer:
    partner = party.partner.merged_into or party.partner
    return PartyAnswer(partner=partner.pk, name=partner.name, country=partner.country, role=party.role)


def _link(link: CooperationTrace) -> LinkAnswer:
    title = link.trace.title if link.trace else link.tie.partner.name if link.tie else ""
    return LinkAnswer(id=link.pk, tie=link.tie_id, trace=link.trace.key if link.trace else None, title=title)


def _seen(tie: Tie) -> SeenAnswer:
    return SeenAnswer(
        tie=tie.pk,
        partner=tie.partner_id,
        name=tie.partner.name,
        country=tie.partner.country,
        works=tie.works,
        projects=tie.projects,
        first_year=tie.first_year,
        last_year=tie.last_year,
        fields=list(tie.fields),
    )


def _not_ours(said: NotOurs) -> NotOursAnswer:
    return NotOursAnswer(id=said.pk, partner=said.partner_id, reason=said.reason)
