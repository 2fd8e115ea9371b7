"""Names as researchers give them: cut, in letters beside words, as they sound, with an address: they are the bodies' names."""

import pytest

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query, Strength
from tests.engine.names.parties import organisation

SCREENER = Screener.build(
    (
        organisation(1, "Zelin University of Science and Technology", countries=("CN",)),
        organisation(2, "Scientific Research Institute of Precision Mechanics", countries=("RU",)),
        organisation(
            3, "Orlunov Institute of Semiconductor Physics of the Russian Academy of Sciences", countries=("RU",)
        ),
        organisation(4, "Beijing Institute of Clouds", "BIC", "北京云彩研究所", countries=("CN",)),
        organisation(5, "Northwestern Institute of Rockets", countries=("CN",)),
        organisation(6, "AVIC Xi'an", countries=("CN",)),
        organisation(7, "State Corporation Tarnovbank", "Bank for Development", countries=("RU", "CN")),
        organisation(9, "National University of Marine Science and Technology", countries=("CN",)),
        organisation(10, "Shenzhen Youbang Shida Technology Co., Ltd.", countries=("CN",)),
        organisation(11, "Academy of Marine Cloud Sciences", "AMCS", countries=("CN",)),
        organisation(12, "Academy of Marine Cloud Sciences, Institute of Cold Rain Information", countries=("CN",)),
        organisation(13, "Tarvelin Exportadora, S.A.", countries=("PA",)),
        organisation(14, "Oroveshti Telecom (Hong Kong) Limited", countries=("CN",)),
        organisation(15, "Kvantolit-Vektor JSC", countries=("RU",)),
        organisation(16, "长沙天橘空间科技研究院有限公司", countries=("CN",)),
        organisation(17, "JSC GosNIIkvant", countries=("RU",)),
        organisation(18, "Scientific Research Institute Kvantosplav", countries=("RU",)),
        organisation(19, "Military Unit 34999", countries=("RU",)),
        organisation(20, "Zelin Cloud Design Institute", "泽林云彩研究所", countries=("CN",)),
        organisation(21, "Velmabank Bank", countries=("RU",)),
        organisation(22, "中国科学院上海橘系统与信息技术研究所", countries=("CN",)),
        organisation(23, "Tarnevskoe Design Bureau JSC", countries=("RU",)),
        organisation(24, "NPO Tarvelin", countries=("RU",)),
        organisation(8, "Государственный институт точной механики и оптики Велмора", countries=("RU",)),
    )
)


def found(name: str, country: str = "") -> dict[str, Strength]:
    ((_, hits),) = SCREENER.screen([Query(name, country=country, kind=PartyKind.ORGANISATION)])
    return {hit.listing.id: hit.strength for hit in hits}


@pytest.mark.parametrize(
    ("name", "country", "listing"),
    [
        ("Zelin Univ Sci & Technol", "CN", 1),
        ("Zelin Univ. of Sci. and Tech.", "CN", 1),
        ("Sci Res Inst Precis Mech", "RU", 2),
        ("Orlunov Inst Semicond Phys", "RU", 3),
        ("Orlunov Institute", "RU", 3),
        ("Orlunov ISP", "RU", 3),
        ("OISP Orlunov Institute of Semiconductor Physics", "RU", 3),
        ("Beijing Yuncai Yanjiusuo", "CN", 4),
        ("Bei Jing Yun Cai Yan Jiu Suo", "CN", 4),
        ("BIC Beijing", "CN", 4),
        ("BIC, Beijing", "CN", 4),
        ("North-Western Institute of Rockets", "CN", 5),
        ("Zelin University of S&T, 250100 Zelin, P.R. China", "", 1),
        ("Zelin University of Science & Tech, China", "", 1),
        ("OISP - Orlunov Institute of Semiconductor Physics, Moscow", "RU", 3),
        ("Orlunov ISP SB RAS", "RU", 3),
        ("Department of Physics, National University of Marine Science and Technology", "CN", 9),
        ("深圳市友邦仕达科技有限公司", "CN", 10),
        ("Institute of Cold Rain Information, AMCS", "CN", 12),
        ("Tarvelin Exportadora, S.A.", "", 13),
        ("Oroveshti Telecom (Hong Kong) Limited", "", 14),
        ("Kvantolit-Vektor Saint Petersburg", "RU", 15),
        ("天橘研究院", "CN", 16),
        ("GosNIIkvant, Dzerzhinsk", "RU", 17),
        ("GosNIIkvant, Rostov-on-Don", "RU", 17),
        ("Kvantosplav Tula", "RU", 18),
        ("Квантосплав", "RU", 18),
        ("в/ч 34999", "RU", 19),
        ("AVIC Zelin Cloud Design Institute", "CN", 20),
        ("中国航空工业集团公司泽林云彩研究所", "CN", 20),
        ("NRC Tarvelin Institute – Kvantosplav Institute", "RU", 18),
        ("上海橘系统所", "CN", 22),
        ("Tarnevsky Design Bureau", "RU", 23),
        ("Научно-производственное объединение «Тарвелин»", "RU", 24),
        ("Gosudarstvennyj institut točnoj mehaniki i optiki Velmora", "RU", 8),
    ],
)
def test_the_body_is_found(name: str, country: str, listing: int) -> None:
    assert f"test:{listing}" in found(name, country)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Institute of Orlunov", "RU"),
        ("AVIC Optronics", "CN"),
        ("China Development Bank", "CN"),
        ("Zelin Comp", "CN"),
        ("Institute of Warm Snow, AMCS", "IL"),
        ("Oroveshti Telecom (Taiwan) Limited", ""),
        ("天元研究院", "CN"),
        ("Velmabank", "RU"),
        ("上海技术所", "CN"),
        ("上海橘系统学院", "CN"),
        ("Kvantosplav", "NO"),
        ("Military Unit 34998", "RU"),
        ("AVIC Zelin Snow Design Institute", "CN"),
        ("Northwestern Institute of Rockets, 119991 Moscow, Russia", ""),
    ],
)
def test_another_body_is_not(name: str, country: str) -> None:
    assert found(name, country) == {}


def test_names_made_of_letters_are_told_by_whom_they_are_and_said_to_be_possible() -> None:
    assert found("BIC Beijing", "CN") == {"test:4": Strength.POSSIBLE}
