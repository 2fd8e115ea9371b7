"""Two people, or two tabs, that change the same at once: the second learns of it instead of overwriting the first."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import AktsomError, ConflictError


def refuse_overwriting(seen: object, now: object) -> None:
    """Raise `ConflictError` when what the caller looked at is not what is there now; ask with the row locked.

    With None the caller did not say what they looked at, and the latest word holds.
    """
    if seen is not None and seen != now:
        raise ConflictError(
            _("Somebody else changed this in the meantime."),
            kept=_("Theirs stands, and nothing was overwritten."),
            remedy=_("Load the page again, look at what is new, and send yours once more if it should stand."),
        )


def mark_of(values: Iterable[object]) -> str:
    """A short mark of what somebody looked at, for what has no numbered version: other values have another mark."""
    return hashlib.sha256(repr([str(each or "") for each in values]).encode()).hexdigest()[:32]


@contextmanager
def held(request: HttpRequest, row: models.Model) -> Iterator[None]:
    """While a form for the row is compared with what is saved (`core.forms.Unchanged`) and saved, nobody else changes the row.

    The row is read anew, so whatever the form is compared with comes after this. What an action refuses inside goes on after
    what it wrote into the log is kept.
    """
    if request.method != "POST":
        yield
        return
    refused: AktsomError | None = None
    with transaction.atomic():
        row.refresh_from_db(from_queryset=type(row)._base_manager.select_for_update(of=("self",), no_key=True))
        try:
            yield
        except AktsomError as error:
            refused = error
    if refused is not None:
        raise refused
