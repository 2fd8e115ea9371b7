"""Whoever looks after a compartment is asked about access to it, and told at once when it goes on after a breach."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.cooperation.exits.alarms import mail_of_access
from aktsom.cooperation.exits.asking import still_open
from aktsom.cooperation.exits.breaching import cure_breach
from aktsom.cooperation.exits.models import BreachEntry, HangingAccess
from aktsom.cooperation.exits.queries import breach_of
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import User
from aktsom.protection.access.granting import ask_for_access
from aktsom.protection.access.models import AccessGrant
from tests.cooperation.exits.conftest import Harbour

pytestmark = pytest.mark.django_db
Clients = Callable[[Actor], Client]
GOES_ON = "Access goes on that was to end at once. Ask now whoever looks after it."


@pytest.fixture
def unanswered(harbour: Harbour) -> HangingAccess:
    """Nobody has agreed yet that access to the laboratory ends."""
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
        return HangingAccess.objects.get()


@pytest.fixture
def hidden(harbour: Harbour, unanswered: HangingAccess) -> Actor:
    """The officer, who has put the agreement into a compartment that the laboratory's owner may not enter."""
    del unanswered
    for each in (harbour.officer, harbour.house.deputy):
        harbour.house.let_in(each, harbour.house.records)
    officer = harbour.house.now(harbour.officer)
    with acting_for(officer):
        put_into_compartment(officer, agreement=harbour.agreement, compartment=harbour.house.records)
        harbour.agreement.refresh_from_db()
    return officer


def _deliver() -> list[str]:
    mail.outbox.clear()
    jobs = ProcrastinateJob.objects.filter(task_name="mail of access that goes on").order_by("pk")
    for given in jobs.values_list("args", flat=True):
        mail_of_access.run(**given)
    return sorted(each.to[0] for each in mail.outbox)


def _addresses(*actors: Actor) -> list[str]:
    return sorted(User.objects.filter(pk__in=[each.user_id for each in actors]).values_list("email", flat=True))


def _english(client: Client) -> Client:
    client.cookies["aktsom_language"] = "en"
    return client


def test_who_looks_after_a_laboratory_agrees_about_access_under_a_hidden_agreement_and_learns_nothing_of_it(
    harbour: Harbour, hidden: Actor, unanswered: HangingAccess, client_for: Clients
) -> None:
    owner = _english(client_for(harbour.house.owner))
    page = owner.get("/agreements/exits/access/").content.decode()
    assert harbour.house.laboratory.name in page
    for word in (harbour.agreement.title, str(harbour.agreement.pk), hidden.name, "broken: if you agree"):
        assert word not in page
    (asked,) = owner.get("/api/v1/exit-access").json()["items"]
    assert asked == {
        "id": str(unanswered.pk),
        "agreement": None,
        "compartment": str(harbour.house.laboratory.pk),
        "member": None,
        "agreed": False,
    }
    answer = owner.post(f"/api/v1/exit-access/{unanswered.pk}/agree")
    assert answer.status_code == 200
    assert (answer.json()["agreement"], answer.json()["agreed"]) == (None, True)
    with acting_for(harbour.house.owner):
        assert not Agreement.objects.filter(pk=harbour.agreement.pk).exists()
        assert not HangingAccess.objects.visible_to(harbour.house.owner).exists()
    with acting_for(hidden):
        assert HangingAccess.objects.get().agreed_by_id == harbour.house.owner.member_id


def test_access_under_a_hidden_agreement_that_is_broken_ends_when_its_owner_agrees(
    harbour: Harbour, hidden: Actor, unanswered: HangingAccess, client_for: Clients
) -> None:
    breach, owner = harbour.broken(by=hidden), _english(client_for(harbour.house.owner))
    assert "broken: if you agree, the access ends now" in owner.get("/agreements/exits/access/").content.decode()
    assert owner.get(f"/agreements/exits/breaches/{breach.pk}/").status_code == 404
    assert owner.post(f"/agreements/exits/access/{unanswered.pk}/remove/").status_code == 404
    assert owner.post(f"/agreements/exits/access/{unanswered.pk}/agree/").status_code == 302
    with acting_for(hidden):
        sorts = BreachEntry.objects.filter(breach=breach).values_list("sort", flat=True)
        assert list(sorts) == ["recorded", "not-stopped", "stopped"]
    with acting_for(harbour.house.owner):
        assert AccessGrant.objects.get(pk=harbour.grant.pk).state == "revoked"


