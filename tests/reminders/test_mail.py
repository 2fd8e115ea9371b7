"""The morning's mail: to whom it goes, what stands in it, and what does not."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core import mail

from aktsom.core import start
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.mail import MailError
from aktsom.core.models import AuditEvent
from aktsom.core.start import StartItem
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Member
from aktsom.reminders import digests
from aktsom.reminders.actions import choose_pace, note_mail
from aktsom.reminders.digests import members_to_remind, remind
from aktsom.reminders.models import ReminderChoice
from aktsom.reminders.tasks import remind_members

MONDAY, TUESDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 28)
DAILY, NEVER = ReminderChoice.Pace.DAILY, ReminderChoice.Pace.NEVER


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> list[StartItem]:
    """What waits for everybody, instead of what the rooms say."""
    items = [
        StartItem("hits to judge", 3, "/screening/hits/", detail="Harbin Institute of Technology"),
        StartItem("requests to answer", 1, "/personal-data/requests/", date=date(2026, 12, 1)),
        StartItem("merges to look at", 900, "/partners/merges/", is_backlog=True),
    ]
    monkeypatch.setattr(start.REGISTRY, "waiting", {"tests": lambda _actor: items})
    return items


@pytest.fixture
def _monday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aktsom.reminders.tasks.timezone.localdate", lambda *_given: MONDAY)


@pytest.fixture
def system(institution: Institution) -> Iterator[Actor]:
    actor = Actor.system("reminders", institution.pk)
    with acting_for(actor):
        yield actor


def names(system: Actor, day: date) -> set[str]:
    return {each.user.name for each in members_to_remind(system, day)}


def member_of(actor: Actor) -> Member:
    return Member.objects.select_related("user", "unit").get(pk=actor.member_id)


def test_whoever_chose_nothing_gets_mail_on_mondays(person: Callable[..., Actor], system: Actor) -> None:
    una = person(Duty.UNIT_LEADER, name="Una")
    assert names(system, MONDAY) == {"Una"}
    note_mail(system, member=member_of(una), day=MONDAY)
    for day in range(7):
        assert names(system, MONDAY + timedelta(day)) == set()
    assert names(system, MONDAY + timedelta(7)) == {"Una"}


def test_a_weekly_mail_that_did_not_go_on_monday_goes_on_the_next_working_day_and_once(
    person: Callable[..., Actor], system: Actor
) -> None:
    una, back = person(name="Una"), person(name="Back")
    for each in (una, back):
        note_mail(system, member=member_of(each), day=MONDAY - timedelta(days=7))
    Member.objects.filter(pk=back.member_id).update(away_from=MONDAY, away_until=TUESDAY)
    wednesday, friday = MONDAY + timedelta(days=2), MONDAY + timedelta(days=4)
    assert names(system, TUESDAY) == {"Una"}
    assert names(system, wednesday) == {"Una", "Back"}
    note_mail(system, member=member_of(una), day=TUESDAY)
    assert names(system, wednesday) == {"Back"}
    assert names(system, friday) == {"Back"}
    assert names(system, SATURDAY) == names(system, SATURDAY + timedelta(days=1)) == set()
    assert names(system, MONDAY + timedelta(days=7)) == {"Una", "Back"}


def test_the_choice_decides(person: Callable[..., Actor], system: Actor) -> None:
    daily, never = person(name="Dag"), person(name="Nina")
    note_mail(system, member=member_of(daily), day=MONDAY - timedelta(days=3))
    with acting_for(daily):
        choose_pace(daily, pace=DAILY)
    with acting_for(never):
        choose_pace(never, pace=NEVER)
    assert names(system, MONDAY) == {"Dag"}
    note_mail(system, member=member_of(daily), day=MONDAY)
    assert names(system, MONDAY) == set()
    assert names(system, TUESDAY) == {"Dag"}
    assert names(system, SATURDAY) == set()


def test_who_is_away_or_gone_or_cannot_be_reached_gets_none(person: Callable[..., Actor], system: Actor) -> None:
    away, gone, closed, unreachable = (person(name=each) for each in ("Away", "Gone", "Closed", "Unreachable"))
    Member.objects.filter(pk=away.member_id).update(away_from=MONDAY - timedelta(days=1))
    Member.objects.filter(pk=gone.member_id).update(ended_at="2026-11-01T00:00Z")
    for actor, change in ((closed, {"is_active": False}), (unreachable, {"email": "x@nobody.invalid"})):
        user = member_of(actor).user
        for name, value in change.items():
            setattr(user, name, value)
        user.save()
    assert names(system, MONDAY) == set()


def test_promise_p55_a_reminder_says_how_much_waits_and_by_when_and_never_about_whom_or_what(
    person: Callable[..., Actor], system: Actor, work: list[StartItem]
) -> None:
    leader = member_of(person(Duty.UNIT_LEADER))
    assert remind(system, leader, MONDAY)
    (sent,) = mail.outbox
    assert sent.to == [leader.user.email]
    assert "hits to judge (3)" in sent.body
    assert "requests to answer (1)" in sent.body
    assert "1. desember 2026" in sent.body
    assert "Harbin" not in sent.body + sent.subject
    assert "900" not in sent.body


@pytest.mark.usefixtures("english")
def test_what_is_overdue_is_not_told_as_due_by_a_day_that_has_passed() -> None:
    late = StartItem("agreements that ran out without a decision", 2, "/agreements/days/", date(2026, 3, 12))
    text = digests.text_of([late, replace(late, title="tasks", date=MONDAY)], MONDAY)
    assert "ran out without a decision (2), overdue since 12 March 2026" in text
    assert "tasks (2), by 23 November 2026" in text


def test_nobody_gets_mail_when_nothing_waits(
    person: Callable[..., Actor], system: Actor, work: list[StartItem]
) -> None:
    work.clear()
    assert not remind(system, member_of(person()), MONDAY)
    assert mail.outbox == []


@pytest.mark.usefixtures("_monday")
def test_a_job_that_runs_again_mails_nobody_twice(
    person: Callable[..., Actor], system: Actor, work: list[StartItem], institution: Institution
) -> None:
    person(), person()
    for _again in range(2):
        remind_members.run(member_id="", institution_id=institution.pk)
    assert len(mail.outbox) == 2
    assert AuditEvent.objects.filter(verb="remind by mail").count() == 2


@pytest.mark.usefixtures("_monday")
def test_a_mail_that_is_not_taken_keeps_nobody_else_from_theirs_and_is_tried_again(
    person: Callable[..., Actor],
    system: Actor,
    work: list[StartItem],
    institution: Institution,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first, second = person(), person()
    refused = {member_of(first).user.email}
    real = digests.send_mail

    def send(to: str, subject: str, text: str) -> None:
        if to in refused:
            raise MailError("The mail server did not take a mail.")
        real(to, subject, text)

    monkeypatch.setattr(digests, "send_mail", send)
    with pytest.raises(MailError):
        remind_members.run(member_id="", institution_id=institution.pk)
    refused.clear()
    remind_members.run(member_id="", institution_id=institution.pk)
    assert sorted(each.to[0] for each in mail.outbox) == sorted(member_of(each).user.email for each in (first, second))
