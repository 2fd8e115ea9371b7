"""Names that were taken for another body's, or not found: letters, campuses, units, other alphabets, forms, vessels."""

from dataclasses import replace

import numpy as np
import pytest

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.chinese_numbers import with_figures
from aktsom.engine.names.columns import sums
from aktsom.engine.names.kinds import says_body, without_vessel_title
from aktsom.engine.names.palladius import from_palladius
from aktsom.engine.names.reading import read_name
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Hit, Query, Strength
from tests.engine.names.parties import organisation, person

LISTED = Screener.build(
    [
        organisation(1, "Beijing Institute of Technology", countries=("CN",)),
        organisation(2, "USTC", countries=("CN",)),
        organisation(3, "National Supercomputing Center Tianjin (NSCC-TJ)", countries=("CN",)),
        organisation(4, "China Electronics Technology Group Corporation 38th Research Institute", countries=("CN",)),
        organisation(5, "COSCO SHIPPING", countries=("CN",)),
        organisation(6, "Sichuan University", countries=("CN",)),
        organisation(7, "JSC Scientific and Technical Center Zaslon", countries=("RU",)),
        organisation(8, "Joint Stock Company All-Russian Research Institute Tarvel", countries=("RU",)),
        organisation(9, "Tarvela State Machine Building Design Bureau Joint Stock Company", countries=("RU",)),
        organisation(
            10,
            "PJSC Scientific and Production Association Orvik named after Academician A.A. Marnov",
            countries=("RU",),
        ),
        organisation(11, "Space and Upper Atmosphere Research Commission", countries=("PK",)),
        organisation(14, "China Electronics Technology Group Corporation Second Academy", countries=("CN",)),
        organisation(15, "National University of Defense Technology", countries=("CN",)),
        organisation(16, "Zhoulin Institute of Graphene and Radar Propulsion", countries=("CN",)),
        replace(organisation(12, "Shamimora"), kind=PartyKind.VESSEL),
        person(13, "Shamimora"),
        organisation(17, "State Corporation Qantovi"),
        organisation(21, "Naval Medical University", "Second Military Medical University", countries=("CN",)),
        organisation(24, "Qiandu University of Astronautics", "QUAX", countries=("CN",)),
        organisation(22, "Hangzhou Qikvisor Digital Technology Co., Ltd.", countries=("CN",)),
        organisation(23, "Tarmidi University of Medical Sciences", countries=("IR",)),
        organisation(18, "Tarvel Central Prison"),
        organisation(
            25, "Federal State Unitary Enterprise State Research Institute of Aviation Systems", countries=("RU",)
        ),
        organisation(26, "Order of Lenin Radio Technical Institute of Fluid Spectroscopy", countries=("RU",)),
        organisation(27, "Far Eastern Centre of Ship Repair", countries=("RU",)),
        organisation(28, "Army Infantry College", countries=("CN",)),
        organisation(29, "Moscow State University", countries=("RU",)),
        organisation(30, "China State Shipbuilding Corporation 701st Research Institute", countries=("CN",)),
        replace(organisation(32, "IQ-WAVE"), kind=PartyKind.UNKNOWN),
        organisation(31, "Qiandu Artificial Intelligence Academy", countries=("CN",)),
        organisation(33, "Central Institute of Aviation Motors named after P.I. Qaranov", "CIAM", countries=("RU",)),
        organisation(34, "Korea Ryonsong Mining Trading Corporation"),
        replace(
            organisation(35, "Qiandu Graphene Institute Co., Ltd", "QGI", countries=("CN",)), kind=PartyKind.UNKNOWN
        ),
        organisation(36, "State Centre of Electronic Computing", "NICTEV", countries=("RU",)),
        organisation(37, "Zarvand University of Technology", countries=("IR",)),
        organisation(38, "Xi'an University of Technology", countries=("CN",)),
        organisation(
            39,
            "FEDERAL RESEARCH CENTER COMPUTER SCIENCE AND SPECTROSCOPY OF THE RUSSIAN ACADEMY OF SCIENCES",
            countries=("RU",),
        ),
        organisation(40, "Defense S&T Key Laboratory of Plasma Systems Engineering", countries=("CN",)),
        organisation(41, "Korea Daesong Bank", countries=("KP",)),
        organisation(42, "Военно-морская академия имени Н. Г. Казнецова", countries=("RU",)),
        organisation(
            43,
            "China Electronics Technology Group Corporation 98th Institute. Subordinate Institution - Hoben Brightvale",
            countries=("CN",),
        ),
        organisation(44, "NIMO IM V V QAKHIREVA AO", countries=("RU",)),
        organisation(45, "Qevskoye Project Design Bureau", countries=("RU",)),
        person(19, "RAHMANI, Mahmud Tariq"),
        person(20, "BANK, Dana"),
    ]
)


