"""A screener over a few of the listings that judges exactly as the one over all: for what a list update changed.

It shares the words, how rare they are and the listings; only what leads from a word or text to a listed name is left out for
all other names. Hits are those that the whole screener finds on these listings.
"""

from collections.abc import Collection
from dataclasses import replace

import numpy as np

from aktsom.engine.names.columns import Array, Columns
from aktsom.engine.names.index import NameIndex
from aktsom.engine.names.saving import SavedListings
from aktsom.engine.names.screener import Screener


def narrowed(screener: Screener, listing_ids: Collection[str]) -> Screener:
    """The screener that finds only the listings with these ids."""
    wanted = frozenset(listing_ids)
    listings = screener.listings
    ids = listings.ids() if isinstance(listings, SavedListings) else [listing.id for listing in listings]
    kept = np.array([each in wanted for each in ids], np.bool_)
    columns = screener.index.columns
    return Screener(screener.listings, NameIndex(_only(columns, kept[columns.name_listing])))


def _only(columns: Columns, names: Array) -> Columns:
    """The columns with ways to these names (one truth value for each) alone."""
    posting_start, posting_name = _led(columns.posting_start, columns.posting_name, names)
    anchor_start, anchor_name = _led(columns.anchor_start, columns.anchor_name, names)
    spelled = _keys_of(columns, names)[columns.spelling_key]
    text, nearly, words = (names[each] for each in (columns.text_name, columns.nearly_name, columns.words_name))
    joined = names[columns.joined_name]
    return replace(
        columns,
        posting_start=posting_start,
        posting_name=posting_name,
        anchor_start=anchor_start,
        anchor_name=anchor_name,
        joined_hash=columns.joined_hash[joined],
        joined_name=columns.joined_name[joined],
        text_hash=columns.text_hash[text],
        text_name=columns.text_name[text],
        nearly_hash=columns.nearly_hash[nearly],
        nearly_name=columns.nearly_name[nearly],
        words_hash=columns.words_hash[words],
        words_name=columns.words_name[words],
        spelling_hash=columns.spelling_hash[spelled],
        spelling_key=columns.spelling_key[spelled],
    )


def _led(start: Array, led: Array, names: Array) -> tuple[Array, Array]:
    """Stretches of names, by key, without the others."""
    key = np.repeat(np.arange(len(start) - 1), np.diff(start))
    kept = names[led]
    counts = np.bincount(key[kept], minlength=len(start) - 1)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int32), led[kept]


def _keys_of(columns: Columns, names: Array) -> Array:
    """Whether each key stands in one of the names."""
    found = np.zeros(len(columns.keys), np.bool_)
    places = np.repeat(names, np.diff(columns.name_start))
    found[columns.word_key[columns.place_word[places]]] = True
    return found
