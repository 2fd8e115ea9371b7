"""A new password is not made of what everybody would try first."""

from collections.abc import Callable

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from aktsom.core.actor import Actor
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