def _best(name: str, country: str = "", kind: PartyKind = PartyKind.ORGANISATION) -> Hit | None:
    ((_, found),) = LISTED.screen([Query(name, country=country, kind=kind)])
    return found[0] if found else None


@pytest.mark.parametrize(
    ("name", "country", "listed"),
    [
        ("Beijing Institute of Technology Zhuhai", "CN", "1"),
        ("国家超级计算天津中心", "CN", "3"),
        ("NSCC-TJ", "CN", "3"),
        ("CETC 38", "CN", "4"),
        ("中国电子科技集团公司第三十八研究所", "CN", "4"),
        ("中国电子科技集团第二研究院", "CN", "14"),
        ("周林石墨烯雷达推进研究所", "CN", "16"),
        ("Сычуаньский университет", "CN", "6"),
        ("PLA Naval Medical University", "CN", "21"),
        ("Chinese People's Liberation Army Naval Medical University", "CN", "21"),
        ("Qikvisor Digital Technology", "CN", "22"),
        ("Tarmidi Medical University", "IR", "23"),
        ("Zaslon Science and Technology Center", "RU", "7"),
        ("АО «НТЦ Заслон»", "RU", "7"),
        ("AO VNII Tarvel", "RU", "8"),
        ("Tarvela Design Bureau", "RU", "9"),
        ("NPO Orvik", "RU", "10"),
        ("Space and Upper Atmospheric Research Commission", "PK", "11"),
        ("State Scientific-Research Institute for Aviation Systems", "RU", "25"),
        ("Радиотехнический институт спектроскопии жидкости", "RU", "26"),
        ("Дальневосточный центр судоремонта", "RU", "27"),
        ("Army Infantry Academy", "CN", "28"),
        ("IQ Wave FZCO", "", "32"),
        ("CSSC 701", "CN", "30"),
        ("七〇一研究所", "CN", "30"),
        ("Hoben Brightvale", "CN", "43"),
        ("НИМО имени В. В. Кахирева", "RU", "44"),
        ("Qevskoye Planning and Design Bureau", "RU", "45"),
        ("701所", "", "30"),
        ("中船701所", "CN", "30"),
        ("Qiandu AI Academy", "CN", "31"),
        ("CIAM n.a. P.I. Qaranov", "RU", "33"),
        ("CIAM Russian State Research Center", "RU", "33"),
        ("Qiandu Science Center (National Supercomputing Center Tianjin)", "CN", "3"),
        ("조선련성광업무역회사", "KP", "34"),
        ("Joseon Ryeonseong Gwangeop Muyeok Hoesa", "KP", "34"),
        ("조선대성은행", "KP", "41"),
        ("Research Center of Electronic Computers (NICTEV)", "RU", "36"),
        ("Zarvand Industrial University", "IR", "37"),
        ('Federal Research Centre "Computer Science and Spectroscopy" of RAS', "RU", "39"),
        ("等离子体系统工程国防科技重点实验室", "CN", "40"),
        ("Science and Technology on Plasma Systems Engineering Laboratory", "CN", "40"),
        ("Военно-морская академия имени адмирала Флота Советского Союза Н. Г. Казнецова", "RU", "42"),
        ("Qiandu Artificial Intelligence Academy (CETC 99)", "CN", "31"),
    ],
)
def test_what_is_the_same_body_is_found(name: str, country: str, listed: str) -> None:
    found = _best(name, country)
    assert found is not None
    assert (found.listing.id, found.strength is Strength.PART_OF) == (f"test:{listed}", False)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("UESTC", "CN"),  # one letter more is another university
        ("COSCO Shipping Technology (Beijing) Co. Ltd", "CN"),  # a company of the listed group
        ("CETC 39", "CN"),
        ("CSSC 702", "CN"),
        ("七〇二研究所", "CN"),
        ("First Research Institute of the Ministry of Public Security", "CN"),
        ("QGI Group", "CN"),
        ("Institute of Plasma Medicine (NICTEV)", "RU"),
        ("Xi'an Industrial University", "CN"),
        ("Korea Mining Corporation", "KR"),
        ("Радиотехнический институт спектроскопии плазмы", "RU"),
        ("Moscow City University", "RU"),
        ("Army Infantry Academy", "IN"),
        ("Шаньдунский университет", "CN"),
    ],
)
def test_what_is_another_body_is_not_called_the_same(name: str, country: str) -> None:
    found = _best(name, country)
    assert found is None or found.strength is Strength.PART_OF


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("State Key Laboratory of Explosion Science and Technology, Beijing Institute of Technology", "1"),
        ("Dept. of Electronic Engineering, National University of Defense Technology, Changsha", "15"),
    ],
)
def test_a_unit_is_a_part_whatever_words_both_names_have(name: str, listed: str) -> None:
    found = _best(name, "CN")
    assert found is not None
    assert (found.listing.id, found.strength) == (f"test:{listed}", Strength.PART_OF)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("第七〇四研究所", "704 研究所"),
        ("第三十八研究所", "38 研究所"),
        ("第一百零一研究所", "101 研究所"),
        ("七一六所", "716 研究所"),
        ("中电45所", "中国电子集团 45 研究所"),
        ("航天三院31所", "中国航天科工集团 3 科学院 31 研究所"),
        ("第二研究院", "2 科学院"),
        ("北京第760研究所", "北京 760 研究所"),
        ("三所", "三所"),
        ("自动化研究所", "自动化研究所"),
    ],
)
def test_chinese_numbers_in_figures(written: str, read: str) -> None:
    assert with_figures(written).split() == read.split()


