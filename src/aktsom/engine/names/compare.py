"""Compare the words of two names: what met what, what is left over, and what that says."""

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

from aktsom.engine.names.folding import consonants
from aktsom.engine.names.index import ListedEntry
from aktsom.engine.names.pinyin import is_chinese
from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.types import How, PartMatch
from aktsom.engine.names.vocabulary import (
    IDENTIFYING,
    WITHOUT_WEIGHT,
    Role,
)
from aktsom.engine.names.weights import left_over_weight, shared_weight
from aktsom.engine.names.words import Word, tells_together

_UNLIKE_NAMES = 0.55
_UNLIKE = {Role.FIELD: 0.6, Role.NUMBER: 0.5, Role.HEAD: 0.9}
_ONE_FIELD_MORE = 0.88
_BODY_OR_BUSINESS = 0.85
_LEAST_MET, _LONG = 2, 4
_FEW_CONSONANTS = 0.8
_DIVIDING = frozenset({Role.UNIT, Role.HEAD})
_SHORT, _NUMBERED, RARE = 0.76, 0.85, 0.6
_DESIGN = "=field:design"
_SCHOOL, _RESEARCH_INSTITUTE = "学院", "=head:institute"
VERY_RARE, _FORMS = 0.8, frozenset({Role.UNIT, Role.QUALIFIER, Role.BUSINESS})
_OF_RESEARCH = frozenset({"=head:institute", "=head:bureau", _DESIGN})
_IN_WHOSE_HONOUR = frozenset({Role.NAME, Role.EPONYM})
_INSTITUTE = frozenset({Role.HEAD, Role.QUALIFIER})
_NUMBER_AND_TRADE = frozenset({Role.NUMBER, Role.HEAD, Role.FIELD, Role.QUALIFIER})
_OF_GROUPS = frozenset({Role.NATION, Role.FIELD, Role.BUSINESS, Role.QUALIFIER, Role.NUMBER})
_TWO_DIGITS, _ACADEMY, _TRADE = 2, "=head:academy", "=name:"
_LETTERS, _FEW_LETTERS = 7, 4
_HARD_TO_SPEAK = re.compile("[bcdfghjklmnpqrstvwxz]{3}|[aeiouy]{3}")
_SHIPYARD = "=head:shipyard"
_CHINESE = frozenset(f"=nation:{country}" for country in ("CN", "TW", "HK", "MO", "SG"))
_UNSAID = frozenset({Role.FIELD, Role.QUALIFIER, Role.PLACE, Role.INITIAL, Role.SITE})


class Rarities(Protocol):
    """How rare a word is, from 0 to 1."""

    def rarity_of(self, key: str) -> float:
        """The rarity of the word with this key."""


class ReadQuery(NamedTuple):
    """A query's words with, for each, the listed words that it may stand for (by number) and how similar they are, and the
    number of its own in the lists (-1 for none).

    `nations` are the keys of the query's own country, which a listed name may mention without being another name. `leads` says
    whether a word leads to any listed name.
    """

    words: tuple[Word, ...]
    segments: tuple[int, ...]
    similar: tuple[Mapping[int, float], ...]
    terms: tuple[int, ...]
    rarities: tuple[float, ...]
    is_person: bool
    nations: frozenset[str]
    leads: bool


Pair = tuple[int, int, float]
_Possible = tuple[float, int, int, int]


class Comparison(NamedTuple):
    """How alike two names are (0 to 1), which words met, and whether one name holds the other.

    `pairs` gives for each pair of words its place in the query, its place in the listed name and its similarity.
    """

    likeness: float
    shared: float
    pairs: tuple[Pair, ...]
    identified: bool
    respelled: bool
    query_inside: bool
    listed_inside: bool
    by_number: bool = False

    @property
    def same_order(self) -> bool:
        """Whether the words that met stand in the same order in both names."""
        return all(one[1] < other[1] for one, other in pairwise(self.pairs))


