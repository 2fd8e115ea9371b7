"""Saving a cooperation so that others notice."""

from aktsom.cooperation.register.models import Cooperation
from aktsom.core.changes import announce


def saved(row: Cooperation) -> Cooperation:
    """Save it under the next version, and tell of it."""
    row.version += 1
    row.save()
    announce(row.institution_id, "cooperation", [row.pk])
    return row
