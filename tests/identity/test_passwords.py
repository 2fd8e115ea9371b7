"""A new password is not made of what everybody would try first."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from aktsom.core.actor import Actor
from aktsom.core.errors import SetupError
from aktsom.identity.passwords import Breached, is_breached
from aktsom.institutions.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "password", ["Nordvik-2026-winter", "welcome to AKTSOM 1", "anders.hansen.2026", "password1234", "short one"]
)
def test_words_of_the_place_and_of_the_person_are_refused(password: str, person: Callable[..., Actor]) -> None:
    user = User.objects.get(pk=person(name="Anders Hansen").user_id)
    with pytest.raises(ValidationError):
        validate_password(password, user)


def test_a_sentence_of_ones_own_is_fine(person: Callable[..., Actor]) -> None:
    validate_password("seven herons over the university pond", User.objects.get(pk=person().user_id))


def test_a_password_from_a_breach_is_refused_by_the_operators_list(tmp_path: Path, settings: Settings) -> None:
    known = [hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest().upper() for number in range(500)]
    listed = tmp_path / "breached.txt"
    listed.write_text("".join(f"{digest}:{place}\r\n" for place, digest in enumerate(sorted(known), 1)))
    assert all(is_breached(str(number), listed) for number in range(500))
    assert not any(is_breached(str(number), listed) for number in range(500, 1000))
    settings.AKTSOM_BREACHED_PASSWORDS = str(listed)
    with pytest.raises(ValidationError):
        Breached().validate("17")
    settings.AKTSOM_BREACHED_PASSWORDS = str(tmp_path / "none")
    with pytest.raises(SetupError):
        Breached().validate("17")
