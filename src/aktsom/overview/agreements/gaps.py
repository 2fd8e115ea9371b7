"""What is missing in an institution's agreements, each gap as one condition, as far as the asker may see the agreements."""

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from aktsom.appraisal.concerns import flagged_partners, partners_in_noted_countries
from aktsom.cooperation.agreements.counting import (
    LACKING,
    LEAVES_OPEN,
    SILENT,
    is_overtaken,
    lacked,
    overtaken,
    that_count,
)
from aktsom.cooperation.agreements.models import (
    Agreement,
    AgreementCooperation,
    AgreementParty,
    ClauseCheck,
)
from aktsom.cooperation.agreements.models.checks import Verdict
from aktsom.cooperation.agreements.queries import Filters, agreements, with_places
from aktsom.cooperation.deadlines.models import AgreementDay, Kind
from aktsom.cooperation.deadlines.queries import missed
from aktsom.cooperation.exits.models import NOT_BROKEN, Breach, ExitStrategy
from aktsom.cooperation.partners.queries import now_standing
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.compiled import Rows, among, rows_by_key
from aktsom.engine.agreements.lifecycle import RUNNING
from aktsom.institutions.models import Unit
from aktsom.institutions.paths import paths_up

IN_FORCE = sorted(state.value for state in RUNNING)
_IN_FORCE = Q(state__in=IN_FORCE)
NOT_OVER = (Cooperation.State.PLANNED, Cooperation.State.ACTIVE)


class Gap(StrEnum):
    """What an agreement in force lacks, what leadership must know of it, or that it ran out before anybody decided."""

    LACKS = "lacks"
    UNREAD = "unread"
    UNCHECKED = "unchecked"
    NO_STRATEGY = "no-strategy"
    SILENT = "silent"
    BROKEN = "broken"
    FLAGGED = "flagged"
    COUNTRY = "country"
    NO_COOPERATION = "no-cooperation"
    LAPSED = "lapsed"


TITLES = {
    Gap.LACKS: ngettext_lazy(
        "lacks or contradicts a framework condition that is required",
        "lack or contradict a framework condition that is required",
    ),
    Gap.UNREAD: ngettext_lazy(
        "could be read only in part, and a required condition was not seen there",
        "could be read only in part, and a required condition was not seen there",
    ),
    Gap.UNCHECKED: ngettext_lazy(
        "was never checked, or a newer paper of it was not", "were never checked, or a newer paper of them was not"
    ),
    Gap.NO_STRATEGY: ngettext_lazy("has no exit strategy", "have no exit strategy"),
    Gap.SILENT: ngettext_lazy(
        "renewed itself or passed its day of notice without a decision",
        "renewed themselves or passed their day of notice without a decision",
    ),
    Gap.BROKEN: ngettext_lazy("is broken, and a plan runs", "are broken, and a plan runs"),
    Gap.FLAGGED: ngettext_lazy(
        "touches a partner or a country with a concern or something heavier",
        "touch a partner or a country with a concern or something heavier",
    ),
    Gap.COUNTRY: ngettext_lazy(
        "has a partner in a country that calls for care (academic freedom, threat assessments, sanctions)",
        "have a partner in a country that calls for care (academic freedom, threat assessments, sanctions)",
    ),
    Gap.NO_COOPERATION: ngettext_lazy(
        "has no cooperation under it that goes on or is planned",
        "have no cooperation under them that goes on or is planned",
    ),
    Gap.LAPSED: ngettext_lazy(
        "ran out in the last year, and nobody has decided about it",
        "ran out in the last year, and nobody has decided about them",
    ),
}
"""What is said after "so many agreements in force", and of those that are over after their number, which chooses the words."""
HEADINGS: dict[Gap, Promise] = {
    Gap.LACKS: _("Agreements that lack or contradict a framework condition that is required"),
    Gap.UNREAD: _("Agreements that could be read only in part, and a required condition was not seen there"),
    Gap.UNCHECKED: _("Agreements that were never checked, or of which a newer paper was not"),
    Gap.NO_STRATEGY: _("Agreements without an exit strategy"),
    Gap.SILENT: _("Agreements that renewed themselves or passed their day of notice without a decision"),
    Gap.BROKEN: _("Agreements that are broken"),
    Gap.FLAGGED: _("Agreements that touch a partner or a country with a concern or something heavier"),
    Gap.COUNTRY: _("Agreements with a country that calls for care (academic freedom, threat assessments, sanctions)"),
    Gap.NO_COOPERATION: _("Agreements without cooperation that goes on or is planned"),
    Gap.LAPSED: _("Agreements that ran out in the last year without a decision"),
}
SHORT: dict[Gap, Promise] = {
    Gap.BROKEN: _("broken"),
    Gap.FLAGGED: _("a concern about partner or country"),
    Gap.LAPSED: _("ran out without a decision"),
    Gap.SILENT: _("went on without a decision"),
    Gap.LACKS: _("a required condition is missing or contradicted"),
    Gap.NO_STRATEGY: _("no exit strategy"),
    Gap.UNREAD: _("read only in part"),
    Gap.UNCHECKED: _("not checked"),
    Gap.NO_COOPERATION: _("no cooperation under it"),
    Gap.COUNTRY: _("a country that calls for care"),
}
"""What is said of one agreement, the heaviest first."""


