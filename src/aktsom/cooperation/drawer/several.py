"""Names of several organisations in one cell: found where each part is an organisation of its own, for a person to say.

A name that is asked about in vain costs a person's patience, so it is asked only where the parts are surely that: two
universities or two companies with a comma between, or partners that we know. What lies within another body is one name.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from aktsom.cooperation.partners.matching import PartnerMatch, Standing, Wanted, asked_if_elsewhere, match_partners
from aktsom.core.actor import Actor
from aktsom.engine.names.single_words import WORD, organisation_word
from aktsom.engine.names.vocabulary import Role

_BETWEEN = re.compile(r"\s*[,/]\s*|\s+(?:and|og|&)\s+", re.IGNORECASE)
MOST_CUTS = 6
"""A name with more places to cut is cut at all of them or at none."""
_TELLS = frozenset({Role.NAME, Role.EPONYM, Role.PLACE, Role.NATION})
_BELONGS_BEFORE = re.compile(r"the\s", re.IGNORECASE)
"""`University of Tromsø, The Arctic University of Norway` is one."""
_UNIVERSITY = re.compile(
    r"(?:universitet(?:et)?|h[øo]y?gsk[ou]le[nr]?|høyskole[nr]?|universitetssykehus(?:et)?)$", re.IGNORECASE
)

Cut = tuple[str, ...]
Way = tuple[Cut, tuple[bool, ...]]
"""The parts of a name, and for each gap between them whether a word such as `and` stands there, and not a mark."""


def match_or_ask(
    actor: Actor, wanted: Iterable[Wanted], in_several: Collection[str] = ()
) -> dict[Wanted, PartnerMatch]:
    """As `match_partners`; a new name that holds several organisations is for a person to say, with them as its `parts`.

    So is one that we know in another country, see `asked_if_elsewhere`.
    """
    pairs = list(dict.fromkeys(wanted))
    ways = {pair: _ways(pair[0]) for pair in pairs}
    more = {
        (name, country)
        for pair, each in ways.items()
        for name in (pair[0], *(part for cut, _words in each for part in cut))
        for country in (pair[1], "")
    }
    found = match_partners(actor, [*pairs, *(more - set(pairs))])
    asked = {pair: _asked(pair, ways[pair], found) for pair in pairs}
    return {pair: asked_if_elsewhere(match, found[pair[0], ""], in_several) for pair, match in asked.items()}


def _asked(pair: Wanted, ways: Sequence[Way], found: Mapping[Wanted, PartnerMatch]) -> PartnerMatch:
    match = found[pair]
    if not ways or match.standing != Standing.NEW or _is_known(pair, found):
        return match
    cut = next((cut for cut, words in ways if _are_several(cut, words, pair[1], found)), ())
    return replace(match, standing=Standing.UNCERTAIN, parts=cut) if cut else match


def _is_known(pair: Wanted, found: Mapping[Wanted, PartnerMatch]) -> bool:
    """Whether a partner that we know is called so, in this country or in any."""
    matches = (found[pair], found[(pair[0], "")])
    return any(each.standing != Standing.NEW and not each.is_common for each in matches)


def _are_several(cut: Cut, words: Sequence[bool], country: str, found: Mapping[Wanted, PartnerMatch]) -> bool:
    parts = [(_sort(part), _is_known((part, country), found)) for part in cut]
    if not all(sort or known for sort, known in parts) or any(_BELONGS_BEFORE.match(part) for part in cut[1:]):
        return False
    gaps = zip(parts, parts[1:], words, strict=False)
    if not all(is_word or _may_stand_beside(*before, *after) for before, after, is_word in gaps):
        return False
    return all(known for _sort, known in parts) or _are_apart(cut)


def _may_stand_beside(before: str, is_known_before: bool, after: str, is_known_after: bool) -> bool:
    """Whether two bodies with a mark between them are two: an institute before an academy lies within it."""
    if is_known_before and is_known_after:
        return after != "academy" or before == "academy"
    return {before, after} <= {"university", "company", ""}


def _are_apart(cut: Cut) -> bool:
    """Whether each tells of something that no other one does: a name in two languages is one organisation."""
    told = [_telling(part) for part in cut]
    return not any(one <= other or other <= one for one, other in combinations(told, 2))


@lru_cache(maxsize=16384)
def _sort(name: str) -> str:
    """What sort of organisation the name alone says that it is, "" when it does not say so or not which one."""
    words = [word for token in WORD.findall(name) for word in organisation_word(token)]
    if not _telling(name) or words[0].role is Role.LEGAL:
        return ""
    if any(_UNIVERSITY.search(token) for token in WORD.findall(name)):
        return "university"
    heads = [word.key.rpartition(":")[2] for word in words if word.role is Role.HEAD]
    if heads:
        return next((sort for sort in ("university", "academy") if sort in heads), "body")
    return "company" if any(word.role is Role.LEGAL for word in words) else ""


@lru_cache(maxsize=16384)
def _telling(name: str) -> frozenset[str]:
    tokens = (token for token in WORD.findall(name) if not _UNIVERSITY.fullmatch(token))
    return frozenset(word.key for token in tokens for word in organisation_word(token) if word.role in _TELLS)


@lru_cache(maxsize=16384)
def _ways(name: str) -> tuple[Way, ...]:
    """Every way to cut the name at what may stand between organisations, most parts first."""
    places = list(_BETWEEN.finditer(name))
    numbers = range(len(places), 0, -1) if len(places) <= MOST_CUTS else (len(places),)
    chosen = (each for number in numbers if number for each in combinations(places, number))
    ways = ((_cut(name, each), tuple(found[0].strip() not in (",", "/") for found in each)) for each in chosen)
    return tuple(way for way in ways if all(way[0]))


def _cut(name: str, places: Sequence[re.Match[str]]) -> Cut:
    starts, ends = [0, *(found.end() for found in places)], [*(found.start() for found in places), len(name)]
    return tuple(name[start:end].strip() for start, end in zip(starts, ends, strict=True))
