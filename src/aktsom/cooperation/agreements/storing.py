"""Saving an agreement so that others notice."""

from django.db.models import Q

from aktsom.cooperation.agreements.models import Agreement, AgreementCooperation
from aktsom.core.changes import announce


def saved(row: Agreement) -> Agreement:
    """Save it under the next version, and tell of what goes on under it: its facts may have changed."""
    row.version += 1
    row.save()
    tell(row)
    return row


def tell(row: Agreement) -> None:
    """Announce that the agreement changed, and with it facts about the cooperation under it."""
    announce(row.institution_id, "agreement", [row.pk])
    # An amendment tells of what goes on under the agreement that it amends.
    over = Q(agreement=row) | Q(agreement=row.parent_id)
    ids = list(AgreementCooperation.objects.filter(over).order_by().values_list("cooperation", flat=True).distinct())
    if ids:
        announce(row.institution_id, "cooperation", ids)
