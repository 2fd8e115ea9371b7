"""Read all listed names once and lay them out in columns."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from aktsom.engine.lists.listing import Listing
from aktsom.engine.names.adding import (
    add_curated,
    add_from_other_entries,
    add_in_brackets,
    add_in_letters,
    add_letters_with_a_name,
    add_of_several,
    add_without_honour,
)
from aktsom.engine.names.columns import KIND_NUMBER, SCRIPT_NUMBER, Array, Columns, all_joined_hashes, marks_of, sums
from aktsom.engine.names.curated import Additions
from aktsom.engine.names.folding import stable_hashes
from aktsom.engine.names.numbering import NumberedNames, NumberedWords, audible, names_of, word_sets
from aktsom.engine.names.spelling import Keys, soundings, spelling_hashes, whole_text_forms
from aktsom.engine.names.uncollected import uncollected
from aktsom.engine.names.vocabulary import ENOUGH_TOGETHER, UNIVERSITY
from aktsom.engine.names.weights import rarity
from aktsom.engine.names.whereabouts import listing_countries

_MANY_LETTERS = 255
_UNVERIFIED = "unverified"
Part = Mapping[str, Any]
"""Some of the columns, by name."""


def build_columns(listings: Sequence[Listing], additions: Iterable[Additions] = (), *, processes: int = 0) -> Columns:
    """The columns over these listings, in their order, with the names that are added to some of them. The same in any number of
    processes; 0 for as many as are worth it.
    """
    with uncollected():
        return _built(listings, additions, processes)


def _built(listings: Sequence[Listing], additions: Iterable[Additions], processes: int) -> Columns:
    names = names_of(listings, processes)
    own = len(names.number)
    curated = add_curated(names, listings, additions)
    add_of_several(names, listings)
    add_in_letters(names, listings)
    add_in_brackets(names, listings)
    counted = len(names.number)
    add_from_other_entries(names, listings)
    add_letters_with_a_name(names, listings)
    add_without_honour(names, listings)
    words = names.numbered()
    laid = _Laid(names, words)
    carriers = laid.carriers(counted)
    rarities = _rarities(carriers, len(listings))
    with ThreadPoolExecutor(1) as pool:
        # Mostly sorting, which leaves the other core to the rest.
        of_texts = pool.submit(_of_texts, laid)
        others = {
            **_of_names(laid),
            **_of_words(laid),
            **_of_keys(laid, carriers, rarities),
            **_of_listings(laid, listings, own, curated),
        }
    return Columns(
        **others,
        **of_texts.result(),
        added=[[each.text, each.relation, each.source, _UNVERIFIED * each.is_unverified] for each in names.added],
    )


class _Laid:
    """The words that weigh something, one after the other: `word` and `segment` by place, `key` of the word, `name` of the
    place, and where each name starts.
    """

    def __init__(self, names: NumberedNames, words: NumberedWords) -> None:
        self.names, self.words = names, words
        self.word, self.segment, self.start = audible(names, words)
        self.key = words.key[self.word]
        self.name = np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))

    def carriers(self, names: int) -> Array:
        """How many listings have each key in one of the first so many names: what entries lend each other counts once."""
        places = slice(0, int(self.start[names]))
        listing = self.names.listing[self.name[places]]
        counts = np.bincount(
            _distinct(listing, self.key[places], len(self.words.keys))[1], minlength=len(self.words.keys)
        )
        return np.asarray(counts)


def _of_names(laid: _Laid) -> Part:
    names = laid.names
    joined = _joined(names, laid.word, laid.name)
    order = np.argsort(joined[:, 0], kind="stable")[np.count_nonzero(joined[:, 0] == 0) :]
    return {
        "name_listing": names.listing,
        "name_number": names.number,
        "name_person": names.person,
        "name_start": laid.start,
        "name_kind": np.array(names.kinds, np.uint8),
        "place_word": laid.word,
        "place_segment": laid.segment,
        "place_joined": joined[:, 0],
        "place_joined_sound": joined[:, 1],
        "joined_hash": joined[order, 0],
        "joined_name": laid.name[order].astype(np.int32),
    }


def _of_texts(laid: _Laid) -> Part:
    """What whole names are looked up by: the text, the text but for a letter, the words in any order."""
    text_order = np.argsort(laid.names.text, kind="stable")
    in_words = word_sets(laid.key, laid.start)
    words_order = np.argsort(in_words, kind="stable")
    nearly_hash, nearly_name = whole_text_forms(laid.names.squeezed)
    nearly_order = np.argsort(nearly_hash)
    return {
        "text_hash": laid.names.text[text_order],
        "text_name": text_order.astype(np.int32),
        "nearly_hash": nearly_hash[nearly_order],
        "nearly_name": nearly_name[nearly_order],
        "words_hash": in_words[words_order],
        "words_name": words_order.astype(np.int32),
    }


def _of_words(laid: _Laid) -> Part:
    words, vocabulary = laid.words, laid.names.vocabulary
    return {
        "word_key": words.key,
        "word_role": words.role,
        "word_script": np.array([SCRIPT_NUMBER[word.script] for word in vocabulary], np.uint8),
        "word_marks": np.array([marks_of(word) for word in vocabulary], np.uint8),
        "word_letters": np.array([min(len(word.latin), _MANY_LETTERS) for word in vocabulary], np.uint8),
        "word_first": np.array([ord(word.latin[:1] or " ") for word in vocabulary], np.int32),
        "word_latin": stable_hashes(word.latin for word in vocabulary),
        "shown": [word.shown for word in vocabulary],
        "latin": [word.latin for word in vocabulary],
    }


def _of_keys(laid: _Laid, carriers: Array, rarities: Array) -> Part:
    words = laid.words
    sounding = soundings(words.keys)
    keys = Keys.of(words.keys, sounding)
    spelling_hash, spelling_key = spelling_hashes(words.keys, sounding)
    posting_start, posting_name, anchor_start, anchor_name = _postings(
        words, laid.word, laid.name, laid.start, rarities
    )
    return {
        "key_rarity": rarities,
        "key_listings": carriers.astype(np.int32),
        "key_hash": stable_hashes(words.keys),
        "key_letters": keys.letters,
        "key_skeleton": keys.skeletons,
        "key_sound": keys.sounds,
        "key_unvowelled": keys.unvowelled,
        "posting_start": posting_start,
        "posting_name": posting_name,
        "anchor_start": anchor_start,
        "anchor_name": anchor_name,
        "spelling_hash": spelling_hash,
        "spelling_key": spelling_key,
        "keys": words.keys,
    }


def _of_listings(laid: _Laid, listings: Sequence[Listing], own: int, curated: Mapping[int, frozenset[str]]) -> Part:
    """What is known of the listings, from the first so many names: those that the lists themselves give; and the countries
    where our tables have such a body.
    """
    places = slice(0, int(laid.start[own]))
    countries, stated = listing_countries(
        listings,
        laid.names.listing[:own],
        laid.names.text[:own],
        laid.start[: own + 1],
        laid.key[places],
        laid.words.identifies[laid.word[places]],
        laid.words.tells_together[laid.word[places]],
        laid.words.keys,
        curated,
    )
    return {
        "listing_kind": np.array([KIND_NUMBER[one.kind] for one in listings], np.uint8),
        "country_stated": stated,
        "countries": countries,
    }


def _joined(names: NumberedNames, place_word: Array, name: Array) -> Array:
    """What each word of a person's name is as one with the next, by key and by sound; 0 for the last and in other names."""
    joined = np.zeros((len(place_word), 2), np.uint64)
    inner = np.flatnonzero((np.diff(name) == 0) & names.person[name[:-1]])
    words = place_word[inner].astype(np.int64) * len(names.vocabulary) + place_word[inner + 1]
    pairs, at = np.unique(words, return_inverse=True)
    latin = [word.latin for word in names.vocabulary]
    ones, others = np.divmod(pairs, max(len(latin), 1))
    joined[inner] = all_joined_hashes((latin[one] for one in ones), (latin[other] for other in others))[at]
    return joined


