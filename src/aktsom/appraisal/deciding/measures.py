"""Measures: saying that one is done, and what shows it."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.deciding.permissions import may_complete
from aktsom.appraisal.models import Measure
from aktsom.appraisal.stepping import text_given
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.errors import ConflictError


@action("complete a measure", may=may_complete, private=("shown_by",))
def complete_measure(actor: Actor, *, measure: Measure, shown_by: str) -> Measure:
    """Say that the measure is carried out, and what shows it. What was said first stands."""
    row = Measure.objects.select_for_update(of=("self",)).select_related("appraisal").get(pk=measure.pk)
    if row.done_at is not None:
        raise ConflictError(_("This measure is done already."), kept=_("What was said first stands."))
    row.shown_by = text_given(
        shown_by, "shown_by", _("Say what shows that it is done, for example a document’s number.")
    )
    row.done_at, row.done_by_id = timezone.now(), actor.member_id
    row.save()
    if row.appraisal.cooperation_id is not None:
        announce(row.institution_id, "cooperation", [row.appraisal.cooperation_id])
    done: Measure = row
    return done
