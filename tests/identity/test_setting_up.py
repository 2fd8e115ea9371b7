"""An institution sets its sign-in service up on pages: set up, tried while closed, ruled, opened, closed."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.identity import actions
from aktsom.identity.models import ClaimRule, Link, Provider
from aktsom.institutions.actions import add_unit, close_unit
from aktsom.institutions.models import Institution, Member, Unit
from tests.identity.saml_service import SamlService, key_and_certificate
from tests.identity.test_oidc import actor_in, go
from tests.identity.test_saml import come_in, post

pytestmark = pytest.mark.django_db


@pytest.fixture
def rector(person: Callable[..., Actor], institution: Institution, monkeypatch: pytest.MonkeyPatch) -> Actor:
    own = tuple(each.decode() for each in key_and_certificate("ours"))
    monkeypatch.setattr(actions, "make_own_key", lambda: own)
    Institution.objects.filter(pk=institution.pk).update(domain="nordvik.example")
    return person(Duty.LEADERSHIP)


@pytest.fixture
def unit(institution: Institution) -> Unit:
    system = Actor.system("tests", institution.pk)
    with acting_for(system):
        return add_unit(system, name_nb="Fysikk", name_en="Physics")


def set_up(rector: Actor, browser: Client, service: SamlService) -> Provider:
    form = {"name": "Entra", "metadata": service.metadata, "opens_places": "on"}
    made = browser.post("/institution/services/new/saml/", form)
    assert made.status_code == 302, made.context["form"].errors
    with acting_for(rector):
        return Provider.objects.get(pk=made["Location"].strip("/").split("/")[-1])


def english(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_a_service_is_set_up_closed_tried_ruled_and_opened(
    rector: Actor, unit: Unit, client_for: Callable[[Actor], Client]
) -> None:
    browser, service = client_for(rector), SamlService()
    browser.cookies["aktsom_language"] = "en"
    provider = set_up(rector, browser, service)
    page = f"/institution/services/{provider.pk}/"
    assert not provider.is_open
    assert Client().get(f"/sign-in/at/nordvik/{provider.pk}/").status_code == 404
    rule = {"claim": "groups", "value": "export-control", "duty": "export-control-officer", "unit": str(unit.pk)}
    assert browser.post(f"{page}rules/", rule).status_code == 302
    assert browser.post(f"{page}rules/", rule | {"value": "staff", "duty": ""}).status_code == 302
    assert browser.post(f"{page}rules/", rule | {"value": "none-of-these"}).status_code == 302
    told = english(browser.post(f"{page}preview/", {"claims": json.dumps({"groups": ["staff"]})}))
    assert "Physics" in told
    assert "groups = export-control" in told.split("Rules that found nothing")[1].split("</dd>")[0]
    tried = post(provider, service.sign(service.answer(go(browser, provider, "try"))))
    shown = english(browser.get(browser.get(tried["Location"])["Location"]))
    assert "kari@nordvik.example" in shown
    assert "Export-control officer, Physics" in shown
    assert "kari@nordvik.example" not in english(browser.get(page))
    with acting_for(Actor.system("tests", rector.institution_id)):
        assert not Link.objects.exists()
        assert Member.objects.count() == 1
    assert actor_in(browser).member_id == rector.member_id
    browser.post(f"{page}open/", {"step": "open"})
    came = actor_in(come_in(provider, service))
    assert [held.duty for held in came.duties] == [Duty.EXPORT_CONTROL_OFFICER]
    browser.post(f"{page}open/", {"step": "close"})
    assert Client().get(f"/sign-in/at/nordvik/{provider.pk}/").status_code == 404


def test_nobody_else_tries_a_closed_service(
    rector: Actor, person: Callable[..., Actor], client_for: Callable[[Actor], Client], other_institution: Institution
) -> None:
    provider = set_up(rector, client_for(rector), SamlService())
    others = (person(), person(Duty.LEADERSHIP, institution=other_institution), person(Duty.RESEARCH_SECURITY_LEAD))
    for browser in (Client(), *map(client_for, others)):
        assert browser.get(f"/sign-in/at/nordvik/{provider.pk}/?to=try").status_code == 404


def test_what_is_typed_wrong_is_told_at_its_field_and_the_secret_is_never_shown_or_kept_with_a_form(
    rector: Actor, client_for: Callable[[Actor], Client]
) -> None:
    browser = client_for(rector)
    form = {"name": "Feide", "issuer": "auth.dataporten.no", "client_id": "x", "secret": "hush-hush-hush"}
    answer = browser.post("/institution/services/new/oidc/", form)
    assert answer.status_code == 422
    assert "issuer" in answer.context["form"].errors
    assert "hush-hush" not in english(answer)
    assert (
        "metadata"
        in browser.post("/institution/services/new/saml/", {"name": "S", "metadata": "<a/>"}).context["form"].errors
    )
    session = browser.session
    del session["proven_at"]
    session.save()
    led = browser.post("/institution/services/new/oidc/", form | {"issuer": "https://auth.dataporten.no"})
    assert led["Location"].startswith("/sign-in/again/")
    assert "hush-hush" not in str(dict(browser.session))


def test_a_rule_for_a_place_where_nobody_can_hold_the_duty_is_refused_and_a_closed_unit_gives_nothing(
    rector: Actor, unit: Unit, client_for: Callable[[Actor], Client]
) -> None:
    browser, service = client_for(rector), SamlService()
    provider = set_up(rector, browser, service)
    page = f"/institution/services/{provider.pk}/"
    rule = {"claim": "groups", "value": "staff", "duty": "leadership", "unit": str(unit.pk)}
    assert browser.post(f"{page}rules/", rule).status_code == 422
    assert browser.post(f"{page}rules/", rule | {"duty": "unit-leader", "unit": ""}).status_code == 422
    assert browser.post(f"{page}rules/", rule | {"duty": "unit-leader"}).status_code == 302
    system = Actor.system("tests", rector.institution_id)
    with acting_for(system):
        close_unit(system, unit=unit, reason="Merged")
    browser.post(f"{page}open/", {"step": "open"})
    assert actor_in(come_in(provider, service)).duties == ()
    with acting_for(system):
        assert ClaimRule.objects.count() == 1


def test_testing_a_service_tells_when_its_certificate_runs_out(
    rector: Actor, client_for: Callable[[Actor], Client]
) -> None:
    browser = client_for(rector)
    provider = set_up(rector, browser, SamlService())
    browser.cookies["aktsom_language"] = "en"
    told = english(browser.post(f"/institution/services/{provider.pk}/test/", follow=True))
    assert "runs out on 20" in told
