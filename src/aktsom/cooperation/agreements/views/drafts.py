"""Making a draft from what is known of an agreement, and seeing what changed in one that came back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from aktsom.cooperation.agreements import queries
from aktsom.cooperation.agreements.comparing import changes_shown, remarks_in
from aktsom.cooperation.agreements.conditions import conditions_in_force
from aktsom.cooperation.agreements.drafting import (
    DraftWanted,
    assumed_in,
    blanks_shown,
    choices_of,
    chosen_before,
    latest_draft,
    make_draft,
    unfit_in,
)
from aktsom.cooperation.agreements.forms import draft_wanted
from aktsom.cooperation.agreements.models import Agreement, Comparison
from aktsom.cooperation.agreements.models.checks import STANDS_STILL, UNFINISHED
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.presenting import firmness_choices
from aktsom.cooperation.agreements.tasks import have_compared
from aktsom.core.actor import Actor
from aktsom.core.audit import record_read
from aktsom.core.errors import InvalidError
from aktsom.core.http import ActorRequest, only_if, signed_in, uuid_of
from aktsom.core.visibility import get_visible
from aktsom.engine.clauses.library import Library


@require_http_methods(["GET", "POST"])
@signed_in
def draft(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Choose language, how firm, further conditions and answers; the draft is kept among the papers.

    The form starts with what the latest draft was made with.
    """
    actor, agreement = request.actor, queries.agreement_of(request.actor, agreement_id)
    only_if(may_change(actor, {"agreement": agreement}))
    holds, error = conditions_in_force(actor), None
    if request.method == "POST":
        wanted = draft_wanted(request.POST, holds.library)
        try:
            make_draft(actor, agreement=agreement, wanted=wanted)
        except InvalidError as refused:
            context, error = _form(agreement, wanted, holds.library), refused
        else:
            _tell_made(request, actor, agreement, wanted)
            return redirect("agreements:detail", agreement.pk)
    else:
        context = _begun(actor, agreement, holds.library)
    context |= {"error": error, "unfit": holds.unfit}
    return render(request, "agreements/draft.html", context, status=error.status if error else 200)


def _begun(actor: Actor, agreement: Agreement, library: Library) -> dict[str, Any]:
    """The form as it opens: with what the latest draft was made with, and what of that does not fit the register."""
    latest = latest_draft(agreement)
    plain = DraftWanted(language="nb" if agreement.language == "nb" else "en")
    wanted = chosen_before(agreement, latest, library) if latest else plain
    return _form(agreement, wanted, library) | {"latest": latest, "misfits": unfit_in(actor, agreement, wanted)}


def _form(agreement: Agreement, wanted: DraftWanted, library: Library) -> dict[str, Any]:
    """What the form shows, with what is chosen in it."""
    reader = (get_language() or "nb")[:2]
    return {
        "agreement": agreement,
        "choices": [
            each | {"firm": wanted.firmness.get(each["id"], ""), "extra": each["id"] in wanted.extra}
            for each in choices_of(agreement, library, reader)
        ],
        "firmness": firmness_choices(),
        "blanks": [
            (name, title, wanted.answers.get(name, ""), usual)
            for name, title, usual in blanks_shown(agreement, library, reader)
        ],
        "wanted": wanted,
    }


def _tell_made(request: ActorRequest, actor: Actor, agreement: Agreement, wanted: DraftWanted) -> None:
    messages.success(request, _("The draft is among the papers. Read it before you send it."))
    for told in unfit_in(actor, agreement, wanted):
        messages.warning(request, told)
    if assumed := assumed_in(actor, agreement, wanted, (get_language() or "nb")[:2]):
        listed = "; ".join(f"{title}: {value}" for _name, title, value in assumed)
        messages.info(request, _("Nobody chose these; what is usual stands there: %(list)s.") % {"list": listed})


@require_POST
@signed_in
def compare(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Have two files compared."""
    actor, agreement = request.actor, queries.agreement_of(request.actor, agreement_id)
    sent, returned = (
        queries.version_of(actor, agreement, uuid_of(request.POST.get(name, ""))) for name in ("sent", "returned")
    )
    waiting = have_compared(actor, agreement, sent, returned)
    return redirect("agreements:comparison", agreement.pk, waiting.pk)


@require_GET
@signed_in
def comparison(request: ActorRequest, agreement_id: UUID, comparison_id: UUID) -> HttpResponse:
    """How far the comparison is, and what changed: substance first, wording last."""
    actor, agreement = request.actor, queries.agreement_of(request.actor, agreement_id)
    found = get_visible(Comparison, actor, pk=comparison_id, agreement=agreement)
    record_read(actor, agreement)
    language = (get_language() or "nb")[:2]
    context = {
        "agreement": agreement,
        "comparison": found,
        "under_way": found.progress in UNFINISHED,
        "stands_still": timezone.now() - found.at > STANDS_STILL,
        "may_change": may_change(actor, {"agreement": agreement}),
        "message": found.message.get(language, ""),
        "remarks": remarks_in(found, language),
        "groups": changes_shown(found.changes, language),
    }
    template = "agreements/comparison_body.html" if request.headers.get("HX-Request") else "agreements/comparison.html"
    return render(request, template, context)
