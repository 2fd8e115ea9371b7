"""What in a body's name weighs nothing where it stands, and words of other scripts by their meaning."""

import pytest

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.reading import read_name
from aktsom.engine.names.vocabulary import SILENT, Role, concepts_of, slavic_stem

SMALL = SILENT | {Role.QUALIFIER, Role.INITIAL}


def keys(text: str) -> list[str]:
    return [word.key for word in read_name(text, PartyKind.ORGANISATION).words if word.role not in SMALL]


@pytest.mark.parametrize(
    ("long", "short"),
    [
        ("Federal Research and Production Centre Velmora Institute of Optics", "Velmora Institute of Optics"),
        (
            "Federal State Budgetary Educational Institution of Higher Education Velmora State University",
            "Velmora State University",
        ),
        ("Oroveshti Missile Corporation, Joint Stock Company “Velmora Plant”", "Velmora Plant"),
        (
            "Velmora Institute of Optics of the Ministry of Defence of the Russian Federation",
            "Velmora Institute of Optics",
        ),
        ("Акционерное общество «Завод «Велмора» (АО «Завод «Велмора»)", "Завод Велмора"),
        ("Velmora Scientific and Production Association", "NPO Velmora"),
        ("Velmora Machine-Building Plant", "Velmora Machine Plant"),
        ("Velmora Management Company", "Velmora Company"),
    ],
)
def test_forms_titles_owners_and_ministries_weigh_nothing(long: str, short: str) -> None:
    assert sorted(set(keys(long)) - {"=business:enterprise"}) == sorted(
        set(keys(short)) - {"=business:enterprise", "=business:association-scientific"}
    )


def test_in_whose_honour_a_body_is_named_is_known_as_such() -> None:
    words = read_name("Завод имени Ивана Ивановича Тарвелина", PartyKind.ORGANISATION).words
    assert [word.key for word in words if word.role is Role.EPONYM] == ["tarvelin"]
    assert read_name("Plant named after I. Tarvelin", PartyKind.ORGANISATION).words[-1].role is Role.EPONYM


@pytest.mark.parametrize("word", ["технология", "технологии", "технологиями", "технологический"])
def test_a_word_is_the_same_in_every_case(word: str) -> None:
    assert keys(f"Институт {word} Велмора")[1] == "=field:technology"


def test_two_words_written_as_one_are_two_but_a_brand_is_not_taken_apart() -> None:
    assert keys("Велморский авиаремонтный завод")[1:] == ["=field:aeronautics", "=field:repair", "=business:plant"]
    assert keys("Tulamashzavod") == keys("Tulamashzavod")
    assert concepts_of("elektropribor") is None
    assert slavic_stem("svyazi") == slavic_stem("svyaz")


def test_universities_of_technology_that_one_word_names_are_told_apart() -> None:
    assert keys("重庆理工大学") == keys("Chongqing University of Technology")
    assert keys("重庆科技大学") == keys("Chongqing University of Science and Technology")
    assert keys("Changshu Institute of Technology") != keys("Changsha Institute of Technology")
    assert keys("Moscow Region State University") != keys("Moscow State University")
