"""Saving an agreement so that others notice."""

from aktsom.cooperation.agreements.models import Agreement
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
    ids = list(row.under.values_list("cooperation", flat=True))
    if ids:
        announce(row.institution_id, "cooperation", ids)
