"""Measurements for Prometheus. Labels are names from the code and of public lists: never a person, a tenant or an address."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import connection
from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from aktsom.config.environment import home
from aktsom.core.models import RoundStep
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.operation.backup.generations import last_backup
from aktsom.operation.events import SYSTEM

REGISTRY = CollectorRegistry()
REQUESTS = Counter("aktsom_requests", "Answered requests.", ("route", "method", "status"), registry=REGISTRY)
SECONDS = Histogram("aktsom_request_seconds", "How long answers took.", ("route",), registry=REGISTRY)
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
QUEUE = (
    "SELECT status::text, count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing', 'failed') GROUP BY status"
)
# The planner's own count: exact figures would walk the whole log, and need each institution's border to be crossed.
EVENTS = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = 'core_auditevent'::regclass"
PLATFORM_HEAD = "SELECT sequence FROM aktsom_end_of_chain(0)"


def count_request(route: str, method: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    REQUESTS.labels(route, method if method in METHODS else "other", str(status)).inc()
    SECONDS.labels(route).observe(seconds)


class _State(Collector):
    """What is asked of the database and the disk when somebody reads the measurements."""

    def collect(self) -> Iterator[Metric]:
        """The queue, the lists, rounds, the last backup and the audit log."""
        queue = GaugeMetricFamily("aktsom_jobs", "Background jobs by state.", labels=["state"])
        with connection.cursor() as cursor:
            cursor.execute(QUEUE)
            found = {str(state): int(number) for state, number in cursor.fetchall()}
            cursor.execute(EVENTS)
            events = cursor.fetchone()
            cursor.execute(PLATFORM_HEAD)
            head = cursor.fetchone()
        for state in ("todo", "doing", "failed"):
            queue.add_metric([state], found.get(state, 0))
        yield queue
        yield _single(
            "aktsom_audit_events", "Events in all chains of the audit log, about.", events[0] if events else 0
        )
        yield _single("aktsom_audit_platform_head", "Number of the platform's last event.", (head and head[0]) or 0)
        yield from _lists()
        last = last_backup(home())
        if last is not None:
            yield _single("aktsom_backup_age_seconds", "Since the last backup.", _age(last.made_at))
            yield _single("aktsom_backup_verified", "Whether it was restored on trial.", int(last.verified))


def measurements() -> bytes:
    """Everything, in Prometheus' text format."""
    return bytes(generate_latest(_requests()) + generate_latest(_STATE))


def _requests() -> CollectorRegistry:
    """The counts of this process, or of all web processes where there are several (`aktsom serve --processes`)."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return together


def _lists() -> Iterator[Metric]:
    ages = GaugeMetricFamily("aktsom_list_age_seconds", "Since a list was last fetched.", labels=["list"])
    in_force = SourceVersion.objects.visible_to(SYSTEM).filter(state=SourceVersion.State.IN_FORCE)
    for source, retrieved in in_force.values_list("source", "retrieved_at"):
        ages.add_metric([source], _age(retrieved))
    yield ages
    latest = RoundStep.objects.visible_to(SYSTEM).filter(ended_at__isnull=False).order_by("-ended_at").first()
    if latest is not None and latest.ended_at is not None:
        yield _single("aktsom_round_age_seconds", "Since the last finished step of a round.", _age(latest.ended_at))


def _age(moment: datetime) -> float:
    return max((timezone.now().astimezone(UTC) - moment.astimezone(UTC)).total_seconds(), 0)


def _single(name: str, about: str, value: float) -> Metric:
    metric = GaugeMetricFamily(name, about)
    metric.add_metric([], value)
    return metric


_STATE = CollectorRegistry()
_STATE.register(_State())
