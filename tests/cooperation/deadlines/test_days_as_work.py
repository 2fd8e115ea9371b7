"""The days of agreements are work for whoever answers for them, and for the leader above when they were missed."""

from collections.abc import Callable
from datetime import date, timedelta
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.moving import StepDraft, move_by_calendar, take_step
from aktsom.cooperation.deadlines.keeping import refresh
from aktsom.cooperation.deadlines.models import AgreementDay
from aktsom.cooperation.deadlines.queries import first_of_month, waiting_for, year_of
from aktsom.cooperation.deadlines.start import waiting
from aktsom.core.actor import Actor
from aktsom.core.changes import tell_what_waits
from aktsom.core.duties import Duty
from aktsom.core.start import day_by_day
from aktsom.core.tenancy import acting_for
from aktsom.engine.agreements.lifecycle import Step
from aktsom.engine.lengths import Length
from aktsom.institutions.models import Unit

pytestmark = pytest.mark.django_db
Person, MakeUnit, MakeAgreement = Callable[..., Actor], Callable[..., Unit], Callable[..., Agreement]


def renewing(today: date, last: date) -> dict[str, object]:
    """A year that renews itself, with thirty days of notice."""
    return {
        "state": "signed",
        "signed_on": date(2020, 1, 1),
        "starts": min(today, last) - timedelta(300),
        "ends": last,
        "notice_days": 30,
        "renewal_months": 12,
    }


def kinds(actor: Actor) -> list[str]:
    with acting_for(actor):
        return [row.kind for row in waiting_for(actor)]


def test_promise_p92_without_a_persons_decision_before_the_day_of_notice_the_leader_above_hears_of_it(
    person: Person, unit: MakeUnit, agreement: MakeAgreement
) -> None:
    faculty = unit("Fakultet")
    department = unit("Institutt", faculty)
    owner, leader = person(unit=department), person(Duty.UNIT_LEADER, unit=department)
    dean, officer = person(Duty.UNIT_LEADER, unit=faculty), person(Duty.AGREEMENTS_OFFICER)
    today = timezone.localdate()
    ahead = agreement(owner, **renewing(today, today + timedelta(60)), unit=department.pk)
    assert (kinds(owner), kinds(officer), kinds(leader), kinds(dean)) == (["notice"], ["notice"], [], [])
    late = agreement(owner, **renewing(today, today + timedelta(10)), unit=department.pk)
    assert (kinds(leader), kinds(dean)) == (["notice"], [])
    silent = agreement(owner, **renewing(today, today - timedelta(10)), unit=department.pk)
    assert kinds(leader) == ["notice", "silent"]
    for row in (ahead, late, silent):
        with acting_for(owner):
            take_step(owner, agreement=row, step=Step.KEEP, given=StepDraft(reason="It is worth it."))
        tell_what_waits(row.institution_id)
    assert kinds(owner) == kinds(leader) == kinds(officer) == []


def test_promise_p110_what_ran_out_without_a_decision_waits_until_somebody_decides(
    person: Person, unit: MakeUnit, agreement: MakeAgreement
) -> None:
    department = unit("Institutt")
    owner, leader = person(unit=department), person(Duty.UNIT_LEADER, unit=department)
    today = timezone.localdate()
    rows = [
        agreement(owner, state="signed", starts=today - timedelta(300), ends=today + timedelta(5), unit=department.pk)
        for _number in range(3)
    ]
    system, past = Actor.system("tests", rows[0].institution_id), today - timedelta(1)
    with acting_for(system):
        Agreement.objects.update(ends=past)
        assert move_by_calendar(system, today=today) == 3
        refresh(system)
    assert kinds(owner) == kinds(leader) == ["expiry"] * 3
    with acting_for(owner):
        assert [(item.count, item.date) for item in waiting(owner)] == [(3, past)]
        take_step(owner, agreement=rows[0], step=Step.LET_LAPSE, given=StepDraft(reason="It was meant to."))
        until = StepDraft(reason="It goes on.", last_day=today + timedelta(700))
        take_step(owner, agreement=rows[1], step=Step.RENEW, given=until)
    tell_what_waits(rows[0].institution_id)
    assert kinds(owner) == ["expiry"]
    with acting_for(system):
        Agreement.objects.filter(pk=rows[2].pk).update(ends=today - timedelta(400), ends_on=today - timedelta(400))
        refresh(system)
    assert kinds(owner) == []


