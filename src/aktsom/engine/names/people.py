"""How alike two names of people are: what the words that met tell, in bits, against what speaks for two people.

A word tells as much as it is rare in the lists: one of N listings that carry it tells log2(N) bits. A spelling tells less
than the word itself, an initial next to nothing. A word that only one name has is usual (a patronymic, a second given name);
words of both names that met nothing make them two people.
"""

import math
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from aktsom.engine.names.compare import Comparison, Pair, Rarities, ReadQuery, left_over
from aktsom.engine.names.folding import consonants, fold_key
from aktsom.engine.names.index import ListedEntry
from aktsom.engine.names.reading import Word, is_pinyin
from aktsom.engine.names.vocabulary import WITHOUT_WEIGHT, Role

BITS = 15.0
"""What the rarest word tells, in bits: it is one of some 30,000 listings."""
INITIAL_BITS = 3.0
_BITS_A_LETTER = 2.3
"""However rare a short word is in the lists, many people in the world have it."""
TWO_PEOPLE = 9.0
_ONE_MORE = 3.0
_LITTLE_MORE = 0.5
_EVEN, _STEEP = 11.5, 0.30
_SURE, _ONE_WHOLE = 0.955, 0.9
INITIAL_SIMILARITY, _FEW_CONSONANTS, _WRITTEN_OTHERWISE = 0.2, 0.6, 0.95
_ONE_AND_TWO, _TOGETHER = 3, 0.7
_ONE_INITIAL, _LONG_NAME = 2, 8
_SOUNDS_ALIKE, _ENOUGH_SOUNDS = 0.76, 9
_SHORT, _SHORT_OTHERWISE = 4, 0.7
_ONE_WORD = 0.8
_ONE_LETTER, _ENOUGH_LETTERS = 0.78, 8


def compare_people(query: ReadQuery, entry: ListedEntry, rarities: Rarities) -> Comparison:
    """Pair the words of two people's names, best first, and weigh what that tells."""
    chinese = all(map(_chinese, query.words)) and all(map(_chinese, entry.words))
    pairs = _pairs(query, entry, exact=chinese)
    rest_query, rest_listed = left_over(query, entry, pairs)
    told = sum(_bits(query, entry, pair, rarities) for pair in pairs)
    lost = _lost([query.words[q] for q in rest_query], [entry.words[n] for n in rest_listed])
    met = sum(pair[2] > INITIAL_SIMILARITY for pair in pairs)
    whole = all(similarity == 1.0 for _, _, similarity in pairs) and not rest_query and not rest_listed
    likeness = 1.0 / (1.0 + math.exp(-_STEEP * (told - lost - _EVEN)))
    alike = sum(similarity for _, _, similarity in pairs) / max(len(pairs), 1)
    likeness = max(likeness, _SURE if met > 1 else _ONE_WHOLE) if whole and met else likeness * (0.8 + 0.2 * alike)
    if not rest_query and not rest_listed and not chinese and _one_letter_off(query, entry, pairs):
        likeness = max(likeness, _ONE_LETTER)
    if not rest_query and not rest_listed and met > 1 and _sounds(query) >= _ENOUGH_SOUNDS:
        likeness = max(likeness, _SOUNDS_ALIKE)
    if met < 2 and len(query.words) + len(entry.words) > 2 and not _told_by_initials(query, entry, pairs):
        likeness *= _ONE_WORD
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
    """`Zelentsov A. B.`: two initials and nothing left over, or one beside a long and so a rare word."""
    if len(pairs) < max(len(query.words), len(entry.words)):
        return False
    longest = max(len(query.words[q].latin) for q, _, _ in pairs)
    return len(pairs) > _ONE_INITIAL or longest >= _LONG_NAME


def _sounds(query: ReadQuery) -> int:
    """How many letters a name in a script without vowels has; 0 for other names."""
    keys = [word.key for word in query.words]
    return sum(map(len, keys)) if all(key.startswith("~") for key in keys) else 0


def _one_letter_off(query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair]) -> bool:
    """All words met, and a single letter of the whole name is wrong: that is a typing error, however common the words."""
    unlike = [(query.words[q].latin, entry.words[n].latin) for q, n, similarity in pairs if similarity < 1.0]
    letters = sum(len(word.latin) for word in query.words)
    return letters >= _ENOUGH_LETTERS and len(unlike) == 1 and OSA.distance(*unlike[0], score_cutoff=1) <= 1


def _chinese(word: Word) -> bool:
    """Whether a word may be Chinese in the usual Latin spelling, where another spelling is another name."""
    return len(word.latin) > 1 and is_pinyin(word.latin)


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
    if not left_query or not left_listed or len(left_query) + len(left_listed) != _ONE_AND_TWO:
        return []
    one = "".join(query.words[q].latin for q in left_query)
    other = "".join(entry.words[n].latin for n in left_listed)
    unvowelled = any(query.words[q].key[0] == "~" for q in left_query)
    same = consonants(fold_key(one)) == consonants(fold_key(other)) if unvowelled else fold_key(one) == fold_key(other)
    return [(q, n, _TOGETHER) for q in left_query for n in left_listed] if same else []


def _similarity(word: Word, listed: Word, near: float) -> float:
    if near:
        if word.latin == listed.latin or word.key[0] == "~" or listed.key[0] == "~":
            return near
        return near * (_WRITTEN_OTHERWISE if min(len(word.latin), len(listed.latin)) > _SHORT else _SHORT_OTHERWISE)
    if len(word.latin) == 1 or len(listed.latin) == 1:
        return INITIAL_SIMILARITY if word.latin[0] == listed.latin[0] else 0.0
    if word.key[0] == "~" or listed.key[0] == "~":
        return _FEW_CONSONANTS if consonants(word.key) == consonants(listed.key) else 0.0
    return 0.0


def _bits(query: ReadQuery, entry: ListedEntry, pair: Pair, rarities: Rarities) -> float:
    q, n, similarity = pair
    word, listed = query.words[q], entry.words[n]
    if similarity <= INITIAL_SIMILARITY or len(word.latin) == 1:
        return INITIAL_BITS
    rarity = min(rarities.rarity_of(listed.key), query.rarities[q])
    told = BITS * rarity if word.key[0] == "~" else min(BITS * rarity, _BITS_A_LETTER * len(listed.latin))
    return told * similarity


def _lost(rest_query: Sequence[Word], rest_listed: Sequence[Word]) -> float:
    one = [word for word in rest_query if word.role not in WITHOUT_WEIGHT]
    other = [word for word in rest_listed if word.role not in WITHOUT_WEIGHT]
    both = min(len(one), len(other))
    more = [*one[both:], *other[both:]]
    little = sum(word.role is Role.PATRONYMIC for word in more)
    initials = len(rest_query) + len(rest_listed) - len(one) - len(other)
    return TWO_PEOPLE * both + _ONE_MORE * (len(more) - little) + _LITTLE_MORE * (little + initials)


def bits_needed(threshold: float) -> float:
    """What must be told at least, after all that speaks against it, to reach a score."""
    share = min(max(threshold, 0.01), 0.99)
    return _EVEN + math.log(share / (1.0 - share)) / _STEEP
