"""Over the API: the register of cooperation, and what public sources show that nobody registered."""

from collections.abc import Callable
from uuid import UUID

from ninja import Query, Router, Status

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.records.api import FormToken, registered
from aktsom.cooperation.records.queries import differing, withdrawn, withdrawn_one
from aktsom.cooperation.register import actions, bulk, protecting, queries
from aktsom.cooperation.register.models import Cooperation, CooperationTrace, NotOurs
from aktsom.cooperation.register.shapes import (
    Changes,
    CooperationAnswer,
    CooperationsWanted,
    Description,
    FullCooperationAnswer,
    MadeAnswer,
    ManyAnswer,
    ManyNew,
    NewCooperation,
    NewLink,
    NewParty,
    NotOursAnswer,
    Reason,
    SeenAnswer,
    cooperation_answer,
    draft_of,
    in_full,
    made_answer,
    many_answer,
    not_ours_answer,
    seen_answer,
    shown,
)
from aktsom.cooperation.traces.models import Tie, Trace
from aktsom.core.actor import Actor
from aktsom.core.api import Done, Page, Paging, does, paged
from aktsom.core.audit import LOOK_AT_LIST, record_read
from aktsom.core.changes import told_soon
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible
from aktsom.protection.access.models import Compartment

router = Router(tags=["cooperation"])


@router.get("/cooperation", response=Page[CooperationAnswer], summary="Registered cooperation")
def list_cooperation(request: ActorRequest, wanted: Query[CooperationsWanted]) -> Page[CooperationAnswer]:
    """The cooperation that the caller may see, narrowed and sorted."""
    rows = queries.listed(request.actor, queries.Filters(**wanted.filters()), wanted.sort)
    record_read(request.actor, Cooperation, LOOK_AT_LIST)
    return paged(
        Page[CooperationAnswer],
        request,
        rows,
        wanted,
        lambda found: [cooperation_answer(row, row.places) for row in found],
    )


@router.post(
    "/cooperation",
    response={201: MadeAnswer, 200: MadeAnswer},
    summary="Register a cooperation",
    openapi_extra=does("register a cooperation"),
)
def register_cooperation(
    request: ActorRequest, wanted: NewCooperation, idempotency_key: FormToken = None
) -> Status[MadeAnswer]:
    """Put a cooperation into the register. The same Idempotency-Key (a UUID) again gives what it registered, with 200."""
    draft = draft_of(wanted, wanted.partners)
    return _once(
        request.actor,
        idempotency_key,
        lambda token: actions.register_cooperation(request.actor, draft=draft, token=token),
    )


@router.post(
    "/cooperation/bulk",
    response=ManyAnswer,
    summary="Register many cooperations",
    openapi_extra=does("register a cooperation"),
)
def register_many(request: ActorRequest, wanted: ManyNew, idempotency_key: FormToken = None) -> ManyAnswer:
    """Register up to 200 at once, each with its own event in the log and its own outcome in the answer.

    Those that cannot be registered do not hinder the others, unless `all_or_nothing` is set: then nothing is registered, and
    422 names the first such record (`records.3.title`). The same Idempotency-Key (a UUID) with the same records again gives
    what was registered before and tries the rest once more, so a request whose answer got lost can be sent again.
    """
    register = bulk.register_all if wanted.all_or_nothing else bulk.register_each
    drafts = [draft_of(each, each.partners) for each in wanted.records]
    with told_soon():
        return many_answer(register(request.actor, drafts, idempotency_key))


@router.get("/cooperation/withdrawn", response=Page[CooperationAnswer], summary="Withdrawn cooperation")
def list_withdrawn(request: ActorRequest, paging: Query[Paging]) -> Page[CooperationAnswer]:
    """What was taken out of the register and can be restored, the latest first."""
    rows = withdrawn(Cooperation, request.actor)
    return paged(
        Page[CooperationAnswer],
        request,
        rows,
        paging,
        lambda found: [cooperation_answer(row, row.places) for row in queries.with_places(found)],
    )


@router.get("/cooperation/seen", response=Page[SeenAnswer], summary="Seen, not registered")
def list_seen(request: ActorRequest, paging: Query[Paging]) -> Page[SeenAnswer]:
    """The institution's ties in public sources for which no cooperation is registered, the latest first."""
    rows = queries.seen_not_registered(request.actor)
    return paged(Page[SeenAnswer], request, rows, paging, lambda found: map(seen_answer, found))