def compare(query: ReadQuery, entry: ListedEntry, rarities: Rarities, nations: Collection[str] = ()) -> Comparison:
    """Pair the words of both names, best first, and weigh what met against what is left over.

    `nations` are the keys of the listed party's countries: a query may mention one that the listed name leaves out.
    """
    pairs = _pairs(query, entry)
    rest_query, rest_listed = left_over(query, entry, pairs)
    shared = blurred = 0.0
    for q, _, similarity in pairs:
        weight = shared_weight(query.words[q].role, query.rarities[q])
        shared += weight * similarity
        blurred += weight * (1.0 - similarity)
    lost = sum(_loss(query.words[q], query.rarities[q]) for q in rest_query if query.words[q].key not in nations)
    for n in rest_listed:
        word = entry.words[n]
        lost += _loss(word, rarities.rarity_of(word.key)) if word.key not in query.nations else 0.0
    total = shared + blurred + lost
    likeness = (shared / total if total else 0.0) * _unlike(query, entry, rest_query, rest_listed)
    numbered = bare = False
    if likeness < _SHORT and not query.is_person and all(query.words[q].role is Role.SITE for q in rest_query):
        if any(rule(query, entry, pairs, rest_listed) for rule in _IN_SHORT):
            likeness = _SHORT
        elif (numbered := _called_by_number(query, entry, rest_listed)) or _called_without_town(
            query, entry, pairs, rest_listed
        ):
            likeness = _NUMBERED
        elif bare := _called_by_number_alone(query, entry, pairs, rest_query, rest_listed):
            likeness = _SHORT
    identifying = [(q, n) for q, n, _ in pairs if query.words[q].role in IDENTIFYING]
    met = [] if query.is_person else [(q, n) for q, n, _ in pairs]
    return Comparison(
        likeness=likeness,
        shared=shared,
        pairs=pairs,
        identified=bool(identifying),
        respelled=bool(identifying) and all(_respelled(query.words[q], entry.words[n]) for q, n in identifying),
        by_number=bare,
        query_inside=not (numbered or bare) and _holds(query.words, met, entry.words, entry.segments),
        listed_inside=_holds(entry.words, [(n, q) for q, n in met], query.words, query.segments),
    )


def _loss(word: Word, rarity: float) -> float:
    return left_over_weight(word.role, rarity)


def left_over(query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    """The places of the words that met no word of the other name, in the query and in the listed name."""
    taken_query, taken_listed = {q for q, _, _ in pairs}, {n for _, n, _ in pairs}
    return (
        [q for q in range(len(query.words)) if q not in taken_query],
        [n for n in range(len(entry.words)) if n not in taken_listed],
    )


def part_matches(query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair]) -> tuple[PartMatch, ...]:
    """The words that met, in the query's order, with how they met and how much that tells."""
    return tuple(_part(query, entry, pair) for pair in pairs)


def _pairs(query: ReadQuery, entry: ListedEntry) -> tuple[Pair, ...]:
    """Which word of the query meets which word of the listed name, each at most once, the most similar first."""
    possible = [
        (-similarity, 0, q, n)
        for q, similar in enumerate(query.similar)
        for n, term in enumerate(entry.terms)
        if (similarity := similar.get(term, 0.0) or _few_consonants(query.words[q], entry.words[n])) > 0.0
        and not _other_letters(query.words[q], entry.words[n])
    ]
    if query.segments[-1:] != query.segments[:1] or entry.segments[-1:] != entry.segments[:1]:
        possible = _together(possible, query.segments, entry.segments)
    pairs: list[Pair] = []
    used_query: set[int] = set()
    used_listed: set[int] = set()
    for minus_similarity, _, q, n in sorted(possible):
        if q not in used_query and n not in used_listed:
            used_query.add(q)
            used_listed.add(n)
            pairs.append((q, n, -minus_similarity))
    return tuple(sorted(pairs))


def _together(possible: Sequence[_Possible], query: Sequence[int], listed: Sequence[int]) -> list[_Possible]:
    """Of two words that are as similar the one is taken that stands among others that meet: the `Technology` of `Laboratory of
    Explosion Technology, Beijing Institute of Technology` that belongs to the institute.
    """
    met = Counter((query[q], listed[n]) for _, _, q, n in possible)
    return [(similarity, -met[query[q], listed[n]], q, n) for similarity, _, q, n in possible]


def _other_letters(one: Word, other: Word) -> bool:
    """Letters that nobody can speak as a word are others when one of them differs: UESTC is not USTC. Nor is a Chinese school
    (学院) an institute (研究所), where English calls both so.
    """
    if one.script is other.script is Script.HAN and one.role is Role.HEAD:
        return (_SCHOOL in one.shown) != (_SCHOOL in other.shown)
    if one.latin == other.latin or (one.key == other.key and one.script is not other.script):
        return False
    return one.role is other.role is Role.NAME and _unspeakable(one) and _unspeakable(other)


def _unspeakable(word: Word) -> bool:
    short = len(word.latin) <= _LETTERS and word.shown.isupper()
    return short and (len(word.latin) <= _FEW_LETTERS or bool(_HARD_TO_SPEAK.search(word.latin)))


def _few_consonants(word: Word, listed: Word) -> float:
    """How similar a word without vowels is to one with the same consonants that is too short to be looked up by them."""
    if word.key[0] != "~" or word.role is not Role.NAME or listed.role is not Role.NAME:
        return 0.0
    sound = consonants(word.key)
    return _FEW_CONSONANTS if len(sound) > 1 and sound == consonants(listed.key) else 0.0


