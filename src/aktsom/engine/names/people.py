"""How alike two names of people are: what the words that met tell, in bits, against what speaks for two people.

A word tells as much as it is rare in the lists: one of N listings that carry it tells log2(N) bits. A spelling tells less
than the word itself, an initial next to nothing. A word that only one name has is usual (a patronymic, a second given name);
words of both names that met nothing make them two people.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz.distance import OSA

from aktsom.engine.names.columns import Array
from aktsom.engine.names.compare import Comparison, Pair, Rarities, ReadQuery, left_over
from aktsom.engine.names.folding import consonants, fold_key
from aktsom.engine.names.index import ListedEntry
from aktsom.engine.names.pinyin import is_chinese
from aktsom.engine.names.vocabulary import WITHOUT_WEIGHT, Role
from aktsom.engine.names.words import Word

BITS = 15.0
"""What the rarest word tells, in bits: it is one of some 30,000 listings."""
INITIAL_BITS = 3.0
BITS_A_LETTER = 2.3
"""However rare a short word is in the lists, many people in the world have it."""
TWO_PEOPLE = 9.0
_ONE_MORE = 3.0
_LITTLE_MORE = 0.5
_EVEN, _STEEP = 11.5, 0.30
_SURE, _ONE_WHOLE = 0.955, 0.9
INITIAL_SIMILARITY, FEW_CONSONANTS, _WRITTEN_OTHERWISE = 0.2, 0.6, 0.95
ONE_AND_TWO, TOGETHER = 3, 0.7
LETTERS_APART = 4
"""Spellings of one name that differ in where words begin differ in no more letters than this."""
_ONE_INITIAL, _LONG_NAME = 2, 8
_SOUNDS_ALIKE, _ENOUGH_SOUNDS = 0.76, 9
_SHORT, _SHORT_OTHERWISE = 4, 0.7
ONE_WORD = 0.8
_ONE_LETTER, _ENOUGH_LETTERS = 0.78, 8


class LeftOver(NamedTuple):
    """How many words of a name met nothing: of weight, of those patronymics, and others. Numbers, or arrays of them."""

    weighty: Any
    patronymics: Any
    others: Any


def compare_people(query: ReadQuery, entry: ListedEntry, rarities: Rarities) -> Comparison:
    """Pair the words of two people's names, best first, and weigh what that tells."""
    chinese = all(is_chinese(word.latin) for word in (*query.words, *entry.words))
    pairs = _pairs(query, entry, exact=chinese)
    rest_query, rest_listed = left_over(query, entry, pairs)
    told = sum(_bits(query, entry, pair, rarities) for pair in pairs)
    lost = lost_bits(_counted([query.words[q] for q in rest_query]), _counted([entry.words[n] for n in rest_listed]))
    met = sum(pair[2] > INITIAL_SIMILARITY for pair in pairs)
    whole = all(similarity == 1.0 for _, _, similarity in pairs) and not rest_query and not rest_listed
    alike = sum(similarity for _, _, similarity in pairs) / max(len(pairs), 1)
    likeness = float(likeness_of(told - lost, 1.0 if whole and met else alike))
    if whole and met:
        likeness = max(likeness, _SURE if met > 1 else _ONE_WHOLE)
    if not rest_query and not rest_listed and not chinese and _one_letter_off(query, entry, pairs):
        likeness = max(likeness, _ONE_LETTER)
    if not rest_query and not rest_listed and met > 1 and _sounds(query) >= _ENOUGH_SOUNDS:
        likeness = max(likeness, _SOUNDS_ALIKE)
    if met < 2 and len(query.words) + len(entry.words) > 2 and not _told_by_initials(query, entry, pairs):
        likeness *= ONE_WORD
    return Comparison(
        likeness=likeness,
        shared=told / BITS,
        pairs=pairs,
        identified=met > 0,
        respelled=False,
        query_inside=False,
        listed_inside=False,
    )


def _told_by_initials(query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair]) -> bool:
    longest = max((len(query.words[q].latin) for q, _, _ in pairs), default=0)
    return bool(told_by_initials(len(pairs), max(len(query.words), len(entry.words)), longest))


def _sounds(query: ReadQuery) -> int:
    """How many letters a name in a script without vowels has; 0 for other names."""
    keys = [word.key for word in query.words]
    return sum(map(len, keys)) if all(key.startswith("~") for key in keys) else 0


def _one_letter_off(query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair]) -> bool:
    """All words met, and a single letter of the whole name is wrong: that is a typing error, however common the words."""
    unlike = [(query.words[q].latin, entry.words[n].latin) for q, n, similarity in pairs if similarity < 1.0]
    letters = sum(len(word.latin) for word in query.words)
    return letters >= _ENOUGH_LETTERS and len(unlike) == 1 and OSA.distance(*unlike[0], score_cutoff=1) <= 1


