"""What is in a compartment is nowhere for who has no grant: every answer is the same, byte for byte, with it and without it."""

import re
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from aktsom.appraisal.actions import raise_flags
from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.protecting import put_into_compartment, take_out_of_compartment
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.institutions.keys import make_key
from aktsom.overview.actions import rebuild
from aktsom.protection.access.granting import revoke
from tests.protection.access.conftest import House

pytestmark = pytest.mark.django_db
TITLE, PARTNER = "Hypersonics with Zarya", "Zarya Institute"
PAGES = (
    "/", "/cooperation/", "/cooperation/?text=Zarya", "/cooperation/?country=RS", "/cooperation/withdrawn/",
    "/cooperation/seen/", "/cooperation/export/csv/", "/partners/?seen=all&country=RS", "/partners/?seen=all&text=Zarya",
    "/overview/", "/overview/?country=RS", "/overview/export.csv", "/search/?q=Zarya", "/screening/", "/access/",
    "/api/v1/cooperation", "/api/v1/overview/counts", "/api/v1/overview/rows", "/api/v1/partners?text=Zarya",
    "/overview/rules/", "/cooperation/import/",
)  # fmt: skip
VARYING = re.compile(rb'csrf[^>]*value="[^"]+"|name="token" value="[^"]+"|nonce-\S+')


def answers(client: Client) -> dict[str, tuple[int, bytes]]:
    """Every page as it is answered, without what differs by chance."""
    found = {}
    for page in PAGES:
        answer = client.get(page)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        found[page] = (answer.status_code, VARYING.sub(b"", content))
    return found


def hidden_record(house: House, insider: Actor) -> Cooperation:
    """A cooperation with a partner of its own, put into the compartment by who registered it."""
    with acting_for(insider):
        partner = add_partner(insider, PARTNER, "RS")
        draft = Draft(title=TITLE, kind="research-project", partners=(partner.pk,), unit=house.unit.pk)
        made = register_cooperation(insider, draft=draft)
        put_into_compartment(insider, cooperation=made, compartment=house.records)
    with acting_for(Actor.system("tests", house.institution.pk)):
        raise_flags(Actor.system("tests", house.institution.pk))
        rebuild(Actor.system("tests", house.institution.pk))
    return made


@pytest.fixture
def insider(house: House) -> Actor:
    """Somebody with a grant."""
    house.let_in(house.asker, house.records)
    return house.now(house.asker)


@pytest.mark.parametrize(
    "duty", [Duty.LEADERSHIP, Duty.INTERNAL_AUDITOR, Duty.RESEARCH_SECURITY_ADVISER, Duty.RESEARCH_SECURITY_LEAD]
)
def test_promise_p25_a_record_in_a_compartment_is_nowhere_for_who_has_no_grant_whatever_their_duty(
    house: House,
    insider: Actor,
    duty: Duty,
    person: Callable[..., Actor],
    client_for: Callable[[Actor], Client],
) -> None:
    outsider = client_for(person(duty))
    answers(outsider)
    before = answers(outsider)
    assert {status for status, _content in before.values()} <= {200, 403}
    assert before["/cooperation/"][0] == before["/search/?q=Zarya"][0] == 200
    made = hidden_record(house, insider)
    after = answers(outsider)
    assert {page for page in PAGES if before[page] != after[page]} == set()
    missing = outsider.get(f"/cooperation/{UUID(int=1)}/")
    hidden = outsider.get(f"/cooperation/{made.pk}/")
    said = VARYING.sub(b"", hidden.content).replace(str(made.pk).encode(), str(UUID(int=1)).encode())
    assert (hidden.status_code, said) == (404, VARYING.sub(b"", missing.content))
    partner = made.partners.model.objects
    with acting_for(Actor.system("tests", house.institution.pk)):
        key = partner.get(name=PARTNER).pk
    assert outsider.get(f"/partners/{key}/").status_code == 404


