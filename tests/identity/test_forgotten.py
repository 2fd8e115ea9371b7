"""A new password by mail, and what an institution does about one of its people's sign-in."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.identity.forgotten import TOKENS, mail_for_new_password
from aktsom.identity.models import PersonSession, Provider, Tries
from aktsom.identity.tasks import mail_of_factors
from aktsom.institutions.models import Institution, Member, User

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
NEW = "one short sentence to keep"


def ask(email: str, network: str = "10.0.0.1") -> str:
    answer = Client().post("/password/forgotten/", {"email": email}, REMOTE_ADDR=network)
    assert answer.status_code == 200
    page = answer.content.decode()
    return re.sub(r"csrf\w+\" value=\"[^\"]+", "", page)


def work() -> int:
    """Do what waits in the queue; give how many jobs that were."""
    jobs = list(ProcrastinateJob.objects.filter(status="todo").order_by("pk"))
    for each in jobs:
        {job.name: job for job in (mail_for_new_password, mail_of_factors)}[each.task_name].run(**each.args)
    ProcrastinateJob.objects.all().update(status="succeeded")
    return len(jobs)


def link() -> str:
    found = re.search(r"https?://[^/]+(/password/new/\S+)", mail.outbox[-1].body)
    assert found is not None
    return found[1]


def choose(path: str, password: str = NEW) -> tuple[Client, int]:
    browser = Client()
    assert browser.get(path)["Location"] == "/password/new/"
    return browser, browser.post("/password/new/", {"password1": password, "password2": password}).status_code


def verbs(actor: Actor) -> list[str]:
    with acting_for(actor):
        return list(AuditEvent.objects.order_by("sequence").values_list("verb", flat=True))


def test_a_link_gives_a_new_password_once_and_ends_every_session(person: Person) -> None:
    actor = person()
    user = User.objects.get(pk=actor.user_id)
    there = Client()
    there.post("/sign-in/", {"login": user.email, "password": "a long password"})
    ask(user.email.upper())
    assert work() == 1
    assert choose(link(), "password1234")[1] == 422
    browser, status = choose(link())
    assert status == 302
    assert there.get("/")["Location"].startswith("/sign-in/")
    assert choose(link())[1] == 403
    assert browser.get("/")["Location"].startswith("/sign-in/")
    assert Client().post("/sign-in/", {"login": user.email, "password": NEW}).status_code == 302
    assert [each for each in verbs(actor) if "password" in each] == [
        "send a link for a new password",
        "set a new password by mail",
    ]
    with acting_for(actor):
        kept = str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert NEW not in kept
    assert link().split("/")[-2] not in kept


def test_nobody_learns_which_addresses_have_an_account_and_no_mailbox_is_filled(person: Person) -> None:
    email = User.objects.get(pk=person().user_id).email
    assert ask(email) == ask("nobody@example.org", "10.0.0.2")
    assert ProcrastinateJob.objects.count() == 2
    for _each in range(5):
        ask(email)
    assert work() == 4
    assert len(mail.outbox) == 3
    for number in range(20):
        ask(email, f"10.1.0.{number}")
    work()
    assert len(mail.outbox) == 10
    assert Tries.objects.exists()


def test_a_link_is_only_for_who_may_have_a_password(person: Person, institution: Institution) -> None:
    actor = person()
    user = User.objects.get(pk=actor.user_id)
    user.set_unusable_password()
    user.save()
    ask(user.email)
    work()
    assert len(mail.outbox) == 1, "where no service signs people in, a first password comes by mail"
    token = TOKENS.make_token(user)
    with acting_for(Actor.system("tests", institution.pk)):
        Provider.objects.create(institution=institution, kind="oidc", name="Feide", issuer="https://a.example")
    ask(user.email)
    User.objects.filter(pk=user.pk).update(is_active=False)
    ask(user.email)
    work()
    assert len(mail.outbox) == 1
    assert choose(f"/password/new/{user.pk}/{token}/")[1] == 403


def test_leadership_signs_a_person_out_everywhere_and_helps_who_lost_the_second_factor(
    person: Person, client_for: Callable[[Actor], Client], other_institution: Institution
) -> None:
    rector, lost = person(Duty.LEADERSHIP), person()
    user = User.objects.get(pk=lost.user_id)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    there, browser = Client(), client_for(rector)
    there.force_login(user)
    PersonSession.objects.create(user=user, key=there.session.session_key or "")
    page = f"/institution/members/{lost.member_id}/sign-in/"
    for stranger in (person(Duty.RESEARCH_SECURITY_LEAD), person(Duty.INTERNAL_AUDITOR, Duty.LEADERSHIP)):
        assert client_for(stranger).post(page, {"step": "sessions"}).status_code == 403
    foreign = person(Duty.LEADERSHIP, institution=other_institution)
    assert client_for(foreign).post(page, {"step": "sessions"}).status_code == 404
    again = client_for(replace(rector, proven=False)).post(page, {"step": "sessions"})
    assert again["Location"].startswith("/sign-in/again/")
    assert browser.post(page, {"step": "sessions"}).status_code == 302
    assert there.get("/")["Location"].startswith("/sign-in/")
    assert browser.post(page, {"step": "factors", "sure": "on"}).status_code == 403, "the account was not opened here"
    with acting_for(rector):
        Member.objects.filter(pk=lost.member_id).update(opened_account=True)
    assert browser.post(page, {"step": "factors"}).status_code == 422
    assert browser.post(page, {"step": "factors", "sure": "on"}).status_code == 302
    assert not Authenticator.objects.filter(user=user).exists()
    work()
    assert mail.outbox[-1].to == [user.email]
    own = f"/institution/members/{rector.member_id}/sign-in/"
    assert browser.post(own, {"step": "factors", "sure": "on"}).status_code == 403
    assert {"end a person's sessions", "take away a person's second factors"} <= set(verbs(rector))
