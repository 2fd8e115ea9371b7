from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.engine.lists.listing import Listing, PartyKind
from aktsom.engine.names.calibration import CALLED_THE_SAME
from aktsom.engine.names.explain import explain, one_line_each
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Evidence, Hit, How, Query, Strength
from tests.engine.names.parties import LISTINGS, organisation

SCREENER = Screener.build(LISTINGS)


def hits(name: str, country: str = "", kind: PartyKind = PartyKind.UNKNOWN) -> list[Hit]:
    return answer(Query(name, country=country, kind=kind))


def answer(query: Query, threshold: float = CALLED_THE_SAME) -> list[Hit]:
    ((_, found),) = SCREENER.screen([query], threshold=threshold)
    return found


def found(name: str, country: str = "") -> set[str]:
    return {hit.listing.id for hit in hits(name, country)}


@pytest.mark.parametrize(
    ("name", "listing"),
    [
        ("Velmora Institute of Technology (China)", "test:1"),
        ("The VELMORA INSTITUTE of TECHNOLOGY (VIT)", "test:1"),
        ("Velmora University of Science & Technology", "test:2"),
        ("Federal University of Tarnovsk", "test:3"),
        ("Tarnovskiy federalnyy universitet", "test:3"),
        ("Тарновский федеральный университет", "test:3"),
        ("Zhelin Jiaotong University", "test:6"),
        ("Kvantolit OOO", "test:5"),
        ("Arkady Zelentsov", "test:20"),
        ("Аркадий Борисович Зеленцов", "test:20"),
        ("Zelentsov A. B.", "test:20"),
        ("Ahmed Hussain Tarmidi", "test:21"),
        ("أحمد حسين الترمذي", "test:21"),
    ],
)
def test_a_party_is_found_under_another_spelling_script_or_order(name: str, listing: str) -> None:
    assert listing in found(name)


@pytest.mark.parametrize(
    ("name", "listing"),
    [
        ("Ostrolin Institute of Technology", "test:1"),
        ("Velmora University", "test:1"),
        ("Velmora University of Technology", "test:2"),
        ("Velmora Agricultural University", "test:2"),
        ("Oroveshti Design Bureau No. 8", "test:7"),
        ("Institute of Chemistry", "test:4"),
        ("Kim Jong Chol", "test:22"),
    ],
)
def test_who_merely_shares_words_is_not_found(name: str, listing: str) -> None:
    assert listing not in found(name)


def test_in_another_country_only_the_whole_name_letter_for_letter_is_found_as_possible() -> None:
    """The country may be a branch's or wrong; a namesake's name is hardly ever the same to the letter."""
    assert "test:1" in found("Velmora Technology Institute", "CN")
    assert "test:1" not in found("Velmora Technology Institute", "US")
    hit = next(each for each in hits("Velmora Institute of Technology", "US") if each.listing.id == "test:1")
    assert (hit.strength, Evidence.COUNTRY_OTHER in hit.evidence) == (Strength.POSSIBLE, True)


def test_which_words_are_common_in_the_lists_is_said_once() -> None:
    (hit, *_) = hits("Velmora Institute of Technology", "CN")
    assert "“Velmora” (rare in the lists), common in the lists: “Institute”, “Technology”." in hit.explanation


def test_a_person_who_lives_in_another_country_is_still_found() -> None:
    (hit,) = hits("Zelentsov Arkadiy Borisovich", "NO", PartyKind.PERSON)
    assert Evidence.COUNTRY_OTHER in hit.evidence


def test_a_person_is_no_organisation_of_that_name() -> None:
    assert not hits("Zelentsov Arkadiy", "RU", PartyKind.ORGANISATION)


def test_country_codes_of_the_eu_and_names_of_countries_are_understood() -> None:
    assert "test:1" in found("Velmora Institute of Technology", "China")
    assert hits("Velmora Institute of Technology", "cn")[0].evidence == (Evidence.COUNTRY_SAME,)


def test_common_words_alone_are_at_most_possible() -> None:
    (hit,) = hits("Institute of Physics")
    assert hit.strength is Strength.POSSIBLE
    assert Evidence.GENERIC in hit.evidence


