"""The dossier on paper: a tagged PDF in the reader's language, to read, to print and to keep with the case."""

from uuid import UUID

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from aktsom.appraisal.dossier.presenting import dossier_of
from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.queries import appraisal_of
from aktsom.appraisal.wording import language
from aktsom.core.actor import Actor
from aktsom.core.audit import record_export
from aktsom.core.errors import NotVisibleError
from aktsom.core.http import ActorRequest, signed_in
from aktsom.core.printing import pdf_of, pdf_response


@require_GET
@signed_in
def dossier_pdf(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """The dossier as a file; that it was taken out is on record."""
    row = appraisal_of(request.actor, appraisal_id)
    if row.submitted_at is None:
        raise NotVisibleError
    content = pdf_of(paper_of(request.actor, row))
    record_export(request.actor, "appraisal dossier", rows=1, details={"appraisal": str(row.pk)})
    return pdf_response(_("dossier"), content)


def paper_of(actor: Actor, row: Appraisal) -> str:
    """The page that becomes the PDF."""
    context = {
        "title": row.title,
        "institution": row.institution,
        "language": language(),
        "row": row,
        "dossier": dossier_of(actor, row),
        "printed_by": actor.name,
        "printed_at": timezone.now(),
    }
    return render_to_string("appraisal/dossier_paper.html", context)
