"""The exit drill as a page, as a tagged PDF and as a sheet. Nothing is changed by looking; taking it out is on record."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.queries import agreement_of
from aktsom.cooperation.exits.drilling import Drill, drill_of
from aktsom.cooperation.exits.models import Trigger
from aktsom.cooperation.exits.offering import offered
from aktsom.cooperation.exits.picture import picture_of
from aktsom.cooperation.exits.queries import breaches_of, running_plans
from aktsom.core.audit import record_export, record_read
from aktsom.core.downloads import download
from aktsom.core.http import ActorRequest, signed_in
from aktsom.core.printing import pdf_of, pdf_response
from aktsom.engine.sheets.writing import Value


@require_GET
@signed_in
def drill(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """Everything that hangs on the agreement, drawn and listed, and what would be done by when."""
    found = _drill(request, agreement_id)
    record_read(request.actor, found.agreement)
    context = {
        "agreement": found.agreement,
        "drill": found,
        "star": picture_of(found) if found.number else None,
        "triggers": Trigger.choices,
        "breaches": list(breaches_of(request.actor, found.agreement)[:20]),
        "may_write": may_change(request.actor, {"agreement": found.agreement}),
        **offered(request.actor, found.agreement, running_plans(request.actor).filter(agreement=found.agreement)),
    }
    return render(request, "exits/drill.html", context)


@require_GET
@signed_in
def drill_pdf(request: ActorRequest, agreement_id: UUID) -> HttpResponse:
    """The drill on paper, for the meeting where it is gone through."""
    found = _drill(request, agreement_id)
    context = {
        "title": found.agreement.title,
        "institution": found.agreement.institution,
        "language": get_language() or "nb",
        "drill": found,
        "printed_by": request.actor.name,
        "printed_at": timezone.now(),
    }
    content = pdf_of(render_to_string("exits/drill_paper.html", context))
    _on_record(request, found, "pdf")
    return pdf_response(_("exit-drill"), content)


@require_GET
@signed_in
def drill_sheet(request: ActorRequest, agreement_id: UUID, form: str) -> HttpResponseBase:
    """The drill as a sheet: what hangs on it, then the plan."""
    found = _drill(request, agreement_id)
    _on_record(request, found, form)
    columns = [_("Sort"), _("What"), _("More"), _("Who"), _("Begins"), _("Done by")]
    return download(form, _("exit-drill"), columns, _rows(found))


def _drill(request: ActorRequest, agreement_id: UUID) -> Drill:
    wanted = request.GET.get("trigger", "")
    trigger = Trigger(wanted) if wanted in Trigger.values else Trigger.BREACH
    return drill_of(request.actor, agreement_of(request.actor, agreement_id), trigger)


def _rows(found: Drill) -> Iterator[list[Value]]:
    for group in found.groups:
        for thing in group.things:
            yield [group.title, thing.what, thing.detail, "", "", ""]
    yield [_("Plan"), _("Who decides whether it goes on"), "", found.decides, "", ""]
    for step in found.steps:
        yield [_("Plan"), step.title, step.waits_for, step.person or step.role, step.planned.begins, step.planned.due]


def _on_record(request: ActorRequest, found: Drill, form: str) -> None:
    record_export(
        request.actor, "exit drill", rows=found.number, details={"agreement": str(found.agreement.pk), "as": form}
    )
