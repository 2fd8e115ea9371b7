"""What can be asked of the log, already limited to what the asker may know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.audit import LOOKING
from aktsom.core.compiled import Slot, prepared
from aktsom.core.errors import NotVisibleError, Sentence
from aktsom.core.models import PLATFORM, READS_THE_LOG, AuditEvent
from aktsom.core.sensitive import Sensitive, about_actor, sensitive_models, subject_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What the log is narrowed to: words in a person's name, an action's verb, a record, and days, both included."""

    person: str = ""
    verb: str = ""
    record: str = ""
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A record as the log names it: what kind it is, its title, and its page if it has one."""

    kind: Sentence
    title: str
    url: str
    subject: str


def reads_log(actor: Actor) -> bool:
    """Whether the actor reads the whole log of the institution, and not only what they did themselves."""
    return actor.holds(*READS_THE_LOG, path="/")


def events(actor: Actor, filters: Filters = Filters()) -> QuerySet[AuditEvent]:
    """The events that the actor may read, the newest first."""
    found: QuerySet[AuditEvent] = AuditEvent.objects.visible_to(actor).filter(_condition(filters))
    return found.order_by("-sequence")


def verbs_in_log(actor: Actor) -> list[str]:
    """The verbs of the events that the actor may read."""
    rows = AuditEvent.objects.visible_to(actor).order_by().values_list("verb", flat=True).distinct()
    return sorted(rows)


def looks_at(actor: Actor, row: Sensitive) -> QuerySet[AuditEvent]:
    """Who has looked at a record, or taken out a list that may have held it, the newest first; without the actor themself.

    Raises `NotVisibleError` to whom the record is not about and who does not read the log.
    """
    if not may_know_readers(actor, row):
        raise NotVisibleError
    looked = Q(subject=subject_of(row), verb__startswith=LOOKING) | Q(subject=subject_of(type(row)))
    taken = Q(verb__in=row.log_exports)
    rows = AuditEvent.objects.filter(looked | taken, chain=_chain(actor)).exclude(member_id=actor.member_id)
    return rows.order_by("-sequence")


def looks_at_own(actor: Actor) -> QuerySet[AuditEvent]:
    """Who has looked at the records that are about the actor or that they made, the newest first; without themself."""
    rows = AuditEvent.objects.filter(about_actor(actor), chain=_chain(actor), verb__startswith=LOOKING)
    return rows.exclude(member_id=actor.member_id).order_by("-sequence")


def may_know_readers(actor: Actor, row: Sensitive) -> bool:
    """Those who read the log, and those whom the record is about or who made it."""
    return _known.count(actor, type(row), key=row.pk) > 0


@prepared
def _known(actor: Actor, model: type[Sensitive], *, key: Slot) -> QuerySet[Sensitive]:
    rows = model._default_manager.filter(model.in_log(actor), pk=key)
    return rows if reads_log(actor) else rows.filter(model.about(actor))


def record_named(actor: Actor, subject: str) -> Sensitive:
    """The record that the log names so; raises `NotVisibleError`."""
    label, _, key = subject.partition(":")
    model = sensitive_models().get(label)
    if model is None or not _is_key(key):
        raise NotVisibleError
    found = model._default_manager.filter(model.in_log(actor), pk=key).first()
    if not isinstance(found, Sensitive):
        raise NotVisibleError
    return found


def records_of(actor: Actor, found: Iterable[AuditEvent]) -> dict[str, Record]:
    """The sensitive records that events are on, by subject, as far as the actor may know them: a query for each kind."""
    wanted: dict[str, set[str]] = {}
    for event in found:
        label, _, key = event.subject.partition(":")
        if _is_key(key):
            wanted.setdefault(label, set()).add(key)
    known = ((sensitive_models()[label], keys) for label, keys in wanted.items() if label in sensitive_models())
    return {record.subject: record for model, keys in known for record in _records(actor, model, keys)}


def record_shown(row: Sensitive) -> Record:
    """A record as the log names it."""
    url = reverse(row.log_page, args=[row.pk]) if row.log_page else ""
    return Record(row.log_name, str(row), url, subject_of(row))


def without_hidden_mentions(actor: Actor, found: Iterable[AuditEvent]) -> list[AuditEvent]:
    """The events without those whose details name a record that the actor may not know of."""
    mentioned = {event.pk: set(_mentions(event.details)) for event in found}
    every = set().union(*mentioned.values())
    stand_ins = [AuditEvent(subject=subject) for subject in every]
    hidden = every - records_of(actor, stand_ins).keys()
    return [event for event in found if not mentioned[event.pk] & hidden]


def _records(actor: Actor, model: type[Sensitive], keys: set[str]) -> Iterable[Record]:
    rows = model._default_manager.filter(model.in_log(actor), pk__in=keys).select_related(*model.log_related)
    return (record_shown(row) for row in rows if isinstance(row, Sensitive))


def _mentions(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _mentions(each)
    elif isinstance(value, str):
        label, _, key = value.partition(":")
        if label in sensitive_models() and _is_key(key):
            yield value


def _condition(filters: Filters) -> Q:
    condition = Q()
    if filters.person:
        condition &= Q(name_now__icontains=filters.person) | Q(actor__icontains=filters.person)
    if filters.verb:
        condition &= Q(verb=filters.verb)
    if filters.record:
        condition &= Q(subject=filters.record)
    if filters.first:
        condition &= Q(at__gte=_midnight(filters.first))
    if filters.last:
        condition &= Q(at__lt=_midnight(filters.last) + timedelta(days=1))
    return condition


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _chain(actor: Actor) -> int:
    return actor.institution_id or PLATFORM


def _is_key(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True
