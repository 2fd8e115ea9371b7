"""Partners that only records in a compartment name are in it too, whatever room those records are in."""

from collections.abc import Iterable
from uuid import UUID

from django.db import models
from django.db.models import Q

from aktsom.cooperation.partners.models import Merge, Partner, PartnerName
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for

PLACES: dict[type[models.Model], str] = {}


def register_places(model: type[models.Model], compartment: str) -> None:
    """Let a room say which of its rows name a `partner`, and by which path the compartment of the record is found."""
    PLACES[model] = compartment


def partners_go_along(institution_id: int, compartment_id: UUID | None, named: Iterable[UUID]) -> None:
    """Own partners among the named that nothing outside this compartment names are where the record is.

    Whether something else names them is asked of the whole institution, compartments that the actor cannot enter included.
    """
    with acting_for(Actor.system("partners", institution_id)):
        own = Partner.objects.filter(pk__in=list(named), institution_id=institution_id, merged_into=None)
        merged = Merge.objects.filter(institution_id=institution_id).order_by()
        own = own.exclude(Q(pk__in=merged.values("kept")) | Q(pk__in=merged.values("gone")))
        for model, path in PLACES.items() if compartment_id is not None else ():
            places = model._default_manager.filter(partner__in=own).exclude(**{path: compartment_id})
            own = own.exclude(pk__in=places.order_by().values("partner"))
        ids = list(own.values_list("pk", flat=True))
        Partner.objects.filter(pk__in=ids).update(compartment_id=compartment_id)
        _names_go_along(institution_id, compartment_id, ids)


def _names_go_along(institution_id: int, compartment_id: UUID | None, partners: list[UUID]) -> None:
    """A name that stands outside already, for another partner, stays inside: the partner is found by its own key."""
    for name in PartnerName.objects.filter(partner__in=partners):
        same = PartnerName.objects.filter(
            institution_id=institution_id, text=name.text, country=name.country, source=name.source
        )
        if not same.filter(compartment_id=compartment_id).exclude(pk=name.pk).exists():
            PartnerName.objects.filter(pk=name.pk).update(compartment_id=compartment_id)
