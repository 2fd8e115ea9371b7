"""What can be done with the register: register, change, withdraw and restore, partners, and links to what was seen."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.partners.protecting import partners_go_along
from aktsom.cooperation.records.drafts import check_colleague, checked_partners
from aktsom.cooperation.records.storing import even_withdrawn, locked, unit_for
from aktsom.cooperation.register.drafts import (
    CHANGEABLE,
    Draft,
    check_values,
    typed,
)
from aktsom.cooperation.register.models import Cooperation, CooperationPartner, CooperationTrace, NotOurs
from aktsom.cooperation.register.permissions import may_change, may_register, may_register_for
from aktsom.cooperation.register.protecting import named_in
from aktsom.cooperation.register.storing import saved
from aktsom.cooperation.traces.models import Tie, Trace
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.adding import add_row
from aktsom.core.changes import announce
from aktsom.core.errors import InvalidError, NotVisibleError


@action("register a cooperation", may=may_register, private=typed("draft"))
def register_cooperation(
    actor: Actor, *, draft: Draft, token: UUID | None = None, batch: UUID | None = None
) -> Cooperation:
    """Put a cooperation into the register, for the actor's own unit unless the draft names another.

    `token` is the form's: look with `queries.registered_with` first, so that a form sent twice registers once.
    An import (`batch`) announces what it registered itself, all at once.
    Raises `InvalidError` with the fields that need another look, `NotAllowedError` for a unit that is not the actor's.
    """
    return _registered(actor, draft, token, batch)


@action("register what was seen", may=may_register, private=typed("draft"))
def register_from_tie(actor: Actor, *, tie: Tie, draft: Draft, token: UUID | None = None) -> Cooperation:
    """Turn a tie that public sources show into a registered cooperation, linked to it."""
    if tie.home_id != actor.institution_id:
        raise NotVisibleError
    cooperation = _registered(actor, draft, token, None)
    CooperationTrace.objects.create(institution_id=cooperation.institution_id, cooperation=cooperation, tie=tie)
    return cooperation


@action("change a cooperation", may=may_change, private=typed("changes"))
def change_cooperation(
    actor: Actor, *, cooperation: Cooperation, version: int, changes: Mapping[str, Any]
) -> Cooperation:
    """Change some fields of the version that the actor looked at; raises `ConflictError` when there is a newer one.

    `changes` has names of `Draft` except `partners`, with the same types.
    """
    if unknown := set(changes) - set(CHANGEABLE):
        raise InvalidError(_("These fields cannot be changed: %(fields)s.") % {"fields": ", ".join(sorted(unknown))})
    row = locked(cooperation, version)
    check_values({"starts": row.starts, "ends": row.ends} | dict(changes))
    if "unit" in changes and changes["unit"] != row.unit_id:
        row.unit_id = unit_for(actor, changes["unit"], may_register_for)
    if "contact" in changes:
        check_colleague(changes["contact"], "contact")
        row.contact_id = changes["contact"]
    for name in set(changes) - {"unit", "contact"}:
        setattr(row, name, list(changes[name]) if name == "fields" else changes[name])
    return saved(row)


@action("add a partner to a cooperation", may=may_change)
def add_partner(actor: Actor, *, cooperation: Cooperation, partner: Partner, role: str = "") -> Cooperation:
    """Give a partner a place in the cooperation; one that has a place keeps it."""
    row = locked(cooperation)
    (found,) = checked_partners(actor, [partner.pk], row.compartment_id)
    CooperationPartner.objects.get_or_create(
        cooperation=row, partner_id=found, defaults={"institution_id": row.institution_id, "role": role[:100]}
    )
    if row.compartment_id is not None:
        partners_go_along(row.institution_id, row.compartment_id, named_in(row))
    return saved(row)


@action("remove a partner from a cooperation", may=may_change)
def remove_partner(actor: Actor, *, cooperation: Cooperation, partner: Partner) -> Cooperation:
    """Take a partner out of the cooperation; the last one stays."""
    row = locked(cooperation)
    if not row.parties.exclude(partner=partner).exists():
        raise InvalidError(
            _("This is the only partner, and a cooperation has at least one."),
            remedy=_("Add the right partner first, or withdraw the cooperation."),
        )
    row.parties.filter(partner=partner).delete()
    return saved(row)


@action("withdraw a cooperation", may=may_change)
def withdraw_cooperation(actor: Actor, *, cooperation: Cooperation) -> Cooperation:
    """Take it out of the register. Nothing is deleted, and it can be restored."""
    row = locked(cooperation)
    row.withdrawn_at = timezone.now()
    return saved(row)


@action("restore a cooperation", may=may_change)
def restore_cooperation(actor: Actor, *, cooperation: Cooperation) -> Cooperation:
    """Put a withdrawn cooperation back into the register as it was."""
    row = even_withdrawn(cooperation)
    row.withdrawn_at = None
    return saved(row)


@action("link what was seen to a cooperation", may=may_change)
def link_trace(
    actor: Actor, *, cooperation: Cooperation, trace: Trace | None = None, tie: Tie | None = None
) -> Cooperation:
    """Say that a publication, a project or a whole tie belongs to the cooperation."""
    row = locked(cooperation)
    if (trace is None) == (tie is None):
        raise InvalidError(_("Choose one thing to link."))
    if tie is not None and tie.home_id != actor.institution_id:
        raise NotVisibleError
    CooperationTrace.objects.get_or_create(
        cooperation=row, trace=trace, tie=tie, defaults={"institution_id": row.institution_id}
    )
    return saved(row)


@action("unlink what was seen from a cooperation", may=may_change)
def unlink_trace(actor: Actor, *, cooperation: Cooperation, link: CooperationTrace) -> Cooperation:
    """Take back that something belongs to the cooperation."""
    row = locked(cooperation)
    row.traces.filter(pk=link.pk).delete()
    return saved(row)


@action("say that a tie is not ours", may=may_register, private=("reason",))
def say_not_ours(actor: Actor, *, tie: Tie, reason: str) -> NotOurs:
    """Keep the reason why what public sources show is no cooperation of the institution."""
    if tie.home_id != actor.institution_id:
        raise NotVisibleError
    if not reason.strip() or "\x00" in reason:
        raise InvalidError(fields={"reason": _("Say in a few words why.")})
    said, _new = NotOurs.objects.update_or_create(
        institution_id=actor.institution_id,
        partner_id=tie.partner_id,
        defaults={"reason": reason.strip()[:500], "said_by_id": actor.as_member},
    )
    return said


@action("take back that a tie is not ours", may=may_register)
def take_back_not_ours(actor: Actor, *, said: NotOurs) -> None:
    """Let the tie be asked about again."""
    NotOurs.objects.filter(pk=said.pk).delete()


def _registered(actor: Actor, draft: Draft, token: UUID | None, batch: UUID | None) -> Cooperation:
    check_values({name: getattr(draft, name) for name in CHANGEABLE})
    # An appointment is about a position here, whoever applies: it has no partner.
    alone = draft.kind == Cooperation.Kind.APPOINTMENT and not draft.partners
    partners = [] if alone else checked_partners(actor, draft.partners)
    if draft.contact != actor.member_id:
        check_colleague(draft.contact, "contact")
    cooperation = Cooperation(
        institution_id=actor.at_institution,
        token=token,
        batch_id=batch,
        registered_by_id=actor.member_id,
        unit_id=unit_for(actor, draft.unit, may_register_for),
        contact_id=draft.contact or actor.member_id,
        fields=list(draft.fields),
        **{name: getattr(draft, name) for name in CHANGEABLE if name not in ("unit", "contact", "fields")},
    )
    add_row(cooperation)
    for partner in partners:
        add_row(
            CooperationPartner(institution_id=cooperation.institution_id, cooperation=cooperation, partner_id=partner)
        )
    if batch is None:
        announce(cooperation.institution_id, "cooperation", [cooperation.pk])
    return cooperation