@router.post(
    "/cooperation/seen/{uuid:tie_id}/register",
    response={201: MadeAnswer, 200: MadeAnswer},
    summary="Register what was seen",
    openapi_extra=does("register what was seen"),
)
def register_seen(
    request: ActorRequest, tie_id: UUID, wanted: Description, idempotency_key: FormToken = None
) -> Status[MadeAnswer]:
    """Turn a tie into a registered cooperation with its partner, linked to the tie."""
    tie = queries.own_tie(request.actor, tie_id)
    draft = draft_of(wanted, [tie.partner_id])
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
    return Status(201, not_ours_answer(actions.say_not_ours(request.actor, tie=tie, reason=wanted.reason)))


@router.get("/cooperation/not-ours", response=Page[NotOursAnswer], summary="Ties that are not ours")
def list_not_ours(request: ActorRequest, paging: Query[Paging]) -> Page[NotOursAnswer]:
    """With which partners somebody said that the ties are not the institution's, and why."""
    rows = queries.said_not_ours(request.actor)
    return paged(Page[NotOursAnswer], request, rows, paging, lambda found: map(not_ours_answer, found))


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
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    record_read(request.actor, cooperation)
    return in_full(request.actor, cooperation)


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
        request.actor, cooperation=cooperation, version=wanted.version, changes=differing(cooperation, given)
    )
    return shown(changed)


@router.post(
    "/cooperation/{uuid:cooperation_id}/withdraw",
    response=CooperationAnswer,
    summary="Withdraw a cooperation",
    openapi_extra=does("withdraw a cooperation"),
)
def withdraw_cooperation(request: ActorRequest, cooperation_id: UUID) -> CooperationAnswer:
    """Take it out of the register. Nothing is deleted."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    return shown(actions.withdraw_cooperation(request.actor, cooperation=cooperation))


@router.put(
    "/cooperation/{uuid:cooperation_id}/compartment/{uuid:compartment_id}",
    response=CooperationAnswer,
    summary="Put a cooperation into a compartment",
    openapi_extra=does("put a cooperation into a compartment"),
)
def protect_cooperation(request: ActorRequest, cooperation_id: UUID, compartment_id: UUID) -> CooperationAnswer:
    """From now on only those with access to the compartment see it."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    compartment = get_visible(Compartment, request.actor, pk=compartment_id)
    return shown(protecting.put_into_compartment(request.actor, cooperation=cooperation, compartment=compartment))


@router.delete(
    "/cooperation/{uuid:cooperation_id}/compartment",
    response=CooperationAnswer,
    summary="Take a cooperation out of its compartment",
    openapi_extra=does("take a cooperation out of its compartment"),
)
def unprotect_cooperation(request: ActorRequest, cooperation_id: UUID) -> CooperationAnswer:
    """From now on everyone who would see it otherwise sees it again."""
    cooperation = queries.cooperation_of(request.actor, cooperation_id)
    return shown(protecting.take_out_of_compartment(request.actor, cooperation=cooperation))


@router.post(
    "/cooperation/{uuid:cooperation_id}/restore",
    response=CooperationAnswer,
    summary="Restore a cooperation",
    openapi_extra=does("restore a cooperation"),
)
def restore_cooperation(request: ActorRequest, cooperation_id: UUID) -> CooperationAnswer:
    """Put a withdrawn cooperation back as it was."""
    cooperation = withdrawn_one(Cooperation, request.actor, cooperation_id)
    return shown(actions.restore_cooperation(request.actor, cooperation=cooperation))


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
    return shown(actions.add_partner(request.actor, cooperation=cooperation, partner=partner, role=wanted.role))


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
    return shown(actions.remove_partner(request.actor, cooperation=cooperation, partner=partner))


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
    return in_full(actor, actions.link_trace(actor, cooperation=cooperation, trace=trace, tie=tie))


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
    return in_full(request.actor, actions.unlink_trace(request.actor, cooperation=cooperation, link=link))


def _once(actor: Actor, token: UUID | None, register: Callable[[UUID | None], Cooperation]) -> Status[MadeAnswer]:
    """Register, or name what the same token registered before: the database allows each token once."""
    with told_soon():
        return registered(Cooperation, actor, token, register, made_answer)