def with_gap(actor: Actor, gap: Gap, filters: Filters = Filters()) -> QuerySet[Agreement]:  # noqa: B008
    """The agreements that have it, narrowed as the list of agreements is, by title."""
    rows = agreements(actor, filters, "title")
    return rows.filter(_state_of(gap), CONDITIONS[gap](actor)).select_related("owner__user")


def listed_with_gap(actor: Actor, gap: Gap, filters: Filters) -> Rows[Agreement]:
    """The same, to be shown page by page, each with its parties."""
    seen = Agreement.objects.visible_to(actor).select_related("unit", "owner__user")
    return rows_by_key(
        lambda: list(with_gap(actor, gap, filters).values_list("pk", flat=True)),
        lambda keys: with_places(seen.filter(pk__in=keys)),
    )


def gaps_of(actor: Actor, most: int) -> tuple[list[tuple[Agreement, list[Gap]]], int]:
    """Agreements with all the gaps of each, those with the heaviest gaps first; and how many more have some."""
    shown = _heaviest(actor, most)
    found: dict[UUID, list[Gap]] = {key: [] for key in shown}
    for gap in SHORT:
        for key in with_gap(actor, gap).filter(pk__in=list(shown)).order_by().values_list("pk", flat=True):
            found[key].append(gap)
    any_gap = Q(pk__in=())
    for gap in Gap:
        any_gap |= _having(actor, gap)
    total = _visible(actor).filter(any_gap).count()
    return [(row, found[key]) for key, row in shown.items()], total - len(shown)


def _heaviest(actor: Actor, most: int) -> dict[UUID, Agreement]:
    """By their keys those that have the heaviest gap, then those that have the next, each by title, until there are so many."""
    shown: dict[UUID, Agreement] = {}
    for gap in SHORT:
        rows = with_gap(actor, gap).exclude(pk__in=list(shown))[: most - len(shown)]
        shown.update((row.pk, row) for row in rows)
    return shown


def numbers(actor: Actor) -> tuple[int, dict[Gap, int]]:
    """How many agreements in force there are, and how many have each gap, in one query."""
    rows = _visible(actor).filter(state__in=[*IN_FORCE, Agreement.State.ENDED])
    counts = {f"gap_{gap.name.lower()}": Count("pk", filter=_having(actor, gap)) for gap in Gap}
    found = rows.aggregate(total=Count("pk", filter=_IN_FORCE), **counts)
    return found["total"], {gap: found[f"gap_{gap.name.lower()}"] for gap in Gap}


def required_and_lacking(actor: Actor, among: Collection[UUID] | None = None) -> dict[UUID, list[str]]:
    """The conditions that are required and lacking in each agreement in force, or in those of them that are asked about.

    One query.
    """
    found: dict[UUID, set[str]] = {}
    asked = Q() if among is None else Q(agreement__in=among)
    for check in that_count(_those_in_force(actor)).filter(LACKING, asked):
        found.setdefault(check.agreement_id, set()).update(lacked(check))
    return {key: sorted(conditions) for key, conditions in found.items()}