def _pairs(query: ReadQuery, entry: ListedEntry, *, exact: bool) -> tuple[Pair, ...]:
    """Which word meets which, each at most once, the most similar first."""
    possible = [
        (-similarity, q, n)
        for q, (word, near) in enumerate(zip(query.words, query.similar, strict=True))
        for n, (listed, term) in enumerate(zip(entry.words, entry.terms, strict=True))
        if (similarity := _similarity(word, listed, near.get(term, 0.0))) > 0.0 and not (exact and similarity < 1.0)
    ]
    pairs: list[Pair] = []
    used_query: set[int] = set()
    used_listed: set[int] = set()
    for minus_similarity, q, n in sorted(possible):
        if q not in used_query and n not in used_listed:
            used_query.add(q)
            used_listed.add(n)
            pairs.append((q, n, -minus_similarity))
    return tuple(sorted([*pairs, *_joined(query, entry, used_query, used_listed)]))


def _joined(query: ReadQuery, entry: ListedEntry, used_query: set[int], used_listed: set[int]) -> list[Pair]:
    """One word of one name that is two of the other, side by side: `Alireza`, `Ali Reza`."""
    left_query = [q for q in range(len(query.words)) if q not in used_query]
    left_listed = [n for n in range(len(entry.words)) if n not in used_listed]
    if (
        not left_query
        or not left_listed
        or len(left_query) + len(left_listed) != ONE_AND_TWO
        or not (
            left_query[-1] - left_query[0] == len(left_query) - 1
            and left_listed[-1] - left_listed[0] == len(left_listed) - 1
        )
    ):
        return []
    one = "".join(query.words[q].latin for q in left_query)
    other = "".join(entry.words[n].latin for n in left_listed)
    unvowelled = any(query.words[q].key[0] == "~" for q in left_query)
    same = consonants(fold_key(one)) == consonants(fold_key(other)) if unvowelled else fold_key(one) == fold_key(other)
    return [(q, n, TOGETHER) for q in left_query for n in left_listed] if same else []


def _similarity(word: Word, listed: Word, near: float) -> float:
    if near:
        if word.latin == listed.latin or word.key[0] == "~" or listed.key[0] == "~":
            return near
        return near * float(written_otherwise(min(len(word.latin), len(listed.latin))))
    if len(word.latin) == 1 or len(listed.latin) == 1:
        return INITIAL_SIMILARITY if word.latin[0] == listed.latin[0] else 0.0
    if word.key[0] == "~" or listed.key[0] == "~":
        return FEW_CONSONANTS if consonants(word.key) == consonants(listed.key) else 0.0
    return 0.0


def _bits(query: ReadQuery, entry: ListedEntry, pair: Pair, rarities: Rarities) -> float:
    q, n, similarity = pair
    word, listed = query.words[q], entry.words[n]
    if similarity <= INITIAL_SIMILARITY or len(word.latin) == 1:
        return INITIAL_BITS
    rarity = min(rarities.rarity_of(listed.key), query.rarities[q])
    told = BITS * rarity if word.key[0] == "~" else min(BITS * rarity, BITS_A_LETTER * len(listed.latin))
    return told * similarity


def _counted(rest: Sequence[Word]) -> LeftOver:
    weighty = [word for word in rest if word.role not in WITHOUT_WEIGHT]
    patronymics = sum(word.role is Role.PATRONYMIC for word in weighty)
    return LeftOver(len(weighty), patronymics, len(rest) - len(weighty))


def lost_bits(query: LeftOver, listed: LeftOver) -> Any:
    """What speaks against one person, in bits: words of both that met nothing most, a patronymic more or less little."""
    both = np.minimum(query.weighty, listed.weighty)
    more = np.maximum(query.weighty, listed.weighty) - both
    little = np.minimum(more, query.patronymics + listed.patronymics)
    others = query.others + listed.others
    return TWO_PEOPLE * both + _ONE_MORE * (more - little) + _LITTLE_MORE * (little + others)


def likeness_of(bits: Any, alike: Any) -> Any:
    """How alike two names are, from what they tell for one person and how alike their words are on the average."""
    return (0.8 + 0.2 * alike) / (1.0 + np.exp(-_STEEP * (bits - _EVEN)))


def told_by_initials(pairs: Any, words: Any, longest: Any) -> Any:
    """`Zelentsov A. B.`: two initials and nothing left over, or one beside a long and so a rare word."""
    return (pairs >= words) & ((pairs > _ONE_INITIAL) | (longest >= _LONG_NAME))


def written_otherwise(letters: Any) -> Any:
    """What is left of a likeness by sound when the shorter word, of so many letters, is written otherwise."""
    return np.where(letters > _SHORT, _WRITTEN_OTHERWISE, _SHORT_OTHERWISE)


def bits_needed(threshold: Array) -> Array:
    """What must be told at least, after all that speaks against it, to reach each of these scores."""
    share = np.clip(threshold, 0.01, 0.99)
    return np.asarray(_EVEN + np.log(share / (1.0 - share)) / _STEEP)
