"""What the worker does by itself."""

from django.apps import apps
from procrastinate import JobContext
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

from aktsom.core.changes import tell_what_waits
from aktsom.core.witnesses import sign_and_leave


@app.periodic(cron="*/2 * * * *")
@app.task(name="pick up what was dropped", queueing_lock="pick up what was dropped", pass_context=True)
async def pick_up_what_was_dropped(context: JobContext, timestamp: int) -> None:
    """Queue again the jobs of workers that were killed. Jobs are written so that they go on where they were."""
    del timestamp
    manager = context.app.job_manager
    for stalled in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(stalled)
        except ConnectorException:
            # Another one of a job that waits only once waits already; it does what this one did not finish.
            await manager.finish_job(stalled, Status.ABORTED, delete_job=False)


@app.periodic(cron="* * * * *")
@app.task(name="tell what waits", queueing_lock="tell what waits")
def tell_all_that_waits(timestamp: int) -> None:
    """Tell of changes that a program wrote down but could not tell of before it ended."""
    del timestamp
    for institution_id in apps.get_model("institutions", "Institution").objects.values_list("pk", flat=True):
        tell_what_waits(institution_id)


@app.periodic(cron="23 * * * *")
@app.task(name="sign the heads of the log", queueing_lock="sign the heads of the log")
def sign_heads_that_are_due(timestamp: int) -> None:
    """Once a day, as soon as a worker runs: sign how far each chain of the log has come, and leave it elsewhere."""
    del timestamp
    sign_and_leave(only_due=True)
