"""Which days wait for whom, and what a year holds, as far as the asker may see the agreements."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber, TruncMonth
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.deadlines.answering import answering, missed_by_owners, nobody_owns, under
from aktsom.cooperation.deadlines.models import ASKS, AgreementDay, Kind
from aktsom.core.actor import Actor
from aktsom.core.compiled import prepared
from aktsom.core.duties import Duty
from aktsom.core.visibility import Nothing
from aktsom.engine.agreements.terms import LEAD
from aktsom.engine.lengths import Length

SHOWN = 6
MONTHS = 12


def waiting_for(actor: Actor, kind: str = "", day: date | None = None) -> QuerySet[AgreementDay]:
    """The days that wait for the actor: own agreements, those of the actor's duty, and as a leader what was missed below.

    And what nobody below is there to decide.
    """
    today = timezone.localdate()
    soon = Q(pk__in=())
    for each, lead in LEAD.items():
        soon |= Q(kind=each.value, day__lte=today + timedelta(lead))
    rows: QuerySet[AgreementDay] = AgreementDay.objects.filter(soon, _whose(actor, today))
    if kind:
        rows = rows.filter(kind=kind)
    if day:
        rows = rows.filter(day=day)
    return rows.select_related("agreement__unit", "agreement__owner__user").order_by("day", "agreement__title", "pk")


def numbers_for(actor: Actor) -> list[tuple[str, date, int]]:
    """How many of these days there are of each kind on each day."""
    # What a leader hears of hangs on who leads the units below, which is asked as the question is put together.
    return list(_numbers_for(actor)) if _led(actor) else _numbers.read(actor)


def _numbers_for(actor: Actor) -> QuerySet[AgreementDay, tuple[str, date, int]]:
    rows = waiting_for(actor).order_by().select_related(None).values_list("kind", "day")
    counted: QuerySet[AgreementDay, tuple[str, date, int]] = rows.annotate(number=Count("pk"))
    return counted


_numbers = prepared(_numbers_for)


def missed(today: date) -> Q:
    """The days that passed without a decision: the leader above hears of them."""
    return Q(kind=Kind.SILENT) | Q(kind__in=(Kind.NOTICE, Kind.EXPIRY, Kind.REVIEW), day__lt=today)


def days_of(actor: Actor, agreement_id: object) -> QuerySet[AgreementDay]:
    """The next days of one agreement."""
    rows: QuerySet[AgreementDay] = AgreementDay.objects.visible_to(actor).filter(agreement=agreement_id)
    return rows.order_by("day", "kind", "pk")


@dataclass(frozen=True, slots=True)
class Month:
    """One month: how many days of each kind, and the first few of them."""

    first: date
    numbers: Mapping[str, int]
    days: list[AgreementDay]

    @property
    def total(self) -> int:
        """How many days there are in it."""
        return sum(self.numbers.values())

    @property
    def more(self) -> int:
        """How many are not among the first few."""
        return self.total - len(self.days)


def year_of(actor: Actor, first: date, kind: str = "") -> list[Month]:
    """Twelve months from the first day of one on, in two queries however many agreements there are."""
    end = Length(months=MONTHS).after(first)
    rows = _between(actor, first, end, kind).annotate(month=TruncMonth("day"))
    numbers: dict[date, dict[str, int]] = {}
    for month, each, number in rows.order_by().values_list("month", "kind").annotate(number=Count("pk")):
        numbers.setdefault(month, {})[each] = number
    place = Window(RowNumber(), partition_by=F("month"), order_by=(F("day"), F("kind"), F("pk")))
    days: dict[date, list[AgreementDay]] = {}
    for row in (
        rows.annotate(place=place).filter(place__lte=SHOWN).select_related("agreement").order_by("day", "kind", "pk")
    ):
        days.setdefault(row.month, []).append(row)
    return [Month(month, numbers.get(month, {}), days.get(month, [])) for month in _months(first)]


def month_of(actor: Actor, first: date, kind: str = "") -> QuerySet[AgreementDay]:
    """All days of one month."""
    rows = _between(actor, first, Length(months=1).after(first), kind)
    return rows.select_related("agreement__unit", "agreement__owner__user").order_by("day", "kind", "pk")


def all_days(actor: Actor, kind: str = "") -> QuerySet[AgreementDay]:
    """Every day that is kept, by day."""
    rows: QuerySet[AgreementDay] = AgreementDay.objects.visible_to(actor)
    return (rows.filter(kind=kind) if kind else rows).select_related("agreement").order_by("day", "kind", "pk")


def within(rows: QuerySet[AgreementDay], begins: date | None, until: date | None) -> QuerySet[AgreementDay]:
    """Those from one day until another, both included."""
    rows = rows.filter(day__gte=begins) if begins else rows
    return rows.filter(day__lte=until) if until else rows


def first_of_month(day: date) -> date:
    """The first day of its month."""
    return day.replace(day=1)


def _months(first: date) -> Iterator[date]:
    return (Length(months=number).after(first) for number in range(MONTHS))


def _between(actor: Actor, first: date, end: date, kind: str) -> QuerySet[AgreementDay]:
    rows: QuerySet[AgreementDay] = AgreementDay.objects.visible_to(actor).filter(day__gte=first, day__lt=end)
    return rows.filter(kind=kind) if kind else rows


def _whose(actor: Actor, today: date) -> Q:
    """Owners and agreements officers have all days of theirs; a leader what was missed, unless a leader nearer hears of it.

    Where neither an owner nor an officer is here, such a leader has the days from the start. Which agreements these are is
    asked once, not for each of their days.
    """
    if actor.member_id is None:
        return Nothing
    mine = Q(owner_id=actor.member_id)
    for path in actor.paths((Duty.AGREEMENTS_OFFICER,)):
        mine |= under(path)
    whose = Q(agreement__in=_ids(actor, mine))
    if led := _led(actor):
        known = answering(actor, today)
        raised = known.raised_to(actor, led)
        left = (
            Agreement.objects.visible_to(actor).filter(nobody_owns(today), known.without_officer(), raised).order_by()
        )
        whose |= missed(today) & Q(agreement__in=_ids(actor, raised)) | missed_by_owners(left)
    return whose & Q(kind__in=ASKS)


def _led(actor: Actor) -> tuple[str, ...]:
    return actor.paths((Duty.UNIT_LEADER,)) + (("",) if actor.holds(Duty.LEADERSHIP) else ())


def _ids(actor: Actor, condition: Q) -> QuerySet[Agreement]:
    """Among the agreements that the actor may see: asked of the same table twice, the database would compare row by row."""
    rows: QuerySet[Agreement] = Agreement.objects.visible_to(actor).filter(condition)
    return rows.order_by().only("pk")