def _part(query: ReadQuery, entry: ListedEntry, pair: Pair) -> PartMatch:
    q, n, similarity = pair
    one, other = query.words[q], entry.words[n]
    weight = shared_weight(one.role, query.rarities[q]) * similarity
    if (len(one.latin) == 1) != (len(other.latin) == 1):
        return PartMatch(one.shown, other.shown, How.INITIAL, round(0.3 * weight or 0.1, 3))
    return PartMatch(one.shown, other.shown, _how(one, other), round(weight, 3))


def _how(one: Word, other: Word) -> How:
    if one.latin == other.latin:
        return How.EXACT if one.script == other.script else How.TRANSLITERATION
    if one.key.startswith("=") and one.key == other.key:
        return How.MEANING
    return How.SPELLING if one.script == other.script else How.TRANSLITERATION


def _respelled(one: Word, other: Word) -> bool:
    """A word without vowels, or asked for in another script, cannot be compared letter by letter: that is no other spelling."""
    by_letters = (
        not one.key.startswith("~") and not other.key.startswith("~") and one.script in (other.script, Script.LATIN)
    )
    return one.key != other.key and by_letters


def _unlike(query: ReadQuery, entry: ListedEntry, rest_query: Sequence[int], rest_listed: Sequence[int]) -> float:
    """Both names have a word of one sort that the other lacks: then they name two bodies."""
    one = {query.words[q].role for q in rest_query}
    other = {entry.words[n].role for n in rest_listed}
    factor = _UNLIKE_NAMES if one & IDENTIFYING and other & IDENTIFYING else 1.0
    for role, unlike in _UNLIKE.items():
        if role in one and role in other:
            factor *= unlike
    if any(Role.HEAD in a and Role.BUSINESS in b for a, b in ((one, other), (other, one))):
        factor *= _BODY_OR_BUSINESS
    return factor * (_ONE_FIELD_MORE if (Role.FIELD in one) != (Role.FIELD in other) else 1.0)


def _called_short(query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair], rest_listed: Sequence[int]) -> bool:
    """A body named for somebody, or by a brand, is called by that name and what sort of body it is: `Boreskov Institute`,
    `Raduga Design Bureau`, 天仪研究院. Chinese names in Latin letters are those of places, where there are more.
    """
    told = [q for q, _, _ in pairs if query.words[q].role not in WITHOUT_WEIGHT and query.words[q].key != _DESIGN]
    if len(told) != _LEAST_MET:
        return False
    name, head = (query.words[q] for q in told)
    if name.role not in _IN_WHOSE_HONOUR or head.role is not Role.HEAD:
        return False
    if _sounds_chinese(name, query) and not _in_same_characters(query, entry, pairs, name):
        return False
    unsaid = {entry.words[n].role for n in rest_listed}
    return bool(unsaid) and unsaid <= _UNSAID and query.rarities[told[0]] >= RARE


def _sounds_chinese(word: Word, query: ReadQuery) -> bool:
    """Whether a word may be a Chinese name; of a body in another country `Rubin` is a brand."""
    return is_chinese(word.latin) and not (query.nations and _CHINESE.isdisjoint(query.nations))


def _called_by_brand(query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair], rest_listed: Sequence[int]) -> bool:
    """A body of a very rare brand is called by that alone, where the list says what sort of body it is: `Vigstar`."""
    told = [q for q, _, similarity in pairs if similarity == 1.0 and query.words[q].role is Role.NAME]
    if len(pairs) != 1 or not told or not query.nations or query.rarities[told[0]] < VERY_RARE:
        return False
    brand, unsaid = query.words[told[0]], [entry.words[n] for n in rest_listed]
    long = len(brand.latin) > _FEW_LETTERS + 1 and not _sounds_chinese(brand, query)
    return long and all(word.role in _FORMS or word.key in _OF_RESEARCH for word in unsaid)


def _in_same_characters(query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair], name: Word) -> bool:
    """Whether a Chinese name stands in the listed one in the same characters."""
    met = (entry.words[n] for q, n, _ in pairs if query.words[q] is name)
    return name.script is Script.HAN and any(word.shown == name.shown and word.script is Script.HAN for word in met)


def _called_by_number(query: ReadQuery, entry: ListedEntry, rest_listed: Sequence[int]) -> bool:
    """A numbered institute of a group is called by the group and the number: `CETC 38`, `CSSC 701`."""
    roles = [word.role for word in query.words]
    body = any(word.role is Role.HEAD and word.key != _SHIPYARD for word in query.words)
    group = Role.BUSINESS in roles and roles[-1] is Role.NUMBER and not body
    unsaid = {entry.words[n].role for n in rest_listed}
    return group and Role.HEAD in unsaid and unsaid <= _INSTITUTE