def _distinct(one: Array, other: Array, width: int) -> tuple[Array, Array]:
    """The distinct pairs of two columns, by the first and then by the second."""
    pairs = np.sort(one.astype(np.int64) * max(width, 1) + other)
    pairs = pairs[np.diff(pairs, prepend=-1) != 0]
    return pairs // max(width, 1), pairs % max(width, 1)


def _rarities(carriers: Array, listings: int) -> Array:
    known = {int(count): rarity(int(count), listings) for count in np.unique(carriers)}
    return np.array([known[count] for count in carriers.tolist()], np.float32)


def _postings(
    words: NumberedWords, place_word: Array, name: Array, start: Array, rarities: Array
) -> tuple[Array, Array, Array, Array]:
    """The names that each key leads to, and those that have no rarer word.

    Words that identify lead to a name; where none does, all do.
    """
    identified = sums(words.identifies[place_word].astype(np.int64), start) > 0
    leads = np.where(identified[name], words.searched[place_word], True)
    names, keys = _distinct(name[leads], words.key[place_word][leads], len(rarities))
    rarest = np.lexsort((keys, -rarities[keys], names))
    rarest = rarest[np.diff(names[rarest], prepend=-1) != 0]
    telling = sums(words.tells_together[place_word].astype(np.int64), start)
    university = sums((words.key == words.numbers.get(UNIVERSITY, -1))[place_word].astype(np.int64), start) > 0
    together = (telling >= ENOUGH_TOGETHER) | ((telling > 1) & ((np.diff(start) > ENOUGH_TOGETHER) | university))
    rarest = rarest[(identified | together)[names[rarest]]]
    return *_by_key(keys, names, len(rarities)), *_by_key(keys[rarest], names[rarest], len(rarities))


def _by_key(keys: Array, names: Array, width: int) -> tuple[Array, Array]:
    order = np.argsort(keys, kind="stable")
    counts = np.bincount(keys, minlength=width)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32), names[order].astype(np.int32)
