"""All agreements at a glance: gaps, conditions, pictures, and the report for leadership."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.overview.agreements import gaps
from aktsom.overview.agreements.gaps import Gap
from aktsom.overview.agreements.views import paper_of
from tests.cooperation.agreements.conftest import agreement, draft
from tests.cooperation.conftest import partner, unit
from tests.cooperation.register.conftest import draft as cooperation_draft

__all__ = ["agreement", "cooperation_draft", "draft", "partner", "unit"]
pytestmark = pytest.mark.django_db
Person, MakeAgreement = Callable[..., Actor], Callable[..., Agreement]


def in_force(title: str) -> dict[str, object]:
    today = timezone.localdate()
    return {"title": title, "state": "signed", "starts": today - timedelta(9), "ends": today + timedelta(900)}


def test_promise_p97_the_gap_report_tells_agreements_without_cooperation_and_cooperation_without_agreement(
    person: Person,
    agreement: MakeAgreement,
    cooperation_draft: Callable[..., object],
    client_for: Callable[[Actor], Client],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    agreement(officer, **in_force("Accord alone"))
    with acting_for(officer):
        register_cooperation(officer, draft=cooperation_draft(title="Work alone", state="active"))  # type: ignore[arg-type]
        total, numbers = gaps.numbers(officer)
        assert (total, numbers[Gap.NO_COOPERATION], numbers[Gap.UNCHECKED], numbers[Gap.BROKEN]) == (1, 1, 1, 0)
        paper = paper_of(officer)
    assert "Accord alone" in paper
    client = client_for(officer)
    assert "Accord alone" in client.get("/overview/agreements/gaps/no-cooperation/").content.decode()
    assert "Accord alone" not in client.get("/overview/agreements/gaps/no-cooperation/?kind=gift").content.decode()
    assert "Work alone" in client.get("/overview/agreements/without/").content.decode()
    sheet = b"".join(client.get("/overview/agreements/export/csv/")).decode()
    assert "Accord alone" in sheet
    assert "Work alone" in sheet
    assert client.get("/overview/agreements/report/").content.startswith(b"%PDF")
    assert client.get("/overview/agreements/gaps/nonsense/").status_code == 404


def test_who_may_see_no_agreement_sees_empty_lists(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    agreement(person(Duty.AGREEMENTS_OFFICER), **in_force("Accord alone"))
    client = client_for(person())
    for page in ("", *(f"gaps/{gap}/" for gap in Gap)):
        assert "Accord alone" not in client.get(f"/overview/agreements/{page}").content.decode()


def test_the_page_asks_as_much_for_many_agreements_as_for_one(
    person: Person,
    agreement: MakeAgreement,
    client_for: Callable[[Actor], Client],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    for number in range(7):
        agreement(officer, **in_force(f"Accord {number}"))
    client = client_for(officer)
    client.get("/overview/agreements/")
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        assert client.get("/overview/agreements/").status_code == 200
