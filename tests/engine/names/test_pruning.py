"""What is left out before names are judged is nothing that would have been a hit."""

from random import Random

import pytest

from aktsom.engine.names.calibration import CALLED_THE_SAME
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query
from tests.engine.names.parties import LISTINGS
from tests.engine.names.test_people import SCREENER as PEOPLE

BODIES = Screener.build(LISTINGS)
CHANCE = Random(7)


def _changed(name: str) -> str:
    """The name with words in another order, one of them dropped, shortened, joined, or with another letter."""
    words = name.replace(",", " ").split()
    CHANCE.shuffle(words)
    at = CHANCE.randrange(len(words))
    place = CHANCE.randrange(len(words[at]))
    ways = (
        words[:at] + words[at + 1 :],
        [*words[:at], words[at][:1], *words[at + 1 :]],
        [*words[:at], "".join(words[at : at + 2]), *words[at + 2 :]],
        [*words[:at], words[at][:place] + "e" + words[at][place + 1 :], *words[at + 1 :]],
    )
    return " ".join(CHANCE.choice(ways)) or name


@pytest.mark.parametrize("screener", [BODIES, PEOPLE], ids=["bodies", "people"])
def test_every_name_that_would_be_a_hit_is_judged(screener: Screener) -> None:
    names = [name.text for listing in screener.listings for name in listing.names][:90]
    queries = [Query(_changed(name)) for name in names for _ in range(2)]
    found = [{hit.listing.id for hit in hits} for _, hits in screener.screen(queries, top=1000)]
    judged = [{hit.listing.id for hit in hits} for _, hits in screener.screen_all(queries, CALLED_THE_SAME)]
    assert found == judged
