"""Names that are added to listings beside their own: from the curated tables, and from other entries about the same body.

A body that stands on several lists is called one thing here and another there. Where two entries have a name in common that
tells which body it is, each gets the other's names, with the entry that they are from.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, permutations

import numpy as np

from aktsom.engine.lists.listing import Listing, NameKind, PartyKind
from aktsom.engine.names.abbreviations import SCHOLARLY, in_letters
from aktsom.engine.names.columns import NAME_KIND_NUMBER, ROLE_NUMBER, Array, sequence_hashes, sums
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.curated import AddedName, Additions, Relation
from aktsom.engine.names.folding import stable_hash
from aktsom.engine.names.numbering import NumberedNames, NumberedWords, audible, read_as_body, word_sets
from aktsom.engine.names.reading import read_name
from aktsom.engine.names.several_names import names_in
from aktsom.engine.names.vocabulary import IDENTIFYING, SILENT, Role
from aktsom.engine.names.words import ReadName, Word, tells_together

_IN_BRACKETS = re.compile(
    r"[(（]\s*(?:(?:JSC|PJSC|OJSC|AO|PAO|OAO|АО|ПАО|ОАО|FSUE|FGUP|ФГУП|ФКП|FKP|ФГБУ|ФГБНУ|ФГБУН)\s+)?[\"«“]?"
    r"([A-Z][A-Za-z]{1,6}[A-Z](?:-[A-Z]{2,4})?|[A-Z]{3,8}-[A-Z]{2,4}|[А-ЯЁ][А-Яа-яё]{2,7}[А-ЯЁ])[\"»”]?"
    r"(?:\s+(?:имени|им\.|named after)\s[^()]{3,40})?[\"»”]?\s*[)）]$"
)
_SHORTEST, _SHORTEST_LETTERS = 4, 3
_ENOUGH_WORDS, _ENOUGH_LETTERS = 2, 8
_OF_HONOUR = SILENT | {Role.EPONYM, Role.INITIAL}
_MOST_ENTRIES, _OFFICIAL = 40, 8
"""A name that more entries have is no body's own."""


def add_curated(
    listed: NumberedNames, listings: Sequence[Listing], additions: Iterable[Additions]
) -> dict[int, frozenset[str]]:
    """Give the listings of each body the names that the tables add to it, but for those that they have.

    Returns for each of these listings, by its place, the countries where the tables have such a body.
    """
    known = [(body, read_as_body(name)) for body in additions for name in body.known]
    if not known:
        return {}
    countries: dict[int, frozenset[str]] = defaultdict(frozenset)
    owners = _owners(listed, [name for _, name in known])
    texts = set(zip(listed.listing.tolist(), listed.text.tolist(), strict=True))
    found: dict[tuple[int, str], AddedName] = {}
    for (body, name), places in zip(known, owners, strict=True):
        words = [word for word in name.words if word.role not in SILENT]
        tells = any(word.role in IDENTIFYING for word in words) or tells_together(words)
        for place in places:
            if _may_be(listings[place], body.country):
                countries[place] |= {body.country} if tells else frozenset()
                found |= {(place, name.text): name for name in body.added if (place, _text(name)) not in texts}
    listed.add((place, name) for (place, _), name in sorted(found.items()))
    return countries


def add_of_several(listed: NumberedNames, listings: Sequence[Listing]) -> None:
    """Give entries each of the names that their lists put in one. A first name alone is nobody's."""
    found: dict[tuple[int, str], AddedName] = {}
    for place, listing in enumerate(listings):
        for several in listing.names:
            for name in names_in(several.text):
                read = read_name(name, listing.kind).words
                words = [word for word in read if word.role not in SILENT]
                tells = any(word.role in IDENTIFYING for word in words) or tells_together(words)
                short = len(words) == 1 and len(words[0].latin) < _ENOUGH_LETTERS
                body = listing.kind is PartyKind.ORGANISATION or any(word.role is Role.LEGAL for word in read)
                if name != several.text and tells and (body or not short):
                    found[place, name] = AddedName(name, Relation.SAME, listing.id, is_acronym=short)
    listed.add(((place, name) for (place, _), name in sorted(found.items())), as_listed=listings)


