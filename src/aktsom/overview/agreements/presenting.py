"""The overview of agreements in words and pictures: marks that lead to the lists behind them."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from aktsom.cooperation.agreements.conditions import InForce, condition_title, conditions_in_force
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.countries import country_name
from aktsom.core.pictures import Mark
from aktsom.engine.clauses.library import Library
from aktsom.overview.agreements import gaps
from aktsom.overview.agreements.gaps import SHORT, TITLES, Gap, Standing

MOST = 10
"""So many partners have a bar, and so many lines a table has in the report."""
PRINTED = ("country", "partner", "unit")


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap in words, how many agreements have it, and the list of them."""

    gap: Gap
    title: str
    number: int
    url: str


@dataclass(frozen=True, slots=True)
class Missing:
    """What one agreement has of one gap, in words, and the conditions that it lacks."""

    said: str
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConditionLine:
    """A framework condition in words, how agreements stand to it, and the list of those that lack it."""

    title: str
    standing: Standing
    url: str

    @property
    def lacking(self) -> int:
        """How many contradict it or lack it."""
        return self.standing.contradicted + self.standing.absent


@dataclass(frozen=True, slots=True)
class Picture:
    """One set of bars: how many agreements in force each has, or all agreements for `by` "state". `keys` are of the bars.

    Of partners only those with most have a bar; `number` is how many there are.
    """

    by: str
    label: str
    name: str
    keys: list[str]
    marks: list[Mark]
    number: int

    @property
    def further(self) -> int:
        """How many are not among the first `MOST`."""
        return max(self.number - MOST, 0)


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything on the page and in the report; what `lapsed` is not among the agreements in force.

    The conditions are those that the agreements are `held_to` now.
    """

    held_to: InForce
    total: int
    lines: list[GapLine]
    lapsed: GapLine
    without_agreement: int
    conditions: list[ConditionLine]
    pictures: list[Picture]

    @property
    def printed(self) -> list[Picture]:
        """Those of which the report has a table."""
        return [each for each in self.pictures if each.by in PRINTED and each.marks]


def shown(actor: Actor) -> Shown:
    """The whole overview, in as many queries for ten thousand agreements as for one."""
    total, numbers = gaps.numbers(actor)
    lines = {
        gap: GapLine(gap, TITLES[gap] % number, number, reverse("overview:agreement-gap", args=[gap.value]))
        for gap, number in numbers.items()
    }
    lapsed = lines.pop(Gap.LAPSED)
    without = gaps.cooperation_without_agreement(actor).order_by().count()
    holds = conditions_in_force(actor)
    return Shown(
        holds, total, list(lines.values()), lapsed, without, _conditions(actor, holds.library), list(pictures(actor))
    )


def lacking_of(actor: Actor, library: Library, among: Collection[UUID] | None = None) -> dict[UUID, list[str]]:
    """The required conditions that each agreement in force lacks, or each of those asked about, by their titles."""
    return {
        agreement: [condition_title(library, name) for name in names]
        for agreement, names in gaps.required_and_lacking(actor, among).items()
    }


def missing_in(row: Agreement, found: list[Gap], lacking: dict[UUID, list[str]]) -> list[Missing]:
    """What one agreement has of gaps, each on a line of its own, the heaviest first."""
    which = lacking.get(row.pk, [])
    return [_lacks(which) if gap is Gap.LACKS and which else Missing(str(SHORT[gap])) for gap in found]


def _lacks(conditions: list[str]) -> Missing:
    number = len(conditions)
    said = ngettext(
        "%(number)s required condition is missing or contradicted",
        "%(number)s required conditions are missing or contradicted",
        number,
    )
    return Missing(said % {"number": number}, tuple(conditions))


def _conditions(actor: Actor, library: Library) -> list[ConditionLine]:
    """Those that most agreements lack come first."""
    found = {each.condition: each for each in gaps.by_condition(actor)}
    known = [name for name in library.conditions if name in found]
    lines = [
        ConditionLine(condition_title(library, name), found[name], _list(lacks=name, running="yes")) for name in known
    ]
    return sorted(lines, key=lambda each: -each.lacking)


def pictures(actor: Actor) -> Iterator[Picture]:
    """Agreements by country, partner, kind, state and unit, with names in the active language."""
    language = get_language() or "nb"
    yield _picture(
        "country", _("By country"), _("Country"), gaps.by_country(actor), lambda each: country_name(each, language)
    )
    partners = gaps.by_partner(actor)
    names = _names(Partner.objects.visible_to(actor).filter(pk__in=[key for key, _number in partners[:MOST]]))
    most = _picture(
        "partner",
        _("The partners with most agreements"),
        _("Partner"),
        partners[:MOST],
        lambda each: names.get(each, "–"),
    )
    yield replace(most, number=len(partners))
    yield _picture(
        "kind", _("By kind"), _("Kind"), gaps.by_field(actor, "kind"), lambda each: str(Agreement.Kind(each).label)
    )
    yield _picture(
        "state",
        _("By state: all agreements, also those not in force"),
        _("State"),
        gaps.by_field(actor, "state"),
        lambda each: str(Agreement.State(each).label),
    )
    units = gaps.by_unit(actor)
    called = _names(unit for unit, _number in units if unit)
    keyed = [(unit and unit.pk, number) for unit, number in units]
    yield _picture("unit", _("By unit"), _("Unit"), keyed, lambda each: called.get(each, _("no unit")))


def _picture(by: str, label: str, name: str, rows: Sequence[tuple[Any, int]], word: Callable[[Any], str]) -> Picture:
    running = {} if by == "state" else {"running": "yes"}
    marks = [Mark(word(key), number, _list(**{by: str(key)}, **running) if key else "") for key, number in rows]
    return Picture(by, label, name, [str(key or "") for key, _number in rows], marks, len(rows))


def _names(rows: Iterable[Any]) -> dict[Any, str]:
    return {row.pk: str(row.name) for row in rows}


def _list(**narrowed: str) -> str:
    return f"{reverse('agreements:list')}?{urlencode(narrowed)}"
