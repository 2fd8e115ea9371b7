"""Names of people: what is one person under another spelling, and what are two."""

import pytest

from aktsom.engine.lists.listing import LegalEffect, ListedName, Listing, PartyKind
from aktsom.engine.names.arabic import arabic_parts
from aktsom.engine.names.pinyin import is_pinyin
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query

NAMES = (
    "Arkadiy Borisovich VELDANOV",
    "PAK Chun Il",
    "Abd al-Rahman Tarbuni",
    "Gholam Reza Zorvani",
    "WANG, Mingjing",
    "Tarvel",
    "QASDANI Hossein",
    "MELDROU, Jean Karim",
)
COMMON = ("Ivan", "Petr", "Chun", "Il", "Pak", "Wang", "Ming", "Reza", "Rahman", "Hossein", "Jean", "Karim")


def person(number: int, name: str) -> Listing:
    return Listing(
        f"test:{number}", "test", PartyKind.PERSON, (ListedName(name),), "programme", (LegalEffect.ASSET_FREEZE,)
    )


SCREENER = Screener.build(
    [person(number, name) for number, name in enumerate(NAMES)]
    + [person(100 + number, f"{name} Kol{number}okrev") for number, name in enumerate(COMMON * 20)]
)


def found(name: str) -> set[str]:
    ((_, hits),) = SCREENER.screen([Query(name)])
    return {hit.listing.name for hit in hits}


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Arkadiy Veldanov", NAMES[0]),
        ("Veldanov, Arkady", NAMES[0]),
        ("Arkaidy Borisovich Veldanov", NAMES[0]),
        ("Аркадий Велданов", NAMES[0]),
        ("Veldanov A. B.", NAMES[0]),
        ("PAK CHNU IL", NAMES[1]),
        ("Abdurrahman Tarbuni", NAMES[2]),
        ("Abdel Rahman Tarbouni", NAMES[2]),
        ("Gholamreza Zorvani", NAMES[3]),
        ("غلامرضا زرواني", NAMES[3]),
        ("Mingjing Wang", NAMES[4]),
        ("Tarvel", NAMES[5]),
        ("حسين قصداني", NAMES[6]),
        ("Jean-Karim Meldrou", NAMES[7]),
        ("Meldrou JeanKarim", NAMES[7]),
    ],
)
def test_one_person_under_another_spelling_order_or_script(asked: str, listed: str) -> None:
    assert listed in found(asked)


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("Arkadiy Petrovich Seldin", NAMES[0]),
        ("PAK Chun Ho", NAMES[1]),
        ("Mingjie Wang", NAMES[4]),
        ("Jingjing Wang", NAMES[4]),
        ("A. Tarvel", NAMES[5]),
        ("Jean Tarvel", NAMES[5]),
        ("H. Karimov", NAMES[7]),
        ("Jean Karim", NAMES[7]),
    ],
)
def test_two_people_who_share_a_word_or_an_initial(asked: str, listed: str) -> None:
    assert listed not in found(asked)


@pytest.mark.parametrize(
    ("latin", "parts"),
    [
        ("abdurrahman", ("abd", "rahman")),
        ("abdelmalek", ("abd", "malek")),
        ("abdul", ("abd",)),
        ("abdullah", ("abdallah",)),
        ("salahuddin", ("salah", "din")),
        ("eddine", ("din",)),
        ("abou", ("abu",)),
        ("abel", ("abel",)),
        ("borodin", ("borodin",)),
    ],
)
def test_arabic_names_come_in_one_form(latin: str, parts: tuple[str, ...]) -> None:
    assert arabic_parts(latin) == parts


@pytest.mark.parametrize(("word", "chinese"), [("jingjing", True), ("zhang", True), ("haro", False), ("smith", False)])
def test_chinese_syllables_are_known(word: str, chinese: bool) -> None:
    assert is_pinyin(word) is chinese