def test_promise_p109_a_review_that_is_done_waits_no_more_and_comes_again(
    person: Person, agreement: MakeAgreement
) -> None:
    owner, today = person(), timezone.localdate()
    row = agreement(owner, state="signed", starts=today - timedelta(400), review_months=12)
    assert kinds(owner) == ["review"]
    with acting_for(owner):
        take_step(owner, agreement=row, step=Step.REVIEW, given=StepDraft(reason="All is well."))
    tell_what_waits(row.institution_id)
    assert kinds(owner) == []
    with acting_for(owner):
        assert [each.day for each in AgreementDay.objects.all()] == [Length(months=12).after(today)]


def test_what_is_registered_after_its_end_is_not_asked_about(person: Person, agreement: MakeAgreement) -> None:
    owner, today = person(), timezone.localdate()
    agreement(owner, state="signed", starts=today - timedelta(400), ends=today - timedelta(30))
    assert kinds(owner) == []


def test_an_upgrade_asks_only_about_former_ends_that_nobody_had_decided(
    person: Person, agreement: MakeAgreement
) -> None:
    owner, today = person(), timezone.localdate()
    days = {"state": "signed", "starts": today - timedelta(300), "ends": today + timedelta(5)}
    silent, let = agreement(owner, **days), agreement(owner, **days)
    known = agreement(owner, **{**days, "ends": today - timedelta(5)})
    with acting_for(owner):
        take_step(owner, agreement=let, step=Step.LET_LAPSE, given=StepDraft(reason="It was meant to."))
    system = Actor.system("tests", silent.institution_id)
    with acting_for(system):
        move_by_calendar(system, today=today + timedelta(6))
        Agreement.objects.update(decided_until=None)
        with connection.cursor() as cursor:
            cursor.execute(import_module("aktsom.cooperation.agreements.migrations.0003_asked_after_the_end").DECIDED)
        decided = dict(Agreement.objects.values_list("pk", "decided_until"))
    assert decided == {silent.pk: None, let.pk: let.ends, known.pk: known.ends}


def test_a_leader_who_is_the_owner_does_not_hide_it_from_the_leader_above(
    person: Person, unit: MakeUnit, agreement: MakeAgreement
) -> None:
    faculty = unit("Fakultet")
    department = unit("Institutt", faculty)
    leader, dean = person(Duty.UNIT_LEADER, unit=department), person(Duty.UNIT_LEADER, unit=faculty)
    today = timezone.localdate()
    agreement(leader, **renewing(today, today + timedelta(10)), unit=department.pk)
    assert kinds(dean) == ["notice"]


def test_the_start_page_and_so_the_calendar_has_each_near_day(person: Person, agreement: MakeAgreement) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    for days in (40, 50, 50):
        agreement(officer, **renewing(today, today + timedelta(days)))
    with acting_for(officer):
        items = list(waiting(officer))
    assert [(item.count, item.date) for item in items] == [(1, today + timedelta(10)), (2, today + timedelta(20))]
    assert f"day={today + timedelta(20)}" in items[1].url


def test_days_that_are_told_together_are_known_one_by_one(person: Person, agreement: MakeAgreement) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    for days in range(40, 48):
        agreement(officer, **renewing(today, today + timedelta(days)))
    with acting_for(officer):
        items = list(waiting(officer))
    assert [(item.count, item.date, len(item.days)) for item in items][-1] == (3, today + timedelta(15), 3)
    each_day = [(item.count, item.date) for item in day_by_day(items)]
    assert each_day == [(1, today + timedelta(days)) for days in range(10, 18)]


def test_who_has_nothing_to_do_reads_how_long_before_its_day_each_kind_appears(
    person: Person, client_for: Callable[[Actor], Client]
) -> None:
    client = client_for(person())
    client.cookies["aktsom_language"] = "en"
    page = " ".join(client.get("/agreements/days/").content.decode().split())
    for said in (
        "90 days before the last day to give notice,",
        "90 days before an agreement runs out,",
        "30 days before a review,",
        "and 30 days before the end of an agreement that is on its way out.",
    ):
        assert said in page


def test_others_and_auditors_have_no_days(person: Person, agreement: MakeAgreement) -> None:
    today = timezone.localdate()
    agreement(person(Duty.AGREEMENTS_OFFICER), **renewing(today, today + timedelta(10)))
    for actor in (person(), person(Duty.INTERNAL_AUDITOR)):
        with acting_for(actor):
            assert not list(waiting(actor))


