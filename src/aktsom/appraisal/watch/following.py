"""The watch follows after the flags: after an institution's changes, in each whole round, and with the days."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from aktsom.appraisal.models import COOPERATION, Appraisal
from aktsom.appraisal.watch.actions import notice_scope
from aktsom.appraisal.watch.looking import look_again
from aktsom.core.actor import Actor
from aktsom.core.changes import Changed, subscribe
from aktsom.core.rounds import FLAGS, register_step
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import of_institution
from aktsom.institutions.models import Institution

WATCH = FLAGS + 5


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
                reached += look_again(actor)
    report(_("appraisals: %(reached)d with changed flags") % {"reached": reached})


subscribe("watch", follow)
register_step("watch", WATCH, watch_all)
