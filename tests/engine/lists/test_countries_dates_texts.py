"""Reading what publishers print: countries, dates, scripts."""

from datetime import date

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aktsom.engine.lists.countries import country_code, country_codes, country_of_address
from aktsom.engine.lists.dates import birth_dates, day
from aktsom.engine.lists.texts import cleaned, numbers, script_of


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("EL", "GR"), ("UK", "GB"), ("XK", "XK"), ("no", "NO"), ("NOR", "NO"), ("Norway", "NO"), ("Russia", "RU"),
        ("Russian Federation", "RU"), ("Democratic People's Republic of Korea", "KP"), ("DPRK", "KP"),
        ("Democratic People’s Republic of Korea", "KP"), ("North Korea", "KP"), ("Republic of Korea", "KR"),
        ("South Korea", "KR"), ("Iran (Islamic Republic of)", "IR"), ("Syrian Arab Republic", "SY"), ("Syria", "SY"),
        ("Türkiye", "TR"), ("TURKIYE", "TR"), ("Turkey", "TR"), ("Côte d'Ivoire", "CI"), ("Ivory Coast", "CI"),
        ("Myanmar/Burma", "MM"), ("The Netherlands", "NL"), ("Czech Republic", "CZ"), ("Moldova, Republic of", "MD"),
        ("Hong Kong SAR", "HK"), ("PRC", "CN"), ("People's Republic of China", "CN"), ("REGION: IRAN", "IR"),
        ("Kosovo", "XK"), ("Democratic Republic of the Congo", "CD"), ("Congo", "CG"), ("CRIMEA (OCCUPIED)", "UA"),
        ("United Republic of Tanzania", "TZ"), ("Bosnia and Herzegovina", "BA"), ("Vietnam", "VN"), ("Viet Nam", "VN"),
        ("Russian", "RU"), ("Norwegian", "NO"), ("Taiwan", "TW"), ("USA", "US"), ("Palestine, State of", "PS"),
    ],
)  # fmt: skip
def test_countries_are_understood_as_printed(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize(
    "text", ["", " ", "ZZ", "00", "Atlantis", "Congolese", "University of Oslo", "x" * 5000, "\x00"]
)
def test_what_is_no_country_is_none(text):
    assert country_code(text) is None


def test_every_country_of_the_standard_is_known_by_code_and_name():
    for country in pycountry.countries:
        assert country_code(country.alpha_2) == country_code(country.alpha_3) == country_code(country.name)
        assert country_code(country.name) == country.alpha_2


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("(a) German; (b) Algerian", ("DE", "DZ")),
        ("Ukrainian and/or Russian", ("UA", "RU")),
        ("Syrian/Lebanese", ("SY", "LB")),
        ("Bosnia and Herzegovina", ("BA",)),
        ("DPRK.", ("KP",)),
        ("nobody knows", ()),
    ],
)
def test_several_countries_in_one_field(text, codes):
    assert country_codes(text) == codes


def test_an_address_tells_its_country_by_its_last_part():
    assert country_of_address("1 Cloud Street, Minsk, Belarus (at the time of listing)") == "BY"
    assert country_of_address("somewhere in the hills") is None
    assert country_of_address("") is None


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("25.2.1972", ("1972-02-25",)), ("4 Dec. 1971", ("1971-12-04",)), ("14 October 1946; 16 December 1948",
        ("1946-10-14", "1948-12-16")), ("March 1978", ("1978-03",)), ("1965-03", ("1965-03",)),
        ("approximately 1965", ("1965",)),
        ("Between 1969 and 1971", ("1969", "1970", "1971")), ("1940-1960", ("1940", "1960")), ("31.2.1960", ("1960",)),
        ("99.99.1960", ("1960",)), ("2001-13-45", ("2001",)), ("8 Oct.1967", ("1967-10-08",)), ("N/D", ()), ("", ()),
        ("1954 or 1955.", ("1954", "1955")), ("(a) 17.8.1972; (b) 1.1.1972", ("1972-08-17", "1972-01-01")),
        ("2026-07-31T14:14:59.252Z", ("2026-07-31",)), ("15 Sep 1962", ("1962-09-15",)),
    ],
)  # fmt: skip
def test_dates_are_understood_as_printed(text, dates):
    assert birth_dates(text) == dates


def test_a_year_alone_leans_towards_being_in_force():
    assert (day("2022"), day("2022", end=True)) == (date(2022, 1, 1), date(2022, 12, 31))
    assert (day("December 2022"), day("2024-02", end=True)) == (date(2022, 12, 1), date(2024, 2, 29))
    assert day("someday") is None


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Ola Nordmann-Åse", "Latn"), ("Гвардия", "Cyrl"), ("ООО “Лютик”", "Cyrl"), ("Ивaн", "Zyyy"), ("محمد", "Arab"),
        ("哈尔滨", "Hani"), ("東京の", "Jpan"), ("김", "Kore"), ("Αθήνα", "Grek"), ("שלום", "Hebr"),
        ("თბილისი", "Geor"),
        ("123", "Zyyy"), ("", "Zyyy"),
    ],
)  # fmt: skip
def test_the_script_of_a_name(text, script):
    assert script_of(text) == script


def test_numbers_are_taken_out_of_explanations():
    found = numbers("passport", "(a) number EC1230802 (expires 19.1.2021), (b) 1 121 402 000 213")
    assert [number.value for number in found] == ["EC1230802", "1121402000213"]


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    once = cleaned(text)
    assert cleaned(once) == once
    once.encode("utf-8")


@given(st.text(max_size=600))
def test_any_text_gives_dates_and_countries_or_none(text):
    assert all(day(found) for found in birth_dates(text))
    assert country_code(text) is None or len(country_code(text)) == 2
    country_codes(text)
    country_of_address(text)
    script_of(text)
