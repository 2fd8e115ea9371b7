"""What waits for a person in the register, and how its records are found by the one search field."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.records.finding import as_found
from aktsom.cooperation.register.queries import seen_not_registered, unfinished_imports, with_words
from aktsom.core.actions import reads_only
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.search import Found, register_finder
from aktsom.core.start import Counted, StartItem, register_start_items


def waiting(actor: Actor) -> Iterable[Counted]:
    """Sheets that are not imported yet; and, for those who look after the institution, what is seen and not registered."""
    if actor.institution_id is None or reads_only(actor):
        return
    one = _("sheet that is not imported yet")
    sheets = StartItem(_("sheets that are not imported yet"), 0, reverse("register:import"), one=one)
    yield Counted(sheets, unfinished_imports)
    if actor.holds(Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER):
        detail = _("Publications and EU projects show them. There is no hurry: begin with the first page, the latest.")
        title = _("partners seen in public sources, not registered")
        one = _("partner seen in public sources, not registered")
        seen = StartItem(title, 0, reverse("register:seen"), detail=detail, is_backlog=True, one=one)
        yield Counted(seen, seen_not_registered)


def find(actor: Actor, query: str, limit: int) -> Iterable[Found]:
    """Cooperation by title, reference or partner."""
    return as_found(with_words(actor, query, limit))


register_start_items("register", waiting)
register_finder("register", find)
