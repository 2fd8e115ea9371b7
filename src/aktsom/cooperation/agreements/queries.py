"""What can be asked of the agreements, already limited to what the asker may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from aktsom.cooperation.agreements.counting import (
    LACKING,
    LEAVES_OPEN,
    is_overtaken,
    lacked,
    overtaken,
    says,
    that_count,
)
from aktsom.cooperation.agreements.models import (
    Agreement,
    AgreementCooperation,
    AgreementParty,
    AgreementUnit,
    ClauseCheck,
    Comparison,
    DocumentVersion,
    StepTaken,
)
from aktsom.cooperation.agreements.models.checks import Verdict
from aktsom.cooperation.agreements.permissions import may_register_for
from aktsom.cooperation.agreements.sorting import last_day
from aktsom.cooperation.partners.concerns import with_concern
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.partners.queries import now_standing
from aktsom.cooperation.records import queries as records
from aktsom.cooperation.records.queries import WITH_STANDING, one_of
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.compiled import Rows, Slot, among, compiled, prepared
from aktsom.core.errors import NotVisibleError
from aktsom.core.models import PLATFORM, AuditEvent
from aktsom.core.sensitive import subject_of
from aktsom.core.visibility import get_visible
from aktsom.engine.agreements.lifecycle import OVER, RUNNING
from aktsom.institutions.models import Unit
from aktsom.institutions.queries import open_units

MOST_PARENTS = 200
"""So many agreements at most are offered at once for another one to hang on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters(records.Filters):
    """What a list of agreements is narrowed to.

    `lacks` is a framework condition that the latest check found absent or contradicted, or that an amendment or an annex
    contradicts, `meets` one that it found met and nothing beside it contradicts.
    `complete` is "yes" where no required condition is missing, "no" where one is, and neither where that could not be read.
    `checked` and `flagged` (a partner with a concern or something heavier) are "yes" or "no", and so is `running`: in force,
    running out or with notice given.
    """

    lacks: str = ""
    meets: str = ""
    complete: str = ""
    checked: str = ""
    flagged: str = ""
    running: str = ""


def agreements(actor: Actor, filters: Filters = Filters(), sort: str = "newest") -> QuerySet[Agreement]:
    """The agreements that the actor may see, narrowed and sorted, with their units."""
    found: QuerySet[Agreement] = Agreement.objects.visible_to(actor).filter(_condition(actor, filters))
    if sort == "ends":
        return found.select_related("unit").order_by(last_day().asc(nulls_last=True), "id")
    return records.sorted_by(found, sort)


def listed(actor: Actor, filters: Filters, sort: str) -> Rows[Agreement]:
    """The same, to be shown page by page, each with its parties."""
    return records.listed(agreements, with_places, actor, filters, sort)


def with_places(rows: Iterable[Agreement]) -> list[Agreement]:
    """The same, each with `places`: the other side's parties by name. One query."""
    return records.with_places(rows, lambda ids: _places.read(agreements=ids), "agreement_id")


@prepared
def _places(*, agreements: Slot) -> QuerySet[AgreementParty]:
    rows = AgreementParty.objects.filter(among("agreement_id", agreements), side=AgreementParty.Side.THEIRS)
    return rows.select_related(WITH_STANDING).order_by("partner__name")


def with_words(actor: Actor, text: str, most: int) -> list[Agreement]:
    """The newest with a text in title, reference or the name of a partner, each with its `places`."""
    return with_places(_with_words.read(actor, most, text=text))


@compiled
def _with_words(actor: Actor, most: int, *, text: Slot) -> QuerySet[Agreement]:
    return agreements(actor, Filters(text=text))[:most]


def agreement_of(actor: Actor, agreement_id: UUID) -> Agreement:
    """One agreement with its unit and people; raises `NotVisibleError`."""
    found = _agreement.first(actor, key=agreement_id)
    if found is None:
        raise NotVisibleError
    return found


@prepared
def _agreement(actor: Actor, *, key: Slot) -> QuerySet[Agreement]:
    shown = ("institution", "unit", "owner__user", "registered_by__user", "compartment")
    return Agreement.objects.visible_to(actor).select_related(*shown).filter(pk=key).order_by()


def parent_seen(actor: Actor, parent_id: UUID | None) -> Agreement | None:
    """The agreement that another one hangs on, None when the actor may not see it or it was withdrawn."""
    return _parent.first(actor, key=parent_id) if parent_id else None


@prepared
def _parent(actor: Actor, *, key: Slot) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(actor).filter(pk=key).order_by()


def parties_of(agreement: Agreement) -> list[AgreementParty]:
    """Who is bound, our side first."""
    return _parties.read(agreement=agreement.pk)


@prepared
def _parties(*, agreement: Slot) -> QuerySet[AgreementParty]:
    rows = AgreementParty.objects.filter(agreement_id=agreement).select_related(WITH_STANDING)
    return rows.order_by("side", "partner__name", "pk")


