"""Making a draft from what is known of an agreement, and seeing what changed in one that came back."""

from collections.abc import Sequence
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
from aktsom.cooperation.agreements.drafting import assumed_in, blanks_shown, choices_of, make_draft
from aktsom.cooperation.agreements.forms import draft_wanted
from aktsom.cooperation.agreements.models import Comparison
from aktsom.cooperation.agreements.models.checks import STANDS_STILL, UNFINISHED
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.presenting import firmness_choices
from aktsom.cooperation.agreements.tasks import have_compared
from aktsom.core.audit import record_read
from aktsom.core.errors import InvalidError
from aktsom.core.http import ActorRequest, only_if, signed_in, uuid_of
from aktsom.core.visibility import get_visible


@require_http_methods(["GET", "POST"])
@signed_in
def draft(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Choose language, how firm, further conditions and answers; the draft is kept among the papers."""
    actor, agreement = request.actor, queries.agreement_of(request.actor, agreement_id)
    only_if(may_change(actor, {"agreement": agreement}))
    holds, reader, error = conditions_in_force(actor), (get_language() or "nb")[:2], None
    library = holds.library
    if request.method == "POST":
        try:
            wanted = draft_wanted(request.POST, library)
            make_draft(actor, agreement=agreement, wanted=wanted)
        except InvalidError as refused:
            error = refused
        else:
            _tell_made(request, assumed_in(actor, agreement, wanted, reader))
            return redirect("agreements:detail", agreement.pk)
    given = request.POST
    context = {
        "agreement": agreement,
        "choices": choices_of(agreement, library, reader),
        "extra": given.getlist("extra"),
        "firmness": firmness_choices(),
        "blanks": [
            (name, title, given.get(f"answer-{name}", ""), usual)
            for name, title, usual in blanks_shown(agreement, library, reader)
        ],
        "text_language": given.get("language", agreement.language or "en"),
        "error": error,
        "unfit": holds.unfit,
    }
    return render(request, "agreements/draft.html", context, status=error.status if error else 200)


def _tell_made(request: ActorRequest, assumed: Sequence[tuple[str, str, str]]) -> None:
    messages.success(request, _("The draft is among the papers. Read it before you send it."))
    if assumed:
        told = "; ".join(f"{title}: {value}" for _name, title, value in assumed)
        messages.info(request, _("Nobody chose these; what is usual stands there: %(list)s.") % {"list": told})


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