def test_the_days_follow_the_agreement_and_the_daily_round_makes_them_anew(
    person: Person, agreement: MakeAgreement, upload: Callable[..., SimpleUploadedFile]
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    row = agreement(officer, **renewing(today, today + timedelta(60)), review_months=6)
    with acting_for(officer):
        before = set(AgreementDay.objects.values_list("kind", "day"))
    system = Actor.system("tests", row.institution_id)
    with acting_for(system):
        refresh(system)
        assert set(AgreementDay.objects.values_list("kind", "day")) == before
    assert {kind for kind, _day in before} == {"notice", "renewal", "review"}
    with acting_for(officer):
        take_step(officer, agreement=row, step=Step.TERMINATE, given=StepDraft(reason="Over", upload=upload()))
    tell_what_waits(row.institution_id)
    with acting_for(officer):
        assert not AgreementDay.objects.exists()


def test_a_year_has_twelve_months_and_as_many_queries_for_many_agreements_as_for_one(
    person: Person,
    agreement: MakeAgreement,
    client_for: Callable[[Actor], Client],
    django_assert_num_queries: Callable[..., object],
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    for _number in range(8):
        agreement(officer, **renewing(today, today + timedelta(60)))
    with acting_for(officer), django_assert_num_queries(2):  # type: ignore[attr-defined]
        months = year_of(officer, first_of_month(today))
    assert len(months) == 12
    assert sum(month.total for month in months) >= 8
    assert max(len(month.days) for month in months) == 6
    client = client_for(officer)
    page = client.get("/agreements/year/")
    assert page.status_code == 200
    busy = next(month for month in months if month.more)
    assert f"/agreements/year/{busy.first.year}/{busy.first.month}/" in page.content.decode()
    assert client.get(f"/agreements/year/{busy.first.year}/{busy.first.month}/?kind=notice").status_code == 200
    assert client.get("/agreements/year/2026/13/").status_code == 404
    assert client.get("/agreements/days/?kind=notice&day=nonsense").status_code == 200


def test_promise_p118_whoever_is_told_of_a_missed_day_can_decide_about_it(
    person: Person, unit: MakeUnit, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    department = unit("Institutt")
    owner, rector = person(unit=department, name="Kari Nordmann"), person(Duty.LEADERSHIP)
    auditor, today = person(Duty.INTERNAL_AUDITOR), timezone.localdate()
    row = agreement(owner, **renewing(today, today + timedelta(10)), unit=department.pk)
    assert kinds(rector) == ["notice"]
    where = f"/agreements/{row.pk}/"
    for actor, decides in ((owner, True), (rector, True), (auditor, False)):
        browser = client_for(actor)
        browser.cookies["aktsom_language"] = "en"
        page = browser.get(where).content.decode()
        assert ('id="decide"' in page, f"{where}steps/keep/" in page) == (decides, decides)
        assert page.count(f"{where}steps/keep/") <= 1
        assert ("Kari Nordmann answers for the agreement" in page) == (actor is rector)
        assert (browser.get(f"{where}steps/keep/").status_code == 200) == decides
    assert client_for(rector).get(f"{where}steps/terminate/").status_code == 403
    assert client_for(rector).post(f"{where}steps/keep/", {"reason": "We want it."}).status_code == 302
    tell_what_waits(row.institution_id)
    assert kinds(rector) == kinds(owner) == []
    assert 'id="decide"' not in client_for(owner).get(where).content.decode()


def test_the_page_says_what_waits_of_each_kind(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    begun = {"state": "signed", "starts": today - timedelta(300)}
    browser = client_for(officer)
    browser.cookies["aktsom_language"] = "en"
    for days, said, step in (
        (renewing(today, today + timedelta(60)), "The last day to give notice is", "give-notice"),
        (renewing(today, today - timedelta(10)), "It renewed itself on", "give-notice"),
        ({**begun, "ends": today + timedelta(60)}, "It runs out on", "let-lapse"),
        ({**begun, "review_months": 6}, "It was to be reviewed by", "review"),
    ):
        row = agreement(officer, **days)
        page = browser.get(f"/agreements/{row.pk}/").content.decode()
        assert said in page
        assert f"/agreements/{row.pk}/steps/{step}/" in page
    calm = agreement(officer, **renewing(today, today + timedelta(300)))
    assert 'id="decide"' not in browser.get(f"/agreements/{calm.pk}/").content.decode()