def further_units(agreement: Agreement) -> list[Unit]:
    """The further units that work under it, each once."""
    rows = _further.read(agreement=agreement.pk)
    return list({row.unit_id: row.unit for row in rows}.values())


@prepared
def _further(*, agreement: Slot) -> QuerySet[AgreementUnit]:
    return AgreementUnit.objects.filter(agreement_id=agreement).select_related("unit").order_by("unit__path")


def cooperation_under(actor: Actor, agreement: Agreement) -> list[Cooperation]:
    """The cooperation that goes on under it, as far as the actor may see it."""
    return _under.read(actor, agreement=agreement.pk)


@prepared
def _under(actor: Actor, *, agreement: Slot) -> QuerySet[Cooperation]:
    links = AgreementCooperation.objects.filter(agreement_id=agreement).order_by().values("cooperation")
    return Cooperation.objects.visible_to(actor).filter(pk__in=links).select_related("unit").order_by("title", "pk")


def cooperation_offered(actor: Actor, agreement: Agreement) -> list[Cooperation]:
    """Cooperation with the same partners that is not under it, newest first; at most ten."""
    return _offered.read(actor, agreement=agreement.pk)


@prepared
def _offered(actor: Actor, *, agreement: Slot) -> QuerySet[Cooperation]:
    stands = now_standing("partner")
    partners = AgreementParty.objects.filter(agreement_id=agreement, partner__isnull=False).order_by()
    same = Cooperation.objects.visible_to(actor).filter(
        parties__partner__in=partners.values_list(stands), compartment__isnull=True
    )
    links = AgreementCooperation.objects.filter(agreement_id=agreement).order_by().values("cooperation")
    rows = Cooperation.objects.filter(pk__in=same.order_by().values("pk")).exclude(pk__in=links)
    return rows.order_by("-registered_at", "pk")[:10]


def over(actor: Actor, cooperation: Cooperation) -> list[Agreement]:
    """The agreements under which a cooperation goes on, as far as the actor may see them."""
    return _over.read(actor, cooperation=cooperation.pk)


@prepared
def _over(actor: Actor, *, cooperation: Slot) -> QuerySet[Agreement]:
    links = AgreementCooperation.objects.filter(cooperation_id=cooperation).order_by().values("agreement")
    return Agreement.objects.visible_to(actor).filter(pk__in=links).order_by("title", "pk")


def with_partner(actor: Actor, partner: Partner, most: int) -> list[Agreement]:
    """The newest agreements with a partner."""
    return _with_partner.read(actor, most, partner=partner.standing.pk)


@prepared
def _with_partner(actor: Actor, most: int, *, partner: Slot) -> QuerySet[Agreement]:
    return agreements(actor).filter(one_of(_with(Q(stands=partner))))[:most]


def children_of(actor: Actor, agreement: Agreement) -> list[Agreement]:
    """What hangs on it: agreements under it, amendments, and what replaced it."""
    return _children.read(actor, parent=agreement.pk)


@prepared
def _children(actor: Actor, *, parent: Slot) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(actor).filter(parent_id=parent).order_by("starts", "title", "pk")


def versions_of(agreement: Agreement) -> list[DocumentVersion]:
    """The files of an agreement, the newest first, with paper, who added it, and the latest comparison as `compared`."""
    return [each for each in files_of(agreement) if each.withdrawn_at is None]


def files_of(agreement: Agreement) -> list[DocumentVersion]:
    """The same with those that were withdrawn."""
    return _versions.read(agreement=agreement.pk)


@prepared
def _versions(*, agreement: Slot) -> QuerySet[DocumentVersion]:
    latest = (
        Comparison.objects.filter(returned=OuterRef("pk"), sent__withdrawn_at__isnull=True)
        .order_by("-at")
        .values("pk")[:1]
    )
    rows: QuerySet[DocumentVersion] = DocumentVersion.objects.filter(agreement_id=agreement).annotate(
        compared=Subquery(latest)
    )
    return rows.select_related("document", "by__user", "withdrawn_by__user").order_by("-at", "-number", "pk")


def version_of(actor: Actor, agreement: Agreement, version_id: UUID | None) -> DocumentVersion:
    """One file of the agreement; raises `NotVisibleError`."""
    return get_visible(DocumentVersion, actor, pk=version_id, agreement=agreement)


def steps_of(agreement: Agreement) -> list[StepTaken]:
    """What happened to it, the latest first."""
    return list(agreement.steps.select_related("by__user", "shown_by").order_by("-at", "-pk"))


def checks_of(agreement: Agreement) -> list[ClauseCheck]:
    """Every check of its files, the latest first."""
    return list(agreement.checks.select_related("document_version__document", "by__user"))


def current_among(checks: Iterable[ClauseCheck]) -> ClauseCheck | None:
    """The check that counts, if one is done."""
    return next((each for each in checks if each.current), None)


