"""What the worker does by itself: the days of all agreements, once a day after midnight."""

from procrastinate.contrib.django import app

from aktsom.cooperation.deadlines.keeping import refresh
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution


@app.periodic(cron="5 0 * * *")
@app.task(name="work out the days of agreements", queueing_lock="work out the days of agreements")
def work_out_days(timestamp: int) -> None:
    """For every institution."""
    del timestamp
    for institution in Institution.objects.order_by("pk"):
        actor = Actor.system("deadlines", institution.pk)
        with acting_for(actor):
            refresh(actor)