@pytest.mark.parametrize(
    ("name", "listing"),
    [
        ("University of Marine Science and Technology of China", "test:8"),
        ("UNIVERSITY OF MARINE SCIENCE AND TECHNOLOGY OF CHINA (UMSTC)", "test:8"),
        ("Academy of Marine Medical Sciences", "test:9"),
    ],
)
def test_many_common_words_that_are_all_the_same_are_the_same_name(name: str, listing: str) -> None:
    (hit,) = [hit for hit in hits(name) if hit.listing.id == listing]
    assert (hit.score, hit.strength) == (1.0, Strength.EXACT)
    assert Evidence.GENERIC not in hit.evidence


def test_many_common_words_are_no_proof_in_another_country() -> None:
    assert hits("University of Marine Science and Technology of China", "CN")[0].strength is Strength.EXACT
    assert "test:8" not in found("University of Marine Science and Technology of China", "FJ")


def test_common_words_are_no_proof_while_the_list_names_no_country_for_them() -> None:
    assert "test:9" not in found("Academy of Marine Medical Sciences", "FJ")


def test_a_list_that_names_the_country_in_one_year_means_it_in_every_year() -> None:
    years = [organisation(2023, "Marine Medical University"), organisation(2024, "Marine Medical University")]
    named = organisation(2025, "Marine Medical University", countries=("CN",))
    elsewhere = organisation(1, "Marine Medical University", list_id="other")
    screener = Screener.build([*years, named, elsewhere])
    ((_, found_hits),) = screener.screen([Query("Marine Medical University", country="CN")])
    assert {hit.listing.id for hit in found_hits} == {"test:2023", "test:2024", "test:2025"}


@pytest.mark.parametrize(
    ("name", "listing"),
    [
        ("Харбинский политехнический университет", "test:10"),
        ("ХАРБИНСКИЙ ТЕХНОЛОГИЧЕСКИЙ ИНСТИТУТ", "test:10"),
        ("Kharbinskiy inzhenernyy universitet", "test:12"),
        ("哈尔滨工业大学", "test:10"),
        ("哈尔滨工业大学（威海）", "test:10"),
        ("哈尔滨工程大学", "test:12"),
        ("北京航空航天大学", "test:11"),
        ("Пекинский университет авиации и космонавтики", "test:11"),
        ("北京理工大学", "test:13"),
        ("电子科技大学", "test:14"),
    ],
)
def test_universities_are_found_under_their_russian_and_chinese_names(name: str, listing: str) -> None:
    assert listing in found(name)


@pytest.mark.parametrize(
    "name",
    [
        "哈尔滨理工大学",
        "哈尔滨大学",
        "哈尔滨医科大学",
        "北京工业大学",
        "北京科技大学",
        "桂林电子科技大学",
        "Харбинский университет",
        "Харбинский медицинский университет",
        "Пекинский университет",
        "Xi'an Technological University",
    ],
)
def test_neighbours_under_russian_and_chinese_names_are_not_found(name: str) -> None:
    assert found(name) == set()


def test_an_acronym_alone_is_at_most_possible_and_needs_the_country() -> None:
    assert hits("VIT", "CN", PartyKind.ORGANISATION)[0].strength is Strength.POSSIBLE
    assert not hits("VIT", "IN", PartyKind.ORGANISATION)


@pytest.mark.parametrize(
    "name",
    [
        "School of Medicine, Velmora Institute of Technology",
        "Affiliated Hospital of Velmora Institute of Technology",
        "Velmora Institute of Technology Key Laboratory of Optics",
    ],
)
def test_a_body_of_a_listed_party_is_part_of_it_and_never_the_same(name: str) -> None:
    (hit,) = [hit for hit in hits(name) if hit.listing.id == "test:1"]
    assert hit.strength is Strength.PART_OF
    assert Evidence.INSIDE_QUERY in hit.evidence


def test_birth_dates_weigh_for_and_against_but_settle_nothing() -> None:
    same, other, unknown = (
        answer(Query("Arkadij Zelencov", birth_date=birth), threshold=0.4)[0].score
        for birth in ("1961-04-02", "1975-01-01", "")
    )
    assert same > unknown > other > 0


def test_one_part_that_means_several_words_stands_in_one_line() -> None:
    parts = [
        ("西北工业大学", "Northwestern", "transliteration", 0.6),
        ("西北工业大学", "University", "transliteration", 0.1),
    ]
    assert list(one_line_each([*parts, ("Xian", "Xi'an", "spelling", 0.5)])) == [
        ("西北工业大学", "Northwestern University", "transliteration", 0.6),
        ("Xian", "Xi'an", "spelling", 0.5),
    ]


