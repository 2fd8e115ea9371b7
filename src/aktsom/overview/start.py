"""What the overview tells the start page: new concerns about what the institution has to do with."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from aktsom.core.actor import Actor
from aktsom.core.compiled import prepared
from aktsom.core.start import Change, register_changes
from aktsom.overview.models import Visit
from aktsom.overview.queries import flagged_since

LATELY = timedelta(days=30)


def lately(actor: Actor) -> Iterator[Change]:
    """How much cooperation got a flag of concern or heavier since the person last saw the overview, or in thirty days."""
    seen = _visited.first(actor)
    since = seen or timezone.now() - LATELY
    flagged, chosen = flagged_since(actor, since)
    if flagged:
        title = ngettext(
            "%(number)d cooperation has a new concern or something heavier",
            "%(number)d cooperations have a new concern or something heavier",
            flagged,
        )
        how_long = gettext("Since you last saw the overview.") if seen else gettext("In the last thirty days.")
        url = f"{reverse('overview:index')}{chosen.query()}"
        yield Change(title % {"number": flagged}, timezone.localdate(since), url, how_long)


@prepared
def _visited(actor: Actor) -> QuerySet[Visit, datetime]:
    return Visit.objects.visible_to(actor).values_list("latest", flat=True)[:1]


register_changes("overview", lately)
