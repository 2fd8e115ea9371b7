"""What the worker does: it begins the recertifications whose time has come, and mails of emergencies. Grants end without it."""

from procrastinate.contrib.django import app

from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution
from aktsom.protection.access.alarms import mail_of_emergency
from aktsom.protection.access.recertifying import begin_due_rounds

__all__ = ["begin_recertifications", "mail_of_emergency"]


@app.periodic(cron="10 5 * * *")
@app.task(name="begin recertifications", queueing_lock="begin recertifications")
def begin_recertifications(timestamp: int) -> None:
    """Begin due rounds everywhere."""
    for institution in Institution.objects.order_by("pk"):
        actor = Actor.system("access", institution.pk)
        with acting_for(actor):
            begin_due_rounds(actor)
