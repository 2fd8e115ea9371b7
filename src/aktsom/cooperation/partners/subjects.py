"""Partners as subjects of screening."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import QuerySet
from django.urls import reverse

from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.core.actor import Actor
from aktsom.core.compiled import among
from aktsom.knowledge.screening.subjects import Subject, SubjectKind, SubjectTitle, register_subjects

BATCH = 5_000


def public_partners() -> Iterator[Subject]:
    """Every public partner that stands for itself, with all its names in a fixed order."""
    return _subjects(PartnerName.objects.filter(institution__isnull=True))


def own_partners(actor: Actor) -> Iterator[Subject]:
    """Those that the actor's institution added itself. The connection must act for the institution."""
    return _subjects(PartnerName.objects.visible_to(actor).filter(institution_id=actor.institution_id))


def _subjects(names_to_use: QuerySet[PartnerName]) -> Iterator[Subject]:
    rows = (
        names_to_use.filter(partner__merged_into__isnull=True)
        .order_by("partner_id", "-times_seen", "text")
        .values_list("partner_id", "partner__country", "text")
    )
    for (key, country), names in groupby(rows.iterator(BATCH), key=lambda row: (row[0], row[1])):
        yield Subject(key, tuple(dict.fromkeys(row[2] for row in names)), country)


def titles(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, SubjectTitle]:
    """How pages name partners."""
    rows = Partner.objects.visible_to(actor).filter(pk__in=list(ids)).values_list("pk", "name", "country")
    return {key: SubjectTitle(name, country, reverse("partners:detail", args=[key])) for key, name, country in rows}


def names_of(actor: Actor, key: UUID) -> tuple[str, ...]:
    """All names of one partner."""
    rows = PartnerName.objects.visible_to(actor).filter(partner=key).order_by("-times_seen", "text")
    return tuple(dict.fromkeys(rows.values_list("text", flat=True)))


def near(actor: Actor) -> Iterable[UUID]:
    """The partners that the actor's institution has ties with, or cooperation in the register that the actor may see."""
    if actor.institution_id is None:
        return ()
    # Both sources as one list of keys: joined, or two conditions, the planner walks all partners there are.
    tied = apps.get_model("traces", "Tie").objects.visible_to(actor).filter(home_id=actor.institution_id)
    registered = apps.get_model("register", "CooperationPartner").objects.visible_to(actor)
    mine = tied.order_by().values("partner").union(registered.order_by().values("partner"))
    return (
        Partner.objects.visible_to(actor)
        .filter(among("pk", ArraySubquery(mine)))
        .order_by()
        .values_list("pk", flat=True)
    )


register_subjects(SubjectKind("partner", public_partners, titles, names_of, near))
