"""Places that a person should read because they may contradict a condition, although too little speaks for it to say so.

What is slipped in in passing ("it goes on unless the company says otherwise") comes near a contradiction by its meaning and
stays below the bound from which on the check doubts. Named as doubts such places would turn too many verdicts; as a short list
to read they cost a minute.
"""

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt

from aktsom.engine.clauses.deciding import Asked, evidence_of
from aktsom.engine.clauses.meaning.judge import AGAINST
from aktsom.engine.clauses.types import Result, ToRead

Floats = npt.NDArray[Any]
FAR = -2.5
"""So far below the bound of a doubt a place may read, in log odds."""
MOST = 6
_SHOWN = ("contradiction", "doubt", "exception")


def places_to_read(asked: Iterable[Asked], results: Iterable[Result]) -> tuple[ToRead, ...]:
    """The places that come nearest to a contradiction and are shown as none, the nearest first, each passage once."""
    known = list(asked)
    if not known or not known[0].readings.chunks:
        return ()
    chunks = known[0].readings.chunks
    far = np.array([_nearness(each) for each in known])
    nearest, found = far.argmax(0), list[ToRead]()
    shown = {place.passage for each in results for place in each.found if place.supports in _SHOWN}
    for at in np.argsort(-far.max(0), kind="stable"):
        if far[nearest[at], at] <= FAR or len(found) == MOST:
            break
        if chunks[at].passage not in shown:
            shown.add(chunks[at].passage)
            found.append(ToRead(known[nearest[at]].condition.id, evidence_of(chunks[at], "to-read", "")))
    return tuple(found)


def _nearness(asked: Asked) -> Floats:
    """How near each chunk comes to whatever contradicts a condition, over the bound of a doubt."""
    names = [AGAINST, *(each.id for each in asked.condition.contradictions)]
    found: Floats = np.max([asked.over(name, doubt=True) for name in names], axis=0)
    return found
