"""Locking an agreement for a change, and saving it so that others notice."""

from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.core.changes import announce
from aktsom.core.errors import ConflictError, NotAllowedError


def locked(agreement: Agreement, version: int | None = None) -> Agreement:
    """The row for a change; raises `ConflictError` when it was withdrawn, or changed after the version that was looked at."""
    row: Agreement = Agreement.objects.select_for_update(of=("self",), no_key=True).get(pk=agreement.pk)
    if row.withdrawn_at is not None:
        raise ConflictError(
            _("This agreement was withdrawn in the meantime."),
            kept=_("Nothing was changed."),
            remedy=_("Restore it first if it should be in the register."),
        )
    if version is not None and row.version != version:
        raise ConflictError(
            _("Somebody changed this agreement while you were writing."),
            kept=_("Nothing was overwritten, and your answers are still in the form."),
            remedy=_("Compare the two, and save again if yours should stand."),
        )
    return row


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


def only_if(allowed: bool) -> None:
    """Raise `NotAllowedError` unless it is allowed: for pages that only lead to an action."""
    if not allowed:
        raise NotAllowedError
