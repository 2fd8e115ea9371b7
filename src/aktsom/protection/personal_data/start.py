"""What waits for whom: requests to answer, and decisions that need a second person."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import Sentence
from aktsom.core.start import StartItem, register_start_items
from aktsom.protection.personal_data.models import OFFICERS, RightsRequest, for_all

REQUESTS = reverse_lazy("personal-data:requests")


def waiting(actor: Actor) -> Iterator[StartItem]:
    """Requests about personal data, by the day on which the first must be answered."""
    if not for_all(actor, *OFFICERS, Duty.LEADERSHIP):
        return
    rows = RightsRequest.objects.visible_to(actor).exclude(member_id=actor.member_id)
    proposed = rows.filter(state=RightsRequest.State.PROPOSED).exclude(proposed_by_id=actor.member_id)
    several = _("decisions about personal data that need a second person")
    yield _item(several, _("decision about personal data that needs a second person"), proposed)
    if for_all(actor, *OFFICERS):
        received = rows.filter(state=RightsRequest.State.RECEIVED)
        yield _item(_("requests about personal data to answer"), _("request about personal data to answer"), received)


def _item(title: Sentence, one: Sentence, rows: QuerySet[RightsRequest]) -> StartItem:
    found = rows.order_by("due").values_list("due", flat=True)
    return StartItem(title, len(found), str(REQUESTS), found[0] if found else None, one=one)


register_start_items("personal_data", waiting)
