"""Two who save the same within milliseconds: the second waits for the first, and is told instead of overwriting it.

Each case runs in two real transactions. The first has done its work and is not committed yet when the second begins.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

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
from aktsom.identity.models import Provider
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
            for duty in (Duty.LEADERSHIP, Duty.RESEARCH_SECURITY_ADVISER, Duty.DATA_PROTECTION_OFFICER):
                DutyAssignment.objects.create(institution=institution, member=member, duty=duty)
            actor = replace(actor_of(Member.objects.select_related("user", "unit").get(pk=member.pk)), proven=True)
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


@pytest.mark.parametrize(
    ("address", "field", "first", "second"),
    [
        ("/institution/members/{member}/away/", "away_from", "2030-01-01", "2031-01-01"),
        ("/institution/services/{service}/change/", "name", "Feide", "Entra"),
        ("/personal-data/record/edit/", "controller", "Nordvik", "Sørvik"),
    ],
)
def test_a_form_is_not_overwritten(
    house: House, client_for: Callable[[Actor], Client], address: str, field: str, first: str, second: str
) -> None:
    """The forms that compare with what is saved do so with the row locked, or the institution where there is no row yet."""
    with acting_for(house.actor):
        known = {"institution_id": house.actor.institution_id, "issuer": "https://idp.example"}
        service, _made = Provider.objects.get_or_create(
            **known, defaults={"kind": "oidc", "name": "Old", "client_id": "x"}
        )
    place = address.format(member=house.actor.member_id, service=service.pk)
    one, other = client_for(house.actor), client_for(house.actor)
    form = one.get(place).context["form"]
    answers = {name: form.get_initial_for_field(each, name) or "–" for name, each in form.fields.items()}
    answers |= {"away_until": "2032-01-01"} if field == "away_from" else {}

    def save(browser: Client, value: str) -> Callable[[], HttpResponse]:
        return lambda: browser.post(place, answers | {field: value})  # type: ignore[return-value]

    late = second_after_first(house.actor, save(one, first), save(other, second))
    answer = late.result()
    assert isinstance(answer, HttpResponse)
    assert answer.status_code == 422
    assert second in answer.content.decode()
    assert str(one.get(place).context["form"].get_initial_for_field(form.fields[field], field)) == first
