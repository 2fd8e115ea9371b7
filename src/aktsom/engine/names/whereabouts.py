"""The countries of listed parties: as stated, else as names like theirs suggest."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from aktsom.engine.lists.listing import Listing, PartyKind
from aktsom.engine.names.columns import Array, sums
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.vocabulary import ENOUGH_TOGETHER

_WITNESSES = 3
_AGREEMENT = 0.9
_NATION = "=nation:"
_KOREA = "=nation:KR"
"""Which Korea a name means, the name does not say."""

Countries = tuple[str, ...]


def listing_countries(
    listings: Sequence[Listing],
    listing: Array,
    text: Array,
    start: Array,
    key: Array,
    identifies: Array,
    together: Array,
    keys: Sequence[str],
    curated: Mapping[int, frozenset[str]],
) -> tuple[list[list[str]], Array]:
    """For each listing its countries, and whether they are stated (else inferred from names like its own).

    Of each name `listing`, `text` (equal for equal names) and `start`, where its words begin; of each word its number
    in `keys`, whether it identifies, and whether it does with others (`together`). `curated` are the countries where our own
    tables have such a body.
    """
    stated = [_stated(one.countries) for one in listings]
    telling = (sums(identifies.astype(np.int64), start) > 0) | (
        sums(together.astype(np.int64), start) >= ENOUGH_TOGETHER
    )
    twins = _of_twins(listings, listing, text, telling, stated)
    witnesses = _of_words(np.repeat(listing, np.diff(start)), key, identifies, stated)
    result: list[list[str]] = []
    first = 0
    for place, one in enumerate(listings):
        inferred: Countries = ()
        if not stated[place] and one.kind is not PartyKind.PERSON:
            known = curated.get(place, ())
            inferred = twins.get(place) or (tuple(known) if len(known) == 1 else ())
            inferred = inferred or _by_words(key[start[first] : start[first + 1]].tolist(), keys, witnesses)
        result.append(list(stated[place] or inferred))
        first += len(one.names)
    return result, np.array([bool(each) for each in stated], np.bool_)


def _stated(written: Sequence[str]) -> Countries:
    return tuple(sorted({code for code in map(country_code, written) if code}))


def _of_twins(
    listings: Sequence[Listing], listing: Array, text: Array, telling: Array, stated: Sequence[Countries]
) -> dict[int, Countries]:
    """Countries that are stated elsewhere for a party of the very same name.

    A name of common words alone says that two parties are one only within one list, which repeats them year by year.
    """
    order = np.argsort(text, kind="stable")
    found: dict[int, set[str]] = defaultdict(set)
    ends = np.append(np.flatnonzero(np.diff(text[order])) + 1, len(order))
    starts = np.append(0, ends[:-1])
    shared = ends - starts > 1
    for start, end in zip(starts[shared].tolist(), ends[shared].tolist(), strict=True):
        places = order[start:end]
        owners = set(listing[places].tolist())
        for group in (owners,) if telling[places[0]] else _by_list(listings, owners):
            countries = {country for owner in group for country in stated[owner]}
            for owner in group:
                if not stated[owner] and listings[owner].kind is not PartyKind.PERSON:
                    found[owner] |= countries
    return {owner: tuple(sorted(countries)) for owner, countries in found.items() if len(countries) == 1}


def _by_list(listings: Sequence[Listing], owners: Iterable[int]) -> Iterable[set[int]]:
    groups: dict[str, set[int]] = defaultdict(set)
    for owner in owners:
        groups[listings[owner].list_id].add(owner)
    return groups.values()


def _of_words(listing: Array, key: Array, identifies: Array, stated: Sequence[Countries]) -> dict[int, str]:
    """The country that goes with a word wherever a list states one: `harbin` is always with China."""
    codes = sorted({each[0] for each in stated if len(each) == 1})
    number = {code: place for place, code in enumerate(codes)}
    only = np.array([number[each[0]] if len(each) == 1 else -1 for each in stated], np.int64)
    country = only[listing]
    seen = identifies & (country >= 0)
    pairs, times = np.unique(key[seen].astype(np.int64) * len(codes) + country[seen], return_counts=True)
    if not len(pairs):
        return {}
    words = pairs // len(codes)
    total = np.bincount(words, weights=times)[words]
    agreed = (times >= _WITNESSES) & (times >= _AGREEMENT * total)
    return {
        word: codes[place]
        for word, place in zip(words[agreed].tolist(), (pairs[agreed] % len(codes)).tolist(), strict=True)
    }


def _by_words(words: Sequence[int], keys: Sequence[str], witnesses: Mapping[int, str]) -> Countries:
    nations = {
        keys[word].removeprefix(_NATION) for word in words if keys[word].startswith(_NATION) and keys[word] != _KOREA
    }
    named = {witnesses[word] for word in words if word in witnesses}
    return tuple(nations or named) if len(nations or named) == 1 else ()
