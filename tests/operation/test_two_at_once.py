"""Two who save the same within milliseconds: the second waits for the first, and is told instead of overwriting it.

Each case runs in two real transactions. The first has done its work and is not committed yet when the second begins.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoDbBlocker

from aktsom.cooperation.partners.actions import rename
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.actions import change_cooperation, register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import require_duty
from aktsom.institutions.models import DutyAssignment, Institution, Member, RequiredDuty, User
from aktsom.institutions.queries import actor_of
from aktsom.institutions.responsibility import required_levels
from tests.operation.conftest import Installation
from tests.operation.test_kills import _at

WAITING = (
    "SELECT count(*) FROM pg_locks AS late WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(late.pid))"
)
Work = Callable[[], object]


@dataclass(frozen=True)
class House:
    """Somebody who leads an institution and advises it, and a partner that all share."""

    actor: Actor
    partner: Partner


@pytest.fixture(scope="module")
def house(installation: Installation, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    with django_db_blocker.unblock(), _at(installation.address.name):
        institution = Institution.objects.get(slug="nordvik")
        user = User.objects.create_user("both@example.org", "a long password", name="Åse Lien")
        with acting_for(Actor.system("tests", institution.pk)):
            member = Member.objects.create(institution=institution, user=user)
            for duty in (Duty.LEADERSHIP, Duty.RESEARCH_SECURITY_ADVISER):
                DutyAssignment.objects.create(institution=institution, member=member, duty=duty)
            actor = actor_of(Member.objects.select_related("user", "unit").get(pk=member.pk))
        with acting_for(Actor.system("tests")):
            partner = Partner.objects.create(name="Testmark Institute of Ice", country="DE")
        yield House(actor, partner)


def second_after_first(actor: Actor, first: Work, second: Work) -> "Future[object]":
    """Do the first; while it is not committed let the second begin, in a connection of its own; then commit."""

    def alone() -> object:
        try:
            with acting_for(actor):
                return second()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with acting_for(actor), transaction.atomic():
            first()
            late = other.submit(alone)
            _until_it_waits(late)
        late.exception(timeout=10)
    return late


def _until_it_waits(late: "Future[object]") -> None:
    until = time.monotonic() + 10
    while not late.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone() != (0,):
                return
        assert time.monotonic() < until, "the second neither waited nor ended"
        time.sleep(0.01)


def test_a_cooperation_is_not_overwritten(house: House) -> None:
    actor = house.actor
    with acting_for(actor):
        draft = Draft(title="Ice", kind="research-project", partners=(house.partner.pk,))
        row = register_cooperation(actor, draft=draft)

    def save(title: str) -> Work:
        return lambda: change_cooperation(actor, cooperation=row, version=1, changes={"title": title})

    late = second_after_first(actor, save("First"), save("Second"))
    assert isinstance(late.exception(), ConflictError)
    with acting_for(actor):
        row.refresh_from_db()
        assert (row.title, row.version) == ("First", 2)


def test_a_partners_name_is_not_overwritten(house: House) -> None:
    seen = house.partner.name

    def save(name: str) -> Work:
        return lambda: rename(house.actor, house.partner, name, seen=seen)

    late = second_after_first(house.actor, save("Institute of Snow"), save("Institute of Rain"))
    assert isinstance(late.exception(), ConflictError)
    house.partner.refresh_from_db()
    assert house.partner.name == "Institute of Snow"


def test_a_required_duty_is_not_overwritten_though_there_was_no_row_yet(house: House) -> None:
    with acting_for(house.actor):
        seen = required_levels(house.actor)[Duty.FACILITY_OWNER]

    def save(level: str) -> Work:
        return lambda: require_duty(house.actor, duty=Duty.FACILITY_OWNER, level=level, seen=seen)

    late = second_after_first(house.actor, save("both"), save("top-units"))
    assert isinstance(late.exception(), ConflictError)
    with acting_for(house.actor):
        assert RequiredDuty.objects.get(duty=Duty.FACILITY_OWNER).level == "both"


def test_a_form_for_a_place_is_not_overwritten(house: House, client_for: Callable[[Actor], Client]) -> None:
    """The forms that compare with what is saved do so with the row locked."""
    address = f"/institution/members/{house.actor.member_id}/away/"
    one, other = client_for(house.actor), client_for(house.actor)
    seen = one.get(address).context["form"].stands

    def save(browser: Client, day: str) -> Callable[[], HttpResponse]:
        return lambda: browser.post(address, {"away_from": day, "away_until": day, "seen": seen})  # type: ignore[return-value]

    late = second_after_first(house.actor, save(one, "2030-01-01"), save(other, "2031-01-01"))
    answer = late.result()
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 422
    assert "2031-01-01" in answer.content.decode()
    with acting_for(house.actor):
        assert str(Member.objects.get(pk=house.actor.member_id).away_from) == "2030-01-01"