def add_in_letters(listed: NumberedNames, listings: Sequence[Listing]) -> None:
    """Give bodies that are named for somebody the name and the first letters of the rest: Budker INP, Lomonosov MSU."""
    texts = set(zip(listed.listing.tolist(), listed.text.tolist(), strict=True))
    found: dict[tuple[int, str], AddedName] = {}
    scholarly = np.array([word.key in SCHOLARLY for word in listed.vocabulary], np.int64)[listed.words]
    for at in np.flatnonzero(
        ~listed.person & _strong(listed) & _own(listed) & (sums(scholarly, listed.starts) > 0)
    ).tolist():
        text = in_letters(_words(listed, at))
        place = int(listed.listing[at])
        if text and (place, stable_hash(text.casefold())) not in texts:
            found.setdefault((place, text), AddedName(text, Relation.SAME, listings[place].id))
    listed.add((place, name) for (place, _), name in sorted(found.items()))


def add_without_honour(listed: NumberedNames, listings: Sequence[Listing]) -> None:
    """Give institutes of narrow fields the name without whom it honours: `Institute of Semiconductor Physics`. It tells as
    little as letters do.
    """
    role = np.array([ROLE_NUMBER[word.role] for word in listed.vocabulary], np.int64)[listed.words]

    def has(*wanted: Role) -> Array:
        return sums(np.isin(role, [ROLE_NUMBER[each] for each in wanted]).astype(np.int64), listed.starts)

    narrow = (has(Role.FIELD) >= _ENOUGH_WORDS) & (has(Role.HEAD) > 0) & (has(Role.NAME, Role.PLACE, Role.NUMBER) == 0)
    found: dict[tuple[int, str], AddedName] = {}
    for at in np.flatnonzero(
        (has(Role.EPONYM) > 0) & narrow & ~listed.person & _strong(listed) & _own(listed)
    ).tolist():
        told = [word.shown for word in _words(listed, at) if word.role not in _OF_HONOUR]
        text, place = " ".join(dict.fromkeys(told)), int(listed.listing[at])
        found.setdefault((place, text), replace(_derived(listed, at, text, listings[place].id), is_acronym=True))
    listed.add((place, name) for (place, _), name in sorted(found.items()))


def add_letters_with_a_name(listed: NumberedNames, listings: Sequence[Listing]) -> None:
    """Give bodies that are named for somebody and have a name of one word both together: `ЦИАМ имени Баранова`."""
    role = np.array([ROLE_NUMBER[word.role] for word in listed.vocabulary], np.int64)[listed.words]
    sounding = ~np.isin(role, [ROLE_NUMBER[each] for each in SILENT])
    heard = sums(sounding.astype(np.int64), listed.starts)
    honoured = sums((role == ROLE_NUMBER[Role.EPONYM]).astype(np.int64), listed.starts) > 0
    names: dict[int, set[str]] = defaultdict(set)
    for at in np.flatnonzero(honoured & ~listed.person & _strong(listed) & _own(listed)).tolist():
        names[int(listed.listing[at])] |= {
            word.latin.capitalize() for word in _words(listed, at) if word.role is Role.EPONYM
        }
    found: dict[tuple[int, str], AddedName] = {}
    for at in np.flatnonzero((heard == 1) & ~listed.person & _own(listed)).tolist():
        place = int(listed.listing[at])
        (word,) = (each for each in _words(listed, at) if each.role not in SILENT)
        if word.role is Role.NAME and len(word.latin) >= _SHORTEST_LETTERS:
            for name in names.get(place, ()):
                text = f"{word.shown} {name}"
                if len(name) >= _SHORTEST:
                    found.setdefault((place, text), _derived(listed, at, text, listings[place].id))
    listed.add((place, name) for (place, _), name in sorted(found.items()))


