"""What the sources have for the start page: lists that changed or are old, and namings that wait for confirmation."""

from collections.abc import Iterator
from datetime import timedelta
from operator import itemgetter

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_lazy

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.start import Change, StartItem, register_changes, register_start_items
from aktsom.knowledge.sources.confirming import MAY_CONFIRM
from aktsom.knowledge.sources.country_queries import countries_that_wait
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.knowledge.sources.queries import all_versions, source_states

SEES_TO_LISTS = (Duty.PLATFORM_OPERATOR, Duty.RESEARCH_SECURITY_LEAD)
LATELY = timedelta(days=30)


def waiting(actor: Actor) -> Iterator[StartItem]:
    """Old lists for those who see to them, namings for those who may confirm."""
    if actor.holds(*SEES_TO_LISTS):
        old = sum(state.is_old for state in source_states(actor, "en"))
        detail = gettext_lazy(
            "Partners are checked against what the lists said then. An update brings newer ones, if any."
        )
        title, one = gettext_lazy("lists that are older than 30 days"), gettext_lazy("list that is older than 30 days")
        yield StartItem(title, old, reverse("sources:list"), detail=detail, one=one)
    if actor.holds(*MAY_CONFIRM):
        namings = sum(view.unconfirmed for view in countries_that_wait(actor))
        url = f"{reverse('sources:countries')}?show=waiting"
        detail = gettext_lazy("They have no effect in your institution before somebody has read and confirmed them.")
        title, one = gettext_lazy("namings of countries to confirm"), gettext_lazy("naming of a country to confirm")
        yield StartItem(title, namings, url, detail=detail, one=one)


def changes(actor: Actor) -> Iterator[Change]:
    """Lists with a new version lately that changed something; a first version changes nothing."""
    since = timezone.now() - LATELY
    versions = [(row.in_force_from, row) for row in all_versions(actor) if row.state == SourceVersion.State.IN_FORCE]
    lately = sorted(
        ((begun, row) for begun, row in versions if begun and begun >= since), key=itemgetter(0), reverse=True
    )
    titles = {state.publication.id: state.title for state in source_states(actor, get_language() or "nb")}
    for begun, row in lately[:5]:
        if row.added + row.removed + row.changed and row.added != row.listings:
            said = gettext("%(added)s new, %(removed)s gone, %(changed)s changed")
            numbers = {"added": row.added, "removed": row.removed, "changed": row.changed}
            title = gettext("New version: %(title)s") % {"title": titles.get(row.source, row.source)}
            yield Change(title, begun.date(), reverse("sources:detail", args=[row.source]), said % numbers)


register_start_items("sources", waiting)
register_changes("sources", changes)
