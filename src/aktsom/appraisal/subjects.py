"""Which subjects an institution has to do with, and which are known to everyone."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Q, QuerySet

from aktsom.appraisal.evaluation import Subjects
from aktsom.appraisal.models import PARTNER
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation, CooperationPartner
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.bulk import any_of
from aktsom.knowledge.screening.models import Judgement

Ids = Collection[UUID] | None


def public_subjects(actor: Actor) -> Subjects:
    """All public partners that stand for themselves, and all ties."""
    partners = list(_partners(actor, Q(institution=None, merged_into=None)))
    return Subjects(partners=partners, ties=_ties(actor, Q(), {each.pk: each for each in partners}))


def own_subjects(actor: Actor, partners: Ids = None, ties: Ids = None, cooperations: Ids = None) -> Subjects:
    """What the actor's institution has to do with; with ids, what of it concerns one of those.

    A partner's change concerns the ties and the cooperation with it.
    """
    chosen = any(each is not None for each in (partners, ties, cooperations))
    own_ties = _chosen_ties(actor, partners, ties) if chosen else _ties(actor, Q(home_id=actor.institution_id), {})
    own_cooperations = _chosen_cooperations(actor, partners, cooperations) if chosen else _cooperations(actor, Q())
    parties = _parties(actor, own_cooperations)
    wanted = Q(pk__in=partners or ()) if chosen else _near(actor, own_ties, _outside(own_cooperations, parties))
    found = _partners(actor, wanted & Q(merged_into=None))
    return Subjects(list(found), own_ties, own_cooperations, parties)


def registered_subjects(actor: Actor) -> Subjects:
    """The cooperation of the actor's institution alone."""
    cooperations = _cooperations(actor, Q())
    return Subjects(cooperations=cooperations, parties=_parties(actor, cooperations))


def _partners(actor: Actor, wanted: Q) -> "QuerySet[Partner]":
    """Partners with what facts are asked by; nothing else of them is read."""
    rows = Partner.objects.visible_to(actor).filter(wanted).order_by()
    return rows.only("pk", "name", "country", "institution_id")


def _ties(actor: Actor, wanted: Q, known: Mapping[UUID, Partner]) -> list[Tie]:
    """Ties with their partners, each partner read once: several institutions may have a tie with it."""
    needed = ("pk", "partner_id", "fields", "last_year", "one_of_many")
    ties = list(Tie.objects.visible_to(actor).filter(wanted).order_by().only(*needed))
    missing = {tie.partner_id for tie in ties} - set(known)
    others = {each.pk: each for each in _partners(actor, Q(pk__in=any_of(missing)))} if missing else {}
    for tie in ties:
        tie.partner = known.get(tie.partner_id) or others[tie.partner_id]
    return ties


def _chosen_ties(actor: Actor, partners: Ids, ties: Ids) -> list[Tie]:
    return _ties(actor, Q(home_id=actor.institution_id) & (Q(partner__in=partners or ()) | Q(pk__in=ties or ())), {})


def _cooperations(actor: Actor, wanted: Q) -> list[Cooperation]:
    return list(Cooperation.objects.visible_to(actor).filter(wanted).order_by().distinct())


def _chosen_cooperations(actor: Actor, partners: Ids, cooperations: Ids) -> list[Cooperation]:
    with_partner = CooperationPartner.objects.visible_to(actor).filter(partner__in=partners or ()).values("cooperation")
    return _cooperations(actor, Q(pk__in=cooperations or ()) | Q(pk__in=with_partner))


def _parties(actor: Actor, cooperations: Collection[Cooperation]) -> dict[UUID, list[Partner]]:
    parties: dict[UUID, list[Partner]] = defaultdict(list)
    rows = (
        CooperationPartner.objects.visible_to(actor)
        .filter(cooperation__in=any_of(each.pk for each in cooperations))
        .select_related("partner")
    )
    for row in rows:
        parties[row.cooperation_id].append(row.partner)
    return parties


def _outside(cooperations: Collection[Cooperation], parties: Mapping[UUID, list[Partner]]) -> dict[UUID, list[Partner]]:
    """Without those in compartments: a flag on a public partner must not tell that there is cooperation with it in one."""
    outside = {each.pk for each in cooperations if each.compartment_id is None}
    return {key: each for key, each in parties.items() if key in outside}


def _near(actor: Actor, ties: Collection[Tie], parties: dict[UUID, list[Partner]]) -> Q:
    judged = Judgement.objects.visible_to(actor).filter(subject_kind=PARTNER).order_by().values("subject_id")
    near = {tie.partner_id for tie in ties} | {partner.pk for each in parties.values() for partner in each}
    return Q(pk__in=any_of(near)) | Q(institution_id=actor.institution_id) | Q(pk__in=judged)
