"""What can be done with the register of agreements: register, change, parties, units, what goes on under it, withdraw."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.conditions import library_of
from aktsom.cooperation.agreements.drafts import CHANGEABLE, TIMES, AgreementDraft, PartyDraft, check_party, typed
from aktsom.cooperation.agreements.drafts import check_values as check_values
from aktsom.cooperation.agreements.hindrances import check_hindrances
from aktsom.cooperation.agreements.models import Agreement, AgreementCooperation, AgreementParty, AgreementUnit
from aktsom.cooperation.agreements.moving import amended
from aktsom.cooperation.agreements.permissions import may_change, may_register, may_register_for
from aktsom.cooperation.agreements.storing import saved, tell
from aktsom.cooperation.agreements.weighing import weigh_anew
from aktsom.cooperation.partners.protecting import partners_go_along
from aktsom.cooperation.records.drafts import check_colleague, checked_partners
from aktsom.cooperation.records.storing import even_withdrawn, locked, unit_for
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.errors import InvalidError, named_in
from aktsom.core.visibility import get_visible
from aktsom.engine.agreements.lifecycle import on_day
from aktsom.institutions.queries import open_units

Side = AgreementParty.Side
ASKS_MORE = frozenset({"kind", "flags", "relation"})
"""What decides which conditions are required of an agreement."""


@action("register an agreement", may=may_register, private=typed("draft"))
def register_agreement(actor: Actor, *, draft: AgreementDraft, token: UUID | None = None) -> Agreement:
    """Put an agreement into the register, for the actor's own unit unless the draft names another.

    `token` is the form's: look with `queries.registered_with` first, so that a form sent twice registers once. From its days
    the calendar says at once whether a signed one is in force or has ended; whoever registers one that has ended knows it.
    Raises `InvalidError` with the fields that need another look, `NotAllowedError` for a unit that is not the actor's.
    """
    check_values({name: getattr(draft, name) for name in (*CHANGEABLE, "state")})
    partners = _checked(actor, draft.parties)
    if draft.owner != actor.member_id:
        check_colleague(draft.owner, "owner")
    agreement = Agreement(
        institution_id=actor.at_institution,
        token=token,
        state=draft.state,
        registered_by_id=actor.member_id,
        unit_id=unit_for(actor, draft.unit, may_register_for),
        owner_id=draft.owner or actor.member_id,
        parent=_parent(actor, None, draft.parent),
        flags=list(draft.flags),
        **{name: getattr(draft, name) for name in CHANGEABLE if name not in ("unit", "owner", "parent", "flags")},
    )
    today = timezone.localdate()
    now = on_day(agreement.life(today), today)
    agreement.state, agreement.ends_on, agreement.decided_until = now.state, now.ends, now.ends
    agreement.save(force_insert=True)
    _place_parties(agreement, draft.parties, partners)
    tell(agreement)
    return agreement


@action("change an agreement", may=may_change, private=(*typed("changes"), "reason"))
def change_agreement(
    actor: Actor, *, agreement: Agreement, version: int, changes: Mapping[str, Any], reason: str = ""
) -> Agreement:
    """Change some fields of the version that the actor looked at; raises `ConflictError` when there is a newer one.

    `changes` has names of `AgreementDraft` except `parties` and `state`. Other days or periods amend the agreement: they are
    refused where it can no longer be amended, and the former ones are kept with the step. Those of one that its last day ended
    need a `reason`. What its checks found missing follows what it is now.
    """
    if unknown := set(changes) - set(CHANGEABLE):
        raise InvalidError(_("These fields cannot be changed: %(fields)s.") % {"fields": ", ".join(sorted(unknown))})
    row = locked(agreement, version)
    kept = {name: getattr(row, name) for name in (*TIMES, "signed_on", "value", "currency")}
    check_values(kept | dict(changes), row.currency)
    if "unit" in changes and changes["unit"] != row.unit_id:
        row.unit_id = unit_for(actor, changes["unit"], may_register_for)
    if "owner" in changes:
        check_colleague(changes["owner"], "owner")
        row.owner_id = changes["owner"]
    if "parent" in changes:
        row.parent = _parent(actor, row, changes["parent"])
    if any(changes[name] != getattr(row, name) for name in TIMES if name in changes):
        amended(actor, row, {name: changes[name] for name in TIMES if name in changes}, reason)
    for name in set(changes) - {"unit", "owner", "parent"}:
        setattr(row, name, list(changes[name]) if name == "flags" else changes[name])
    saved(row)
    if ASKS_MORE & changes.keys():
        weigh_anew(row, library_of(actor))
    return row


@action("say who is bound by an agreement", may=may_change, private=("parties",))
def set_parties(actor: Actor, *, agreement: Agreement, version: int, parties: Collection[PartyDraft]) -> Agreement:
    """Replace the parties by these, with who signs for each. Ours is the one without a partner; there is always one.

    Raises `ConflictError` when there is a newer version than the one that the actor looked at.
    """
    row = locked(agreement, version)
    partners = _checked(actor, parties, row.compartment_id)
    row.parties.all().delete()
    _place_parties(row, parties, partners)
    if row.compartment_id is not None:
        partners_go_along(row.institution_id, row.compartment_id, partners.values())
    return saved(row)


@action("say which units work under an agreement", may=may_change)
def set_units(actor: Actor, *, agreement: Agreement, units: Collection[UUID], version: int | None = None) -> Agreement:
    """Replace the further units by these; their leaders see the agreement.

    With `version`, raises `ConflictError` when there is a newer one than the actor looked at.
    """
    row = locked(agreement, version)
    known = {unit.pk for unit in open_units(actor)}
    if not set(units) <= known:
        raise InvalidError(fields={"units": _("Choose units from the list.")})
    row.further_units.all().delete()
    AgreementUnit.objects.bulk_create(
        AgreementUnit(institution_id=row.institution_id, agreement=row, unit_id=each)
        for each in dict.fromkeys(units)
        if each != row.unit_id
    )
    return saved(row)


@action("put a cooperation under an agreement", may=may_change)
def put_under(actor: Actor, *, agreement: Agreement, cooperation: Cooperation) -> Agreement:
    """Say that the cooperation goes on under this agreement. One in a compartment goes under those in the same one only."""
    del actor
    row = locked(agreement)
    if cooperation.compartment_id not in (None, row.compartment_id):
        raise InvalidError(
            _("This cooperation is in a compartment, and the agreement is not."),
            remedy=_("Put the agreement into the same compartment first."),
        )
    AgreementCooperation.objects.get_or_create(
        agreement=row, cooperation=cooperation, defaults={"institution_id": row.institution_id}
    )
    announce(row.institution_id, "cooperation", [cooperation.pk])
    return saved(row)


@action("take a cooperation from under an agreement", may=may_change)
def take_from_under(actor: Actor, *, agreement: Agreement, cooperation: Cooperation) -> Agreement:
    """Say that the cooperation does not go on under this agreement."""
    del actor
    row = locked(agreement)
    row.under.filter(cooperation=cooperation).delete()
    announce(row.institution_id, "cooperation", [cooperation.pk])
    return saved(row)


@action("withdraw an agreement", may=may_change)
def withdraw_agreement(actor: Actor, *, agreement: Agreement) -> Agreement:
    """Take it out of the register, with its papers. Nothing is deleted, and it can be restored.

    Raises `ConflictError` where another room says that it must stay.
    """
    del actor
    row = locked(agreement)
    check_hindrances("withdraw", row)
    row.withdrawn_at = timezone.now()
    return saved(row)


@action("restore an agreement", may=may_change)
def restore_agreement(actor: Actor, *, agreement: Agreement) -> Agreement:
    """Put a withdrawn agreement back into the register as it was."""
    del actor
    row = even_withdrawn(agreement)
    row.withdrawn_at = None
    return saved(row)


def _checked(actor: Actor, parties: Collection[PartyDraft], compartment: UUID | None = None) -> dict[UUID, UUID]:
    """The wanted partners, each with the one that stands for it now."""
    for each in parties:
        check_party(each)
    wanted = [each.partner for each in parties if each.partner]
    if not wanted:
        raise InvalidError(fields={"parties": _("Choose at least one partner.")})
    return {each: checked_partners(actor, [each], compartment, "parties")[0] for each in wanted}


def _place_parties(row: Agreement, parties: Collection[PartyDraft], partners: Mapping[UUID, UUID]) -> None:
    """Each partner once, and our own side always."""
    ours = [each for each in parties if each.partner is None] or [PartyDraft()]
    theirs = {partners[each.partner]: each for each in parties if each.partner}
    AgreementParty.objects.bulk_create(
        [
            *(_party(row, Side.OURS, None, each) for each in ours),
            *(_party(row, Side.THEIRS, partner, each) for partner, each in theirs.items()),
        ]
    )


def _party(row: Agreement, side: str, partner: UUID | None, given: PartyDraft) -> AgreementParty:
    return AgreementParty(
        institution_id=row.institution_id,
        agreement=row,
        side=side,
        partner_id=partner,
        name=given.name,
        role=given.role,
        signatory=given.signatory,
        signatory_title=given.signatory_title,
        authority=given.authority,
        signed_on=given.signed_on,
    )


def _parent(actor: Actor, row: Agreement | None, wanted: UUID | None) -> Agreement | None:
    """The agreement above; none that hangs on this one itself."""
    if wanted is None:
        return None
    with named_in("parent"):
        parent = get_visible(Agreement, actor, pk=wanted)
    if parent.compartment_id not in (None, row.compartment_id if row else None):
        raise InvalidError(fields={"parent": _("That agreement is in a compartment, and this one is not.")})
    if row is not None and row.pk in _chain(parent):
        raise InvalidError(fields={"parent": _("That agreement stands under this one already.")})
    return parent


def _chain(agreement: Agreement) -> list[UUID]:
    """The agreement and all above it."""
    chain, above = [agreement.pk], agreement.parent_id
    while above is not None and above not in chain:
        chain.append(above)
        above = Agreement.objects.filter(pk=above).values_list("parent", flat=True).first()
    return chain
