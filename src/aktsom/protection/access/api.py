"""Over the API: compartments, asking for access, answering, ending it, and who reaches what."""

from functools import partial
from typing import Any
from uuid import UUID

import orjson
from ninja import Query, Router, Status

from aktsom.core.actor import Actor
from aktsom.core.api import Page, Paging, does, paged
from aktsom.core.http import ActorRequest
from aktsom.core.visibility import get_visible
from aktsom.protection.access import granting, outside, prerequisites, queries
from aktsom.protection.access.models import AccessGrant, Prerequisite
from aktsom.protection.access.shapes import (
    Approval,
    CompartmentAnswer,
    CompartmentsWanted,
    FullCompartmentAnswer,
    FullGrantAnswer,
    GrantAnswer,
    Question,
    WhyGiven,
    compartment_answer,
    full_compartment_answer,
    grant_answer,
    grant_answers,
)

router = Router(tags=["access"])
Grants = Page[GrantAnswer]


@router.get("/access/compartments", response=Page[CompartmentAnswer], summary="Compartments")
def list_compartments(request: ActorRequest, wanted: Query[CompartmentsWanted]) -> Page[CompartmentAnswer]:
    """The compartments that the caller may know of and that are open, by name."""
    rows = queries.compartments(request.actor, wanted.kind or "", wanted.q)
    return paged(Page[CompartmentAnswer], request, rows, wanted, lambda found: map(compartment_answer, found))


@router.get("/access/compartments/{uuid:compartment_id}", response=FullCompartmentAnswer, summary="A compartment")
def get_compartment(request: ActorRequest, compartment_id: UUID) -> FullCompartmentAnswer:
    """One compartment, and what entering it requires."""
    return full_compartment_answer(queries.compartment_of(request.actor, compartment_id))


@router.get("/access/compartments/{uuid:compartment_id}/grants", response=Grants, summary="Who can reach this")
def list_who_can_enter(request: ActorRequest, compartment_id: UUID, paging: Query[Paging]) -> Grants:
    """Who can enter at this moment: all for those who look after it or oversee access, else the caller's own."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    return paged(
        Grants, request, queries.grants_now(request.actor, compartment), paging, partial(grant_answers, request.actor)
    )


@router.post(
    "/access/compartments/{uuid:compartment_id}/grants",
    response={201: FullGrantAnswer},
    summary="Ask for access",
    openapi_extra=does("ask for access"),
)
def ask_for_access(request: ActorRequest, compartment_id: UUID, wanted: Question) -> Status[FullGrantAnswer]:
    """Ask to enter until a day. With a grant in force this asks to renew it; 409 while an earlier question waits."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    asked = granting.ask_for_access(request.actor, compartment=compartment, purpose=wanted.purpose, until=wanted.until)
    return Status(201, _shown(request.actor, asked))


@router.get(
    "/access/compartments/{uuid:compartment_id}/export",
    response=dict[str, Any],
    summary="Who can enter, as a SCIM group",
    openapi_extra=does("export who can enter"),
)
def export_who_can_enter(request: ActorRequest, compartment_id: UUID) -> dict[str, Any]:
    """The rights in force at this moment as a SCIM 2.0 group, for the door or identity system."""
    compartment = queries.compartment_of(request.actor, compartment_id)
    group: dict[str, Any] = orjson.loads(outside.export_grants(request.actor, compartment=compartment, form="scim"))
    return group


@router.get("/access/mine", response=Grants, summary="What I asked for and can reach")
def list_own_grants(request: ActorRequest, paging: Query[Paging]) -> Grants:
    """Everything that the caller asked for, whatever became of it, the latest first."""
    return paged(Grants, request, queries.own_grants(request.actor), paging, partial(grant_answers, request.actor))


@router.get("/access/questions", response=Grants, summary="Questions that wait for me")
def list_questions(request: ActorRequest, paging: Query[Paging]) -> Grants:
    """Questions for access that the caller may answer, the oldest first."""
    return paged(Grants, request, queries.questions_for(request.actor), paging, partial(grant_answers, request.actor))


