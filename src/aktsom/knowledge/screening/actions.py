"""What can be done about hits: keep what was found, judge them, and let the sector know how one judges."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from aktsom.core.actions import action, any_member, held_by, held_for_all, only_system
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError, NotVisibleError
from aktsom.knowledge.screening.keeping import Compared, Kept, keep
from aktsom.knowledge.screening.models import AddressWithdrawal, Judgement, ScreeningHit, SharedVerdict, Sharing
from aktsom.knowledge.screening.processes import FoundHit
from aktsom.knowledge.screening.subjects import KINDS, MAY_JUDGE, of_persons

may_share = held_for_all(Duty.RESEARCH_SECURITY_LEAD)


def may_judge(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Advisers and leads; hits on persons, those whom the room of the persons names."""
    kind = KINDS.get(str(given.get("kind", "")))
    return held_by(*(kind.readers if kind else MAY_JUDGE))(actor, given)


@action("keep hits of screening", may=only_system, private=("compared", "found"))
def keep_hits(actor: Actor, *, kind: str, compared: Compared, found: Sequence[FoundHit]) -> Kept:
    """Bring the current hits in step with what a comparison found, all at once, and note what was compared.

    A hit that is as it was keeps its dates; one that changed or is gone ends, and a changed one begins anew. Persons are
    always an institution's own: raises `NotAllowedError` for public ones.
    """
    if of_persons(kind) and actor.institution_id is None:
        raise NotAllowedError
    return keep(actor, kind, compared, found)


@action("judge a hit", may=may_judge, private=("reason",))
def judge_hit(
    actor: Actor, *, kind: str, subject_id: UUID, listing: str, verdict: Judgement.Verdict, reason: str
) -> Judgement:
    """Put on record whether a subject is the listed party, for the actor's institution. Earlier judgements stay.

    Raises `InvalidError` without a reason, `NotVisibleError` when there is no such hit that the actor may see.
    """
    if actor.institution_id is None or actor.member_id is None:
        raise InvalidError(_("Only somebody in an institution can judge a hit."))
    if not reason.strip():
        raise InvalidError(
            _("A judgement needs a reason."), fields={"reason": _("Say in a sentence what you looked at.")}
        )
    hits = ScreeningHit.objects.visible_to(actor).filter(until=None)
    hit = hits.filter(subject_kind=kind, subject_id=subject_id, listing=listing).first()
    if hit is None:
        raise NotVisibleError
    judgement = Judgement.objects.create(
        institution_id=actor.institution_id,
        subject_kind=kind,
        subject_id=subject_id,
        listing=listing,
        listing_digest=hit.listing_digest,
        names_digest=hit.names_digest,
        verdict=verdict,
        reason=reason.strip(),
        judged_by_id=actor.member_id,
    )
    if hit.institution_id is None and _shares(actor):
        _share(judgement)
    return judgement


@action("share judgements with the sector", may=may_share)
def share_judgements(actor: Actor) -> Sharing:
    """Let the other institutions read, from now on, how this one judges hits on public partners, and why.

    What was judged before was written for colleagues, and stays with them. Asking for what is so already changes nothing.
    """
    if actor.institution_id is None or actor.member_id is None:
        raise InvalidError(_("Only somebody in an institution can share its judgements."))
    now = Sharing.objects.visible_to(actor).filter(withdrawn_at=None).first()
    return now or Sharing.objects.create(institution_id=actor.institution_id, agreed_by_id=actor.member_id)


@action("stop sharing judgements", may=may_share)
def stop_sharing(actor: Actor) -> Sharing:
    """Take back everything that was shared; the institution's own judgements stay as they are.

    Raises `ConflictError` when nothing is shared.
    """
    sharing: Sharing | None = Sharing.objects.visible_to(actor).select_for_update().filter(withdrawn_at=None).first()
    if sharing is None:
        raise ConflictError(_("Your institution does not share its judgements."), kept=_("Nothing was changed."))
    sharing.withdrawn_at, sharing.withdrawn_by_id = timezone.now(), actor.member_id
    sharing.save(update_fields=["withdrawn_at", "withdrawn_by"])
    SharedVerdict.objects.visible_to(actor).filter(institution_id=actor.institution_id).delete()
    return sharing


@action("withdraw addresses for OpenRefine", may=any_member)
def withdraw_addresses(actor: Actor) -> AddressWithdrawal:
    """Let every address for OpenRefine that the actor was given until now open nothing any more."""
    if actor.institution_id is None or actor.member_id is None:
        raise InvalidError(_("Only somebody in an institution has such an address."))
    return AddressWithdrawal.objects.create(institution_id=actor.institution_id, member_id=actor.member_id)


def _shares(actor: Actor) -> bool:
    return Sharing.objects.visible_to(actor).filter(withdrawn_at=None).exists()


def _share(judgement: Judgement) -> None:
    """The newest judgement takes the place of an earlier one. Who is unsure has no advice to give."""
    of_hit = {
        "institution_id": judgement.institution_id,
        "subject_kind": judgement.subject_kind,
        "subject_id": judgement.subject_id,
        "listing": judgement.listing,
    }
    SharedVerdict.objects.filter(**of_hit).delete()
    if judgement.verdict != Judgement.Verdict.UNSURE:
        SharedVerdict.objects.create(
            **of_hit,
            listing_digest=judgement.listing_digest,
            names_digest=judgement.names_digest,
            verdict=judgement.verdict,
            reason=judgement.reason,
            judged_on=timezone.localdate(judgement.judged_at),
        )