def beside_among(checks: Iterable[ClauseCheck]) -> list[ClauseCheck]:
    """The checks of amendments and annexes that count for what they contradict."""
    return [each for each in checks if each.beside]


def amending(actor: Actor, agreement: Agreement) -> list[ClauseCheck]:
    """The checks that count for agreements which amend it and are not over, as far as the actor may see them."""
    children = Agreement.objects.visible_to(actor).filter(parent=agreement, relation=Agreement.Relation.AMENDS)
    of_those = children.exclude(state__in=[each.value for each in OVER]).order_by().values("pk")
    rows = ClauseCheck.objects.filter(Q(current=True) | Q(beside=True), agreement__in=of_those)
    return list(rows.select_related("document_version__document").prefetch_related("findings"))


def lacking(agreements: Iterable[Agreement]) -> dict[UUID, int | None]:
    """How many required conditions each of the agreements lacks by its current check, or has contradicted in an amendment or an
    annex; those of which nothing is known are left out.

    None where none is found to be lacking, but some of the paper could not be read, and nobody has looked there; or where a
    newer paper was not checked.
    """
    counted: dict[UUID, int | None] = {}
    found: dict[UUID, set[str]] = {}
    for check in _counting.read(agreements=[each.pk for each in agreements]):
        if check.current:
            counted[check.agreement_id] = None if LEAVES_OPEN in check.standings or check.overtaken else 0
        found.setdefault(check.agreement_id, set()).update(lacked(check))
    return counted | {key: len(conditions) for key, conditions in found.items() if conditions}


@prepared
def _counting(*, agreements: Slot) -> QuerySet[Any]:
    asked: QuerySet[Any] = that_count(agreements).annotate(overtaken=is_overtaken())
    return asked


def history_of(actor: Actor, *rows: Agreement | DocumentVersion | ClauseCheck) -> list[AuditEvent]:
    """What was done with an agreement, its files and their checks, latest first."""
    return _history.read(actor.institution_id or PLATFORM, subjects=[subject_of(row) for row in rows])


@prepared
def _history(chain: int, *, subjects: Slot) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.filter(among("subject", subjects), chain=chain)
    return records.changes_among(rows)


def units_to_register_for(actor: Actor) -> list[Unit]:
    """The units that the actor may register agreements for, from the top down."""
    return [unit for unit in open_units(actor) if may_register_for(actor, unit.path)]


def parents_to_choose(actor: Actor, agreement: Agreement | None = None, words: str = "") -> list[Agreement]:
    """Agreements that this one may hang on, with these words as in the list, the newest first.

    One more than `MOST_PARENTS` when there are more.
    """
    rows = agreements(actor, Filters(text=words))
    return list((rows.exclude(pk=agreement.pk) if agreement else rows)[: MOST_PARENTS + 1])


def _condition(actor: Actor, filters: Filters) -> Q:
    condition = records.narrowed(Agreement, actor, filters, _with)
    done = _checked(current=True)
    if filters.checked:
        condition &= Q(done) if filters.checked == "yes" else ~Q(done)
    if filters.running:
        running = Q(state__in=[each.value for each in RUNNING])
        condition &= running if filters.running == "yes" else ~running
    if filters.lacks:
        condition &= Q(_checked(_lacks(filters.lacks)))
    if filters.meets:
        opposed = _checked(says(Verdict.CONTRADICTED, filters.meets), beside=True)
        condition &= Q(_checked(says(Verdict.MET, filters.meets) & ~overtaken(), current=True)) & ~Q(opposed)
    if filters.complete:
        missing = _checked(LACKING)
        unseen = _checked(Q(standings__has_key=LEAVES_OPEN) | overtaken(), current=True)
        condition &= Q(missing) if filters.complete == "no" else Q(done) & ~Q(missing) & ~Q(unseen)
    if filters.flagged:
        touched = Q(pk__in=())
        for keys in with_concern(actor):
            touched |= Q(pk__in=_with(Q(stands__in=keys)))
        condition &= touched if filters.flagged == "yes" else ~touched
    return condition


def _checked(*those: Q, **what: object) -> Exists:
    """Whether an agreement has such a check."""
    return Exists(ClauseCheck.objects.filter(*those, **what, agreement_id=OuterRef("pk")))


def _lacks(condition: str) -> Q:
    """Checks that contradict it, or are silent on it; what an amendment is silent on, the agreement that it amends may say."""
    opposed = says(Verdict.CONTRADICTED, condition) & (Q(current=True) | Q(beside=True))
    silent = says(Verdict.ABSENT, condition) & Q(current=True) & ~Q(agreement__relation=Agreement.Relation.AMENDS)
    return opposed | silent


def _with(condition: Q) -> QuerySet[Any]:
    return records.having_partner(AgreementParty.objects.filter(partner__isnull=False), "agreement", condition)
