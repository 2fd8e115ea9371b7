"""Passwords that others would try: with the product's name or that of the person's institution, or known from a breach."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aktsom.core.errors import SetupError
from aktsom.core.tenancy import acting_for
from aktsom.identity.signing_in import acting_as
from aktsom.institutions.models import User
from aktsom.institutions.queries import places_of

SHORTEST, DIGEST = 4, 40
COMMON = frozenset({"university", "universitetet", "universitet", "institute", "institutt"})


class OwnWords:
    """Refuses passwords that hold the name of the product or of an institution where the person works."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises `ValidationError` with the word."""
        written = password.casefold()
        found = next((word for word in _words(user) if word in written), None)
        if found:
            raise ValidationError(
                _("Leave out “%(word)s”: it is the first thing that others would try.") % {"word": found}
            )

    def get_help_text(self) -> str:
        """What is asked, beside the field."""
        return _("Without the name of your institution.")


class Breached:
    """Refuses passwords of a list of breached ones that the operator keeps; nothing is sent anywhere."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raises `ValidationError` when it is in the list, `SetupError` when the list cannot be read."""
        del user
        if settings.AKTSOM_BREACHED_PASSWORDS and is_breached(password, Path(settings.AKTSOM_BREACHED_PASSWORDS)):
            raise ValidationError(_("This password became known in a breach somewhere. Choose another one."))

    def get_help_text(self) -> str:
        """What is asked, beside the field."""
        return _("Not one that became known in a breach.")


def is_breached(password: str, listed: Path) -> bool:
    """Whether its digest stands in a file of lines "DIGEST:how often", which are in order. Raises `SetupError` without one."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    try:
        with listed.open("rb") as file:
            return _line_from(file, wanted, listed.stat().st_size)[:DIGEST].upper() == wanted
    except OSError as error:
        raise SetupError(
            _("The list of breached passwords cannot be read (%(reason)s).") % {"reason": type(error).__name__},
            remedy=_("Put the file where AKTSOM_BREACHED_PASSWORDS says, or leave that out."),
        ) from error


def _line_from(file: BinaryIO, wanted: bytes, size: int) -> bytes:
    """The first line that is not before the wanted one, found by halving."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if _line_after(file, middle)[:DIGEST].upper() < wanted:
            low = middle + 1
        else:
            high = middle
    return _line_after(file, low)


def _line_after(file: BinaryIO, place: int) -> bytes:
    """The first line that begins at the place or after it; at the end, what is greater than every digest."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline() or b"~"


def _words(user: User | None) -> Iterator[str]:
    yield "aktsom"
    if user is None or user.pk is None:
        return
    with acting_for(acting_as(user)):
        places = places_of(user)
    for place in places:
        here = place.institution
        for name in (here.slug, here.domain.split(".")[0], here.name_nb, here.name_en):
            words = (word.casefold() for word in re.findall(r"[^\W\d_]+", name))
            yield from (word for word in words if len(word) >= SHORTEST and word not in COMMON)
