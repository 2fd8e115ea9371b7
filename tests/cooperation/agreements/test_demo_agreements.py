"""The demo's agreements are of every kind and in every state, and the check sees which of them are good."""

from collections.abc import Callable

import pytest

from aktsom.cli.demo import agreements as demo
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Finding
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution

GOOD, BAD = "Rammeavtale om marin teknologi", "Memorandum on underwater acoustics"


@pytest.fixture
def officer(person: Callable[..., Actor]) -> Actor:
    return person(Duty.AGREEMENTS_OFFICER, name=demo.OFFICER)


@pytest.fixture
def _signed(
    officer: Actor, institution: Institution, partner: Callable[..., Partner], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = [partner(f"Testmark Institute {number}", "DE") for number in range(6)]
    monkeypatch.setattr(demo, "partners_of", lambda *_given: known)
    demo.sign(institution)


@pytest.mark.usefixtures("_signed")
def test_the_demo_shows_every_kind_and_state_and_the_check_tells_good_from_dangerous(
    officer: Actor, institution: Institution
) -> None:
    with acting_for(officer):
        rows = list(Agreement.objects.visible_to(officer).prefetch_related("documents", "parties"))
        assert len(rows) == len(demo.stories()) == 24
        assert {row.kind for row in rows} == set(Agreement.Kind.values)
        assert {row.state for row in rows} == set(Agreement.State.values)
        assert all(row.documents.all() and len(row.parties.all()) == 2 for row in rows)
        assert any(row.suspended_since for row in rows)
        assert any(row.parent for row in rows)
        assert ClauseCheck.objects.visible_to(officer).filter(current=True).count() == 24
        _sees_which_are_good(officer)
    demo.sign(institution)
    with acting_for(officer):
        assert Agreement.objects.visible_to(officer).count() == 24


def _sees_which_are_good(officer: Actor) -> None:
    findings = Finding.objects.visible_to(officer)
    good = dict(findings.filter(agreement__title=GOOD).values_list("condition", "verdict"))
    bad = dict(findings.filter(agreement__title=BAD).values_list("condition", "verdict"))
    assert "contradicted" not in good.values()
    assert list(good.values()).count("met") >= 12
    assert "met" not in bad.values()
    assert list(bad.values()).count("contradicted") >= 5


def test_documents_are_numbered_as_agreements_are() -> None:
    told = list(demo.numbered("# One\nFirst.\nSecond.\n# Two\nThird."))
    assert told == [
        (True, "1. One"),
        (False, "1.1 First."),
        (False, "1.2 Second."),
        (True, "2. Two"),
        (False, "2.1 Third."),
    ]
