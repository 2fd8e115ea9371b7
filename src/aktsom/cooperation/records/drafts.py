"""What the descriptions of all records are checked for before anything is written."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.compiled import Slot, among, prepared
from aktsom.core.errors import InvalidError
from aktsom.institutions.models import Member


def checked_partners(
    actor: Actor, wanted: Collection[UUID], compartment: UUID | None = None, field: str = "partners"
) -> list[UUID]:
    """The wanted partners, each once, after making sure that the actor can see them all.

    A partner in a compartment can be named only by records in the same one, or its name would be seen outside.
    """
    ids = list(dict.fromkeys(wanted))
    if not ids:
        raise InvalidError(fields={field: _("Choose at least one partner.")})
    visible = dict(_visible.read(actor, compartment, ids=ids))
    if merged := [pk for pk, into in visible.items() if into is not None]:
        visible |= {each.pk: each.standing.pk for each in Partner.objects.visible_to(actor).filter(pk__in=merged)}
    if len(visible) < len(ids):
        raise InvalidError(
            fields={field: _("One of the partners is not there any more. Search for it again.")},
        )
    return list(dict.fromkeys(visible[each] or each for each in ids))


@prepared
def _visible(actor: Actor, compartment: UUID | None, *, ids: Slot) -> QuerySet[Any, tuple[UUID, UUID | None]]:
    """Which of the partners are there for the actor, in this compartment or in none, and what each was merged into."""
    here = Q(compartment=None) | Q(compartment=compartment)
    rows = Partner.objects.visible_to(actor).filter(here, among("pk", ids)).order_by()
    return rows.values_list("pk", "merged_into")


def check_colleague(member: UUID | None, field: str) -> None:
    """Raise `InvalidError` for the field when this is nobody in the institution that the connection acts for."""
    if member is not None and not Member.objects.filter(pk=member).exists():
        raise InvalidError(fields={field: _("This person has no place in your institution.")})
