"""Whose law a sentence speaks of."""

import pytest

from aktsom.engine.clauses.sentences import words_of
from aktsom.engine.clauses.whose_law import Countries, countries_in


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