def _called_by_number_alone(
    query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair], rest_query: Sequence[int], rest_listed: Sequence[int]
) -> bool:
    """Chinese institutes with a number of three digits are called by it, with or without the trade: 七〇一研究所, 航天772所.
    Others are by the group or by the number of its academy as well: 中电14所, 航天三院31所.
    Two groups may have the same number, so that is possible and no more.
    """
    numbers = [query.words[q].latin for q, _, _ in pairs if query.words[q].role is Role.NUMBER]
    told = {word.role for word in query.words}
    tells = (
        len(numbers) > 1 or Role.BUSINESS in told or any(each.isdigit() and len(each) > _TWO_DIGITS for each in numbers)
    )
    if len(rest_query) or not numbers or not tells:
        return False
    of_china = query.words[-1].script is Script.HAN or "=nation:CN" in query.nations
    unsaid = [entry.words[n] for n in rest_listed]
    grouped = all(
        word.role in _OF_GROUPS or word.key in (_ACADEMY, _SHIPYARD) or word.key.startswith(_TRADE) for word in unsaid
    )
    return of_china and Role.HEAD in told and told <= _NUMBER_AND_TRADE | _OF_GROUPS and grouped and bool(unsaid)


def _called_in_short_chinese(
    query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair], rest_listed: Sequence[int]
) -> bool:
    """A Chinese institute is called by its town, the first words of its field and what it is: 上海微系统所 of
    上海微系统与信息技术研究所.
    """
    words, met = query.words, [n for _, n, _ in pairs]
    if not all(word.script is Script.HAN for word in words) or len(words) <= _LEAST_MET or not rest_listed:
        return False
    if len(met) < len(words) or _SCHOOL in entry.words[met[-1]].shown:
        return False
    begins = met[:-1] == list(range(met[0], met[0] + len(met) - 1)) and min(rest_listed) > met[-2]
    ends = words[-1].key == _RESEARCH_INSTITUTE and _SCHOOL not in words[-1].shown and met[-1] > max(rest_listed)
    return begins and ends and words[0].role is Role.PLACE


_IN_SHORT = (_called_short, _called_by_brand, _called_in_short_chinese)


def _called_without_town(
    query: ReadQuery, entry: ListedEntry, pairs: Sequence[Pair], rest_listed: Sequence[int]
) -> bool:
    """A company of a rare brand is called without the town that its full name begins with: `Hikvision Digital Technology`.
    Of institutes the town decides, and a brand that sounds Chinese may be any.
    """
    if list(rest_listed) != [0] or entry.words[0].role is not Role.PLACE or len(query.words) < _LEAST_MET:
        return False
    if not _DIVIDING.isdisjoint(word.role for word in entry.words):
        return False
    return any(
        word.role is Role.NAME and query.rarities[q] >= RARE and similarity == 1.0 and not _sounds_chinese(word, query)
        for q, _, similarity in pairs
        if (word := query.words[q])
    )


def _holds(
    inner: Sequence[Word], pairs: Sequence[tuple[int, int]], outer: Sequence[Word], segments: Sequence[int]
) -> bool:
    """The outer name has the inner one word for word as one stretch, and the rest names a unit or is set off from it.

    `pairs` holds the places in the inner and the outer name of each word that met. An inner name of one brand or place
    alone is no body, so it needs a second word that says what it is.
    """
    if len(pairs) < _LEAST_MET:
        return False
    met = [(i, o) for i, o in pairs if inner[i].latin == outer[o].latin or inner[i].key.startswith("=")]
    places = [o for _, o in sorted(met)]
    rest = [o for o in range(len(outer)) if o not in set(places) and outer[o].role not in WITHOUT_WEIGHT]
    if not rest or not _complete(inner, {i for i, _ in met}) or not _one_stretch(places, outer, segments):
        return False
    return any(outer[o].role in _DIVIDING for o in rest) or not {segments[o] for o in rest} & {
        segments[o] for o in places
    }


def _complete(inner: Sequence[Word], met: set[int]) -> bool:
    """All words of weight are there, one that identifies, or several that do together, and one that says what sort of body it
    is among them.
    """
    missed = any(inner[i].role not in WITHOUT_WEIGHT for i in range(len(inner)) if i not in met)
    roles = [inner[i].role for i in met]
    tells = not IDENTIFYING.isdisjoint(roles) or tells_together(inner[i] for i in met)
    return not missed and tells and not _DIVIDING.isdisjoint(roles)


def _one_stretch(places: Sequence[int], outer: Sequence[Word], segments: Sequence[int]) -> bool:
    """No telling word stands between, and none goes on with the name: `University` is not `University of Mining`."""
    gaps = set(range(places[0], places[-1] + 1)) - set(places)
    follower = places[-1] + 1
    goes_on = follower < len(outer) and outer[follower].linked and segments[follower] == segments[places[-1]]
    return not goes_on and list(places) == sorted(places) and all(outer[o].role in WITHOUT_WEIGHT for o in gaps)