def test_who_has_a_grant_sees_it_in_every_place(
    house: House, insider: Actor, client_for: Callable[[Actor], Client]
) -> None:
    made = hidden_record(house, insider)
    inside = answers(client_for(insider))
    for page in ("/cooperation/", "/cooperation/export/csv/", "/search/?q=Zarya", "/api/v1/cooperation"):
        assert b"Zarya" in inside[page][1], page
    assert client_for(insider).get(f"/cooperation/{made.pk}/").status_code == 200


def test_the_same_name_can_be_registered_outside_and_nobody_learns_that_it_is_there_inside(
    house: House, insider: Actor, person: Callable[..., Actor]
) -> None:
    hidden_record(house, insider)
    outsider = person(unit=house.unit)
    with acting_for(outsider):
        partner = add_partner(outsider, PARTNER, "RS")
        assert partner.compartment_id is None
        draft = Draft(title=TITLE, kind="research-project", partners=(partner.pk,))
        assert register_cooperation(outsider, draft=draft).pk


def test_the_database_itself_hides_it_from_plain_sql(
    house: House, insider: Actor, person: Callable[..., Actor]
) -> None:
    made = hidden_record(house, insider)
    outsider = person(Duty.LEADERSHIP)
    counted = {
        "register_cooperation": "title LIKE '%%Zarya%%'",
        "register_cooperationpartner": "true",
        "partners_partner": "name LIKE 'Zarya%%'",
        "partners_partnername": "text LIKE 'Zarya%%'",
        "overview_row": "cooperation_id IS NOT NULL",
        "appraisal_raisedflag": "subject_kind = 'cooperation'",
        "core_pendingchange": "true",
        "core_auditevent": f"details::text LIKE '%%Zarya%%' OR subject LIKE '%%{made.pk}%%'",
    }
    with acting_for(outsider), connection.cursor() as cursor:
        for table, condition in counted.items():
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {condition}")
            assert cursor.fetchone() == (0,), table
        cursor.execute("UPDATE register_cooperation SET title = 'x'")
        assert cursor.rowcount == 0
    with acting_for(house.now(insider)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM register_cooperation")
        assert cursor.fetchone() == (1,)


def test_promise_p26_a_revocation_holds_from_the_very_next_request_for_pages_and_for_keys(
    house: House, client_for: Callable[[Actor], Client]
) -> None:
    grant = house.let_in(house.asker, house.records)
    insider = house.now(house.asker)
    made = hidden_record(house, insider)
    with acting_for(insider):
        _key, secret = make_key(insider, label="archive")
    browser, program = client_for(insider), Client(headers={"Authorization": f"Bearer {secret}"})
    assert browser.get(f"/cooperation/{made.pk}/").status_code == 200
    assert program.get(f"/api/v1/cooperation/{made.pk}").status_code == 200
    with acting_for(house.owner):
        revoke(house.owner, grant=grant, reason="Left the project")
    assert browser.get(f"/cooperation/{made.pk}/").status_code == 404
    assert program.get(f"/api/v1/cooperation/{made.pk}").status_code == 404


def test_nobody_hides_a_record_from_themselves_and_taking_it_out_shows_it_again(
    house: House, insider: Actor, person: Callable[..., Actor]
) -> None:
    made = hidden_record(house, insider)
    without = house.owner
    with acting_for(insider):
        other = register_cooperation(
            insider, draft=Draft(title="Plain", kind="event", partners=(add_partner(insider, "Plain", "SE").pk,))
        )
    with acting_for(without), pytest.raises(NotAllowedError):
        put_into_compartment(without, cooperation=other, compartment=house.records)
    with acting_for(insider):
        take_out_of_compartment(insider, cooperation=made)
    outsider = person(Duty.LEADERSHIP)
    with acting_for(outsider):
        found = Cooperation.objects.visible_to(outsider).get(pk=made.pk)
        assert found.partners.get().name == PARTNER
