"""The filters in the address: read once, and given back as chips that can be removed. What cannot be read is left out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.http import QueryDict

from aktsom.appraisal.queries import rules_by_id
from aktsom.cooperation.register.areas import area_ids
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.http import uuid_of
from aktsom.engine.flags.types import Weight

EARLIEST, LATEST = 1900, 2100
MINE, SECTOR = "mine", "sector"
REGISTERED, SEEN = "registered", "seen"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the reader chose. "" and None mean: all. `weight` means at least that heavy; "none" means without flags.

    `news` is a moment in ISO 8601: what got a flag of concern or heavier since.
    """

    scope: str = MINE
    country: str = ""
    partner: UUID | None = None
    institution: int | None = None
    unit: UUID | None = None
    field: str = ""
    rule: str = ""
    weight: str = ""
    kind: str = ""
    state: str = ""
    since: int | None = None
    until: int | None = None
    words: str = ""
    news: str = ""

    @property
    def is_sector(self) -> bool:
        """Whether the whole sector is asked for, from open sources."""
        return self.scope == SECTOR

    def query(self, **changes: Any) -> str:
        """The query string for these choices with some changed."""
        values = {name: changes[name] if name in changes else getattr(self, name) for name in _NAMES}
        values["scope"] = "" if values["scope"] == MINE else values["scope"]
        return "?" + urlencode([(name, str(value)) for name, value in values.items() if value not in (None, "")])

    def filters(self) -> Iterator[str]:
        """The names of the filters in use; the scope is none."""
        for name in _NAMES:
            if name != "scope" and getattr(self, name) not in (None, ""):
                yield name

    def __str__(self) -> str:
        return self.query()


_NAMES = tuple(each.name for each in fields(Chosen))


def read_chosen(given: QueryDict) -> Chosen:
    """The choices in an address; hostile or unknown values count as not given."""
    return Chosen(
        scope=_one_of(given, "scope", {MINE, SECTOR}) or MINE,
        country=_country(given),
        partner=uuid_of(_plain(given, "partner")),
        institution=_number(given, "institution", 1, 2**62),
        unit=uuid_of(_plain(given, "unit")),
        field=_one_of(given, "field", area_ids()),
        rule=_one_of(given, "rule", rules_by_id()),
        weight=_one_of(given, "weight", {*Weight, "none"}),
        kind=_one_of(given, "kind", Cooperation.Kind.values),
        state=_one_of(given, "state", {REGISTERED, SEEN}),
        since=_number(given, "since", EARLIEST, LATEST),
        until=_number(given, "until", EARLIEST, LATEST),
        words=_words(given),
        news=_moment(given, "news"),
    )


def condition(chosen: Chosen) -> Q:
    """The choices as one query expression on rows."""
    wanted = Q()
    for name in chosen.filters():
        if name in _CONDITIONS:
            wanted &= _CONDITIONS[name](getattr(chosen, name))
    if chosen.since and chosen.until:
        # Between two years there must be a trace or a year of cooperation, not only one before and one after.
        wanted &= Q(years__overlap=list(range(chosen.since, chosen.until + 1)))
    return wanted


def _weight(value: str) -> Q:
    return Q(rank__lt=0) if value == "none" else Q(rank__gte=Weight(value).rank)


def _text(value: str) -> Q:
    return Q(title__icontains=value) | Q(partner_names__icontains=value)


_CONDITIONS: Mapping[str, Any] = {
    "country": lambda value: Q(countries__contains=[value]) if value != "none" else Q(countries=[]),
    "partner": lambda value: Q(partners__contains=[value]),
    "institution": lambda value: Q(home_id=value),
    "field": lambda value: Q(fields__contains=[value]),
    "rule": lambda value: Q(rules__contains=[value]),
    "weight": _weight,
    "kind": lambda value: Q(kind=value),
    "state": lambda value: Q(cooperation__isnull=value == SEEN),
    "since": lambda value: Q(last_year__gte=value),
    "until": lambda value: Q(first_year__lte=value),
    "words": _text,
}


def _plain(given: QueryDict, name: str) -> str:
    return "".join(letter for letter in given.get(name, "")[:200] if letter.isprintable()).strip()


def _words(given: QueryDict) -> str:
    return _plain(given, "words")[:100]


def _one_of(given: QueryDict, name: str, known: Any) -> str:
    value = _plain(given, name)
    return value if value in known else ""


def _country(given: QueryDict) -> str:
    value = _plain(given, "country")
    if value == "none":
        return value
    return value.upper() if len(value) == 2 and value.isascii() and value.isalpha() else ""


def _moment(given: QueryDict, name: str) -> str:
    try:
        moment = datetime.fromisoformat(_plain(given, name))
    except ValueError:
        return ""
    return moment.isoformat() if moment.tzinfo is not None and EARLIEST < moment.year < LATEST else ""


def _number(given: QueryDict, name: str, lowest: int, highest: int) -> int | None:
    value = _plain(given, name)
    if not (value.isascii() and value.isdecimal()) or len(value) > 19:
        return None
    number = int(value)
    return number if lowest <= number <= highest else None
