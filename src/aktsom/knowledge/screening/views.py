"""The screening pages: check a name, and judge the hits that wait."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from aktsom.core.errors import InvalidError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.rounds import freshness
from aktsom.engine.lists.listing import LegalEffect
from aktsom.knowledge.screening.actions import judge_hit, may_judge
from aktsom.knowledge.screening.asking import Asked, ask
from aktsom.knowledge.screening.forms import STRENGTHS, CheckForm, HitFilter, JudgeForm
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
    waiting_hits,
)
from aktsom.knowledge.screening.subjects import subjects_of
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
    response = render(
        request,
        "screening/check.html",
        {
            "form": form,
            "asked": asked,
            "loading": found is None,
            "groups": grouped(_unsaved(request, found or [])),
        },
    )
    if found is None:
        # Works without script: the browser asks again by itself.
        response["Refresh"] = str(AGAIN_SECONDS)
    return response


@require_GET
@signed_in
def hit_list(request: ActorRequest) -> HttpResponse:
    """Hits that wait for a judgement, those on the institution's own partners first of all."""
    form = HitFilter(request.GET, language=_language())
    form.is_valid()
    rows = _filtered(request, waiting_hits(request.actor, KIND), form.cleaned_data)
    page = page_of(request, rows, 25)
    views = hit_views(request.actor, list(page), _language())
    record_judgements_read(request.actor, views)
    titles = subjects_of(KIND).titles(request.actor, [view.hit.subject_id for view in views])
    return render(
        request,
        "screening/hits.html",
        {
            "form": form,
            "page": page,
            "rows": [(titles.get(subject), grouped(found)) for subject, found in by_subject(views).items()],
            "scope": form.cleaned_data.get("scope"),
            "freshness": freshness(request.actor, lists_changed_at(request.actor)),
            **judging(request),
        },
    )


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
    actor = getattr(request, "actor", None)
    return {
        "may_judge": actor is not None and may_judge(actor, {"kind": KIND}),
        "verdicts": Judgement.Verdict.choices,
        "strengths": STRENGTHS,
        "here": request.get_full_path(),
    }


def _filtered(request: ActorRequest, rows: QuerySet[ScreeningHit], chosen: dict[str, Any]) -> QuerySet[ScreeningHit]:
    if chosen.get("scope") != "all":
        rows = rows.filter(subject_id__in=subjects_of(KIND).near(request.actor))
    if chosen.get("list"):
        rows = rows.filter(list_id=chosen["list"])
    if chosen.get("strength"):
        rows = rows.filter(strength=chosen["strength"])
    if chosen.get("meaning"):
        rows = _with_meaning(request, rows, ListMeaning(chosen["meaning"]))
    return rows


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
    hits = [
        ScreeningHit(
            listing=hit.listing,
            list_id=hit.list_id,
            listing_name=hit.listing_name,
            query_name=hit.query_name,
            matched_name=hit.matched_name,
            score=hit.score,
            strength=hit.strength,
            explanation=hit.explanation,
            source_date=hit.source_date,
        )
        for hit in found
    ]
    return hit_views(request.actor, hits, _language())


def _language() -> str:
    return (get_language() or "nb")[:2]
