"""Passwords made of words that everybody would try here: the product's name and those of the person's institution."""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aktsom.core.tenancy import acting_for
from aktsom.identity.signing_in import acting_as
from aktsom.institutions.models import User
from aktsom.institutions.queries import places_of

SHORTEST = 4
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
