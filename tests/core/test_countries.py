"""Countries in words beside a name."""

import pytest

from aktsom.core.countries import with_country


@pytest.mark.parametrize(
    ("name", "code", "language", "said"),
    [
        ("Aarhus University", "DK", "nb", "Aarhus University (Danmark)"),
        ("Reshetnev Systems (Russia)", "RU", "nb", "Reshetnev Systems (Russia)"),
        ("Reshetnev Systems (Russland)", "RU", "nb", "Reshetnev Systems (Russland)"),
        ("Sibir (Russia)", "CN", "en", "Sibir (Russia) (China)"),
        ("Nowhere University", "", "en", "Nowhere University"),
    ],
)
def test_a_country_is_said_once(name: str, code: str, language: str, said: str) -> None:
    assert with_country(name, code, language) == said
