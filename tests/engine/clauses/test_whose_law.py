"""Whose law a sentence speaks of."""

import pytest

from aktsom.engine.clauses.sentences import words_of
from aktsom.engine.clauses.whose_law import Countries, countries_in, names_written


@pytest.mark.parametrize(
    ("said", "partner", "whose"),
    [
        ("The laws of New South Wales apply.", "AU", {"partner"}),
        ("The laws of England and Wales apply.", "AU", {"neutral"}),
        ("Ohio law governs.", "US", {"partner"}),
        ("Tasmanian law governs.", "AU", {"partner"}),
        ("Singapore's law governs.", "KR", {"neutral"}),
        ("Avtalen reguleres av Singapores rett.", "SG", {"partner"}),
        ("Usbekistans lover gjelder.", "UZ", {"partner"}),
        ("Avtalen er underlagt irsk rett.", "IE", {"partner"}),
        ("Avtalen er underlagt irsk rett.", "CL", {"neutral"}),
        ("Gavebrevet tolkes etter kuwaitisk rett.", "KW", {"partner"}),
        ("Norges lover gjelder.", "KW", {"home"}),
    ],
)
def test_a_country_is_known_by_its_names_its_adjective_and_its_states(said: str, partner: str, whose: set[str]) -> None:
    texts = [word.text for word in words_of(said)]
    assert {each for _place, each in countries_in(texts, Countries("NO", (partner,)))} == whose


@pytest.mark.parametrize(
    ("said", "whose"),
    [
        ("Domstolene i Severnaja Tekhnikas land avgjør etter sin egen rett.", {"partner"}),
        ("The courts of Severnaja Tekhnika's country decide.", {"partner"}),
        ("The law of the country of Severnaja Tekhnika applies.", {"partner"}),
        ("Severnaja Tekhnika follows the law of the land.", set()),
        ("Domstolene i landet der arbeidet utføres, avgjør.", set()),
    ],
)
def test_the_country_of_a_partner_whose_name_is_known_is_theirs(said: str, whose: set[str]) -> None:
    texts = [word.text for word in words_of(said)]
    countries = Countries("NO", ("RU",), ("Severnaja Tekhnika",))
    assert {each for _place, each in countries_in(texts, countries)} == whose
    assert not list(countries_in(texts, Countries("NO", ("RU",))))


@pytest.mark.parametrize(
    "said",
    [
        "Each Party follows the law of its country.",
        "The law of the host country applies.",
        "The certificate names the country of origin.",
        "Hver part følger loven i sitt eget land.",
        "Domstolene i landet der arbeidet utføres, avgjør.",
    ],
)
def test_ordinary_words_beside_a_country_are_nobodys_name(said: str) -> None:
    texts = [word.text for word in words_of(said)]
    names = ("IT", "ITS", "HOST", "Origin", "EGET", "DER", "I")
    assert not list(countries_in(texts, Countries("NO", ("CN",), names)))


def test_a_name_of_one_word_counts_where_the_paper_writes_it_as_a_name() -> None:
    names = ("CARE", "Granskog", "HUST", "NIT", "SEVERNAJA", "Northern Optics", "UNIT", "imec")
    texts = (
        "Each unit takes due care. HUSTs land er Kina, and the NIT’s country too.",
        "Severnaja works with imec, and nobody has seen granskog or northern optics.",
    )
    assert names_written(names, texts) == ("HUST", "NIT", "SEVERNAJA", "Northern Optics", "imec")


def test_the_country_of_a_partner_is_known_by_each_of_its_many_names() -> None:
    names = tuple(sorted((*(f"Institute {number} of Ice" for number in range(500)), "NIT", "Severnaja, Tekhnika")))
    countries = Countries("NO", ("RU",), names)
    for said in (
        "The courts of the NIT's country decide.",
        "Domstolene i NITs land avgjør.",
        "The law of the country of Institute 499 of Ice applies.",
        "The law of Severnaja, Tekhnika’s country applies.",
    ):
        assert {each for _place, each in countries_in([word.text for word in words_of(said)], countries)} == {"partner"}
