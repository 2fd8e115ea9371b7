"""Which compartments of Aktsom's own records a person may enter now: asked at the beginning of every request."""

from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet
from django.db.models.functions import Now

from aktsom.core.compartments import register_entries
from aktsom.core.compiled import Slot
from aktsom.protection.access.models import AccessGrant, Compartment, in_force


def compartments_open_to(member: UUID | OuterRef | Slot) -> QuerySet[Any, UUID]:
    """Those of records to which the member holds a grant in force at this moment."""
    grants = AccessGrant.objects.filter(in_force(Now()), member_id=member)
    of_records = grants.filter(compartment__kind=Compartment.Kind.RECORDS)
    return of_records.order_by().values_list("compartment_id", flat=True)


register_entries(compartments_open_to)
