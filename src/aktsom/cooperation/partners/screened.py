"""Partners as screening and the country facts see them: their names, their country, and which ones are near the asker."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import cast
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.core.actor import Actor
from aktsom.core.errors import NotVisibleError
from aktsom.core.facts import provides_facts
from aktsom.engine.flags.types import Fact
from aktsom.knowledge.screening import facts as screening_facts
from aktsom.knowledge.screening.subjects import Subject, SubjectKind, SubjectTitle, register_subjects
from aktsom.knowledge.sources import facts as source_facts

KIND = "partner"


def public_subjects() -> Iterator[Subject]:
    """Every public partner that stands for itself, with all the names under which sources know it."""
    partners = Partner.objects.filter(institution=None, merged_into=None).order_by("pk")
    names: dict[UUID, dict[str, None]] = {}
    for partner, text in PartnerName.objects.filter(institution=None).order_by("pk").values_list("partner_id", "text"):
        names.setdefault(partner, {})[text] = None
    for pk, name, country in partners.values_list("pk", "name", "country"):
        yield Subject(pk, tuple(dict.fromkeys([name, *names.get(pk, {})])), country)


def titles_of(actor: Actor, ids: Iterable[UUID]) -> Mapping[UUID, SubjectTitle]:
    """Name, country and address of the partners that the actor may see."""
    rows = Partner.objects.visible_to(actor).filter(pk__in=list(ids))
    return {row.pk: SubjectTitle(row.name, row.country, _address(row.pk)) for row in rows}


def names_of(actor: Actor, partner: UUID) -> tuple[str, ...]:
    """All names of one partner, its own first; raises `NotVisibleError`."""
    found = Partner.objects.visible_to(actor).filter(pk=partner).first()
    if found is None:
        raise NotVisibleError
    seen = PartnerName.objects.visible_to(actor).filter(partner=found).order_by("pk").values_list("text", flat=True)
    return tuple(dict.fromkeys([found.name, *seen]))


def near(actor: Actor) -> Iterable[UUID]:
    """Partners with which the actor's institution has a tie or a cooperation, and its own ones, as a subquery."""
    own = Q(institution_id=actor.institution_id) | Q(cooperations__institution_id=actor.institution_id)
    tied = Q(ties__home_id=actor.institution_id)
    rows = Partner.objects.visible_to(actor).filter(own | tied) if actor.institution_id else Partner.objects.none()
    return cast(Iterable[UUID], rows.values("pk"))


def _address(partner: UUID) -> str:
    try:
        return reverse("partners:detail", args=[partner])
    except NoReverseMatch:
        return ""


@provides_facts("knowledge.screening", Partner, *screening_facts.NAMES)
def listing_facts(actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """On which lists the partners stand."""
    return cast(
        Mapping[object, Iterable[Fact]],
        screening_facts.listing_facts_of(actor, KIND, [cast(Partner, each).pk for each in subjects]),
    )


@provides_facts("knowledge.sources", Partner, *source_facts.NAMES)
def country_facts(actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """What is known about the partners' countries."""
    return source_facts.country_facts_of(actor, {each.pk: cast(Partner, each).country for each in subjects})


register_subjects(SubjectKind(KIND, public_subjects, titles_of, names_of, near))
