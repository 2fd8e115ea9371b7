"""An explanation in parts, each in the reader's words: which part met which, how, how rare it is, and what was left over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import Sentence
from aktsom.engine.names.explain import one_line_each
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
        return rarity_of(self.weight)


@dataclass(frozen=True, slots=True)
class LeftPart:
    """A part that only one of the names has. Hits that were stored long ago do not say how much it tells."""

    text: str
    weight: float | None

    @property
    def rarity(self) -> Sentence:
        """How far it sets the names apart, in words; nothing when that is middling or not known."""
        if self.weight is None or COMMON <= self.weight < RARE:
            return ""
        return _("sets them apart") if self.weight >= RARE else _("matters little")


def rarity_of(weight: float) -> Sentence:
    """How rare in the lists a part is that tells so much, in words."""
    if weight >= RARE:
        return _("rare in the lists: tells much")
    return _("common in the lists: tells little") if weight < COMMON else _("neither rare nor common")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two names are taken for one, or how far they are. `evidence` holds the engine's codes for what else speaks."""

    parts: tuple[MetPart, ...]
    left_query: tuple[LeftPart, ...]
    left_listed: tuple[LeftPart, ...]
    evidence: tuple[str, ...]


def explanation_of(stored: Mapping[str, Any]) -> Explanation:
    """What is stored with a hit, taken apart. Hits that were stored long ago may lack some of it."""
    weights = stored.get("left_weights", ((), ()))
    return Explanation(
        tuple(MetPart(*each) for each in one_line_each(stored.get("parts", ()))),
        _left(stored.get("left_query", ()), weights[0]),
        _left(stored.get("left_listed", ()), weights[1]),
        tuple(stored.get("evidence", ())),
    )


def _left(texts: Sequence[str], weights: Sequence[float]) -> tuple[LeftPart, ...]:
    found = dict(zip_longest(texts, weights[: len(texts)]))
    return tuple(LeftPart(text, weight) for text, weight in found.items())
