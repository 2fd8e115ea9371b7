"""Who may see which rows: each model says so once, as one query expression, and every read starts from it."""

from typing import Any, Self, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotVisibleError

Everything = Q()
Nothing = Q(pk__in=())


class VisibleQuerySet(models.QuerySet["Any"]):
    """Rows of a model that declares who may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows that the actor may see, and no others."""
        return self.filter(self.model.visibility(actor))


VisibleManager = models.Manager.from_queryset(VisibleQuerySet)


class Visible(models.Model):
    """A model that declares who may see its rows. The system sees all rows of the institution it acts for."""

    objects = VisibleManager()

    class Meta:
        abstract = True

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """The condition that a row must meet for the actor to see it. Nobody sees anything until a model says so."""
        raise TypeError(f"{cls.__name__} does not say who may see it")


VisibleT = TypeVar("VisibleT", bound=Visible)


def own_institution(actor: Actor) -> Q:
    """Rows of the actor's institution: the usual condition for what every member may see."""
    return Nothing if actor.institution_id is None else Q(institution_id=actor.institution_id)


def of_institution(institution_id: int | None) -> Q:
    """Rows of one institution, or with None those of no institution: public ones."""
    return Q(institution__isnull=True) if institution_id is None else Q(institution_id=institution_id)


def own_records(actor: Actor) -> Q:
    """As `own_institution`, but not for who is there only to run the platform: the operator reads no records."""
    if actor.duties and all(held.duty is Duty.PLATFORM_OPERATOR for held in actor.duties):
        return Nothing
    return own_institution(actor)


class Compartmented(models.Model):
    """A record that can be put into a compartment: then it is there only for those who hold a grant to it."""

    compartment = models.ForeignKey(
        "access.Compartment", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True


def open_to(actor: Actor) -> Q:
    """Rows in no compartment, and those in the compartments that the actor may enter; the system enters all."""
    if actor.is_system:
        return Everything
    outside = Q(compartment__isnull=True)
    return outside | Q(compartment__in=sorted(actor.compartments)) if actor.compartments else outside


def get_visible(model: type[VisibleT], actor: Actor, **lookup: Any) -> VisibleT:
    """The one visible row that fits; raises `NotVisibleError` alike for a hidden and for a missing one."""
    try:
        found: VisibleT = model.objects.visible_to(actor).get(**lookup)
    except (ObjectDoesNotExist, ValueError) as error:
        raise NotVisibleError from error
    return found
