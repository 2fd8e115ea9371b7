"""The page on which leadership sees what appraising costs and what it catches."""

from datetime import datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aktsom.appraisal.proportion.queries import proportion
from aktsom.appraisal.proportion.shares import SMALLEST_GROUP
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError
from aktsom.core.http import ActorRequest, signed_in

READERS = (
    Duty.LEADERSHIP,
    Duty.RESEARCH_SECURITY_LEAD,
    Duty.RESEARCH_SECURITY_ADVISER,
    Duty.INTERNAL_AUDITOR,
)
PERIODS = {"90": _("the last three months"), "365": _("the last year"), "1825": _("the last five years")}
GROUPINGS = {
    "kind": _("By kind of cooperation"),
    "unit": _("By unit at the top"),
    "country": _("By country of the partner"),
}


def may_read(actor: Actor) -> bool:
    """Those who answer for the whole institution: figures of a part would be too small to say anything."""
    return actor.holds(*READERS, path="/")


@require_GET
@signed_in
def page(request: ActorRequest) -> HttpResponse:
    """The figures of a period that the address names."""
    if not may_read(request.actor):
        raise NotAllowedError
    days = request.GET.get("days", "365")
    days = days if days in PERIODS else "365"
    until = timezone.now()
    since = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=int(days)), time.min))
    found = proportion(request.actor, since, until)
    context = {
        "figures": found,
        "groupings": [(key, title, *found.by[key]) for key, title in GROUPINGS.items()],
        "periods": list(PERIODS.items()),
        "days": days,
        "period": PERIODS[days],
        "since": since,
        "smallest": SMALLEST_GROUP,
    }
    return render(request, "appraisal/proportion.html", context)
