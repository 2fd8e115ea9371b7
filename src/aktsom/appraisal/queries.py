"""Flags as they can be asked for: of subjects, by weight, by rule, and the rules in force."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, When, prefetch_related_objects

from aktsom.appraisal.evaluation import Found, Subjects, evaluate
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models import COOPERATION, PARTNER, TIE, Appraisal, OwnView, RaisedFlag
from aktsom.appraisal.wording import fact_in_words, source_beside, source_in_words
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.compiled import Slot, among, prepared
from aktsom.core.errors import NotVisibleError
from aktsom.engine.documents import Texts
from aktsom.engine.flags.evaluation import RuleBook
from aktsom.engine.flags.rule import Rule
from aktsom.engine.flags.types import Weight


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact as a flag shows it: in words, and where and when it comes from (dates as ISO text).

    `beside` is where and when on one line, without what the words say already.
    """

    name: str
    value: Any
    detail: str
    source: str
    source_url: str
    source_date: str | None
    retrieved: str | None
    beside: str = ""


@dataclass(frozen=True, slots=True)
class FlagView:
    """A flag as a page shows it; texts are in both languages, for the filter `said`. `raised_at` is None for one just found."""

    rule: str
    facet: str
    weight: str
    rank: int
    title: Texts
    reason: Texts
    advice: Texts
    requirements: tuple[str, ...]
    kept: tuple[Mapping[str, Any], ...]
    raised_at: datetime | None

    @property
    def facts(self) -> tuple[FactView, ...]:
        """What it rests on, in words; put into words when asked, as most lists show no more than the title.

        What both the register and an answer say is told once.
        """
        told: dict[str, FactView] = {}
        for each in map(fact_view, self.kept):
            told.setdefault(each.detail, each)
        return tuple(told.values())

    @property
    def shown(self) -> bytes:
        """What pages show of it, as one key: whatever is the same here looks the same."""
        return orjson.dumps((self.rule, self.weight, self.title, self.reason, self.advice, self.kept), default=str)


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule in force, and how many partners, ties and cooperation it holds for now, as far as the actor may know."""

    rule: Rule
    holds: Mapping[str, int]


def current_flags(actor: Actor, kind: str) -> QuerySet[RaisedFlag]:
    """The flags that stand for the actor: the institution's own where it has its own view, else those on public facts."""
    own = OwnView.objects.visible_to(actor).filter(
        subject_kind=OuterRef("subject_kind"), subject_id=OuterRef("subject_id")
    )
    flags: QuerySet[RaisedFlag] = RaisedFlag.objects.visible_to(actor).filter(subject_kind=kind, until=None)
    if kind == COOPERATION or actor.institution_id is None:
        return flags
    return flags.filter(Q(institution_id=actor.institution_id) | (Q(institution=None) & ~Exists(own)))


def flags_of(actor: Actor, kind: str, ids: Collection[UUID]) -> dict[UUID, list[FlagView]]:
    """The flags of each subject, heaviest first; a subject without flags has an empty list. One query."""
    found: dict[UUID, list[FlagView]] = {each: [] for each in ids}
    rows = _flags.read(actor, kind, subjects=list(ids)) if ids else ()
    # Many subjects share the same few flags with the same facts, and putting facts into words takes time.
    worded: dict[tuple[str, str, bytes], FlagView] = {}
    for row in rows:
        key = (row.rule, row.weight, orjson.dumps(row.facts))
        if key not in worded:
            worded[key] = _view(row.rule, row.facet, row.weight, row.rank, row.facts, None, row.institution_id)
        found[row.subject_id].append(replace(worded[key], raised_at=row.raised_at))
    return found


@prepared
def _flags(actor: Actor, kind: str, *, subjects: Slot) -> QuerySet[RaisedFlag]:
    return current_flags(actor, kind).filter(among("subject_id", subjects)).order_by("-rank", "rule")


def weights_of(actor: Actor, kind: str, ids: Collection[UUID]) -> dict[UUID, str]:
    """The heaviest weight of each subject that has flags. One query."""
    rows = (
        current_flags(actor, kind).filter(subject_id__in=list(ids)).order_by("rank").values_list("subject_id", "weight")
    )
    return dict(rows)


def flags_of_partner(actor: Actor, partner: Partner) -> list[FlagView]:
    """The partner's flags; for one that the institution has not yet to do with they are found here and now.

    Whoever looks up a possible new partner must see what the institution's own confirmations lead to.
    """
    stored = _flags.read(actor, PARTNER, subjects=[partner.pk])
    if _has_own_view(actor, partner, stored):
        return [
            _view(row.rule, row.facet, row.weight, row.rank, row.facts, row.raised_at, row.institution_id)
            for row in stored
        ]
    since = {flag.rule: flag.raised_at for flag in stored}
    now = evaluate(actor, Subjects(partners=[partner]))[PARTNER][partner.pk]
    return [flag_view(found, since.get(found.rule), actor.institution_id) for found in now]


def _has_own_view(actor: Actor, partner: Partner, stored: Sequence[RaisedFlag]) -> bool:
    """Whether the institution goes by flags of its own: those that stand for it tell, and where none stands it is asked."""
    if stored:
        return stored[0].institution_id is not None
    return OwnView.objects.visible_to(actor).filter(subject_kind=PARTNER, subject_id=partner.pk).exists()


