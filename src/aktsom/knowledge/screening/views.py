"""The screening pages: check a name, and judge the hits that wait."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.core.errors import InvalidError
from aktsom.core.http import ActorRequest, actor_in, page_of, signed_in
from aktsom.core.rounds import freshness
from aktsom.engine.lists.listing import LegalEffect
from aktsom.engine.names.calibration import CALLED_THE_SAME
from aktsom.knowledge.screening.actions import judge_hit, may_judge, may_share, share_judgements, stop_sharing
from aktsom.knowledge.screening.asking import Asked, ask
from aktsom.knowledge.screening.forms import ANSWERS, STRENGTHS, CheckForm, CompareForm, HitFilter, JudgeForm
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.meaning import MEANINGS, ListMeaning, meaning_of
from aktsom.knowledge.screening.models import Judgement, ScreeningHit
from aktsom.knowledge.screening.processes import FoundHit
from aktsom.knowledge.screening.queries import (
    HitView,
    by_subject,
    grouped,
    hit_views,
    record_judgements_read,
    sharing_now,
    waiting_hits,
    with_advice,
)
from aktsom.knowledge.screening.subjects import subjects_of
from aktsom.knowledge.screening.visits import Visit
from aktsom.knowledge.screening.wording import explanation_of
from aktsom.knowledge.sources.queries import current_listings, lists_changed_at

KIND = "partner"
AGAIN_SECONDS = 2


@require_GET
@signed_in
def check(request: ActorRequest) -> HttpResponse:
    """Look up a name in all lists. Nothing of it is kept."""
    form = CheckForm(request.GET) if "name" in request.GET else CheckForm()
    found: Sequence[FoundHit] | None = []
    asked = form.is_bound and form.is_valid()
    if asked:
        given = form.cleaned_data
        found = ask(lists_in_force(request.actor), Asked(given["name"], given["country"].upper(), form.party_kind()))
    typing = bool(request.headers.get("HX-Request"))
    response = render(
        request,
        "screening/_answer.html" if typing else "screening/check.html",
        {
            "form": form,
            "asked": asked,
            "loading": found is None,
            "groups": grouped(_unsaved(request, found or [])),
            "here": request.get_full_path(),
        },
    )
    return response if typing else _again(response, waiting=found is None)


@require_GET
@signed_in
def compare(request: ActorRequest) -> HttpResponse:
    """Put two names side by side, with no list. Nothing of it is kept."""
    form = CompareForm(request.GET) if "one" in request.GET else CompareForm()
    asked = form.is_bound and form.is_valid()
    found: Sequence[FoundHit] | None = []
    if asked:
        given = form.cleaned_data
        pair = Asked(given["one"], kind=form.party_kind(), other=given["other"])
        found = ask(lists_in_force(request.actor), pair)
    hit = found[0] if found else None
    context = {
        "form": form,
        "asked": asked,
        "loading": found is None,
        "same": hit is not None and hit.score >= CALLED_THE_SAME,
        "strength": hit.strength if hit else "",
        "said": explanation_of(hit.explanation) if hit else None,
    }
    return _again(render(request, "screening/compare.html", context), waiting=found is None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sharing(request: ActorRequest) -> HttpResponse:
    """Whether the institution shares its judgements with the sector; its research-security lead decides."""
    if request.method == "POST":
        change = share_judgements if request.POST.get("share") == "yes" else stop_sharing
        change(request.actor)
        return redirect("screening:sharing")
    context = {"sharing": sharing_now(request.actor), "may_share": may_share(request.actor, {})}
    return render(request, "screening/sharing.html", context)


@require_GET
@signed_in
def hit_list(request: ActorRequest) -> HttpResponse:
    """Hits that wait for a judgement, those on the institution's own partners first of all."""
    form = HitFilter(request.GET, language=_language())
    form.is_valid()
    visit = Visit.of(request)
    rows = _filtered(request, waiting_hits(request.actor, KIND), form.cleaned_data, visit)
    rows = with_advice(request.actor, rows)
    page = page_of(request, rows, 25)
    views = hit_views(request.actor, list(page), _language())
    record_judgements_read(request.actor, views)
    titles = subjects_of(KIND).titles(request.actor, [view.hit.subject_id for view in views])
    response = render(
        request,
        "screening/hits.html",
        {
            "form": form,
            "page": page,
            "rows": [(titles.get(subject), grouped(found)) for subject, found in by_subject(views).items()],
            "scope": form.cleaned_data.get("scope"),
            "sharing": sharing_now(request.actor),
            "freshness": freshness(request.actor, lists_changed_at(request.actor)),
            **judging(request),
        },
    )
    visit.remember(response)
    return response