@router.get("/access/people/{uuid:member_id}/grants", response=Grants, summary="What a person can reach")
def list_reach(request: ActorRequest, member_id: UUID, paging: Query[Paging]) -> Grants:
    """What a person can enter at this moment, as far as the caller may know: oneself, and what one looks after."""
    member = queries.member_of(request.actor, member_id)
    return paged(
        Grants, request, queries.reach_of(request.actor, member), paging, partial(grant_answers, request.actor)
    )


@router.get("/access/grants/{uuid:grant_id}", response=FullGrantAnswer, summary="A grant")
def get_grant(request: ActorRequest, grant_id: UUID) -> FullGrantAnswer:
    """One grant, or the question for one."""
    return grant_answer(request.actor, queries.grant_of(request.actor, grant_id))


@router.post(
    "/access/grants/{uuid:grant_id}/approve",
    response=FullGrantAnswer,
    summary="Approve access",
    openapi_extra=does("approve access"),
)
def approve_access(request: ActorRequest, grant_id: UUID, wanted: Approval) -> FullGrantAnswer:
    """Let the person enter from now on. A grant that this one renews ends.

    Look at the question's `warnings` first: they hinder nobody, and are told again in the answer.
    """
    actor, grant = request.actor, queries.grant_of(request.actor, grant_id)
    warned = grant_answer(actor, grant).warnings
    done = granting.approve(actor, grant=grant, until=wanted.until, reason=wanted.reason)
    return _shown(actor, done).model_copy(update={"warnings": warned})


@router.post(
    "/access/grants/{uuid:grant_id}/requirements/{uuid:requirement_id}",
    response=FullGrantAnswer,
    summary="Confirm what access requires",
    openapi_extra=does("confirm what access requires"),
)
def confirm_requirement(request: ActorRequest, grant_id: UUID, requirement_id: UUID) -> FullGrantAnswer:
    """Put on record that one has seen that the person has it; `missing` of the grant says what is left."""
    grant = queries.grant_of(request.actor, grant_id)
    required = get_visible(Prerequisite, request.actor, pk=requirement_id, compartment=grant.compartment_id)
    prerequisites.confirm_met(request.actor, prerequisite=required, member=grant.member)
    return _shown(request.actor, grant)


@router.post(
    "/access/grants/{uuid:grant_id}/decline",
    response=FullGrantAnswer,
    summary="Decline access",
    openapi_extra=does("decline access"),
)
def decline_access(request: ActorRequest, grant_id: UUID, wanted: WhyGiven) -> FullGrantAnswer:
    """Say no, with a reason that the person can read."""
    grant = queries.grant_of(request.actor, grant_id)
    return _shown(request.actor, granting.decline(request.actor, grant=grant, reason=wanted.reason))


@router.post(
    "/access/grants/{uuid:grant_id}/revoke",
    response=FullGrantAnswer,
    summary="Revoke access",
    openapi_extra=does("revoke access"),
)
def revoke_access(request: ActorRequest, grant_id: UUID, wanted: WhyGiven) -> FullGrantAnswer:
    """End a grant at once."""
    grant = queries.grant_of(request.actor, grant_id)
    return _shown(request.actor, granting.revoke(request.actor, grant=grant, reason=wanted.reason))


@router.post(
    "/access/grants/{uuid:grant_id}/give-back",
    response=FullGrantAnswer,
    summary="Give access back",
    openapi_extra=does("give access back"),
)
def give_access_back(request: ActorRequest, grant_id: UUID) -> FullGrantAnswer:
    """End one's own grant before its time."""
    grant = queries.grant_of(request.actor, grant_id)
    return _shown(request.actor, granting.give_back(request.actor, grant=grant))


@router.post(
    "/access/grants/{uuid:grant_id}/withdraw",
    response=FullGrantAnswer,
    summary="Withdraw a question for access",
    openapi_extra=does("withdraw a question for access"),
)
def withdraw_question(request: ActorRequest, grant_id: UUID) -> FullGrantAnswer:
    """Take one's own question back."""
    grant = queries.grant_of(request.actor, grant_id)
    return _shown(request.actor, granting.withdraw(request.actor, grant=grant))


def _shown(actor: Actor, grant: AccessGrant) -> FullGrantAnswer:
    """As it is now, with its people."""
    return grant_answer(actor, queries.grant_of(actor, grant.pk))
