"""The pages of the exit strategy: reading and writing it, and which access hangs on the agreement."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.queries import agreement_of
from aktsom.cooperation.exits import actions, queries
from aktsom.cooperation.exits.drafts import draft_of, starting_for
from aktsom.cooperation.exits.forms import AccessForm, StrategyPage
from aktsom.cooperation.exits.models import Breach
from aktsom.cooperation.exits.permissions import may_agree
from aktsom.cooperation.exits.stopping import Stopped
from aktsom.core.audit import record_read
from aktsom.core.errors import AktsomError, ConflictError
from aktsom.core.forms import explain
from aktsom.core.http import ActorRequest, only_if, page_of, signed_in


@require_http_methods(["GET", "POST"])
@signed_in
def strategy(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Write how the agreement is left; an empty one starts from what the product suggests for its kind.

    When somebody else was quicker, both are shown and nothing is lost.
    """
    agreement = agreement_of(request.actor, agreement_id)
    only_if(may_change(request.actor, {"agreement": agreement}))
    record_read(request.actor, agreement)
    row = queries.strategy_of(request.actor, agreement)
    draft, version = (draft_of(row), row.version) if row else (starting_for(agreement), 0)
    form, status, conflict = StrategyPage(draft, version, request.POST if request.method == "POST" else None), 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.write_strategy(request.actor, agreement=agreement, draft=form.draft(), version=form.version)
            except ConflictError as error:
                row, conflict, status = queries.strategy_of(request.actor, agreement), error, error.status
                form.compare(draft_of(row) if row else None, row.version if row else 0)
            except AktsomError as error:
                status = explain(form.head, error)
            else:
                messages.success(request, _("The exit strategy is saved."))
                return redirect("exits:drill", agreement.pk)
    context = {"agreement": agreement, "form": form, "is_new": row is None, "conflict": conflict}
    return render(request, "exits/strategy.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
def access(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Which access hangs on the agreement, and adding to it."""
    agreement = agreement_of(request.actor, agreement_id)
    record_read(request.actor, agreement)
    form, status = AccessForm(request.actor, agreement, request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.add_access(
                    request.actor,
                    agreement=agreement,
                    compartment=form.cleaned_data["compartment"],
                    member=form.cleaned_data["email"],
                )
            except AktsomError as error:
                status = explain(form, error)
            else:
                messages.success(request, _("This access hangs on the agreement now."))
                return redirect("exits:access", agreement.pk)
    hanging = queries.with_ends_now(queries.hanging_access(request.actor, agreement))
    rows = [(each, may_agree(request.actor, {"access": each})) for each in hanging]
    context = {
        "agreement": agreement,
        "form": form,
        "rows": rows,
        "may_write": may_change(request.actor, {"agreement": agreement}),
        "ends_now": queries.breaches_of(request.actor, agreement).filter(Breach.not_put_right()).exists(),
    }
    return render(request, "exits/access.html", context, status=status)


@require_POST
@signed_in
def remove_access(request: ActorRequest, access_id: UUID) -> HttpResponse:
    """This access has nothing to do with the agreement."""
    agreement = actions.remove_access(request.actor, access=queries.access_of(request.actor, access_id))
    return redirect("exits:access", agreement.pk)


@require_GET
@signed_in
def to_agree(request: ActorRequest) -> HttpResponse:
    """What the person, who looks after compartments, has to agree to."""
    page = page_of(request, queries.to_agree(request.actor))
    rows = list(page.object_list)
    ending = queries.ending_now(request.actor, rows)
    return render(request, "exits/to_agree.html", {"page": page, "rows": [(each, each.pk in ending) for each in rows]})


@require_POST
@signed_in
def agree(request: ActorRequest, access_id: UUID) -> HttpResponse:
    """Agree that access ends at once when the agreement is broken; where it is, what has ended now is told."""
    stopped = actions.agree_to_stop(request.actor, access=queries.access_to_agree(request.actor, access_id))
    messages.success(request, _what_ended(stopped))
    for each in stopped or ():
        if each.reason and each.grant:
            messages.warning(request, f"{each.grant.member.user.name}: {each.reason}")
    return redirect("exits:to-agree")


def _what_ended(stopped: list[Stopped] | None) -> str:
    if stopped is None:
        return _("Agreed. The access ends at once if the agreement is broken.")
    if not stopped:
        return _("Agreed. The agreement is broken, and no grant was there to end.")
    number = sum(not each.reason for each in stopped)
    said = ngettext(
        "Agreed. The agreement is broken, so %(number)d grant has ended now.",
        "Agreed. The agreement is broken, so %(number)d grants have ended now.",
        number,
    )
    return said % {"number": number}
