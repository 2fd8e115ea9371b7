"""Foreign names that Chinese, Korean and Hebrew write by ear are found; names of those languages' own are read as ever."""

import pytest

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.far_sounds import FAR, far_codes, far_key
from aktsom.engine.names.reading import read_name
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.types import Query
from tests.engine.names.parties import person

SCREENER = Screener.build(
    (
        person(1, "TARVELIN, Vladimir Borisovich", "TARVELIN, Vladimir"),
        person(2, "KOSTOMAR, Anton"),
        person(3, "TAO, Linwei"),
    )
)


@pytest.mark.parametrize(
    ("word", "script", "code"),
    [("普京", Script.HAN, "ptn"), ("푸틴", Script.HANGUL, "ptn"), ("פוטין", Script.HEBREW, "ptn")],
)
def test_far_writings_of_one_name_share_its_code(word: str, script: Script, code: str) -> None:
    assert far_codes("putin") == (code,)
    assert code in far_codes(far_key(word, script))


def test_the_codes_of_one_word_are_few_whatever_it_holds() -> None:
    assert len(far_codes(FAR + "BJHRWXD" * 40)) <= 64
    assert far_codes(FAR) == ("",)


@pytest.mark.parametrize("text", ["弗拉基米尔·塔尔韦林", "블라디미르 타르벨린", "ולדימיר טרוולין"])
def test_a_listed_person_is_found_by_ear(text: str) -> None:
    ((_query, hits),) = SCREENER.screen([Query(text, kind=PartyKind.PERSON)])
    assert [hit.listing.id for hit in hits] == ["test:1"]


@pytest.mark.parametrize("text", ["王小明", "김철수", "김 철수"])
def test_a_name_of_the_languages_own_is_not_read_by_ear(text: str) -> None:
    assert not any(word.key.startswith(FAR) for word in read_name(text, PartyKind.PERSON).words)


@pytest.mark.parametrize(
    ("text", "key"), [("Վլադիմիր Թարվելին", "tarvelin"), ("ვლადიმერ ტარველინი", "tarvelin"), ("Πούτιν", "putin")]
)
def test_scripts_with_vowels_are_read_letter_by_letter(text: str, key: str) -> None:
    assert read_name(text, PartyKind.PERSON).words[-1].key == key
