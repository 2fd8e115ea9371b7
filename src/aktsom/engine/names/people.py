"""How alike two names of people are: what the words that met tell, in bits, against what speaks for two people.

A word tells as much as it is rare in the lists: one of N listings that carry it tells log2(N) bits. A spelling tells less
than the word itself, an initial next to nothing. A word that only one name has is usual (a patronymic, a second given name);
words of both names that met nothing make them two people.
"""

import math
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from aktsom.engine.names.compare import Comparison, Pair, Rarities, ReadQuery, left_over
from aktsom.engine.names.index import ListedEntry
from aktsom.engine.names.reading import Word
from aktsom.engine.names.spelling import skeleton
from aktsom.engine.names.vocabulary import WITHOUT_WEIGHT, Role

BITS = 15.0
"""What the rarest word tells, in bits: it is one of some 30,000 listings."""
_INITIAL_BITS = 3.0
_TWO_PEOPLE = 8.0
_ONE_MORE = 1.5
_LITTLE_MORE = 0.5
_EVEN, _STEEP = 11.5, 0.30
_SURE = 0.955
_SPELLED = {3: 0.45, 4: 0.6, 5: 0.7}
_SPELLED_LONG, _TWICE, _SOUND, _WRITTEN_OTHERWISE = 0.8, 0.55, 0.72, 0.95
_LONG = 7


def compare_people(query: ReadQuery, entry: ListedEntry, rarities: Rarities) -> Comparison:
    """Pair the words of two people's names, best first, and weigh what that tells."""
    pairs = _pairs(query.words, entry.words)
    rest_query, rest_listed = left_over(query, entry, pairs)
    told = sum(_bits(query, entry, pair, rarities) for pair in pairs)
    lost = _lost([query.words[q] for q in rest_query], [entry.words[n] for n in rest_listed])
    whole = all(similarity == 1.0 for _, _, similarity in pairs) and not rest_query and not rest_listed
    likeness = 1.0 / (1.0 + math.exp(-_STEEP * (told - lost - _EVEN)))
    alike = sum(similarity for _, _, similarity in pairs) / max(len(pairs), 1)
    named = [pair for pair in pairs if pair[2] > _INITIAL_SIMILARITY]
    return Comparison(
        likeness=max(likeness, _SURE) if whole and len(pairs) > 1 else likeness * (0.8 + 0.2 * alike),
        shared=told / BITS,
        pairs=pairs,
        identified=bool(named),
        respelled=False,
        query_inside=False,
        listed_inside=False,
    )


_INITIAL_SIMILARITY = 0.2


def _pairs(one: Sequence[Word], other: Sequence[Word]) -> tuple[Pair, ...]:
    possible = sorted(
        (-similarity, q, n)
        for q, word in enumerate(one)
        for n, listed in enumerate(other)
        if (similarity := word_similarity(word.key, word.latin, listed.key, listed.latin)) > 0.0
    )
    pairs: list[Pair] = []
    used_query: set[int] = set()
    used_listed: set[int] = set()
    for minus_similarity, q, n in possible:
        if q not in used_query and n not in used_listed:
            used_query.add(q)
            used_listed.add(n)
            pairs.append((q, n, -minus_similarity))
    return tuple(sorted(pairs))


@lru_cache(maxsize=262_144)
def word_similarity(key: str, latin: str, other_key: str, other_latin: str) -> float:
    """The share of what a word tells that is left when another stands in its place: 1 for the same, 0 for another word."""
    if latin == other_latin:
        return 1.0
    if not latin or not other_latin:
        return 0.0
    if len(latin) == 1 or len(other_latin) == 1:
        return _INITIAL_SIMILARITY if latin[0] == other_latin[0] else 0.0
    if key.startswith("~") or other_key.startswith("~"):
        return _SOUND if skeleton(key.lstrip("~")) == skeleton(other_key.lstrip("~")) else 0.0
    return max(_by_letters(latin, other_latin), _by_key(key, other_key))


def _by_key(key: str, other: str) -> float:
    if key == other:
        return _WRITTEN_OTHERWISE
    return _WRITTEN_OTHERWISE * _by_letters(key, other)


def _by_letters(one: str, other: str) -> float:
    distance = OSA.distance(one, other, score_cutoff=2)
    shorter = min(len(one), len(other))
    if distance > 2 or shorter < 3:
        return 0.0
    if distance == 1:
        return _SPELLED.get(shorter, _SPELLED_LONG)
    if skeleton(one) == skeleton(other) and shorter > 3:
        return _SOUND
    return _TWICE if shorter >= _LONG else 0.0


def _bits(query: ReadQuery, entry: ListedEntry, pair: Pair, rarities: Rarities) -> float:
    q, n, similarity = pair
    word, listed = query.words[q], entry.words[n]
    if similarity == _INITIAL_SIMILARITY or len(word.latin) == 1:
        return _INITIAL_BITS
    rarity = min(rarities.rarity_of(listed.key), query.rarities[q])
    return BITS * rarity * similarity


def _lost(rest_query: Sequence[Word], rest_listed: Sequence[Word]) -> float:
    one = [word for word in rest_query if word.role not in WITHOUT_WEIGHT]
    other = [word for word in rest_listed if word.role not in WITHOUT_WEIGHT]
    both = min(len(one), len(other))
    more = [*one[both:], *other[both:]]
    little = sum(word.role is Role.PATRONYMIC for word in more)
    initials = len(rest_query) + len(rest_listed) - len(one) - len(other)
    return _TWO_PEOPLE * both + _ONE_MORE * (len(more) - little) + _LITTLE_MORE * (little + initials)
