import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.cleaning import MAX_CHARACTERS, clean, fold_latin
from aktsom.engine.names.folding import fold_key
from aktsom.engine.names.reading import MAX_WORDS, read_name
from aktsom.engine.names.transliteration import to_latin
from aktsom.engine.names.vocabulary import SILENT, WITHOUT_WEIGHT, Role


def keys(text: str, kind: PartyKind = PartyKind.ORGANISATION) -> list[str]:
    return [word.key for word in read_name(text, kind).words if word.role not in (Role.STOP, Role.LEGAL)]


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("Ødegård", "odegard"),
        ("Łódź", "lodz"),
        ("Шойгу", "shoygu"),
        ("Київ", "kiyiv"),
        ("Беларуськалій", "belaruskaliy"),
        ("Жуковский", "zhukovskiy"),
        ("Πανεπιστήμιο", "panepistimio"),
        ("北京", "beijing"),
        ("შოთა", "shota"),
        ("서울", "seoul"),
    ],
)
def test_every_script_is_written_in_latin_letters(word: str, latin: str) -> None:
    assert to_latin(word) == latin


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("shoygu", "shoigu"),
        ("yuriy", "juri"),
        ("muhammad", "muhamad"),
        ("khartsyzsk", "hartsyzsk"),
        ("aleksandr", "alexandr"),
        ("fyodorov", "fedorov"),
    ],
)
def test_usual_spellings_of_one_name_share_a_key(one: str, other: str) -> None:
    assert fold_key(one) == fold_key(other)


@pytest.mark.parametrize(("one", "other"), [("shanxi", "shaanxi"), ("henan", "hunan"), ("jinan", "jilin")])
def test_provinces_that_look_alike_stay_apart(one: str, other: str) -> None:
    assert fold_key(one) != fold_key(other)


def test_latin_letters_inside_a_cyrillic_word_are_repaired() -> None:
    assert clean("Mосковский зaвод") == "Московский завод"


def test_marks_and_invisible_characters_vanish() -> None:
    assert clean("\u202eVel\u200bmora\x00\u2067") == "Velmora"
    assert fold_latin("Velmóra\u0301") == "velmora"


def test_words_of_one_meaning_share_a_key_in_all_languages() -> None:
    assert keys("Tarnovsk University of Technology")[1:] == ["=head:university", "=field:technology"]
    assert keys("Technologie Universität")[0] == "=field:technology"
    assert keys("国家大学") == ["=qualifier:state", "=head:university"]
    assert keys("理工") == ["=field:science", "=field:technology"]


def test_technology_science_and_engineering_are_three_things() -> None:
    fields = [keys(f"Velmora University of {field}")[2:] for field in ("Technology", "Science", "Engineering")]
    assert len({tuple(field) for field in fields}) == 3


@pytest.mark.parametrize(
    "text",
    ["Velmora Works (VW)", "Velmora Works (China)", "Velmora Works", "Velmora Works, Co. Ltd.", "«Velmora» Works"],
)
def test_countries_acronyms_and_legal_forms_beside_a_name_do_not_count(text: str) -> None:
    assert keys(text) == ["velmora", "=business:plant"]


@pytest.mark.parametrize(
    ("adjective", "key"),
    [
        ("Харбинский", "=place:harbin"),
        ("Харбинского", "=place:harbin"),
        ("Томская", "=place:tomsk"),
        ("Новосибирское", "=place:novosibirsk"),
        ("Kazanskoye", "=place:kazan"),
        ("Китайская", "=nation:CN"),
        ("Жуковский", "jukov"),
    ],
)
def test_russian_adjectives_are_read_as_the_place_they_come_from(adjective: str, key: str) -> None:
    assert keys(f"{adjective} zavod")[0] == key


def test_the_slavic_and_is_no_number() -> None:
    assert keys("Университет науки И технологии") == keys("University of Science and Technology")
    assert keys("Velmora I") == ["velmora", "=number:1"]


def test_a_chinese_name_has_its_own_english_only_where_it_begins() -> None:
    assert keys("哈尔滨工业大学") == keys("Harbin Institute of Technology")
    assert keys("新哈尔滨工业大学") != keys("Harbin Institute of Technology")
    assert keys("哈尔滨工业大学深圳研究院")[3:] == ["=place:shenzhen", "=head:institute"]


def test_the_bare_text_has_no_bracketed_country_or_acronym_and_the_plain_text_has() -> None:
    name = read_name("Velmora Works (China) (VW)")
    assert (name.plain, name.bare) == ("velmora works china vw", "velmora works")


def test_the_country_in_brackets_is_kept_as_evidence() -> None:
    assert read_name("Velmora Works (South Korea)").country == "KR"


def test_an_institute_is_the_same_with_and_without_the_name_of_its_academy() -> None:
    assert keys("Velmora Institute of Optics, Russian Academy of Sciences") == keys("Velmora Institute of Optics")
    assert keys("Institute of Optics of the Siberian Branch of the Russian Academy of Sciences") == keys(
        "Institute of Optics"
    )
    assert keys("Russian Academy of Sciences") == ["=nation:RU", "=head:academy", "=field:science"]


