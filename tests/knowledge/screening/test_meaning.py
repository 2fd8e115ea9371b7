"""What each list means here: law in Norway, export control, another state's sanctions, or reason for concern."""

from collections.abc import Collection

import pytest

from aktsom.engine.lists.catalogue import LISTS
from aktsom.engine.lists.listing import LegalEffect
from aktsom.engine.lists.us_csl import EFFECTS
from aktsom.knowledge.screening.meaning import MEANINGS, ListMeaning, meaning_of

FREEZE = (LegalEffect.ASSET_FREEZE,)
LICENCE = (LegalEffect.EXPORT_LICENCE,)


@pytest.mark.parametrize(
    ("list_id", "effects", "meaning"),
    [
        ("eu", FREEZE, "sanctions"),
        ("eu", LICENCE, "end-user"),
        ("eu", (LegalEffect.FINANCIAL_RESTRICTION,), "sanctions"),
        ("eu-fsf", FREEZE, "sanctions"),
        ("un-sc", FREEZE, "sanctions"),
        ("us-sdn", FREEZE, "foreign-sanctions"),
        ("us-el", LICENCE, "end-user"),
        ("us-dtc", (LegalEffect.DEBARMENT,), "end-user"),
        ("us-cmic", (LegalEffect.FINANCIAL_RESTRICTION,), "research-concern"),
        ("us-1286", (LegalEffect.RESEARCH_CONCERN,), "research-concern"),
        ("gb_hmt_sanctions", FREEZE, "foreign-sanctions"),
        ("un_sc_sanctions", FREEZE, "sanctions"),
        ("xx_arms", LICENCE, "end-user"),
        ("own-list", (LegalEffect.OTHER,), "research-concern"),
    ],
)
def test_a_listing_means_what_its_list_or_its_effect_says(
    list_id: str, effects: Collection[LegalEffect], meaning: str
) -> None:
    assert meaning_of(list_id, effects) is ListMeaning(meaning)


def test_every_list_that_we_know_has_a_meaning_in_the_table_but_the_eus_acts_which_hold_several() -> None:
    assert {each.id for each in LISTS} - set(MEANINGS) == {"eu"}
    assert set(EFFECTS) <= set(MEANINGS)


@pytest.mark.parametrize("list_id", ["us-sdn", "us-el", "us-1286"])
def test_no_american_list_is_ever_called_binding(list_id: str) -> None:
    assert all(meaning_of(list_id, [effect]) is not ListMeaning.SANCTIONS for effect in LegalEffect)