def test_the_explanation_says_what_met_what_and_what_was_left_over() -> None:
    (hit,) = [hit for hit in hits("Аркадий Зеленцов") if hit.listing.id == "test:20"]
    assert {part.how for part in hit.parts} == {How.TRANSLITERATION}
    assert hit.leftover_listed == ("Borisovich",)
    assert "“Зеленцов” = “ZELENTSOV”" in hit.explanation
    assert "Only in the list: “Borisovich”." in hit.explanation
    assert "Bare i listen: «Borisovich»." in explain(hit, "nb")


def test_the_best_hit_comes_first_and_top_limits_the_number() -> None:
    query = Query("Velmora Institute of Science and Technology")
    (_, all_hits), (_, first) = (next(iter(SCREENER.screen([query], threshold=0.1, top=top))) for top in (100, 1))
    assert len(all_hits) > 1
    assert [hit.score for hit in all_hits] == sorted((hit.score for hit in all_hits), reverse=True)
    assert first == all_hits[:1]


def test_a_list_that_repeats_a_body_every_year_does_not_hide_the_other_lists() -> None:
    years = [organisation(year, "Velmora Institute of Technology", list_id="a-yearly") for year in range(2020, 2026)]
    nearly = organisation(1, "Velmora Institute of Technology and Design", "Velmora Institute Technology", list_id="b")
    other = organisation(1, "Velmora University of Technology", list_id="c")
    screener = Screener.build([*years, other, nearly])
    ((_, ranked),) = screener.screen([Query("Velmora Institute of Technology")], threshold=0.1)
    ((_, first),) = screener.screen([Query("Velmora Institute of Technology")], threshold=0.1, top=2)
    assert [hit.listing.id for hit in first] == ["a-yearly:2020", "b:1"]
    assert [hit.listing.list_id for hit in ranked] == ["a-yearly", "b", *["a-yearly"] * 5, "c"]


@pytest.mark.parametrize("listing", LISTINGS, ids=lambda listing: listing.name)
def test_a_listing_is_found_by_its_own_name_with_score_1_unless_it_has_only_common_words(listing: Listing) -> None:
    best = next(hit for hit in hits(listing.name) if hit.listing == listing)
    generic = Evidence.GENERIC in best.evidence
    assert (best.score, best.strength) == ((0.9, Strength.POSSIBLE) if generic else (1.0, Strength.EXACT))


def test_no_listings_give_no_hits() -> None:
    assert list(Screener.build([]).screen([Query("Anybody")])) == [(Query("Anybody"), [])]


NAMES = [
    "Velmora Institute of Technology",
    "Tarnovsk University",
    "A. Zelentsov",
    "Institute of Physics",
    "Ahmad Husayn",
]


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(NAMES) | st.text(max_size=30), max_size=12), st.randoms())
def test_results_do_not_depend_on_what_else_is_in_the_batch(names: list[str], random: Random) -> None:
    queries = [Query(name, id=str(place)) for place, name in enumerate(names)]
    together = list(SCREENER.screen(queries, threshold=0.3))
    assert [query for query, _ in together] == queries
    shuffled = queries[:]
    random.shuffle(shuffled)
    assert dict(SCREENER.screen(shuffled, threshold=0.3)) == dict(together)


HOSTILE = {
    "ten megabytes": "Velmora " * 1_300_000,
    "only marks": "\u0301" * 5_000,
    "lone surrogates": "Velmora \ud800\udfff Institute",
    "mixed directions": "\u202eVelmora\u202c \u2067Institute\u2069 of Technology",
    "5,000 tokens": " ".join(f"word{number}" for number in range(5_000)),
    "zalgo": "".join(letter + "\u0300\u0489\u0362" * 40 for letter in "Velmora Institute of Technology"),
    "nothing": "",
    "brackets": "(" * 3_000 + ")" * 3_000,
    "ligature": "\ufdfa" * 600,
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_names_neither_fail_nor_cost_much(name: str) -> None:
    assert all(0.0 <= hit.score <= 1.0 for hit in answer(Query(name), threshold=0.0))


def test_direction_marks_do_not_hide_a_name() -> None:
    assert "test:1" in found(HOSTILE["mixed directions"])


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=60), st.sampled_from(list(PartyKind)))
def test_any_text_can_be_screened(text: str, kind: PartyKind) -> None:
    assert all(0.0 <= hit.score <= 1.0 for hit in answer(Query(text, kind=kind), threshold=0.0))