@require_POST
@signed_in
def judge(request: ActorRequest, kind: str) -> HttpResponse:
    """Put a judgement on record, and go back to where it was made."""
    form = JudgeForm(request.POST)
    if not form.is_valid():
        raise InvalidError(
            "; ".join(f"{form.fields[name].label or name}: {errors[0]}" for name, errors in form.errors.items())
        )
    given = form.cleaned_data
    judge_hit(
        request.actor,
        kind=kind,
        subject_id=given["subject_id"],
        listing=given["listing"],
        verdict=Judgement.Verdict(given["verdict"]),
        reason=given["reason"],
    )
    back = request.POST.get("next", "")
    if back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return redirect(back)
    return redirect("screening:list")


def judging(request: HttpRequest) -> dict[str, Any]:
    """What `screening/_hits.html` needs besides the hits themselves."""
    actor = actor_in(request)
    return {
        "may_judge": actor is not None and may_judge(actor, {"kind": KIND}),
        "verdicts": ANSWERS,
        "strengths": STRENGTHS,
        "here": request.get_full_path(),
    }


def _again(response: HttpResponse, *, waiting: bool) -> HttpResponse:
    """Works without script: while the lists are being made ready the browser asks again by itself."""
    if waiting:
        response["Refresh"] = str(AGAIN_SECONDS)
    return response


def _filtered(
    request: ActorRequest, rows: QuerySet[ScreeningHit], chosen: dict[str, Any], visit: Visit
) -> QuerySet[ScreeningHit]:
    if chosen.get("scope") != "all":
        rows = rows.filter(subject_id__in=subjects_of(KIND).near(request.actor))
    if chosen.get("list"):
        rows = rows.filter(list_id=chosen["list"])
    if chosen.get("strength"):
        rows = rows.filter(strength=chosen["strength"])
    if chosen.get("new"):
        rows = rows.filter(new_since__gte=_moment(request, chosen["new"], visit))
    if chosen.get("meaning"):
        rows = _with_meaning(request, rows, ListMeaning(chosen["meaning"]))
    return rows


def _moment(request: ActorRequest, wanted: str, visit: Visit) -> datetime:
    if wanted == "visit":
        return visit.before
    if wanted == "update":
        return lists_changed_at(request.actor) or timezone.now()
    return timezone.now() - timedelta(days=int(wanted))


def _with_meaning(request: ActorRequest, rows: QuerySet[ScreeningHit], meaning: ListMeaning) -> QuerySet[ScreeningHit]:
    """Most lists mean one thing; of the others each listing is asked for its effects."""
    open_ = current_listings(request.actor).filter(listing__in=rows.exclude(list_id__in=MEANINGS).values("listing"))
    fitting = [
        listing
        for listing, of, effects in open_.values_list("listing", "list_id", "effects")
        if meaning_of(of, [LegalEffect(each) for each in effects]) is meaning
    ]
    fixed = [of for of, what in MEANINGS.items() if what is meaning]
    return rows.filter(Q(list_id__in=fixed) | Q(listing__in=fitting))


def _unsaved(request: ActorRequest, found: Sequence[FoundHit]) -> list[HitView]:
    """What was found for a typed name, shown as hits are but kept nowhere."""
    hits = [ScreeningHit(**hit.stored) for hit in found]
    return hit_views(request.actor, hits, _language())


def _language() -> str:
    return (get_language() or "nb")[:2]