@pytest.mark.parametrize(
    ("written", "pinyin"),
    [
        ("Тунцзи", "tongji"),
        ("Чжуншань", "zhongshan"),
        ("Сианьский", "xian"),
        ("Хунань", "hunan"),
        ("Чжэцзянского", "zhejiang"),
        ("Рязань", ""),
        ("Титан", ""),
        ("Уфа", ""),
        ("Эндокринология", ""),
    ],
)
def test_chinese_words_in_russian_letters(written: str, pinyin: str) -> None:
    assert from_palladius(written) == pinyin


@pytest.mark.parametrize(
    ("name", "is_person"),
    [
        ("Promsvyazbank", False),
        ("Sberbank of Russia", False),
        ("LabInvest", False),
        ("Vnukovo International Airport", False),
        ("Q&N Traders", False),
        ("MV Shamimora", False),
        ("Qantovi Cloud France", False),
        ("France Qantova", True),
        ("Qantovi Bangladesh", False),
        ("Mahmud Oman", True),
        ("Wei Pan", True),
        ("Michael Jordan", True),
        ("Jean McDonald", True),
        ("Walter FitzGerald", True),
        ("Jose Luis Garcia", True),
        ("AbdelKarim Al-Nasser", True),
        ("John Mills", True),
        ("Jan Vojtech", True),
    ],
)
def test_whose_name_it_is_when_nobody_says(name: str, is_person: bool) -> None:
    """A listed person who is read as a body is missed under another spelling: a wrong “all clear”."""
    assert read_name(name).is_person is is_person


