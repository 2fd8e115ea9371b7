"""Which names stand for one organisation: pure rules over plain data, from certain to open.

A wrong merge is worse than a missed one. Names become one partner by themselves only for one of the reasons in `Reason`;
whatever merely looks alike is handed on as a `Doubt`, for a person to decide. Names of different countries never meet.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

from rapidfuzz import fuzz, process

from aktsom.engine.lists.countries import country_code
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.reading import read_name
from aktsom.engine.names.vocabulary import IDENTIFYING, Role
from aktsom.engine.names.words import ReadName, Word

LOOKS_ALIKE = 93.0
"""From which likeness (0 to 100) of two spellings a person is asked. Below it, most pairs are different organisations."""

MOST_DOUBTS = 3
"""A name is put beside at most this many others: a person who is asked too much answers badly."""


_BRACKETED = re.compile(r"^([^(]+)\(([A-Z][A-Z ]+)\)")


class Reason(StrEnum):
    """Why a name stands for a partner."""

    FIRST = "first"
    SAME_NAME = "same-name"
    SAME_IDENTIFIER = "same-identifier"
    OTHER_LANGUAGE = "other-language"
    SAME_WORDS = "same-words"
    LOOKS_ALIKE = "looks-alike"
    BY_HAND = "by-hand"


@dataclass(frozen=True, slots=True)
class SeenName:
    """A name as one source has it. `identifiers` are such as `ror:02…`; `curated` sources have one name per organisation."""

    text: str
    country: str
    source: str
    times: int = 1
    identifiers: frozenset[str] = frozenset()
    curated: bool = False


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What names are compared by: `plain` is the name without case, accents and legal form; `words` its meaning, sorted."""

    plain: str
    words: tuple[str, ...]
    tells: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Names with the same plain key in one country: surely one organisation. The first name is the most used one."""

    keys: NameKeys
    country: str
    names: tuple[SeenName, ...]

    @property
    def curated(self) -> bool:
        """Whether a curated source has this name."""
        return any(name.curated for name in self.names)


@dataclass(frozen=True, slots=True)
class Join:
    """Two groups taken for one organisation (`certain`), or that may be: by their places in `Resolution.groups`."""

    kept: int
    gone: int
    reason: Reason
    score: float
    certain: bool
    explanation: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """What resolving gives: groups of names, and the joins between them."""

    groups: tuple[Group, ...]
    joins: tuple[Join, ...]


def resolve(names: Iterable[SeenName]) -> Resolution:
    """Group names that are the same, join groups that surely are one organisation, and list what may be."""
    groups = tuple(_grouped(names))
    certain: dict[tuple[int, int], Join] = {}
    for join in (*_by_identifier(groups), *_by_words(groups)):
        certain.setdefault((join.kept, join.gone), join)
    joins = _without_chains(certain.values())
    known = {frozenset((join.kept, join.gone)) for join in joins}
    doubts = [join for join in _by_spelling(groups) if frozenset((join.kept, join.gone)) not in known]
    return Resolution(groups, (*joins, *_few(doubts)))


@lru_cache(maxsize=65536)
def keys_of(text: str) -> NameKeys:
    """The keys of a name."""
    name = _read(text)
    spelled = [word.latin for word in name.words if not _says_nothing(word)]
    meant = [word for word in name.words if word.role not in (Role.STOP, Role.LEGAL)]
    return NameKeys(
        plain=" ".join(spelled) or name.plain or text.casefold(),
        words=tuple(sorted(word.key for word in meant)) or (name.plain,),
        tells=any(word.role in IDENTIFYING and len(word.latin) > 2 for word in meant),
    )


def _grouped(names: Iterable[SeenName]) -> Iterator[Group]:
    found: dict[tuple[str, str], list[SeenName]] = defaultdict(list)
    for name in names:
        found[keys_of(name.text).plain, name.country].append(name)
    for (_plain, country), members in found.items():
        members.sort(key=lambda name: (not name.curated, -name.times, name.text.isupper(), name.text))
        yield Group(keys_of(members[0].text), country, tuple(members))


def _by_identifier(groups: Sequence[Group]) -> Iterator[Join]:
    """The same identifier in one country is one organisation, whatever its names."""
    first: dict[tuple[str, str], int] = {}
    for place, group in enumerate(groups):
        for identifier in sorted({each for name in group.names for each in name.identifiers}):
            other = first.setdefault((identifier, group.country), place)
            if other != place:
                kept, gone = _ordered(groups, other, place)
                yield Join(kept, gone, Reason.SAME_IDENTIFIER, 1.0, True, identifier)


def _by_words(groups: Sequence[Group]) -> Iterator[Join]:
    """The same words, in another language or order. A curated source never calls one organisation by two names."""
    alike: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        if group.country:
            alike[group.keys.words, group.country].append(place)
    for places in alike.values():
        lonely = sum(groups[place].curated for place in places) <= 1
        for one, other in combinations(places[:8], 2):
            kept, gone = _ordered(groups, one, other)
            certain = lonely and _translates(groups[kept], groups[gone])
            reason = Reason.OTHER_LANGUAGE if certain else Reason.SAME_WORDS
            yield Join(kept, gone, reason, 0.97 if certain else 0.9, certain, _difference(groups[kept], groups[gone]))


def _translates(one: Group, other: Group) -> bool:
    """Whether two names differ in nothing but language or spelling: telling words, in order, and no word of one language
    in two forms (`technology` and `technological` in English names are two universities as a rule)."""
    first, second = _meant(one), _meant(other)
    if not (one.keys.tells and other.keys.tells):
        return False
    heads = {word.latin for word in first if word.role is Role.HEAD} & {
        word.latin for word in second if word.role is Role.HEAD
    }
    by_key = {word.key: word.latin for word in first}
    changed = [w for w in second if w.role not in IDENTIFYING and by_key.get(w.key) != w.latin]
    in_order = [w.key for w in first if w.role in IDENTIFYING] == [w.key for w in second if w.role in IDENTIFYING]
    return in_order and not (heads and changed)


def _by_spelling(groups: Sequence[Group]) -> Iterator[Join]:
    """Spellings that are nearly the same, of which at most one is from a curated source."""
    by_country: dict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        if group.country:
            by_country[group.country].append(place)
    for places in by_country.values():
        open_ones = [place for place in places if not groups[place].curated]
        asked = [" ".join(sorted(groups[place].keys.plain.split())) for place in open_ones]
        offered = [" ".join(sorted(groups[place].keys.plain.split())) for place in places]
        for row, scores in zip(open_ones, _likeness(asked, offered), strict=True):
            for place, score in scores:
                if place < len(places) and places[place] != row:
                    kept, gone = _ordered(groups, row, places[place])
                    text = _difference(groups[kept], groups[gone])
                    yield Join(kept, gone, Reason.LOOKS_ALIKE, round(score / 100, 3), False, text)


def _likeness(asked: Sequence[str], offered: Sequence[str]) -> Iterator[list[tuple[int, float]]]:
    step = 256
    for start in range(0, len(asked), step):
        table = process.cdist(asked[start : start + step], offered, scorer=fuzz.ratio, score_cutoff=LOOKS_ALIKE)
        for row in table:
            yield [(int(place), float(row[place])) for place in row.nonzero()[0]]


def _few(doubts: Iterable[Join]) -> Iterator[Join]:
    """Each pair once, the likeliest first, and no name in more than a few."""
    asked: dict[int, int] = defaultdict(int)
    seen: set[tuple[int, int]] = set()
    for join in sorted(doubts, key=lambda each: (-each.score, each.kept, each.gone)):
        pair = (join.kept, join.gone)
        if pair not in seen and max(asked[join.kept], asked[join.gone]) < MOST_DOUBTS:
            seen.add(pair)
            asked[join.kept] += 1
            asked[join.gone] += 1
            yield join


def _without_chains(joins: Iterable[Join]) -> tuple[Join, ...]:
    """Certain joins all lead straight to the group that stays, so that each can be undone by itself."""
    into: dict[int, int] = {}
    result: list[Join] = []
    for join in sorted(joins, key=lambda each: (not each.certain, each.kept, each.gone)):
        if not join.certain:
            result.append(join)
            continue
        kept, gone = _end(into, join.kept), _end(into, join.gone)
        if kept != gone and gone not in set(into.values()):
            into[gone] = kept
            result.append(Join(kept, gone, join.reason, join.score, True, join.explanation))
    return tuple(join for join in result if join.certain or _end(into, join.kept) != _end(into, join.gone))


def _end(into: dict[int, int], place: int) -> int:
    while place in into:
        place = into[place]
    return place


def _ordered(groups: Sequence[Group], one: int, other: int) -> tuple[int, int]:
    """Which of two stays: the curated name, else the one seen more often."""

    def rank(place: int) -> tuple[bool, int, int]:
        return (not groups[place].curated, -sum(name.times for name in groups[place].names), place)

    return (one, other) if rank(one) <= rank(other) else (other, one)


def _difference(one: Group, other: Group) -> str:
    """The words that only one of the two has, for a person to read."""
    first, second = one.keys.plain.split(), other.keys.plain.split()
    left = " ".join(word for word in first if word not in second) or "–"
    right = " ".join(word for word in second if word not in first) or "–"
    return f"{left} ↔ {right}"


def _meant(group: Group) -> list[Word]:
    return [word for word in _read(group.names[0].text).words if word.role not in (Role.STOP, Role.LEGAL)]


def _says_nothing(word: Word) -> bool:
    return word.role is Role.LEGAL or word.key.startswith("=stop:")


@lru_cache(maxsize=65536)
def _read(text: str) -> ReadName:
    return read_name(_BRACKETED.sub(_unless_acronym, text), PartyKind.ORGANISATION)


def _unless_acronym(found: re.Match[str]) -> str:
    """In capitals a place in brackets looks like an acronym, but only an acronym begins as the name does."""
    before, inside = found.group(1), found.group(2)
    is_acronym = before.removeprefix("THE ").lstrip()[:1] == inside[:1]
    return found.group() if is_acronym or country_code(inside) else f"{before}, {inside}"