def flags_by_weight(actor: Actor, kind: str = PARTNER) -> dict[str, int]:
    """How many flags of each weight stand, lightest first, zeros too."""
    counted = dict(_counts(current_flags(actor, kind), "weight"))
    return {weight.value: counted.get(weight.value, 0) for weight in Weight}


def flags_by_rule(actor: Actor, kind: str = PARTNER) -> dict[str, int]:
    """For how many subjects of a kind each rule holds, heaviest rules first, zeros too."""
    counted = dict(_counts(current_flags(actor, kind), "rule"))
    return {rule.id: counted.get(rule.id, 0) for rule in _by_weight(actor)}


def rules_in_force(actor: Actor) -> list[RuleView]:
    """Every rule, heaviest first, with what it holds for. Three queries."""
    counted = {kind: flags_by_rule(actor, kind) for kind in (PARTNER, TIE, COOPERATION)}
    return [RuleView(rule, {kind: counts[rule.id] for kind, counts in counted.items()}) for rule in _by_weight(actor)]


def rules_for(actor: Actor, kind: str, ids: Collection[UUID] | None = None) -> dict[UUID, list[tuple[str, int]]]:
    """The rules that hold for each subject, heaviest first, each with its rank; of all subjects without `ids`."""
    rows = current_flags(actor, kind)
    rows = rows if ids is None else rows.filter(subject_id__in=list(ids))
    found: dict[UUID, list[tuple[str, int]]] = defaultdict(list)
    for subject, rule, rank in rows.order_by("-rank", "rule").values_list("subject_id", "rule", "rank"):
        found[subject].append((rule, rank))
    return found


def rules_by_id(institution_id: int | None = None) -> Mapping[str, Rule]:
    """The rules that an institution goes by, or those that ship, by id."""
    return _by_id(handbook_of(institution_id).rules)


@lru_cache(maxsize=64)
def _by_id(book: RuleBook) -> Mapping[str, Rule]:
    return {rule.id: rule for rule in book.rules}


def _by_weight(actor: Actor) -> list[Rule]:
    rules = rules_by_id(actor.institution_id).values()
    return sorted(rules, key=lambda rule: (-rule.weight.rank, rule.id))


def _counts(rows: QuerySet[RaisedFlag], by: str) -> Iterable[tuple[str, int]]:
    return rows.order_by().values_list(by).annotate(n=Count("pk"))


def flag_view(found: Found, since: datetime | None = None, institution_id: int | None = None) -> FlagView:
    """A flag as it was found, in the words of the institution's handbook."""
    return _view(found.rule, found.facet, found.weight, found.rank, list(found.facts), since, institution_id)


def _view(
    rule_id: str,
    facet: str,
    weight: str,
    rank: int,
    facts: list[Mapping[str, Any]],
    since: datetime | None,
    institution_id: int | None,
) -> FlagView:
    rule = rules_by_id(institution_id).get(rule_id)
    nothing = {"en": "", "nb": ""}
    return FlagView(
        rule=rule_id,
        facet=facet,
        weight=weight,
        rank=rank,
        title=rule.title if rule else {"en": rule_id, "nb": rule_id},
        reason=rule.reason if rule else nothing,
        advice=rule.advice if rule else nothing,
        requirements=rule.requirements if rule else (),
        kept=tuple(facts),
        raised_at=since,
    )


def fact_view(kept: Mapping[str, Any]) -> FactView:
    """A kept fact in words."""
    detail = fact_in_words(kept)
    return FactView(
        name=kept["name"],
        value=kept["value"],
        detail=detail,
        source=source_in_words(kept["source"]),
        source_url=kept.get("source_url") or "",
        source_date=kept.get("source_date"),
        retrieved=kept.get("retrieved"),
        beside=source_beside(detail, kept),
    )


def appraisal_of(actor: Actor, appraisal_id: UUID) -> Appraisal:
    """One appraisal with its unit, cooperation and people; raises `NotVisibleError`."""
    found = _appraisal.first(actor, key=appraisal_id)
    if found is None:
        raise NotVisibleError
    prefetch_related_objects([found], "asides")
    return found


@prepared
def _appraisal(actor: Actor, *, key: Slot) -> QuerySet[Appraisal]:
    people = ("unit", "cooperation", "cooperation__compartment", "owner__user", "begun_by__user", "decider__user")
    return Appraisal.objects.visible_to(actor).select_related(*people).filter(pk=key).order_by()


def appraisal_with(actor: Actor, token: UUID | None) -> Appraisal | None:
    """What a form with this token has begun already, if anything."""
    return Appraisal.objects.visible_to(actor).filter(token=token).first() if token else None


def current_appraisal(actor: Actor, cooperation: Cooperation) -> Appraisal | None:
    """The appraisal of a cooperation that is not closed, else the latest one."""
    return _current.first(actor, cooperation=cooperation.pk)


@prepared
def _current(actor: Actor, *, cooperation: Slot) -> QuerySet[Appraisal]:
    rows = Appraisal.objects.visible_to(actor).filter(cooperation_id=cooperation).select_related("owner__user", "unit")
    return rows.order_by(Case(When(state="closed", then=1), default=0), "-begun_at", "pk")[:1]
