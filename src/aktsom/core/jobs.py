"""Work that is done in the background, by `aktsom worker`, as the person who asked for it.

A room writes its jobs into its `tasks.py` and marks them with `@job`; `defer(…)` puts one into the queue, in the running
transaction, so that a job never starts before what it needs is there.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

from aktsom.core.actor import Actor
from aktsom.core.errors import AktsomError, NotAllowedError
from aktsom.core.statistics import refresh_statistics
from aktsom.core.tenancy import acting_for

P = ParamSpec("P")
logger = logging.getLogger(__name__)
UNFINISHED = (Status.TODO.value, Status.DOING.value)
SIGN_OF_LIFE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Job:
    """A function that can be put into the queue. Calling it runs it here and now."""

    name: str
    run: Callable[..., None]
    once: bool = False

    def defer(self, actor: Actor, **arguments: str | int) -> int | None:
        """Put it into the queue for the actor; gives the id of the queued job, None when one that is enough waits already."""
        place = f"{self.name} {actor.institution_id or 0}" if self.once else None
        task = app.configure_task(self.name, queueing_lock=place, lock=place)
        try:
            with transaction.atomic():
                return task.defer(
                    member_id=str(actor.member_id or ""), institution_id=actor.institution_id or 0, **arguments
                )
        except AlreadyEnqueued:
            return None

    def waits(self, **arguments: str | int) -> bool:
        """Whether one with these arguments waits in the queue; one that runs may have passed what is new."""
        waiting = ProcrastinateJob.objects.filter(task_name=self.name, status=Status.TODO.value)
        return waiting.filter(args__contains=arguments).exists()

    def is_under_way(self) -> bool:
        """Whether one waits or runs, for whomever."""
        return ProcrastinateJob.objects.filter(task_name=self.name, status__in=UNFINISHED).exists()

    def has_failed(self) -> bool:
        """Whether the latest one came to no good end."""
        latest = ProcrastinateJob.objects.filter(task_name=self.name).order_by("-pk").first()
        return latest is not None and latest.status == Status.FAILED.value


def worker_is_running() -> bool:
    """Whether a worker gave a sign of life lately."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - SIGN_OF_LIFE).exists()


def job(
    name: str, *, once: bool = False, retry: RetryStrategy | None = None
) -> Callable[[Callable[Concatenate[Actor, P], None]], Job]:
    """Mark a function, whose first parameter is the actor, as background work under a name that stays.

    With `once`, of the jobs for one institution only one waits and only one runs at a time. `retry` says after which errors
    it is tried again, and when.
    """

    def mark(function: Callable[Concatenate[Actor, P], None]) -> Job:
        @wraps(function)
        def work(*, member_id: str, institution_id: int, **arguments: Any) -> None:
            with acting_for(Actor.system(name, institution_id or None)):
                actor = _actor(name, member_id, institution_id)
                with acting_for(actor):
                    _run(name, function, actor, arguments)

        app.task(name=name, retry=retry or False)(work)
        return Job(name, work, once)

    return mark


def _run(name: str, function: Callable[..., None], actor: Actor, arguments: dict[str, Any]) -> None:
    try:
        function(actor, **arguments)
    except AktsomError as error:
        logger.warning("job %s for %s stopped: %s", name, actor.name, error)
        raise
    refresh_statistics()


def _actor(name: str, member_id: str, institution_id: int) -> Actor:
    if not member_id:
        return Actor.system(name, institution_id or None)
    actor: Actor | None = import_string(settings.AKTSOM_ACTOR_OF_MEMBER)(UUID(member_id))
    if actor is None:
        raise NotAllowedError(f"The person who asked for the job {name} has no place in the institution any more.")
    return actor
