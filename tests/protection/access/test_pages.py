"""The pages ask the database a fixed number of questions, however many can enter; long lists are paged."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member, User
from aktsom.protection.access.models import AccessGrant
from tests.protection.access.conftest import House

pytestmark = pytest.mark.django_db
GUESTS = 60


@pytest.fixture
def full(house: House) -> House:
    """Sixty guests can enter the laboratory."""
    now, institution = timezone.now(), house.institution
    with acting_for(Actor.system("tests", institution.pk)):
        users = User.objects.bulk_create(
            User(email=f"guest{number}@example.org", name=f"Guest {number:02}") for number in range(GUESTS)
        )
        members = Member.objects.bulk_create(Member(institution=institution, user=user) for user in users)
        AccessGrant.objects.bulk_create(
            AccessGrant(
                institution=institution, compartment=house.laboratory, member=member, state="granted", purpose="To work",
                asked_until=now.date(), begins=now, until=now + timedelta(days=9),
            )
            for member in members
        )  # fmt: skip
    return house


@pytest.mark.parametrize(
    "page", ["/access/", "/access/mine/", "/access/queue/", "/access/{room}/", "/access/people/{guest}/"]
)
def test_a_page_of_access_takes_at_most_twenty_queries(
    full: House, client_for: Callable[[Actor], Client], django_assert_max_num_queries: Any, page: str
) -> None:
    with acting_for(full.owner):
        guest = AccessGrant.objects.order_by("member__user__name").values_list("member", flat=True)[0]
    browser = client_for(full.owner)
    with django_assert_max_num_queries(20):
        assert browser.get(page.format(room=full.laboratory.pk, guest=guest)).status_code == 200


def test_who_can_enter_is_counted_whole_and_shown_a_page_at_a_time(
    full: House, client_for: Callable[[Actor], Client]
) -> None:
    address = f"/access/{full.laboratory.pk}/"
    browser = client_for(full.owner)
    first, second = (browser.get(address, {"page": number}, headers={"Accept-Language": "en"}) for number in (1, 2))
    assert [len(each.context["grants"]) for each in (first, second)] == [25, 25]
    assert first.context["page"].paginator.count == GUESTS
