"""The sources pages: what everything is checked against, from which day, and what is known about countries."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_GET, require_POST

from aktsom.core.actions import held_for_all
from aktsom.core.countries import country_name
from aktsom.core.errors import InvalidError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.rounds import freshness
from aktsom.knowledge.sources import queries
from aktsom.knowledge.sources.actions import may_update
from aktsom.knowledge.sources.confirming import MAY_CONFIRM, confirm_country_naming, withdraw_country_naming
from aktsom.knowledge.sources.countries import unexplained_programmes
from aktsom.knowledge.sources.country_queries import (
    countries_that_wait,
    country_facts,
    country_views,
    known_countries,
)
from aktsom.knowledge.sources.forms import NamingForm
from aktsom.knowledge.sources.tasks import ask_for_update, update_state

SHOWN_PROBLEMS = 100
CHANGES = {"added": queries.begun_with, "removed": queries.ended_with, "changed": queries.changed_with}


@require_GET
@signed_in
def source_list(request: ActorRequest) -> HttpResponse:
    """Every source with its date, count, age, and what changed last."""
    states = queries.source_states(request.actor, get_language() or "nb")
    return render(
        request,
        "sources/list.html",
        {
            "here": [state for state in states if state.version],
            "absent": [state for state in states if not state.version],
            "unexplained": unexplained_programmes(request.actor),
            "freshness": freshness(request.actor, queries.lists_changed_at(request.actor)),
            **_updating(request),
        },
    )


@require_POST
@signed_in
def update(request: ActorRequest) -> HttpResponse:
    """Let the lists be fetched in the background."""
    if ask_for_update(request.actor):
        messages.info(request, gettext("The lists are being fetched in the background. You can leave this page."))
    else:
        messages.info(request, gettext("The lists are being fetched already."))
    return redirect("sources:list")


@require_GET
@signed_in
def source_detail(request: ActorRequest, source: str) -> HttpResponse:
    """One source: its versions, and what one of them changed."""
    state = queries.source_state(request.actor, source, get_language() or "nb")
    asked = request.GET.get("version", "")
    version = state.version
    if asked.isdecimal() and len(asked) < 10:
        version = queries.get_version(request.actor, source, int(asked))
    kind = request.GET.get("changes") if request.GET.get("changes") in CHANGES else "added"
    rows = CHANGES[str(kind)](request.actor, version) if version else []
    page = page_of(request, rows)
    former = queries.before_change(request.actor, version, [row.listing for row in page]) if version else {}
    return render(
        request,
        "sources/detail.html",
        {
            "state": state,
            "version": version,
            "versions": queries.versions_of(request.actor, source)[:30],
            "kind": kind,
            "page": page,
            "former": former,
            "problems": version.problem_lines[:SHOWN_PROBLEMS] if version else [],
        },
    )


@require_GET
@signed_in
def country_list(request: ActorRequest) -> HttpResponse:
    """Every country that something is known about, or those that wait for the institution's word."""
    actor = request.actor
    if request.GET.get("show") == "waiting":
        page = page_of(request, [view.code for view in countries_that_wait(actor)])
    else:
        page = page_of(request, _by_name(known_countries(actor)))
    given = {"page": page, "views": country_views(actor, page), "may_confirm": _may_confirm(request)}
    return render(request, "sources/countries.html", given)


@require_GET
@signed_in
def country_detail(request: ActorRequest, code: str) -> HttpResponse:
    """One country: index over time, regimes, namings."""
    view = country_facts(request.actor, code.upper())
    return render(request, "sources/country.html", {"view": view, "may_confirm": _may_confirm(request)})


@require_POST
@signed_in
def judge_naming(request: ActorRequest, code: str) -> HttpResponse:
    """Confirm or withdraw one naming."""
    form = NamingForm(request.POST)
    if not form.is_valid():
        raise InvalidError(gettext("We could not see which naming is meant."))
    given = form.cleaned_data
    act = withdraw_country_naming if given["act"] == "withdraw" else confirm_country_naming
    act(request.actor, topic=given["topic"], country=code.upper(), naming=given["naming"])
    return redirect("sources:country", code=code.upper())


def _by_name(codes: Iterable[str]) -> list[str]:
    """Countries in the order in which the reader looks for them."""
    return sorted(codes, key=lambda code: country_name(code, get_language() or "nb"))


def _updating(request: ActorRequest) -> dict[str, object]:
    """What those who may update see of the last update and of one that runs."""
    if not may_update(request.actor, {}):
        return {}
    return {"update": update_state(request.actor)}


def _may_confirm(request: ActorRequest) -> bool:
    return held_for_all(*MAY_CONFIRM)(request.actor, {})
