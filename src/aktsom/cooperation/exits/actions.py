"""Writing an exit strategy, and saying which access hangs on an agreement."""

from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.exits.breaching import stop_if_broken
from aktsom.cooperation.exits.drafts import StrategyDraft, check
from aktsom.cooperation.exits.models import ExitStrategy, HangingAccess, HangingPeople, HangingThing, StrategyStep
from aktsom.cooperation.exits.permissions import may_agree, may_detach
from aktsom.cooperation.exits.stopping import Stopped
from aktsom.cooperation.records.storing import locked
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from aktsom.protection.access.models import Compartment

PRIVATE = ("draft.costs", "draft.steps", "draft.things", "draft.people")


@action("write an exit strategy", may=may_change, private=PRIVATE)
def write_strategy(actor: Actor, *, agreement: Agreement, draft: StrategyDraft, version: int = 0) -> ExitStrategy:
    """Keep how the agreement is left. `version` is the one that was read before, 0 for none.

    Raises `InvalidError` with the fields that need another look, `ConflictError` when somebody else wrote it meanwhile.
    """
    check(draft)
    Agreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)
    row = ExitStrategy.objects.filter(agreement=agreement).first()
    if (row.version if row else 0) != version:
        raise ConflictError(
            _("Somebody else changed this exit strategy while you wrote."),
            kept=_("What they wrote is kept, and yours still stands in the form."),
            remedy=_("Compare the two, and send yours again."),
        )
    row = row or ExitStrategy(institution_id=agreement.institution_id, agreement=agreement, version=0)
    row.version, row.written_by_id = row.version + 1, actor.member_id
    for name in ("decides", "cure_days", "notice_months", "notice_days", "costs"):
        setattr(row, name, getattr(draft, name))
    row.triggers = list(draft.triggers)
    row.save()
    _replace_parts(row, draft)
    return row


@action("let access hang on an agreement", may=may_change)
def add_access(
    actor: Actor, *, agreement: Agreement, compartment: Compartment, member: Member | None = None
) -> HangingAccess:
    """From now on this access is part of what ends when the agreement is broken: of one person, or of everyone.

    Who looks after the compartment must agree first; if it is they who add it, they have. Raises `InvalidError` for the
    compartment in which the agreement lies: when it is broken nobody would see the plan.
    """
    if compartment.pk == locked(agreement).compartment_id:
        raise InvalidError(fields={"compartment": _("The agreement lies in it: nobody would see the plan any more.")})
    row, _new = HangingAccess.objects.get_or_create(
        institution_id=agreement.institution_id,
        agreement=agreement,
        compartment=compartment,
        member=member,
        defaults={"added_by_id": actor.member_id},
    )
    if row.agreed_by_id is None and may_agree(actor, {"access": row}):
        row.agreed_by_id = actor.member_id
        row.save()
        stop_if_broken(actor, row)
    return row


@action("agree that access stops", may=may_agree)
def agree_to_stop(actor: Actor, *, access: HangingAccess) -> list[Stopped] | None:
    """Who looks after the compartment agrees that access ends at once when the agreement is broken; if it is, now.

    Gives what became of each grant then, None when nothing is broken. The system does it on their word: the agreement may be
    hidden from them.
    """
    access.agreed_by_id = actor.member_id
    with acting_for(Actor.system("exits", access.institution_id)):
        # A breach that is being recorded at this moment is waited for: it has not seen that they agree.
        locked(access.agreement)
        access.save(update_fields=["agreed_by"])
        return stop_if_broken(actor, access)


@action("let access hang no more on an agreement", may=may_detach)
def remove_access(actor: Actor, *, access: HangingAccess) -> Agreement:
    """This access has nothing to do with the agreement any more."""
    del actor
    agreement = access.agreement
    access.delete()
    return agreement


def _replace_parts(row: ExitStrategy, draft: StrategyDraft) -> None:
    """The parts are small and belong to the strategy alone, so they are written anew."""
    place = {"institution_id": row.institution_id, "agreement_id": row.agreement_id, "strategy": row}
    for parts in (row.steps, row.things, row.people):
        parts.all().delete()
    StrategyStep.objects.bulk_create(
        StrategyStep(
            **place,
            position=position,
            key=each.key,
            title=each.title.strip(),
            role=each.role,
            days=each.days,
            anchor=each.anchor,
            after=list(each.after),
            stops_access=each.stops_access,
        )
        for position, each in enumerate(draft.steps)
    )
    HangingThing.objects.bulk_create(
        HangingThing(**place, sort=each.sort, what=each.what.strip(), way=each.way) for each in draft.things
    )
    HangingPeople.objects.bulk_create(
        HangingPeople(**place, role=each.role, number=each.number, plan=each.plan.strip()) for each in draft.people
    )
