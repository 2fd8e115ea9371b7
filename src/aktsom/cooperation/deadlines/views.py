"""The pages of the room: what waits for me, the year, and one month of it."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from aktsom.cooperation.deadlines import queries
from aktsom.cooperation.deadlines.keeping import AHEAD
from aktsom.cooperation.deadlines.models import ASKS, Kind
from aktsom.core.errors import NotVisibleError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.engine.agreements.terms import LEAD
from aktsom.engine.lengths import Length


@require_GET
@signed_in
def waiting(request: ActorRequest) -> HttpResponse:
    """The days that wait for the person, the nearest first."""
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in ASKS else ""
    day = _day(request.GET.get("day", ""))
    page = page_of(request, queries.waiting_for(request.actor, kind, day))
    context = {
        "page": page,
        "rows": page.object_list,
        "kind": kind,
        "day": day,
        "kinds": [(each.value, each.label) for each in ASKS],
        "today": timezone.localdate(),
        "lead": {each.value: days for each, days in LEAD.items()},
    }
    return render(request, "deadlines/waiting.html", context)


@require_GET
@signed_in
def year(request: ActorRequest) -> HttpResponse:
    """Twelve months, from this one or from a later one."""
    now = queries.first_of_month(timezone.localdate())
    last = Length(months=queries.MONTHS - 1).before(queries.first_of_month(AHEAD.after(now)))
    first = min(max(_day(f"{request.GET.get('from', '')}-01") or now, now), last)
    months = queries.year_of(request.actor, first, _kind(request))
    context = {
        "months": months,
        "kind": _kind(request),
        "kinds": Kind.choices,
        "total": sum(month.total for month in months),
        "earlier": Length(months=queries.MONTHS).before(first) if first > now else None,
        "later": Length(months=queries.MONTHS).after(first) if first < last else None,
    }
    return render(request, "deadlines/year.html", context)


@require_GET
@signed_in
def month(request: ActorRequest, of_year: int, of_month: int) -> HttpResponse:
    """All days of one month."""
    first = _day(f"{of_year:04d}-{of_month:02d}-01")
    if first is None or not 1900 <= of_year <= 2500:
        raise NotVisibleError
    page = page_of(request, queries.month_of(request.actor, first, _kind(request)))
    context = {"page": page, "rows": page.object_list, "first": first, "kind": _kind(request), "kinds": Kind.choices}
    return render(request, "deadlines/month.html", context)


def _kind(request: ActorRequest) -> str:
    kind = request.GET.get("kind", "")
    return kind if kind in Kind.values else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
