"""Removing what is past its date, as the models declare it, and leaving a tombstone that says how much and why.

Nothing goes before its date. What a rule may not touch, because somebody's use is stopped, waits until that ends.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db import models, transaction
from django.db.models import CharField, Exists, F, Func, Model, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import CombinedExpression
from django.utils import timezone

from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.personal import After, Declaration, Held, Kind, WithPlace, declarations
from aktsom.core.rounds import register_step
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Member
from aktsom.protection.personal_data.models import Pseudonym, Tombstone
from aktsom.protection.personal_data.pseudonyms import erase

LAST = 90
NAME = "retention"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of one model: what ends when, and the paths to the members it is about."""

    declaration: Declaration
    after: After
    members: tuple[str, ...]

    @property
    def label(self) -> str:
        """The model's label."""
        return self.declaration.label

    @property
    def is_public(self) -> bool:
        """Whether the rows belong to no institution, so that the rule is applied once and not in each."""
        return not any(each.name == "institution" for each in self.declaration.model._meta.fields)

    def __str__(self) -> str:
        period = self.after.period
        said = f"{self.after.date} + {period.years}y{period.months}m{period.days}d"
        return f"{said}: {', '.join(self.after.clear) or self.after.file or 'row'}"


@dataclass(frozen=True, slots=True)
class Found:
    """How many rows a rule finds past their date."""

    label: str
    rule: str
    number: int


def rules() -> list[Rule]:
    """Every rule with a date that the models declare, each once."""
    found: dict[tuple[str, str], Rule] = {}
    for declaration in declarations():
        for after, held in _dated(declaration):
            paths = (held.whose.path,) if held and held.whose.kind is Kind.PLACE else ()
            rule = Rule(declaration, after, paths)
            former = found.get((rule.label, str(rule)))
            found[(rule.label, str(rule))] = (
                rule if former is None else Rule(declaration, after, former.members + paths)
            )
    return list(found.values())


def due_rows(rule: Rule, now: datetime) -> "QuerySet[Model]":
    """The rows that are past their date. The connection must act for the institution, or for nobody with a public rule."""
    after, model = rule.after, rule.declaration.model
    rows = after.rows() if after.rows else model._base_manager.all()
    if after.spare_newest_by:
        newest = model._base_manager.order_by(after.spare_newest_by, f"-{after.date}").distinct(after.spare_newest_by)
        rows = rows.exclude(pk__in=newest.values("pk"))
    for path in () if rule.is_public else rule.members:
        stopped = Pseudonym.objects.filter(account__isnull=False).annotate(known_as=_text(F("member_id")))
        rows = rows.exclude(Exists(stopped.filter(known_as=_text(OuterRef(path)))))
    return _not_yet_emptied(rule, rows).filter(_is_past(rule, now))


def look(actor: Actor, now: datetime | None = None) -> list[Found]:
    """What would be removed for the institution that the actor stands for, or with none what is public. Changes nothing."""
    return [Found(label, rule, number) for label, rule, number, _run in _work(actor, now or timezone.now()) if number]


def run(actor: Actor, now: datetime | None = None) -> list[Tombstone]:
    """Remove everything that is past its date, each rule in a transaction and with an event of its own."""
    return [done for _label, _rule, number, do in _work(actor, now or timezone.now()) if number for done in do()]


def run_everywhere(report: Callable[[str], None] = lambda _line: None, *, really: bool = True) -> int:
    """Do it for what is public and for every institution; gives how many rows were removed, or would be."""
    total = 0
    for actor in everyone():
        with acting_for(actor):
            done = [(each.label, each.number) for each in (run(actor) if really else look(actor))]
        for label, number in done:
            report(f"{actor.institution_id or '-'}\t{label}\t{number}")
            total += number
    return total


def everyone() -> list[Actor]:
    """The system for what is public, and for each institution."""
    ids = Institution.objects.order_by("pk").values_list("pk", flat=True)
    return [Actor.system(NAME), *(Actor.system(NAME, each) for each in ids)]


@action("remove what is past its date", may=only_system)
def remove_past(actor: Actor, *, label: str, rule: str, before: datetime) -> Tombstone:
    """Apply one rule, named by its model and words, at a moment; leaves a tombstone."""
    wanted = next(each for each in rules() if each.label == label and str(each) == rule)
    number = _remove(wanted, due_rows(wanted, before))
    return Tombstone.objects.create(
        institution_id=actor.institution_id, label=label, rule=rule, why=Tombstone.Why.RETENTION, number=number
    )


@action("erase a person who left", may=only_system)
def erase_leaver(_actor: Actor, *, member: Member) -> Tombstone:
    """Let a pseudonym stand for somebody whose place ended long enough ago."""
    return erase(member, Tombstone.Why.RETENTION)


