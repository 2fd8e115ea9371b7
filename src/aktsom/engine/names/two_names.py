"""Two names side by side: which part met which, and whether the lists' own measure would call them one."""

from dataclasses import replace

import numpy as np

from aktsom.engine.lists.listing import ListedName, Listing
from aktsom.engine.names.building import build_columns
from aktsom.engine.names.columns import Columns
from aktsom.engine.names.index import NameIndex
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Hit, Query


def side_by_side(screener: Screener, one: Query, name: str, country: str = "") -> Hit | None:
    """The hit of one name on another as if that were listed, however weak; None when one of them has no word at all.

    How rare words are is taken from the screener's lists.
    """
    countries = (country,) if country else ()
    listing = Listing("", "", one.kind, (ListedName(name),), "", (), countries)
    beside = Screener((listing,), _LentIndex(build_columns((listing,)), screener.index))
    ((_query, hits),) = beside.screen_all([one], 0.0)
    return hits[0] if hits else None


class _LentIndex(NameIndex):
    """An index whose words are as rare as in a larger one."""

    def __init__(self, columns: Columns, lender: NameIndex) -> None:
        rarities = np.array([lender.rarity_of(key) for key in columns.keys], np.float32)
        super().__init__(replace(columns, key_rarity=rarities))
        self._lender = lender

    def rarity_of(self, key: str) -> float:
        """How rare a word is in the larger index."""
        return self._lender.rarity_of(key)
