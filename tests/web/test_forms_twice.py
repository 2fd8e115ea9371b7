"""A form sent twice, from two tabs, or cut off on its way: nothing is done twice, nothing is lost, nothing is done by half."""

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from django.test.client import encode_multipart

from aktsom.config.bodies import CutOffError, WholeBody
from aktsom.config.wsgi import application
from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.register.models import Cooperation, ImportBatch
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import add_unit
from aktsom.institutions.models import Institution, Member, Unit
from aktsom.protection.access.models import ActualState, Compartment
from aktsom.protection.access.setting_up import Described, set_up_compartment
from aktsom.protection.personal_data.models import RecordAddition, RightsRequest

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
SignIn = Callable[[Actor], Client]
FORM, UPLOAD = "application/x-www-form-urlencoded", "multipart/form-data; boundary=cut"
HIDDEN = re.compile(r'<input type="hidden" name="(seen|version|token)" value="([^"]*)"')


@pytest.fixture
def unit(institution: Institution) -> Unit:
    system = Actor.system("tests", institution.pk)
    with acting_for(system):
        return add_unit(system, name_nb="Fysikk", name_en="Physics")


@pytest.fixture
def owner(person: Person, unit: Unit) -> Actor:
    return person(Duty.FACILITY_OWNER, unit=unit, name="Olga Owner")


@pytest.fixture
def laboratory(owner: Actor, unit: Unit) -> Compartment:
    assert owner.member_id
    described = Described(name="Lasers", kind="laboratory", level="protected", owner=owner.member_id, unit=unit.pk)
    with acting_for(owner):
        return set_up_compartment(owner, described=described)


def marks(page: str) -> dict[str, str]:
    """What the form carries along unseen."""
    return dict(HIDDEN.findall(page))


def a_cooperation(institution: Institution) -> dict[str, str]:
    """A filled form."""
    system = Actor.system("tests", institution.pk)
    with acting_for(system):
        partner = add_partner(system, "Harbour Institute", "NL")
    return {"title": "Sea ice", "kind": "event", "state": "active", "partner": str(partner.pk), "unit": ""}


def rows(institution: Institution, model: Any) -> Any:
    """The rows of a model in the institution."""
    with acting_for(Actor.system("tests", institution.pk)):
        return list(model.objects.all())


def test_promise_p53_two_tabs_lose_nothing_the_second_is_told_what_the_first_changed(
    client_for: SignIn, owner: Actor, laboratory: Compartment, unit: Unit
) -> None:
    browser, address = client_for(owner), f"/access/{laboratory.pk}/edit/"
    first, second = (browser.get(address).content.decode() for _tab in range(2))
    form = {
        "name": "Lasers", "kind": "laboratory", "level": "protected", "owner": str(owner.member_id),
        "unit": str(unit.pk), "recertify_months": "6", "is_listed": "on",
    }  # fmt: skip
    assert browser.post(address, form | marks(first) | {"level": "strict"}).status_code == 302
    told = browser.post(address, form | marks(second) | {"description": "Bring goggles, please"})
    page = told.content.decode()
    assert told.status_code == 422
    assert "strengt beskyttet" in page
    assert "Bring goggles, please" in page
    with acting_for(owner):
        laboratory.refresh_from_db()
    assert (laboratory.level, laboratory.description) == ("strict", "")
    again = browser.post(address, form | marks(page) | {"level": "strict", "description": "Bring goggles, please"})
    assert again.status_code == 302
    with acting_for(owner):
        laboratory.refresh_from_db()
    assert (laboratory.level, laboratory.description) == ("strict", "Bring goggles, please")


def test_two_tabs_on_a_unit_a_place_an_absence_and_the_record_of_processing(
    client_for: SignIn, person: Person, institution: Institution, unit: Unit
) -> None:
    colleague = person(unit=unit, name="Kari Kollega")
    rector, officer = person(Duty.LEADERSHIP), person(Duty.DATA_PROTECTION_OFFICER)
    for who, address, one, two in (
        (rector, f"/institution/units/{unit.pk}/rename/", {"name_nb": "Optikk"}, {"name_nb": "Kvanteoptikk"}),
        (rector, f"/institution/members/{colleague.member_id}/place/", {"title": "Dosent"}, {"title": "Professor"}),
        (rector, f"/institution/members/{colleague.member_id}/away/", {"away_from": "1. mai 2030"}, {"away_from": "1.5.2031"}),
        (officer, "/personal-data/record/edit/", {"controller": "Nordvik"}, {"controller": "Nordvik universitet"}),
    ):  # fmt: skip
        browser = client_for(who)
        first, second = (marks(browser.get(address).content.decode()) for _tab in range(2))
        assert browser.post(address, one | first).status_code == 302, address
        told = browser.post(address, two | second)
        assert told.status_code == 422, address
        for said in (*one.values(), *two.values()):
            assert said in told.content.decode(), (address, said)
        assert browser.post(address, two | marks(told.content.decode())).status_code == 302, address
    assert [each.name_nb for each in rows(institution, Unit)] == ["Kvanteoptikk"]
    assert rows(institution, RecordAddition)[0].controller == "Nordvik universitet"