def test_the_page_of_a_breach_says_first_which_access_goes_on_and_whom_to_ask(
    harbour: Harbour, unanswered: HangingAccess, client_for: Clients
) -> None:
    client = _english(client_for(harbour.officer))
    given = {"trigger": "security", "what": "x", "evidence": "y", "happened_on": ""}
    made = client.post(f"/agreements/{harbour.agreement.pk}/exit/breach/", given)
    page = client.get(made["Location"]).content.decode()
    assert page.count(GOES_ON) == 2  # once as the answer to the form, once at the top
    top = page.split("Happened on")[0]
    assert "Lasers" in top
    assert "Olga Owner" in top
    assert "Dag Deputy" in top
    assert "Agree that it ends" not in top
    owner = _english(client_for(harbour.house.owner))
    owner.post(f"/agreements/exits/access/{unanswered.pk}/agree/")
    assert GOES_ON not in client.get(made["Location"]).content.decode()


def test_nothing_goes_on_where_nobody_can_enter_where_it_was_put_right_or_what_the_reader_may_not_know(
    harbour: Harbour, unanswered: HangingAccess
) -> None:
    officer, laboratory, breach = harbour.officer, harbour.house.laboratory, harbour.broken()
    with acting_for(officer):
        assert [each.access for each in still_open(officer, breach)] == [unanswered]
    with acting_for(harbour.house.owner):
        type(laboratory).objects.filter(pk=laboratory.pk).update(is_listed=False)
        (known,) = still_open(harbour.house.owner, breach)
        assert known.mine
    with acting_for(officer):
        assert not still_open(officer, breach)
    with acting_for(harbour.house.leader):
        cured = cure_breach(
            harbour.house.leader, breach=breach_of(harbour.house.leader, breach.pk), shown_by="It came back"
        )
        assert not still_open(harbour.house.leader, cured)


def test_promise_p132_who_looks_after_access_that_goes_on_after_a_breach_is_told_by_mail_at_once(
    harbour: Harbour, unanswered: HangingAccess, client_for: Clients
) -> None:
    User.objects.filter(pk=harbour.house.owner.user_id).update(language="en")
    harbour.broken()
    assert _deliver() == _addresses(harbour.house.owner, harbour.house.deputy)
    sent = next(each for each in mail.outbox if each.to == _addresses(harbour.house.owner))
    assert "it goes on until you agree" in sent.body
    assert "/agreements/exits/access/" in sent.body
    said = str(sent.message())
    assert not [word for word in (harbour.agreement.title, "kept the data", "Nordvik", "Lasers") if word in said]
    client_for(harbour.house.owner).post(f"/agreements/exits/access/{unanswered.pk}/agree/")
    assert _deliver() == []


def test_no_mail_asks_about_access_that_ended_or_a_plan_that_nobody_broke(harbour: Harbour) -> None:
    harbour.broken()
    with acting_for(harbour.officer):
        HangingAccess.objects.update(agreed_by=None)
    harbour.broken("expiry")
    assert _deliver() == []


def test_who_decides_about_a_question_for_access_is_told_that_its_agreement_is_broken(
    harbour: Harbour, person: Callable[..., Actor], client_for: Clients
) -> None:
    new = person(unit=harbour.house.unit, name="Nina New")
    question = _question(new, harbour)
    address, said = f"/access/grants/{question.pk}/", "This access hangs on an agreement that is broken"
    assert reverse("access:grant", args=[question.pk]) == address
    owner, asker = _english(client_for(harbour.house.owner)), _english(client_for(new))
    assert said not in owner.get(address).content.decode()
    harbour.broken()
    assert said in owner.get(address).content.decode()
    assert said not in asker.get(address).content.decode()


def test_promise_p144_a_program_that_answers_questions_for_access_is_warned_that_an_agreement_is_broken(
    harbour: Harbour, person: Callable[..., Actor], client_for: Clients
) -> None:
    new, other = person(unit=harbour.house.unit, name="Nina New"), person(unit=harbour.house.unit, name="Olav Other")
    owner, asker = _english(client_for(harbour.house.owner)), _english(client_for(new))
    asked = [_question(each, harbour) for each in (new, other)]
    first, second = (f"/api/v1/access/grants/{each.pk}" for each in asked)
    assert owner.get(first).json()["warnings"] == []
    harbour.broken()
    with acting_for(harbour.officer):
        HangingAccess.objects.update(member=new.member_id)
    said = (
        "This access hangs on an agreement that is broken, and was to end at once."
        " If you let somebody in now, they can enter all the same."
    )
    questions = owner.get("/api/v1/access/questions").json()["items"]
    assert {each["id"]: each["warnings"] for each in questions} == {str(asked[0].pk): [said], str(asked[1].pk): []}
    assert owner.get(first).json()["warnings"] == [said]
    assert asker.get(first).json()["warnings"] == []
    for address, warnings in ((first, [said]), (second, [])):
        answer = owner.post(f"{address}/approve", {}, content_type="application/json").json()
        assert (answer["state"], answer["warnings"]) == ("granted", warnings)
    assert owner.get(first).json()["warnings"] == []


def _question(actor: Actor, harbour: Harbour) -> AccessGrant:
    with acting_for(actor):
        until = timezone.localdate() + timedelta(20)
        return ask_for_access(actor, compartment=harbour.house.laboratory, purpose="To work", until=until)