def leavers(now: datetime) -> "QuerySet[Member]":
    """People whose place ended so long ago that a pseudonym is to stand for them."""
    gone = Member.objects.filter(_over(F("ended_at"), WithPlace().period, now), ended_at__isnull=False)
    return gone.exclude(pk__in=Pseudonym.objects.values("member_id"))


def _work(actor: Actor, now: datetime) -> Iterator[tuple[str, str, int, Callable[[], list[Tombstone]]]]:
    """Each piece of work for an institution: model, rule, how many rows, and the function that does it."""
    for rule in rules():
        if rule.is_public is (actor.institution_id is None):
            number = due_rows(rule, now).count()
            yield (
                rule.label,
                str(rule),
                number,
                lambda rule=rule: [  # type: ignore[misc]
                    remove_past(actor, label=rule.label, rule=str(rule), before=now)
                ],
            )
    if actor.institution_id is not None:
        gone = list(leavers(now))
        yield "institutions.Member", "ended_at", len(gone), lambda: [erase_leaver(actor, member=each) for each in gone]


def _dated(declaration: Declaration) -> Iterator[tuple[After, Held | None]]:
    for held in declaration.held:
        if isinstance(held.kept, After):
            yield held.kept, held
    if declaration.tidied is not None:
        yield declaration.tidied, None


def _is_past(rule: Rule, now: datetime) -> Q:
    after = rule.after
    kind = _field_at(rule.declaration.model, after.date)
    if isinstance(kind, models.IntegerField):
        return Q(**{f"{after.date}__lt": timezone.localdate(now).year - after.period.years})
    known = Q(**{f"{after.date}__isnull": False})
    if isinstance(kind, models.DateField) and not isinstance(kind, models.DateTimeField):
        return known & _over(F(after.date), after.period, timezone.localdate(now), strictly=True)
    return known & _over(F(after.date), after.period, now)


def _over(start: F, period: object, now: date, *, strictly: bool = False) -> Q:
    """That the period after the start is over; a day that is named is still part of it."""
    years, months, days = (getattr(period, part) for part in ("years", "months", "days"))
    interval = Func(
        Value(years),
        Value(months),
        Value(0),
        Value(days),
        function="make_interval",
        output_field=models.DurationField(),
    )
    end = CombinedExpression(start, "+", interval, output_field=models.DateTimeField())
    moment = Value(now, output_field=models.DateField() if strictly else models.DateTimeField())
    lookup = models.lookups.LessThan if strictly else models.lookups.LessThanOrEqual
    return Q(lookup(end, moment))


def _field_at(model: type[Model], path: str) -> "models.Field[object, object] | None":
    """The field at the end of a path; None for a value that the rows were annotated with, which is a moment."""
    names = {each.name: each for each in model._meta.fields}
    first, _sep, rest = path.partition("__")
    field = names.get(first)
    return _field_at(field.related_model, rest) if field is not None and rest and field.related_model else field


def _not_yet_emptied(rule: Rule, rows: "QuerySet[Model]") -> "QuerySet[Model]":
    if rule.after.file:
        return rows.exclude(**{rule.after.file: ""})
    emptied = _emptied(rule)
    return rows.exclude(**emptied) if emptied else rows


def _emptied(rule: Rule) -> dict[str, object]:
    fields = {name: rule.declaration.model._meta.get_field(name) for name in rule.after.clear}
    return {name: field.get_default() if field.has_default() else "" for name, field in fields.items()}  # type: ignore[union-attr]


def _remove(rule: Rule, rows: "QuerySet[Model]") -> int:
    if rule.after.sweep:
        return rule.after.sweep(rows)
    if rule.after.file:
        return _remove_files(rule.after.file, rows)
    emptied = _emptied(rule)
    if emptied:
        return rule.declaration.model._base_manager.filter(pk__in=rows.values("pk")).update(**emptied)
    number = rows.count()
    rule.declaration.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
    return number


def _remove_files(field: str, rows: "QuerySet[Model]") -> int:
    """Let the rows forget their files, and remove those once that is certain."""
    kept = dict(rows.values_list("pk", field))
    for file in kept.values():
        transaction.on_commit(lambda file=file: _unlink(file))  # type: ignore[misc]
    return rows.model._base_manager.filter(pk__in=kept).update(**{field: ""})


def _unlink(kept: str) -> None:
    folder = Path(settings.MEDIA_ROOT).resolve()
    path = (folder / kept).resolve()
    if path.is_relative_to(folder):
        path.unlink(missing_ok=True)


def _text(value: F | OuterRef) -> models.functions.Cast:
    return models.functions.Cast(value, CharField())


register_step(NAME, LAST, lambda report: run_everywhere(lambda line: report(f"removed: {line}")))