def test_chinese_given_names_are_one_word_however_they_are_written() -> None:
    written = {tuple(keys(name, PartyKind.PERSON)) for name in ("Wang Xiao Ming", "Wang Xiaoming", "王小明")}
    assert len(written) == 1


def test_titles_and_particles_are_silent_in_a_persons_name() -> None:
    roles = {word.latin: word.role for word in read_name("Prof. Dr. Ahmad al-Tarmidi", PartyKind.PERSON).words}
    assert roles == {
        "prof": Role.HONORIFIC,
        "dr": Role.HONORIFIC,
        "ahmad": Role.NAME,
        "al": Role.STOP,
        "tarmidi": Role.NAME,
    }


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=80), st.sampled_from(list(PartyKind)))
def test_any_text_is_read_within_bounds(text: str, kind: PartyKind) -> None:
    read = read_name(text * 20, kind)
    assert len(read.words) == len(read.segments) <= MAX_WORDS
    assert len(clean(text * 20)) <= MAX_CHARACTERS
    assert all(word.latin.isascii() and word.key for word in read.words)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Universitetet i Nordvik", "Universitetet Nordvik"),
        ("UNIVERSITETET I NORDVIK", "Universitetet i Nordvik"),
        ("Uniwersytet Przyrodniczy i Techniczny", "Uniwersytet Przyrodniczy Techniczny"),
    ],
)
def test_a_small_i_joins_words_and_is_no_number(written: str, same: str) -> None:
    assert keys(written) == keys(same)


@pytest.mark.parametrize(("written", "number"), [("Institute I", "Institute 1"), ("REACTOR I", "Reactor 1st")])
def test_a_capital_i_at_the_end_is_a_number(written: str, number: str) -> None:
    assert Role.NUMBER in {word.role for word in read_name(written, PartyKind.ORGANISATION).words}
    assert keys(written)[0] == keys(number)[0]


@pytest.mark.parametrize(
    ("written", "in_full"),
    [
        ("Velmora Inst Nucl Phys", "Velmora Institute of Nuclear Physics"),
        ("Завод имени А.А. Велданова", "Veldanov Plant named after A.A. Veldanov"),
        ("Серовский механический завод", "Serov Mechanical Plant"),
        ("Лазерные приборы", "Laser Devices"),
        ("Акционерное общество «Завод Прибой» (АО «ЗП Прибой»)", "Plant Priboi"),
    ],
)
def test_abbreviated_and_russian_names_have_the_words_of_the_english_ones(written: str, in_full: str) -> None:
    telling = {key for key in keys(written) if len(key) > 1}
    assert telling - {"=qualifier:named"} <= set(keys(in_full))


def test_a_place_set_off_behind_a_body_says_where_it_is() -> None:
    words = read_name("Velmora Institute of Physics, Novosibirsk", PartyKind.ORGANISATION).words
    assert (words[-1].key, words[-1].role) == ("=place:novosibirsk", Role.SITE)


@pytest.mark.parametrize("name", ["M. V. Keldan Institute", "MV Keldan Institute"])
def test_capitals_before_a_surname_are_initials_and_no_numerals(name: str) -> None:
    words = read_name(name, PartyKind.ORGANISATION).words
    assert {word.role for word in words if word.latin in ("m", "v", "mv")} == {Role.INITIAL}


def test_korean_names_are_read_syllable_by_syllable_as_lists_write_them() -> None:
    words = read_name("김영복", PartyKind.PERSON).words
    assert [word.latin for word in words] == ["kim", "yong", "bok"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Merai Zoghbi (born on 4.6.1960 in Bendasi, Libya)", "Merai Zoghbi"),
        ("Ibrahim Makkawi. Date of birth: (i) 11.4.1960. Place of birth: Egypt", "Ibrahim Makkawi"),
    ],
)
def test_when_and_where_a_person_was_born_is_no_part_of_the_name(one: str, other: str) -> None:
    assert read_name(one, PartyKind.PERSON).words == read_name(other, PartyKind.PERSON).words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("27th Institute", "27-й институт"),
        ("1st Institute", "Institute 1"),
        ("Брянское бюро", "Bryansk Bureau"),
        ("Институт имени Берга", "Institute named after Berg"),
        ("Вооруженные Силы Российской Федерации", "Armed Forces Russia"),
    ],
)
def test_numbers_places_and_namesakes_are_the_same_in_russian_and_english(one: str, other: str) -> None:
    def telling(name: str) -> set[str]:
        read = read_name(name, PartyKind.ORGANISATION).words
        return {word.key for word in read if word.role not in WITHOUT_WEIGHT | SILENT}

    assert telling(one) == telling(other)


def test_a_name_that_is_written_on_and_on_counts_twice() -> None:
    assert len(read_name("محمد " * 40, PartyKind.PERSON).words) == 2