def cooperation_without_agreement(actor: Actor) -> QuerySet[Cooperation]:
    """Cooperation that goes on and is under no agreement in force that the actor may see."""
    in_force = among("agreement_id", _those_in_force(actor))
    under = AgreementCooperation.objects.filter(in_force).order_by().values("cooperation")
    rows = Cooperation.objects.visible_to(actor).filter(state=Cooperation.State.ACTIVE).exclude(pk__in=under)
    return rows.select_related("unit").order_by("title", "pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """How many agreements meet a condition, meet it partly, contradict it or lack it, by their current checks.

    `unseen` are those that could be read only in part, and where it was not seen; and those that met it in a paper after which
    came another that was not checked.
    """

    condition: str
    met: int
    partly: int
    contradicted: int
    absent: int
    unseen: int


def by_condition(actor: Actor) -> list[Standing]:
    """Each condition with how agreements in force stand to it; what a person said counts before the check.

    What an amendment or an annex says the opposite of is contradicted, whatever the agreement's own paper says.
    Amendments are not counted among those that lack it: what one is silent on, the agreement that it amends may say.
    """
    counting = that_count(_those_in_force(actor)).annotate(overtaken=is_overtaken())
    rows = list(counting.values_list("agreement", "agreement__relation", "beside", "overtaken", "standings"))
    opposed: dict[UUID, set[str]] = {}
    for agreement, _relation, is_beside, _is_old, standings in rows:
        if is_beside:
            opposed.setdefault(agreement, set()).update(standings.get(str(Verdict.CONTRADICTED), ()))
    counts = {verdict: Counter[str]() for verdict in Verdict.values}
    counts[Verdict.CONTRADICTED].update(chain.from_iterable(opposed.values()))
    for agreement, relation, is_beside, is_old, standings in rows:
        for verdict in standings.keys() & counts.keys() if not is_beside else ():
            if not (relation == Agreement.Relation.AMENDS and verdict in SILENT):
                elsewhere = opposed.get(agreement, ())
                counted = counts[Verdict.UNSEEN if is_old and verdict == Verdict.MET else verdict]
                counted.update(name for name in standings[verdict] if name not in elsewhere)
    names = sorted(frozenset().union(*counts.values()))
    order = (Verdict.MET, Verdict.PARTLY, Verdict.CONTRADICTED, Verdict.ABSENT, Verdict.UNSEEN)
    return [Standing(name, *(counts[each][name] for each in order)) for name in names]


def by_field(actor: Actor, field: str) -> list[tuple[object, int]]:
    """How many agreements in force of each kind, or of all agreements in each state, the most first."""
    counted = _visible(actor) if field == "state" else _running(actor)
    return list(counted.values_list(field).annotate(number=Count("pk")).order_by("-number", field))


def by_unit(actor: Actor) -> list[tuple[Unit | None, int]]:
    """How many agreements in force each unit has together with all units below it, the most first; None stands for no unit.

    An agreement counts for its further units too, and for each unit once; the list of agreements counts in the same way when
    it is narrowed to a unit. Three queries.
    """
    counted: Counter[str] = Counter()
    for path, number in _running(actor).values_list("unit__path").annotate(number=Count("pk")):
        for each in paths_up(path or "") or [""]:
            counted[each] += number
    counted.update(_counted_further(actor))
    units = Unit.objects.visible_to(actor).filter(path__in=list(counted)).order_by("path")
    found: list[tuple[Unit | None, int]] = [(unit, counted[unit.path]) for unit in units]
    if counted[""]:
        found.append((None, counted[""]))
    return sorted(found, key=lambda each: -each[1])


def _counted_further(actor: Actor) -> Counter[str]:
    """How many agreements each unit has by further units alone, its own and those of units below it."""
    found: dict[UUID, set[str]] = {}
    own: dict[UUID, list[str]] = {}
    rows = _running(actor).filter(further_units__isnull=False)
    for key, path, further in rows.values_list("pk", "unit__path", "further_units__unit__path"):
        own[key] = paths_up(path or "")
        found.setdefault(key, set()).update(paths_up(further))
    return Counter(each for key, paths in found.items() for each in paths.difference(own[key]))


def by_country(actor: Actor) -> list[tuple[str, int]]:
    """How many agreements with each country; one with partners in two counts for both."""
    return list(_parties(actor, now_standing("partner", "country")))


def by_partner(actor: Actor) -> list[tuple[object, int]]:
    """The ids of the partners that have agreements in force, followed through mergers, those with most first."""
    return list(_parties(actor, now_standing("partner")))


def _parties(actor: Actor, stands: object) -> "QuerySet[AgreementParty, tuple[str, int]]":
    rows = AgreementParty.objects.filter(agreement__in=_running(actor), partner__isnull=False)
    counted = (
        rows.annotate(stands=stands).order_by().values("stands").annotate(number=Count("agreement", distinct=True))
    )
    found: QuerySet[AgreementParty, tuple[str, int]] = counted.order_by("-number", "stands").values_list(
        "stands", "number"
    )
    return found


def _state_of(gap: Gap) -> Q:
    """What ran out is over; everything else is asked of what is in force."""
    return Q(state=Agreement.State.ENDED) if gap is Gap.LAPSED else _IN_FORCE


def _having(actor: Actor, gap: Gap) -> Q:
    return _state_of(gap) & CONDITIONS[gap](actor)


def _visible(actor: Actor) -> QuerySet[Agreement]:
    rows: QuerySet[Agreement] = Agreement.objects.visible_to(actor).order_by()
    return rows


def _running(actor: Actor) -> QuerySet[Agreement]:
    return _visible(actor).filter(_IN_FORCE)


def _those_in_force(actor: Actor) -> ArraySubquery:
    """As one list of keys, so that the database looks up what they have and does not go through what all have."""
    return ArraySubquery(_visible(actor).filter(state__in=IN_FORCE).values("pk"))


def _checked(*those: Q, **what: object) -> Q:
    return Q(Exists(ClauseCheck.objects.filter(*those, **what, agreement=OuterRef("pk"))))


def _with_one_of(partners: "QuerySet[Any, Any]") -> Q:
    parties = AgreementParty.objects.filter(partner__isnull=False).annotate(stands=now_standing("partner"))
    return Q(pk__in=parties.filter(stands__in=partners).order_by().values("agreement"))


def _no_cooperation(actor: Actor) -> Q:
    """Nothing that the actor may see goes on or is planned under it; nobody sees what was withdrawn."""
    seen = Cooperation.objects.visible_to(actor).filter(state__in=NOT_OVER).order_by().values("pk")
    under = AgreementCooperation.objects.filter(among("cooperation_id", ArraySubquery(seen)))
    return ~Q(pk__in=under.order_by().values("agreement"))


def _lapsed(_actor: Actor) -> Q:
    return _missed(Kind.EXPIRY)


def _broken(_actor: Actor) -> Q:
    """What is only left by plan is not broken."""
    rows = Breach.objects.filter(agreement=OuterRef("pk"), state=Breach.State.OPEN)
    return Q(Exists(rows.exclude(trigger__in=NOT_BROKEN)))


def _silent(_actor: Actor) -> Q:
    return _missed(Kind.SILENT, Kind.NOTICE)


def _missed(*kinds: Kind) -> Q:
    days = AgreementDay.objects.filter(missed(timezone.localdate()), kind__in=kinds, agreement=OuterRef("pk"))
    return Q(Exists(days))


CONDITIONS: dict[Gap, Callable[[Actor], Q]] = {
    Gap.LACKS: lambda _actor: _checked(LACKING),
    Gap.UNREAD: lambda _actor: _checked(current=True, standings__has_key=LEAVES_OPEN),
    Gap.UNCHECKED: lambda _actor: ~_checked(~overtaken(), current=True),
    Gap.NO_STRATEGY: lambda _actor: ~Q(Exists(ExitStrategy.objects.filter(agreement=OuterRef("pk")))),
    Gap.SILENT: _silent,
    Gap.BROKEN: _broken,
    Gap.FLAGGED: lambda actor: _with_one_of(flagged_partners(actor)),
    Gap.COUNTRY: lambda actor: _with_one_of(partners_in_noted_countries(actor)),
    Gap.NO_COOPERATION: _no_cooperation,
    Gap.LAPSED: _lapsed,
}
