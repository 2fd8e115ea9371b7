"""Agreements with days, told of at once as after a commit."""

from collections.abc import Callable

import pytest

from aktsom.cooperation.agreements.models import Agreement
from aktsom.core.actor import Actor
from aktsom.core.changes import tell_what_waits
from tests.cooperation.agreements.conftest import agreement as silent_agreement
from tests.cooperation.agreements.conftest import draft, upload

__all__ = ["draft", "silent_agreement", "upload"]


@pytest.fixture
def agreement(silent_agreement: Callable[..., Agreement]) -> Callable[..., Agreement]:
    def make(actor: Actor, **given: object) -> Agreement:
        made = silent_agreement(actor, **given)
        tell_what_waits(made.institution_id)
        return made

    return make