def _derived(listed: NumberedNames, at: int, text: str, entry: str) -> AddedName:
    """A name made of the one at a place, as good as that is."""
    number = int(listed.number[at])
    added = listed.added[-1 - number] if number < 0 else None
    return AddedName(
        text, Relation.SAME, added.source if added else entry, is_unverified=bool(added and added.is_unverified)
    )


def _words(listed: NumberedNames, at: int) -> list[Word]:
    return [listed.vocabulary[number] for number in listed.words[listed.starts[at] : listed.starts[at + 1]].tolist()]


def add_in_brackets(listed: NumberedNames, listings: Sequence[Listing]) -> None:
    """Give bodies the letters that stand in brackets behind their names: `National Supercomputing Center Tianjin (NSCC-TJ)`.

    As letters alone they make no hit that is more than possible.
    """
    texts = set(zip(listed.listing.tolist(), listed.text.tolist(), strict=True))
    found: dict[tuple[int, str], AddedName] = {}
    for place, listing in enumerate(listings):
        if listing.kind not in (PartyKind.ORGANISATION, PartyKind.UNKNOWN):
            continue
        for name in listing.names:
            letters = _IN_BRACKETS.search(name.text) if name.text.endswith((")", "）")) else None
            if not letters or len(letters[1]) < _SHORTEST or _is_place(letters[1]):
                continue
            if (place, stable_hash(_plain(letters[1]))) not in texts:
                found[place, letters[1]] = AddedName(letters[1], Relation.SAME, listing.id, is_acronym=True)
    listed.add((place, name) for (place, _), name in sorted(found.items()))


def _is_place(letters: str) -> bool:
    return {word.role for word in read_as_body(letters).words} <= {Role.NATION, Role.PLACE}


def _plain(letters: str) -> str:
    return letters.casefold().replace("-", " ")


def add_from_other_entries(listed: NumberedNames, listings: Sequence[Listing]) -> None:
    """Give entries that are one body by a common name each other's names, but for those that have the same words."""
    words = listed.numbered()
    place_word, _, start = audible(listed, words)
    sets = word_sets(words.key[place_word], start)
    telling = np.flatnonzero(_telling(listed, listings, words, place_word, start))
    official = np.flatnonzero(_long(listed, listings))
    pairs = sorted(
        {
            *_same_bodies(listed.listing[telling], sets[telling], listings),
            *_same_bodies(listed.listing[official], listed.text[official], listings),
        }
    )
    several = np.zeros(len(listings), np.bool_)
    several[[one for one, _ in pairs]] = True
    names: dict[int, list[int]] = defaultdict(list)
    for at in np.flatnonzero(several[listed.listing] & _lent(listed, place_word, start)).tolist():
        names[int(listed.listing[at])].append(at)
    owned = np.flatnonzero(several[listed.listing])
    known = set(zip(listed.listing[owned].tolist(), sets[owned].tolist(), strict=True))
    lent: list[tuple[int, int, AddedName]] = []
    for one, other in pairs:
        for at in names[one]:
            if (other, int(sets[at])) not in known:
                known.add((other, int(sets[at])))
                lent.append((other, at, _derived(listed, at, _text_at(listed, listings, at), listings[one].id)))
    listed.lend(lent)


def _telling(
    listed: NumberedNames, listings: Sequence[Listing], words: NumberedWords, place_word: Array, start: Array
) -> Array:
    """Which names the lists themselves give bodies that tell which one it is: by two words, or by a long one
    that is no town.
    """
    body = np.array([one.kind in (PartyKind.ORGANISATION, PartyKind.UNKNOWN) for one in listings], np.bool_)
    letters = np.array([len(word.latin) for word in listed.vocabulary], np.int64)
    identifying = words.identifies[place_word]
    enough = sums(words.tells[place_word].astype(np.int64), start) >= _ENOUGH_WORDS
    named = identifying & ~words.places[place_word] & (letters[place_word] >= _ENOUGH_LETTERS)
    enough |= sums(named.astype(np.int64), start) > 0
    enough &= sums(identifying.astype(np.int64), start) > 0
    return np.asarray(enough & _strong(listed) & (listed.number >= 0) & ~listed.person & body[listed.listing])


