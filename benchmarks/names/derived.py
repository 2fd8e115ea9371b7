"""Sets of queries derived from the lists and the public data, always the same: how many listed parties are found under
a typing error, without a patronymic, in another spelling or another script, and how many innocent names are hit.

The sets are made anew from the data with a fixed seed; only `native_names.csv` is kept: how well-known listed people are
written in scripts that lists hardly use, as newspapers and encyclopedias in those languages write them. Whether a person or an
organisation is meant is told with every question, to every system.
"""

import csv
import gzip
import json
import random
import re
import string
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz

from aktsom.engine.lists.listing import Listing, NameKind, PartyKind
from aktsom.engine.names.types import Query

SEED = 20261124
NATIVE = Path(__file__).parent / "native_names.csv"
LATIN = frozenset({"Latn"})
_PATRONYMIC = re.compile(r"(?:ovich|evich|ovych|evych|yevich|avich|ovna|evna|yevna|ivna|avna)$", re.IGNORECASE)
_SPELLED, _SAME = 60, 99.9
_INNOCENT = 5000
_AT_MOST = 1500
_LONG_WORD = 8


@dataclass(frozen=True, slots=True)
class Asked:
    """One query and the listings that would be right, by id."""

    query: Query
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class DerivedSet:
    """Queries of one sort. `latin_only` says that the lists are to be searched without their names in other scripts."""

    name: str
    asked: tuple[Asked, ...]
    latin_only: bool = False


def derived_sets(listings: Sequence[Listing]) -> list[DerivedSet]:
    """All sets with right answers."""
    return [
        DerivedSet("typing error (UN)", _sample(_typing_errors(listings))),
        DerivedSet("patronymic dropped", _sample(_without_patronymic(listings))),
        DerivedSet("spelling variant across lists", _sample(_variants(listings))),
        DerivedSet("words joined", _sample(_rewritten(listings, _joined))),
        DerivedSet("word split", _sample(_rewritten(listings, _split))),
        DerivedSet("order swapped", _sample(_rewritten(listings, _swapped))),
        *(
            DerivedSet(f"{script} to Latin", _sample(_other_script(listings, script)), latin_only=True)
            for script in ("Cyrl", "Arab", "Hani", "Kore", "Hebr")
        ),
        *_native_names(listings),
    ]


def latin_only(listings: Iterable[Listing]) -> list[Listing]:
    """The listings without their names in other scripts."""
    kept = (
        replace(listing, names=tuple(name for name in listing.names if name.script in LATIN)) for listing in listings
    )
    return [listing for listing in kept if listing.names]


def innocent_names(data: Path) -> list[Query]:
    """Names of people who wrote publications: of so many, next to none is listed."""
    with gzip.open(data / "works/openalex_works.jsonl.gz", "rt", encoding="utf-8") as works:
        names = {
            authorship["author"]["display_name"] for line in works for authorship in json.loads(line)["authorships"]
        }
    chosen = random.Random(SEED).sample(sorted(name for name in names if name and " " in name), _INNOCENT)
    return [Query(name, kind=PartyKind.PERSON) for name in chosen]


def _sample(found: Iterable[Asked]) -> tuple[Asked, ...]:
    rows = list(found)
    return tuple(rows) if len(rows) <= _AT_MOST else tuple(random.Random(SEED).sample(rows, _AT_MOST))


def _typing_errors(listings: Sequence[Listing]) -> Iterator[Asked]:
    chance = random.Random(SEED)
    for listing in listings:
        if listing.list_id == "un-sc" and len(listing.name) > 7 and listing.names[0].script in LATIN:
            yield Asked(Query(mistyped(listing.name, chance), kind=listing.kind), frozenset({listing.id}))


