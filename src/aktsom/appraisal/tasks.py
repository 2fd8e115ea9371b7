"""What the worker does by itself: reminders, lifting what is late, taking up what was put off, asking again, closing."""

from procrastinate.contrib.django import app

from aktsom.appraisal.actions import raise_own_flags
from aktsom.appraisal.watch.days import go_with_the_days
from aktsom.appraisal.watch.looking import look_again
from aktsom.core.actor import Actor
from aktsom.core.jobs import job
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution


@app.periodic(cron="35 * * * *")
@app.task(name="move appraisals on", queueing_lock="move appraisals on")
def move_appraisals_on(timestamp: int) -> None:
    """For every institution."""
    del timestamp
    for institution in Institution.objects.order_by("pk"):
        actor = Actor.system("watch", institution.pk)
        with acting_for(actor):
            go_with_the_days(actor)


@job("go by the handbook", once=True)
def go_by_the_handbook(actor: Actor) -> None:
    """After a change of the handbook: raise the institution's flags anew, and look at the appraisals that this reaches."""
    raise_own_flags(actor)
    look_again(actor)
