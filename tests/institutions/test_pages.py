"""The pages of the room, as those who use them see them."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import add_unit, assign_duty
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import DutyAssignment, Institution, Member, Unit
from tests.institutions.conftest import House

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
Browser = Callable[[Actor], Client]


def address(name: str, *args: object) -> str:
    return reverse(f"institutions:{name}", args=args)


def test_promise_p24_whom_to_turn_to_is_at_most_two_clicks_away(
    house: House, person: Person, client_for: Browser
) -> None:
    officer = person(Duty.EXPORT_CONTROL_OFFICER, name="Eva Eksport")
    operator, researcher = person(Duty.PLATFORM_OPERATOR), person(unit=house.physics)
    contacts = address("contacts")
    for actor in (officer, operator, researcher):
        browser = client_for(actor)
        for page in ("/", "/search/", address("keys"), address("units"), "/there-is-no-such-page/"):
            assert f'href="{contacts}"' in browser.get(page).content.decode(), page
        said = browser.get(contacts, headers={"Accept-Language": "nb"}).content.decode()
        assert "Eva Eksport" in said
        assert all(
            name in said for name in ("PST", "NSM", "DEKSA", "Datatilsynet", "Politiet", "HK-dir", "Kunnskapsdep")
        )


def test_the_contact_nearest_to_me_stands_there(house: House, person: Person, client_for: Browser) -> None:
    person(Duty.EXPORT_CONTROL_OFFICER, name="Sentral Ansvarlig")
    person(Duty.EXPORT_CONTROL_OFFICER, name="Lokal Ansvarlig", unit=house.science)
    near = client_for(person(unit=house.physics)).get(address("contacts")).content.decode()
    far = client_for(person(unit=house.engineering)).get(address("contacts")).content.decode()
    assert ("Lokal Ansvarlig" in near, "Sentral Ansvarlig" in near) == (True, False)
    assert ("Lokal Ansvarlig" in far, "Sentral Ansvarlig" in far) == (False, True)


def test_a_unit_is_added_moved_and_merged_on_pages(house: House, client_for: Browser) -> None:
    browser = client_for(house.rector)
    added = browser.post(address("unit-new"), {"name_nb": "Ny gruppe", "parent": str(house.physics.pk)}, follow=True)
    assert "Ny gruppe" in added.content.decode()
    with acting_for(house.system):
        unit = Unit.objects.get(name_nb="Ny gruppe")
    missing = browser.post(address("unit-step", unit.pk, "move"), {"parent": ""})
    assert missing.status_code == 422
    given = {"parent": str(house.engineering.pk), "reason": "Styresak 1"}
    moved = browser.post(address("unit-step", unit.pk, "move"), given, follow=True).content.decode()
    assert "Styresak 1" in moved
    given = {"into": str(house.engineering.pk), "reason": "Styresak 2"}
    merged = browser.post(address("unit-step", unit.pk, "merge"), given, follow=True)
    assert merged.redirect_chain[-1][0] == address("unit", house.engineering.pk)
    under_itself = {"parent": str(house.physics.pk), "reason": "x"}
    refused = browser.post(address("unit-step", house.science.pk, "move"), under_itself)
    assert refused.status_code == 422
    assert browser.get(address("unit-step", house.science.pk, "explode")).status_code == 404


def test_a_gap_is_shown_and_mended_from_the_start_page(house: House, person: Person, client_for: Browser) -> None:
    officer = person(name="Eva Eksport")
    browser = client_for(house.rector)
    assert address("responsibility") in browser.get("/").content.decode()
    page = browser.get(address("responsibility")).content.decode()
    way = f"{address('duty-new')}?duty=export-control-officer&amp;unit={house.engineering.pk}"
    assert way in page
    with acting_for(house.system):
        email = house.member(officer).user.email
    given = {"duty": "export-control-officer", "unit": str(house.engineering.pk), "member": email}
    browser.post(address("duty-new"), given)
    after = browser.get(address("responsibility")).content.decode()
    assert way not in after
    assert "Eva Eksport" in after
    with acting_for(house.system):
        row = DutyAssignment.objects.get(duty="export-control-officer")
    assert browser.post(address("duty", row.pk), {"ends": "31.12.2099"}).status_code == 302
    browser.post(address("duty-end", row.pk))
    assert way in browser.get(address("responsibility")).content.decode()


def test_one_cannot_give_oneself_a_duty_on_the_page_either(house: House, client_for: Browser) -> None:
    with acting_for(house.system):
        email = house.member(house.rector).user.email
    given = {"duty": "contact-breach", "unit": "", "member": email}
    assert client_for(house.rector).post(address("duty-new"), given).status_code == 422


def test_a_person_is_added_placed_and_ended_on_pages(house: House, client_for: Browser) -> None:
    browser = client_for(house.rector)
    given = {"email": "ny@example.org", "name": "Ny Person", "unit": str(house.physics.pk), "title": "Stipendiat"}
    assert "Ny Person" in browser.post(address("member-new"), given, follow=True).content.decode()
    assert browser.post(address("member-new"), given).status_code == 422
    with acting_for(house.system):
        member = Member.objects.get(user__email="ny@example.org")
    browser.post(address("member-change", member.pk), {"unit": "", "title": "Forsker"})
    browser.post(address("member-away", member.pk), {"away_from": "1.1.2026", "away_until": ""})
    browser.post(address("member-end", member.pk), {"reason": "Sluttet"})
    with acting_for(house.system):
        member.refresh_from_db()
    assert (member.unit_id, member.title, member.away_from is None, member.ended_at is None) == (
        None,
        "Forsker",
        False,
        False,
    )
    assert browser.get(address("member", member.pk)).status_code == 200
    assert "Ny Person" not in browser.get(address("members")).content.decode()
    assert "Ny Person" in browser.get(address("members") + "?show=ended").content.decode()


def test_a_day_that_is_none_is_said_and_an_earlier_one_is_shown(house: House, client_for: Browser) -> None:
    browser = client_for(house.rector)
    assert 'aria-invalid="true"' in browser.get(address("units") + "?day=i+fjor").content.decode()
    assert browser.get(address("units") + "?day=1.1.2020").status_code == 200
    today = browser.get(address("units") + f"?day={timezone.localdate().isoformat()}").content.decode()
    assert "Institutt for fysikk" in today


def test_hidden_and_missing_are_the_same(
    house: House, person: Person, client_for: Browser, other_institution: Institution
) -> None:
    stranger = client_for(person(Duty.LEADERSHIP, institution=other_institution))
    for name in ("unit", "member", "duty"):
        pk = {"unit": house.physics.pk, "member": house.rector.member_id}.get(name)
        if pk is None:
            with acting_for(house.system):
                pk = DutyAssignment.objects.get(member_id=house.rector.member_id).pk
        assert stranger.get(address(name, pk)).status_code == 404


def test_the_search_finds_duties_units_and_subjects(house: House, person: Person, client_for: Browser) -> None:
    person(Duty.EXPORT_CONTROL_OFFICER, name="Eva Eksport")
    browser = client_for(person())
    assert "Eva Eksport" in browser.get("/search/?q=eksportkontroll").content.decode()
    assert "Institutt for fysikk" in browser.get("/search/?q=fysikk").content.decode()


@pytest.mark.parametrize("name", ["responsibility", "contacts", "units", "members", "duties-required"])
def test_pages_take_the_same_queries_however_many_people_there_are(
    house: House, person: Person, client_for: Browser, name: str
) -> None:
    def queries() -> int:
        browser = client_for(house.rector)
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address(name)).status_code == 200
        return len(seen)

    before = queries()
    with acting_for(house.system):
        for number in range(4):
            unit = add_unit(house.system, name_nb=f"Fakultet {number}")
            holder = house.member(person(unit=unit))
            assign_duty(house.system, member=holder, duty=Duty.EXPORT_CONTROL_OFFICER, unit=unit)
            assign_duty(house.system, member=holder, duty=Duty.CONTACT_BREACH, unit=unit)
    assert queries() == before <= 20


def test_the_picture_can_be_saved_as_a_sheet(house: House, client_for: Browser) -> None:
    answer = client_for(house.rector).get(address("responsibility-export", "csv"))
    said = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Person" in said or "Rakel Rektor" in said
    assert client_for(house.rector).get(address("responsibility-export", "exe")).status_code == 404


def test_programs_see_gaps_and_contact_points_too(house: House, person: Person) -> None:
    officer = person(Duty.EXPORT_CONTROL_OFFICER, name="Eva Eksport")
    with acting_for(house.system):
        client = Client(headers={"Authorization": f"Bearer {make_key(officer, label='x')[1]}", "Accept-Language": "en"})
    seen = client.get("/api/v1/responsibility").json()
    assert [each["name"] for each in seen["held"] if each["duty"] == "export-control-officer"] == ["Eva Eksport"]
    said = {each["said"] for each in seen["gaps"]}
    assert "No export-control officer for the Faculty of Engineering. Nobody has been named yet." in said
    points = {each["id"]: each for each in client.get("/api/v1/contacts").json()}
    assert points["export-control"]["people"][0]["name"] == "Eva Eksport"


def test_of_two_who_say_where_a_duty_must_be_held_the_second_is_told(house: House, client_for: Browser) -> None:
    browser, page = client_for(house.rector), address("duties-required")
    assert 'name="seen"' in browser.get(page).content.decode()
    levels = {str(duty): level for duty, _about, level, _said in browser.get(page).context["rows"]}
    sent = {"duty": "facility-owner", "seen": levels["facility-owner"]}
    assert browser.post(page, {**sent, "level": "both"}).status_code == 302
    assert browser.post(page, {**sent, "level": "nowhere"}).status_code == 409
    assert browser.post(page, {**sent, "level": "nowhere", "seen": "both"}).status_code == 302
