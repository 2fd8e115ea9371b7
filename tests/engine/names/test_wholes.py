"""Lines of affiliation: the body that stands behind a department, an institute or a branch is found as what they belong to."""

import pytest

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query, Strength
from aktsom.engine.names.wholes import bodies_above
from tests.engine.names.parties import organisation

SCREENER = Screener.build(
    (
        organisation(1, "Institute of Cold Plasma Physics of the Russian Academy of Sciences", countries=("RU",)),
        organisation(2, "Tarvelin Central Institute", "TsATI", "ЦАТИ", countries=("RU",)),
        organisation(3, "Academy of Marine Cloud Sciences", "AMCS", countries=("CN",)),
        organisation(4, "Rzhenov Institute of Semiconductor Physics", countries=("RU",)),
        organisation(6, "Kvantolit Technologies Co., Ltd.", "Kvantolit", "橘为橘", countries=("CN",)),
        organisation(5, "Institute of Warm Snow", "Russian Academy of Sciences", countries=("RU",)),
    )
)


def found(name: str, country: str) -> dict[str, Strength]:
    ((_, hits),) = SCREENER.screen([Query(name, country=country, kind=PartyKind.ORGANISATION)])
    return {hit.listing.id: hit.strength for hit in hits}


@pytest.mark.parametrize(
    ("name", "country", "listing"),
    [
        ("Department of Rain, Institute of Cold Plasma Physics, Russian Academy of Sciences, Moscow", "RU", 1),
        ("Acoustics Division, TsATI", "RU", 2),
        ("Клуший филиал ФГУП «ЦАТИ»", "RU", 2),
        ("Московский комплекс ЦАТИ", "RU", 2),
        ("Moscow Branch of the Tarvelin Central Institute", "RU", 2),
        ("School of Rain, AMCS, Beijing", "CN", 3),
        ("AI Lab, Kvantolit Technologies Co., Ltd., Shenzhen, China", "CN", 6),
        ("Kvantolit Technologies Co., Ltd., AI Lab", "CN", 6),
        ("Theory Lab, Kvantolit, Shenzhen", "CN", 6),
        ("Kvantolit Noah's Ark Lab", "CN", 6),
        ("橘为橘诺亚方舟实验室", "CN", 6),
    ],
)
def test_what_belongs_to_a_listed_body_is_found_as_its_part(name: str, country: str, listing: int) -> None:
    assert found(name, country) == {f"test:{listing}": Strength.PART_OF}


def test_an_institute_is_found_without_the_surname_that_it_is_named_for() -> None:
    assert found("Institute of Semiconductor Physics, Novosibirsk", "RU") == {"test:4": Strength.POSSIBLE}
    assert "test:4" not in found("Institute of Physics", "RU")


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("School of Rain, AMCS, Haifa", "IL"),
        ("School of Rain, AMCS", ""),
        ("Department of Snow, Russian Academy of Sciences", "RU"),
        ("Department of Rain, Moscow", "RU"),
        ("State Rain Institute", "RU"),
        ("Kvantolit Institute", "CA"),
        ("Suzhou Institute of Snow,CAS", "CN"),
    ],
)
def test_letters_in_another_country_an_academy_and_a_town_are_nobody(name: str, country: str) -> None:
    assert found(name, country) == {}


def test_a_person_belongs_to_no_body() -> None:
    assert bodies_above("Institute, Tarvelin", PartyKind.PERSON) == ()
