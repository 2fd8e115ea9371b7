"""What the worker does every night."""

from procrastinate.contrib.django import app

from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.protection.personal_data.retention import NAME, run_everywhere


@app.periodic(cron="17 3 * * *")
@app.task(name="remove what is past its date", queueing_lock="remove what is past its date")
def remove_what_is_past_its_date(timestamp: int) -> None:
    """Apply every retention rule, in every institution."""
    del timestamp
    with acting_for(Actor.system(NAME)):
        run_everywhere()
