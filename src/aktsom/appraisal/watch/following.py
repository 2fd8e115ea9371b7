"""The watch follows after the flags: after an institution's changes, in each whole round, and with the days."""

from collections.abc import Callable
from uuid import UUID

from django.utils.translation import gettext as _

from aktsom.appraisal.models import COOPERATION, Appraisal, RaisedFlag
from aktsom.appraisal.watch.actions import notice_scope
from aktsom.appraisal.watch.looking import look_again
from aktsom.core.actor import Actor
from aktsom.core.changes import Changed, subscribe
from aktsom.core.rounds import FLAGS, register_step
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import of_institution
from aktsom.institutions.models import Institution

WATCH = FLAGS + 5
SCOPE = "process.scope-changed"


def follow(changes: list[Changed]) -> None:
    """Look again at what an institution's changes reach, after its flags were raised anew."""
    own = [change for change in changes if change.institution_id is not None]
    if not own:
        return
    actor = Actor.system("watch", own[0].institution_id)
    if not Appraisal.objects.filter(of_institution(actor.institution_id)).exists():
        return
    notice_scope(actor, {each for change in own if change.kind == COOPERATION for each in change.ids})
    look_again(actor)


def watch_all(report: Callable[[str], None]) -> None:
    """Look again at every institution's appraisals, after a whole round raised all flags anew."""
    reached = 0
    for institution in Institution.objects.order_by("pk"):
        actor = Actor.system("watch", institution.pk)
        with acting_for(actor):
            if Appraisal.objects.filter(institution=institution).exists():
                notice_scope(actor, _flagged_as_changed(institution))
                reached += look_again(actor)
    report(_("appraisals: %(reached)d with changed flags") % {"reached": reached})


def _flagged_as_changed(institution: Institution) -> list[UUID]:
    """Cooperation that was found to be another matter, should the change itself not have been followed."""
    rows = RaisedFlag.objects.filter(institution=institution, subject_kind=COOPERATION, rule=SCOPE, until=None)
    return list(rows.values_list("subject_id", flat=True))


subscribe("watch", follow)
register_step("watch", WATCH, watch_all)