def _long(listed: NumberedNames, listings: Sequence[Listing]) -> Array:
    """Which names of bodies are long as official ones are: letter for letter the same, they are one body's."""
    body = np.array([one.kind in (PartyKind.ORGANISATION, PartyKind.UNKNOWN) for one in listings], np.bool_)
    words = np.diff(listed.starts)
    return np.asarray(
        (words >= _OFFICIAL) & _strong(listed) & (listed.number >= 0) & ~listed.person & body[listed.listing]
    )


def _lent(listed: NumberedNames, place_word: Array, start: Array) -> Array:
    """Which names entries lend: their own and those that the tables gave them, but for weak aliases and short ones, which many
    bodies have.
    """
    letters = np.array([len(word.latin) for word in listed.vocabulary], np.int64)[place_word]
    return np.asarray((sums(letters, start) >= _ENOUGH_LETTERS) & _own(listed) & _strong(listed))


def _text_at(listed: NumberedNames, listings: Sequence[Listing], at: int) -> str:
    number = int(listed.number[at])
    return listed.added[-1 - number].text if number < 0 else listings[int(listed.listing[at])].names[number].text


def _own(listed: NumberedNames) -> Array:
    """Which names are the body's, and not those of its parts and wholes."""
    same = np.array([each.relation is Relation.SAME for each in listed.added] or [True], np.bool_)
    return np.asarray((listed.number >= 0) | same[np.maximum(-1 - listed.number, 0)])


def _strong(listed: NumberedNames) -> Array:
    return np.asarray(np.array(listed.kinds, np.uint8) != NAME_KIND_NUMBER[NameKind.WEAK_ALIAS])


def _same_bodies(places: Array, sets: Array, listings: Sequence[Listing]) -> Iterator[tuple[int, int]]:
    """Pairs of entries, each way, that have a name of the same words and no countries that speak against it; in order."""
    order = np.lexsort((places, sets))
    ends = [0, *(np.flatnonzero(np.diff(sets[order])) + 1).tolist(), len(order)]
    found: set[tuple[int, int]] = set()
    for first, last in pairwise(ends):
        together = sorted(set(places[order[first:last]].tolist()))
        if 1 < len(together) <= _MOST_ENTRIES:
            found.update(permutations(together, 2))
    return (pair for pair in sorted(found) if _countries_allow(listings[pair[0]], listings[pair[1]]))


def _countries_allow(one: Listing, other: Listing) -> bool:
    stated = [{country_code(each) for each in listing.countries} for listing in (one, other)]
    return not all(stated) or bool(stated[0] & stated[1])


def _text(name: AddedName) -> int:
    return stable_hash(read_as_body(name.text).bare) if name.relation is Relation.SAME else -1


def _may_be(listing: Listing, country: str) -> bool:
    stated = {country_code(each) for each in listing.countries}
    return listing.kind in (PartyKind.ORGANISATION, PartyKind.UNKNOWN) and (not stated or country in stated)


def _owners(listed: NumberedNames, names: Sequence[ReadName]) -> list[list[int]]:
    """For each name the places of listings that have a name of the same words, in any order."""
    words = listed.numbered()
    place_word, _, start = audible(listed, words)
    hashes = word_sets(words.key[place_word], start)
    order = np.argsort(hashes, kind="stable")
    asked = [
        sorted(words.numbers.get(word.key, -1) for word in name.words if word.role not in SILENT) for name in names
    ]
    starts = np.concatenate([[0], np.cumsum([len(each) for each in asked])]).astype(np.int64)
    wanted = sequence_hashes(np.array([each for one in asked for each in one], np.int64), starts)
    first, last = (np.searchsorted(hashes[order], wanted, side).tolist() for side in ("left", "right"))
    return [
        [] if -1 in one or not one else sorted({int(listed.listing[each]) for each in order[low:high]})
        for one, low, high in zip(asked, first, last, strict=True)
    ]