def test_a_vessel_by_its_title_is_the_vessel_and_not_somebody_of_that_name() -> None:
    ((_, found),) = LISTED.screen([Query("M/V Shamimora")])
    assert [hit.listing.id for hit in found] == ["test:12"]
    assert without_vessel_title("MT Sunline") == "Sunline"
    assert read_name("MT Aerospace AG").words[0].shown == "MT"
    assert not says_body("Shamimora")


@pytest.mark.parametrize(
    ("name", "listed"),
    [
        ("Qantovi", "17"),
        ("Tarvel Prison Central", "18"),
        ("M.T. Rahmani", "19"),
        ("rahmani m t", "19"),
        ("Dana Bank", "20"),
    ],
)
def test_a_name_of_which_nobody_says_what_it_is_is_looked_for_as_a_persons_and_as_a_bodys(
    name: str, listed: str
) -> None:
    """A wrong guess is no “all clear”."""
    ((_, found),) = LISTED.screen([Query(name)])
    assert f"test:{listed}" in {hit.listing.id for hit in found}


@pytest.mark.parametrize("name", ["S. C. Qantovi", "Ye Lin", "Ann Qantovi Moss"])
def test_a_persons_name_is_no_brand_that_it_holds(name: str) -> None:
    ((_, found),) = LISTED.screen([Query(name)])
    assert found == []


def test_what_a_stretch_comes_to_does_not_depend_on_what_stands_before_it() -> None:
    """Summed on and on, the last digits got lost, and with them hits among many questions at once."""
    rest = np.array([0.3, 0.4], np.float32)
    before = np.full(2_000_000, 0.7, np.float32)
    alone = sums(rest, np.array([0, 0, 2]))
    assert alone.tolist() == pytest.approx([0.0, 0.7])
    assert sums(np.concatenate([before, rest]), np.array([0, len(before), len(before), len(before) + 2]))[
        1:
    ].tolist() == (alone.tolist())


def test_a_universitys_other_name_in_brackets_is_no_part_of_it() -> None:
    found = _best("Naval Medical University (Second Military Medical University)", "CN")
    assert found is not None
    assert (found.listing.id, found.strength) == ("test:21", Strength.EXACT)


@pytest.mark.parametrize("name", ["Ningbo Qikvisor Digital Technology", "Digital Technology", "Qikvisor Shipping"])
def test_another_town_or_trade_is_another_company(name: str) -> None:
    found = _best(name, "CN")
    assert found is None or found.listing.id != "test:22"


@pytest.mark.parametrize(
    "name", ["School of Nursing (Naval Medical University)", "Qorvic Centre, Naval Medical University"]
)
def test_a_department_with_a_word_of_its_own_is_found_at_a_university_of_common_words(name: str) -> None:
    found = _best(name, "CN")
    assert found is not None
    assert (found.listing.id, found.strength) == ("test:21", Strength.PART_OF)


def test_a_department_behind_which_its_university_stands_in_letters_is_a_part_where_the_country_says_so() -> None:
    found = _best("School of Optics, QUAX, Beijing", "CN")
    assert found is not None
    assert (found.listing.id, found.strength) == ("test:24", Strength.PART_OF)
    assert _best("School of Optics, QUAX", "FR") is None
    assert _best("School of Optics, QUAX") is None
    assert _best("RAHIMI, QUAX", "CN", PartyKind.UNKNOWN) is None


def test_of_a_group_with_more_companies_than_are_judged_the_one_in_the_country_is_found() -> None:
    """Each of them would say as much; a query for another country's was “all clear”."""
    elsewhere = [
        organisation(place, f"Qantovi Technologies {place} Limited", countries=("CN",)) for place in range(100, 300)
    ]
    screener = Screener.build([*elsewhere, replace(organisation(1, "Qantovi France", countries=("FR",)))])
    ((_, found),) = screener.screen([Query("Qantovi Technologies", country="FR", kind=PartyKind.ORGANISATION)])
    assert "test:1" in {hit.listing.id for hit in found}
