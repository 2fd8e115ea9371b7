"""The pages of partners. Thin: queries ask, actions change."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aktsom.cooperation.partners import actions, queries
from aktsom.cooperation.partners.dossier import by_script, changes_of, record_dossier_read
from aktsom.cooperation.partners.finding import LEAST, partners_called
from aktsom.cooperation.partners.forms import ORDER, SEEN, AddForm, FilterForm, NameForm
from aktsom.cooperation.partners.matching import known_elsewhere
from aktsom.cooperation.partners.models import Merge, Partner, PartnerName
from aktsom.core.actions import any_contributor
from aktsom.core.countries import country_name
from aktsom.core.errors import AktsomError, InvalidError, NotAllowedError, NotVisibleError
from aktsom.core.http import ActorRequest, page_of, signed_in
from aktsom.core.once import read_once
from aktsom.core.panels import panels_of
from aktsom.core.visibility import get_visible
from aktsom.knowledge.screening.queries import grouped, hits_of
from aktsom.knowledge.screening.views import judging
from aktsom.knowledge.sources.country_queries import CountryView, countries_with_facts
from aktsom.knowledge.sources.queries import freshness_now

DECISIONS = {
    "merge": (actions.accept_merge, gettext_lazy("Merged. You can undo it under “Merged”.")),
    "apart": (actions.keep_apart, gettext_lazy("Kept apart. They will not be suggested again.")),
    "undo": (actions.undo_merge, gettext_lazy("The merge is undone: they are two partners again.")),
    "again": (actions.ask_again, gettext_lazy("The pair waits for a decision again.")),
}


@require_safe
@signed_in
def listing(request: ActorRequest) -> HttpResponse:
    """All partners, filtered, sorted and paged."""
    language = get_language() or "nb"
    codes = [(code, country_name(code, language)) for code in queries.countries(request.actor)]
    form = FilterForm(request.GET, countries=sorted(codes, key=lambda each: each[1]))
    wanted = form.wanted()
    page = page_of(request, queries.listed(request.actor, wanted))
    context = {
        "form": form,
        "page": page,
        "chips": _chips(request, wanted, language),
        "wanted": wanted,
        "may_add": any_contributor(request.actor, {}),
        "listed": queries.listed_among(request.actor, [partner.pk for partner in page]),
    }
    return render(request, "partners/list.html", context)


@require_safe
@signed_in
def find(request: ActorRequest) -> HttpResponse:
    """The options of a field in which a partner is chosen by typing (`search_for`), as a piece of a page."""
    typed = request.GET.get("search_for", "").replace("\x00", "").strip()[:200]
    found = partners_called(request.actor, typed)
    return render(request, "partners/options.html", {"typed": typed if len(typed) >= LEAST else "", "found": found})


@require_safe
@signed_in
def detail(request: ActorRequest, key: UUID) -> HttpResponseBase:
    """One partner: names, listings, cooperation over time, country, and what other rooms know."""
    with read_once():
        partner = queries.get_partner(request.actor, key)
        if partner.merged_into_id is not None:
            return redirect("partners:detail", key=partner.merged_into_id)
        shown = _dossier(request, partner)
    # Outside the block, in which nothing is written.
    record_dossier_read(request.actor, partner, (view for group in shown["hits"] for view in group.hits))
    return render(request, "partners/detail.html", shown)


@require_safe
@signed_in
def merges(request: ActorRequest) -> HttpResponse:
    """Pairs that may be one organisation, and what was decided about others."""
    state = request.GET.get("state", Merge.State.WAITING)
    state = state if state in Merge.State.values else Merge.State.WAITING
    counts = queries.merge_counts(request.actor)
    context = {
        "page": page_of(request, queries.merges(request.actor, state)),
        "state": state,
        "states": [(value, label, counts.get(value, 0)) for value, label in Merge.State.choices],
        "may_sort": actions.may_sort(request.actor, {}),
    }
    return render(request, "partners/merges.html", context)


@require_POST
@signed_in
def decide(request: ActorRequest, key: UUID, decision: str) -> HttpResponse:
    """Decide about a pair, or take a decision back."""
    if decision not in DECISIONS:
        raise NotVisibleError
    act, said = DECISIONS[decision]
    act(request.actor, actions.visible_merge(request.actor, key))
    messages.success(request, str(said))
    return redirect("partners:merges")


@require_POST
@signed_in
def split(request: ActorRequest, name: int) -> HttpResponse:
    """Let a name stand for a partner of its own."""
    row = get_visible(PartnerName, request.actor, pk=name)
    partner = actions.split_name(request.actor, row)
    messages.success(request, _("“%(name)s” is a partner of its own now.") % {"name": partner.name})
    return redirect("partners:detail", key=partner.pk)


@require_POST
@signed_in
def rename(request: ActorRequest, key: UUID) -> HttpResponse:
    """Show a partner under another name."""
    partner = get_visible(Partner, request.actor, pk=key)
    actions.rename(request.actor, partner, request.POST.get("name", ""), seen=request.POST.get("seen"))
    messages.success(request, _("The partner is shown under the new name."))
    return redirect("partners:detail", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: ActorRequest) -> HttpResponse:
    """Add a partner that no public source has shown yet; of a name that we know in another country when that is another one."""
    if not any_contributor(request.actor, {}):
        raise NotAllowedError
    form, elsewhere = AddForm(request.POST or None), tuple[Partner, ...]()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if "another" not in request.POST:
            elsewhere = known_elsewhere(request.actor, given["name"], given["country"])
        try:
            partner = None if elsewhere else actions.add_partner(request.actor, **given)
        except InvalidError as error:
            _explain(form, error)
        else:
            if partner is not None:
                return redirect("partners:detail", key=partner.pk)
    context = {"form": form, "elsewhere": elsewhere}
    return render(request, "partners/add.html", context, status=422 if form.errors or elsewhere else 200)


def _dossier(request: ActorRequest, partner: Partner) -> dict[str, Any]:
    actor, language = request.actor, get_language() or "nb"
    hits = hits_of(actor, "partner", [partner.pk], language).get(partner.pk, [])
    merges = list(queries.merges_of(actor, partner)[:50])
    names = queries.names_of(actor, partner)
    may_sort = actions.may_sort(actor, {"partner": partner})
    return {
        "partner": partner,
        "names": by_script(names, language),
        "merges": merges,
        "hits": grouped(hits),
        "changes": changes_of(hits, merges),
        # Hits carry the dates of their lists; that there is none needs one.
        "freshness": None if hits else freshness_now(actor),
        **judging(request),
        "country": _country(request, partner.country),
        "panels": panels_of(actor, "partner", partner),
        "may_sort": may_sort,
        "may_split": may_sort and len(names) > 1,
        "rename": NameForm(initial={"name": partner.name}),
    }


def _explain(form: AddForm, error: AktsomError) -> None:
    for field, reason in getattr(error, "fields", {}).items() or {None: error.happened}.items():
        form.add_error(field, str(reason))


def _country(request: ActorRequest, code: str) -> CountryView | None:
    return next(iter(countries_with_facts(request.actor, code)), None) if code else None


def _chips(request: ActorRequest, wanted: queries.PartnerFilter, language: str) -> list[dict[str, Any]]:
    """The filters in force, each with the address without it."""
    shown = {
        "q": wanted.text and f"“{wanted.text}”",
        "country": wanted.country and country_name(wanted.country, language),
        "seen": SEEN[wanted.seen] if wanted.seen != "sector" else "",
        "hits": _("On a list, or like a name on one") if wanted.hits else "",
        "order": ORDER[wanted.order] if wanted.order != "traces" else "",
    }
    return [{"label": label, "url": _without(request, name)} for name, label in shown.items() if label]


def _without(request: ActorRequest, name: str) -> str:
    query = request.GET.copy()
    query.pop(name, None)
    query.pop("page", None)
    return f"?{query.urlencode()}"
