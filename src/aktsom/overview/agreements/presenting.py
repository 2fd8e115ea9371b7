"""The overview of agreements in words and pictures: marks that lead to the lists behind them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap in words, how many agreements have it, and the list of them."""

    gap: Gap
    title: str
    number: int
    url: str


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
    """One set of bars."""

    label: str
    name: str
    marks: list[Mark]


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


def shown(actor: Actor) -> Shown:
    """The whole overview, in as many queries for ten thousand agreements as for one."""
    total, numbers = gaps.numbers(actor)
    lines = {
        gap: GapLine(gap, str(TITLES[gap]), number, reverse("overview:agreement-gap", args=[gap.value]))
        for gap, number in numbers.items()
    }
    lapsed = lines.pop(Gap.LAPSED)
    without = gaps.cooperation_without_agreement(actor).order_by().count()
    holds = conditions_in_force(actor)
    conditions, pictures = _conditions(actor, holds.library), list(_pictures(actor))
    return Shown(holds, total, list(lines.values()), lapsed, without, conditions, pictures)


def lacking_of(actor: Actor, library: Library) -> dict[UUID, list[str]]:
    """The required conditions that each agreement in force lacks, by their titles."""
    return {
        agreement: [condition_title(library, name) for name in names]
        for agreement, names in gaps.required_and_lacking(actor).items()
    }


def missing_in(row: Agreement, found: list[Gap], lacking: dict[UUID, list[str]]) -> str:
    """What one agreement has of gaps, in words; which conditions it lacks stands behind that it lacks some."""
    which = lacking.get(row.pk, [])
    return ", ".join(_lacks(which) if gap is Gap.LACKS and which else str(SHORT[gap]) for gap in found)


def _lacks(conditions: list[str]) -> str:
    number = len(conditions)
    said = ngettext(
        "%(number)s required condition is missing or contradicted",
        "%(number)s required conditions are missing or contradicted",
        number,
    )
    return f"{said % {'number': number}} ({'; '.join(conditions)})"


def _conditions(actor: Actor, library: Library) -> list[ConditionLine]:
    """Those that most agreements lack come first."""
    found = {each.condition: each for each in gaps.by_condition(actor)}
    known = [name for name in library.conditions if name in found]
    lines = [
        ConditionLine(condition_title(library, name), found[name], _list(lacks=name, running="yes")) for name in known
    ]
    return sorted(lines, key=lambda each: -each.lacking)


def _pictures(actor: Actor) -> Iterable[Picture]:
    language = get_language() or "nb"
    yield _picture(
        _("By country"), _("Country"), gaps.by_country(actor), lambda each: country_name(each, language), "country"
    )
    partners = gaps.by_partner(actor)
    names = _names(Partner.objects.visible_to(actor).filter(pk__in=[key for key, _number in partners]))
    yield _picture(
        _("The partners with most agreements"), _("Partner"), partners, lambda each: names.get(each, "–"), "partner"
    )
    yield _picture(
        _("By kind"), _("Kind"), gaps.by_field(actor, "kind"), lambda each: str(Agreement.Kind(each).label), "kind"
    )
    yield _picture(
        _("By state"), _("State"), gaps.by_field(actor, "state"), lambda each: str(Agreement.State(each).label), "state"
    )
    units = gaps.by_unit(actor)
    called = _names(unit for unit, _number in units if unit)
    keyed = [(unit and unit.pk, number) for unit, number in units]
    yield _picture(_("By unit"), _("Unit"), keyed, lambda each: called.get(each, _("no unit")), "unit")


def _picture(
    label: str, name: str, rows: Iterable[tuple[Any, int]], word: Callable[[Any], str], filtered: str
) -> Picture:
    marks = [Mark(word(key), number, _list(**{filtered: str(key)}) if key else "") for key, number in rows]
    return Picture(label, name, marks)


def _names(rows: Iterable[Any]) -> dict[Any, str]:
    return {row.pk: str(row.name) for row in rows}


def _list(**narrowed: str) -> str:
    return f"{reverse('agreements:list')}?{urlencode(narrowed)}"
