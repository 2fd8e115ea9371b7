"""Following what other rooms change, so that flags are never older than the facts they rest on."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from aktsom.appraisal.actions import raise_flags, raise_own_flags, reevaluate
from aktsom.appraisal.models import COOPERATION, PARTNER, TIE
from aktsom.cooperation.register.models import Cooperation, CooperationPartner
from aktsom.core.actor import Actor
from aktsom.core.changes import COUNTRIES, Changed, announce, subscribe
from aktsom.core.rounds import FLAGS, register_step
from aktsom.knowledge.screening.models import Judgement
from aktsom.knowledge.sources.models import Confirmation


def follow(changes: list[Changed]) -> None:
    """Evaluate anew what an institution's changes concern. Changes of public facts wait for the next whole round."""
    ids = {change.kind: change.ids for change in changes if change.institution_id is not None}
    if not ids:
        return
    actor = Actor.system("appraisal", changes[0].institution_id)
    if COUNTRIES in ids:
        raise_own_flags(actor)
        return
    reevaluate(
        actor,
        partners=ids.get(PARTNER, frozenset()),
        ties=ids.get(TIE, frozenset()),
        cooperations=ids.get(COOPERATION, frozenset()),
    )


@receiver(post_save, sender=Cooperation, dispatch_uid="appraisal.cooperation")
def _cooperation_saved(instance: Cooperation, **_signal: Any) -> None:
    announce(instance.institution_id, COOPERATION, [instance.pk])


@receiver([post_save, post_delete], sender=CooperationPartner, dispatch_uid="appraisal.party")
def _party_changed(instance: CooperationPartner, **_signal: Any) -> None:
    announce(instance.institution_id, COOPERATION, [instance.cooperation_id])
    announce(instance.institution_id, PARTNER, [instance.partner_id])


@receiver(post_save, sender=Judgement, dispatch_uid="appraisal.judgement")
def _judged(instance: Judgement, **_signal: Any) -> None:
    announce(instance.institution_id, instance.subject_kind, [instance.subject_id])


@receiver([post_save, post_delete], sender=Confirmation, dispatch_uid="appraisal.confirmation")
def _confirmed(instance: Confirmation, **_signal: Any) -> None:
    announce(instance.institution_id, COUNTRIES)


subscribe("appraisal", follow)
register_step("appraisal", FLAGS, lambda report: raise_flags(Actor.system("appraisal"), report))
