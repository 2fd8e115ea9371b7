"""The overview as the page shows it: chips, choices of the form, and rows in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from aktsom.appraisal.queries import FlagView
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.areas import area_choices
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.overview import wording
from aktsom.overview.filters import MINE, Chosen
from aktsom.overview.models import Row
from aktsom.overview.pictures import Pictures
from aktsom.overview.queries import Listed

SHOWN = 3
"""How many partners and countries of one row are named in the list; its own page names all."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in use, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Party:
    """A partner or a country of a row with its page."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row in words; `more_…` is how many partners and countries are not named."""

    row: Row
    url: str
    partners: list[Party]
    kind: str
    span: str
    more_partners: int
    countries: list[Party]
    more_countries: int
    weight: str
    flags: list[FlagView]

    @property
    def heavy(self) -> list[FlagView]:
        """The flags that deserve a second look."""
        return [flag for flag in self.flags if flag.rank > 0]


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down of the filter form."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str]]


def chips_of(actor: Actor, chosen: Chosen, pictures: Pictures) -> list[Chip]:
    """One chip for each filter in use."""
    names = {each.code: each.label for each in (*pictures.units, *pictures.institutions, *pictures.partners)}
    return [Chip(_label(actor, chosen, name, names), chosen.query(**{name: None})) for name in chosen.filters()]


def choices_of(chosen: Chosen, pictures: Pictures) -> list[Choice]:
    """The drop-downs, with what the list holds and what is chosen."""
    countries = sorted(((each.code, each.label) for each in pictures.countries), key=lambda option: option[1])
    chosen_country = [(chosen.country, wording.country(chosen.country))] if chosen.country else []
    return [
        Choice("country", _("Country"), chosen.country, list(dict.fromkeys([*chosen_country, *countries]))),
        Choice("weight", _("Flags"), chosen.weight, [(each, wording.at_least(each)) for each in _WEIGHTS]),
        Choice("field", _("Critical technology area"), chosen.field, area_choices()),
        Choice("state", _("Registered or seen"), chosen.state, [(each, wording.state(each)) for each in _STATES]),
        Choice(
            "kind", _("Kind of cooperation"), chosen.kind, [(key, str(name)) for key, name in Cooperation.Kind.choices]
        ),
    ]


def lines_of(chosen: Chosen, listed: Iterable[Listed]) -> list[Line]:
    """Rows in words, each with the page behind it."""
    suffix = f"?scope={chosen.scope}" if chosen.is_sector else ""
    return [
        Line(
            row=each.row,
            url=_page(each.row),
            partners=[Party(name, reverse("partners:detail", args=[key])) for name, key in _parties(each.row)[:SHOWN]],
            more_partners=max(0, len(each.row.partners) - SHOWN),
            kind=wording.kind(each.row.kind),
            span=wording.span(each.row.first_year, each.row.last_year),
            countries=[
                Party(wording.country(code), f"{_country_page(code)}{suffix}") for code in each.row.countries[:SHOWN]
            ],
            more_countries=max(0, len(each.row.countries) - SHOWN),
            weight=wording.weight_of_rank(each.row.rank),
            flags=each.flags,
        )
        for each in listed
    ]


_STATES = ("registered", "seen")
_WEIGHTS = ("note", "concern", "serious", "stop", "none")


def _country_page(code: str) -> str:
    return reverse("overview:country", args=[code])


def _page(row: Row) -> str:
    if row.cooperation_id:
        return reverse("register:detail", args=[row.cooperation_id])
    return reverse("partners:detail", args=[row.partners[0]])


def _parties(row: Row) -> list[tuple[str, UUID]]:
    return list(zip(row.partner_names, row.partners, strict=True))


def _label(actor: Actor, chosen: Chosen, name: str, names: dict[str, str]) -> str:
    value = getattr(chosen, name)
    if name == "partner":
        return names.get(str(value)) or _partner_name(actor, value)
    if name in ("unit", "institution"):
        return names.get(str(value)) or (_("a unit") if name == "unit" else _("an institution"))
    if name == "since":
        return _("from %(year)d") % {"year": value}
    if name == "until":
        return _("to %(year)d") % {"year": value}
    if name == "news":
        return _("new concerns since %(day)s") % {"day": _day(value)}
    if name == "words":
        return _("the words “%(words)s”") % {"words": value}
    return _WORDS[name](value)


def _day(moment: str) -> str:
    return str(formats.date_format(timezone.localtime(datetime.fromisoformat(moment)), "DATETIME_FORMAT"))


def _partner_name(actor: Actor, key: UUID) -> str:
    found = Partner.objects.visible_to(actor).filter(pk=key).values_list("name", flat=True).first()
    return str(found) if found else _("a partner")


_WORDS = {
    "country": wording.country,
    "field": wording.area,
    "rule": wording.rule,
    "weight": wording.at_least,
    "kind": wording.kind,
    "state": wording.state,
}


def scope_url(chosen: Chosen, scope: str) -> str:
    """The address of the same filters in another scope; what only one scope has is dropped."""
    changes = {"institution": None} if scope == MINE else {"unit": None}
    return chosen.query(scope=scope, **changes)
