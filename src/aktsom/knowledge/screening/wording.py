"""An explanation in parts, each in the reader's words: which part met which, how, how rare it is, and what was left over."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import Sentence
from aktsom.engine.names.types import How

HOW: dict[str, Sentence] = {
    How.EXACT: _("the same"),
    How.SPELLING: _("spelled differently"),
    How.TRANSLITERATION: _("in another script"),
    How.MEANING: _("the same in another form or language"),
    How.INITIAL: _("by the first letter only"),
}
RARE, COMMON = 0.75, 0.45


@dataclass(frozen=True, slots=True)
class MetPart:
    """One part of the name that was looked for, and the part of the listed name that it met."""

    query: str
    listed: str
    how: str
    weight: float

    @property
    def said(self) -> Sentence:
        """How they met, in words."""
        return HOW.get(self.how, self.how)

    @property
    def rarity(self) -> Sentence:
        """How much it tells: what is rare in the lists tells more."""
        if self.weight >= RARE:
            return _("rare in the lists: tells much")
        return _("common in the lists: tells little") if self.weight < COMMON else _("neither rare nor common")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two names are taken for one, or how far they are. `evidence` holds the engine's codes for what else speaks."""

    parts: tuple[MetPart, ...]
    left_query: tuple[str, ...]
    left_listed: tuple[str, ...]
    evidence: tuple[str, ...]


def explanation_of(stored: Mapping[str, Any]) -> Explanation:
    """What is stored with a hit, taken apart. Hits that were stored long ago may lack some of it."""
    return Explanation(
        tuple(MetPart(query, listed, how, weight) for query, listed, how, weight in stored.get("parts", ())),
        tuple(stored.get("left_query", ())),
        tuple(stored.get("left_listed", ())),
        tuple(stored.get("evidence", ())),
    )