def test_an_old_version_of_a_cooperation_is_told_and_both_texts_are_shown(
    client_for: SignIn, person: Person, institution: Institution
) -> None:
    browser = client_for(person())
    new = browser.get("/cooperation/new/").content.decode()
    form = a_cooperation(institution)
    made = browser.post("/cooperation/new/", form | marks(new))
    address = f"{made['Location']}edit/"
    first, second = (marks(browser.get(address).content.decode()) for _tab in range(2))
    assert browser.post(address, form | first | {"title": "Sea ice and light"}).status_code == 302
    told = browser.post(address, form | second | {"title": "Sea ice and fog"})
    assert told.status_code == 409
    assert "Sea ice and light" in told.content.decode()
    assert "Sea ice and fog" in told.content.decode()
    assert [each.title for each in rows(institution, Cooperation)] == ["Sea ice and light"]


def test_the_same_form_sent_twice_is_done_once(
    client_for: SignIn, person: Person, institution: Institution, owner: Actor, unit: Unit
) -> None:
    rector, member = person(Duty.LEADERSHIP), person()
    compartment = {
        "name": "Ion mill", "kind": "laboratory", "level": "protected", "owner": str(owner.member_id),
        "unit": str(unit.pk), "recertify_months": "6",
    }  # fmt: skip
    for who, address, form, model in (
        (rector, "/institution/units/new/", {"name_nb": "Kjemi", "parent": str(unit.pk)}, Unit),
        (rector, "/institution/members/new/", {"email": "ny@example.org", "name": "Ny", "unit": ""}, Member),
        (owner, "/access/new/", compartment, Compartment),
        (member, "/personal-data/", {"kind": "correction", "text": "My title is wrong"}, RightsRequest),
    ):
        browser, before = client_for(who), len(rows(institution, model))
        sent = [browser.post(address, form).status_code for _time in range(2)]
        assert sent[0] == 302, address
        assert sent[1] in (409, 422), address
        assert len(rows(institution, model)) == before + 1, address


def test_a_new_cooperation_sent_twice_leads_to_the_one_that_was_made(
    client_for: SignIn, person: Person, institution: Institution
) -> None:
    browser = client_for(person())
    form = a_cooperation(institution)
    form |= marks(browser.get("/cooperation/new/").content.decode())
    first, second = (browser.post("/cooperation/new/", form) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert len(rows(institution, Cooperation)) == 1


@pytest.mark.parametrize("where", ["/cooperation/import/", "/access/{laboratory}/there/"])
def test_an_upload_that_is_cut_off_half_way_leaves_nothing(
    where: str,
    client_for: SignIn,
    owner: Actor,
    laboratory: Compartment,
    institution: Institution,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    browser = client_for(owner)
    address = where.format(laboratory=laboratory.pk)
    content = b"email,Partner,Country\n" + b"somebody@example.org,Harbour,NL\n" * 4000
    name = "sheet" if "import" in where else "upload"
    body = encode_multipart("cut", {name: _file(content)})
    whole, half = (_sent(browser, address, body, upto) for upto in (len(body), len(body) // 2))
    assert (whole, half // 100) == (302, 4)
    assert len(rows(institution, ImportBatch)) + len(rows(institution, ActualState)) == 1
    assert len([each for each in tmp_path.rglob("*") if each.is_file()]) <= 1


def test_a_form_that_is_cut_off_is_not_taken_for_a_shorter_one(
    client_for: SignIn, person: Person, institution: Institution, unit: Unit
) -> None:
    browser, body = client_for(person(Duty.LEADERSHIP)), b"name_nb=Kvanteoptikk+og+laser&name_en=Quantum+optics"
    for upto in (20, 33, len(body) - 1):
        assert _sent(browser, f"/institution/units/{unit.pk}/rename/", body, upto, kind=FORM) // 100 == 4
    assert [each.name_nb for each in rows(institution, Unit)] == ["Fysikk"]
    assert _sent(browser, f"/institution/units/{unit.pk}/rename/", body, len(body), kind=FORM) == 302


def test_a_body_is_as_long_as_it_said_or_cannot_be_read() -> None:
    assert WholeBody(BytesIO(b"whole"), 5).read(10) == b"whole"
    assert WholeBody(BytesIO(b"whole"), 5).read() == b"whole"
    short = WholeBody(BytesIO(b"ha\nlf"), 9)
    assert short.readline() == b"ha\n"
    with pytest.raises(CutOffError):
        short.read(6)
    with pytest.raises(CutOffError):
        short.readline()


def _file(content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = "sheet.csv"
    return file


def _sent(browser: Client, address: str, body: bytes, upto: int, kind: str = UPLOAD) -> int:
    """The status of the answer to a form of which only the first bytes arrive, given to the application as a server does."""
    answered: list[str] = []
    environ = browser._base_environ() | {
        "PATH_INFO": address,
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body[:upto]),
    }
    token = "t" * 32
    environ["HTTP_COOKIE"] = f"{environ.get('HTTP_COOKIE', '')}; {django_settings.CSRF_COOKIE_NAME}={token}"
    environ["HTTP_X_CSRFTOKEN"] = token
    # A server closes its connection after a fault, and with it the test's transaction would be gone.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    for _part in application(environ, lambda status, _headers, *_more: answered.append(status)):
        pass
    for signal in signals:
        signal.connect(close_old_connections)
    return int(answered[0].split()[0])
