"""Evidence is frozen under the digest of its content."""

import pytest

from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.core.evidence import freeze, thaw
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db


def test_the_same_content_is_kept_once_and_comes_back_as_it_was(institution: Institution) -> None:
    actor = Actor.system("tests", institution.pk)
    with acting_for(actor):
        first = freeze(actor, {"b": 1, "a": ["æ"]})
        assert freeze(actor, {"a": ["æ"], "b": 1}).pk == first.pk
        first.refresh_from_db()
        assert thaw(first) == {"a": ["æ"], "b": 1}


def test_evidence_that_was_changed_is_not_given_out(institution: Institution) -> None:
    actor = Actor.system("tests", institution.pk)
    with acting_for(actor):
        kept = freeze(actor, {"index": 0.42})
        kept.content = {"index": 0.9}
        with pytest.raises(ConflictError):
            thaw(kept)
