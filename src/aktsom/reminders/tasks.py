"""What the worker does every morning."""

import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from aktsom.core.actor import Actor
from aktsom.core.jobs import job
from aktsom.core.mail import MailError
from aktsom.institutions.models import Institution
from aktsom.reminders.digests import members_to_remind, remind

logger = logging.getLogger(__name__)
SYSTEM = "reminders"
# Whom a mail server that is down for a while did not take mail for is tried again; who got mail has it on record.
TRIES = RetryStrategy(max_attempts=6, exponential_wait=5, retry_exceptions={MailError})


@app.periodic(cron="30 6 * * *")
@app.task(name="remind everybody", queueing_lock="remind everybody")
def remind_everybody(timestamp: int) -> None:
    """Put one job for each institution into the queue."""
    del timestamp
    for institution_id in Institution.objects.order_by("pk").values_list("pk", flat=True):
        remind_members.defer(Actor.system(SYSTEM, institution_id))


@job("remind the members of an institution", once=True, retry=TRIES)
def remind_members(actor: Actor) -> None:
    """Mail everyone who is due today; goes on with the others when one mail is not taken, and then fails to be tried again."""
    today, refused = timezone.localdate(), None
    for member in list(members_to_remind(actor, today)):
        try:
            remind(actor, member, today)
        except MailError as error:
            refused = error
    if refused is not None:
        raise refused
