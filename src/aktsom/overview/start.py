"""What the overview tells the start page: new flags on what the institution has to do with."""

from collections.abc import Iterator
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from aktsom.core.actor import Actor
from aktsom.core.start import Change, register_changes
from aktsom.overview.queries import news_since

LATELY = timedelta(days=30)


def lately(actor: Actor) -> Iterator[Change]:
    """How many flags are new in the last thirty days."""
    news = news_since(actor, timezone.now() - LATELY)
    if news.flags:
        title = ngettext("%(number)d new flag in 30 days", "%(number)d new flags in 30 days", news.flags)
        yield Change(title % {"number": news.flags}, timezone.localdate(), f"{reverse('overview:index')}?weight=concern")


register_changes("overview", lately)