def mistyped(name: str, chance: random.Random) -> str:
    """One letter left out, doubled, changed, or swapped with the next, where there are two letters in a row."""
    places = [i for i in range(1, len(name) - 1) if name[i].isalpha() and name[i + 1].isalpha()]
    if not places:
        return name
    at = chance.choice(places)
    wrong: Callable[[], str] = chance.choice(
        (
            lambda: name[:at] + name[at + 1 :],
            lambda: name[:at] + chance.choice(string.ascii_lowercase) + name[at:],
            lambda: name[:at] + chance.choice(string.ascii_lowercase) + name[at + 1 :],
            lambda: name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )
    return wrong()


def _without_patronymic(listings: Sequence[Listing]) -> Iterator[Asked]:
    for listing in listings:
        words = listing.name.replace(",", "").split()
        middle = [word for word in words if _PATRONYMIC.search(word)]
        if listing.kind is PartyKind.PERSON and len(words) == 3 and len(middle) == 1:
            shorter = " ".join(word for word in words if word not in middle)
            yield Asked(Query(shorter, kind=listing.kind), frozenset({listing.id}))


def _variants(listings: Sequence[Listing]) -> Iterator[Asked]:
    """Names of one person on one list that another list spells differently; the same by birth date and one common name."""
    born: dict[str, list[Listing]] = defaultdict(list)
    for listing in listings:
        if listing.kind is PartyKind.PERSON:
            for day in {day for day in listing.birth_dates if len(day) == 10}:
                born[day].append(listing)
    for people in born.values():
        for one in people:
            for other in people:
                if one.list_id != other.list_id and _folded_names(one) & _folded_names(other):
                    yield from _spelled_otherwise(one, other)


def _spelled_otherwise(one: Listing, other: Listing) -> Iterator[Asked]:
    theirs = _folded_names(other)
    for name in one.names:
        if name.script in LATIN and name.kind is not NameKind.WEAK_ALIAS and len(name.text.split()) > 1:
            nearest = max(fuzz.token_sort_ratio(_folded(name.text), each) for each in theirs)
            if _SPELLED <= nearest < _SAME:
                yield Asked(Query(name.text, kind=one.kind), frozenset({other.id}))


def _folded_names(listing: Listing) -> set[str]:
    return {_folded(name.text) for name in listing.names if name.script in LATIN}


def _folded(text: str) -> str:
    return " ".join(sorted("".join(c if c.isalnum() else " " for c in text.casefold()).split()))


def _other_script(listings: Sequence[Listing], script: str) -> Iterator[Asked]:
    for listing in listings:
        if any(name.script in LATIN for name in listing.names):
            written = [name.text for name in listing.names if name.script == script]
            if written:
                yield Asked(Query(written[0], kind=listing.kind), frozenset({listing.id}))


def _rewritten(listings: Sequence[Listing], rewrite: Callable[[list[str], random.Random], str]) -> Iterator[Asked]:
    """The Latin names of the UN and EU lists, written otherwise where that changes them."""
    chance = random.Random(SEED)
    for listing in listings:
        words = listing.name.replace(",", " ").split()
        if listing.list_id in ("un-sc", "eu") and listing.names[0].script in LATIN and 1 < len(words) < _LONG_WORD:
            written = rewrite(words, chance)
            if written and written != " ".join(words):
                yield Asked(Query(written, kind=listing.kind), frozenset({listing.id}))


def _joined(words: list[str], chance: random.Random) -> str:
    at = chance.randrange(len(words) - 1)
    return " ".join([*words[:at], words[at] + words[at + 1].lower(), *words[at + 2 :]]) if len(words) > 2 else ""


def _split(words: list[str], chance: random.Random) -> str:
    long = [at for at, word in enumerate(words) if len(word) >= _LONG_WORD and word.isalpha()]
    if not long:
        return ""
    at = chance.choice(long)
    cut = chance.randrange(3, len(words[at]) - 2)
    return " ".join([*words[:at], words[at][:cut], words[at][cut:], *words[at + 1 :]])


def _swapped(words: list[str], _chance: random.Random) -> str:
    return " ".join(reversed(words))


def _native_names(listings: Sequence[Listing]) -> Iterator[DerivedSet]:
    """Well-known people as other languages write them; right is whoever has all words of the Latin name."""
    words_of = [(listing.id, [set(_folded(name.text).split()) for name in listing.names]) for listing in listings]
    asked: dict[str, list[Asked]] = defaultdict(list)
    for latin, written_in, text in _native_rows():
        wanted = set(_folded(latin).split())
        right = frozenset(listing for listing, names in words_of if any(wanted <= words for words in names))
        asked[written_in].append(Asked(Query(text, kind=PartyKind.PERSON), right))
    for written_in, rows in asked.items():
        yield DerivedSet(f"well-known people in {written_in}", tuple(rows), latin_only=True)


def _native_rows() -> Iterator[tuple[str, str, str]]:
    with NATIVE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["latin"], row["written_in"], row["text"]
