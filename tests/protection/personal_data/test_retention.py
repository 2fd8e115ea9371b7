"""Nothing is removed before its date, everything after it; a tombstone says how much, and the log stays whole."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aktsom.cli.retention import retention
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import ImportBatch, ImportedRow
from aktsom.cooperation.traces.models import Authorship, Trace
from aktsom.core.actor import Actor
from aktsom.core.audit import verify_chain
from aktsom.core.models import AuditEvent, RoundStep
from aktsom.core.periods import Period
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import ApiKey, Institution, Member, User
from aktsom.overview.models import Visit
from aktsom.protection.personal_data.models import Pseudonym, Tombstone
from aktsom.protection.personal_data.retention import due_rows, look, rules, run, run_everywhere

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PUBLIC = Actor.system("tests")
moments = st.integers(0, 10 * 365 * 86_400).map(
    lambda seconds: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
lenient = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(start=moments)
@example(start=datetime(2025, 11, 24, 12, tzinfo=UTC))
@example(start=datetime(2024, 2, 29, tzinfo=UTC))
@lenient
def test_promise_p43_nothing_goes_before_its_date_and_everything_after(
    start: datetime, institution: Institution, person: Callable[..., Actor]
) -> None:
    system = Actor.system("tests", institution.pk)
    with acting_for(system):
        member = Member.objects.first() or Member.objects.get(pk=person().member_id)
        Visit.objects.update_or_create(member=member, defaults={"institution": institution, "latest": start})
        rule = next(each for each in rules() if each.label == "overview.Visit")
        end = Period(years=1).after(start)
        assert not due_rows(rule, end - timedelta(microseconds=1)).exists()
        assert due_rows(rule, end).exists()


@given(last=st.dates(date(2019, 1, 1), date(2026, 12, 31)))
@example(last=date(2024, 2, 29))
@lenient
def test_a_day_that_is_named_still_belongs_to_the_time(
    last: date, institution: Institution, person: Callable[..., Actor]
) -> None:
    with acting_for(Actor.system("tests", institution.pk)):
        ApiKey.objects.all().delete()
        member = Member.objects.first() or Member.objects.get(pk=person().member_id)
        ApiKey.objects.create(institution=institution, member=member, label="archive", digest="d", expires=last)
        rule = next(each for each in rules() if each.label == "institutions.ApiKey")
        end = datetime.combine(Period(months=6).after(last), datetime.min.time(), UTC) + timedelta(hours=11)
        assert not due_rows(rule, end).exists()
        assert due_rows(rule, end + timedelta(days=1)).exists()


@given(start=moments, years=st.integers(0, 9), months=st.integers(0, 30), days=st.integers(0, 400))
@lenient
def test_a_period_ends_when_the_database_says_so(start: datetime, years: int, months: int, days: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::timestamptz + make_interval(%s, %s, 0, %s)", [start, years, months, days])
        assert Period(years, months, days).after(start) == cursor.fetchone()[0]


def test_a_dry_run_changes_nothing_and_a_run_leaves_a_tombstone_and_an_event_and_no_data(
    institution: Institution, person: Callable[..., Actor]
) -> None:
    actor = person(name="Kari Nordmann")
    system = Actor.system("tests", institution.pk)
    with acting_for(system):
        Visit.objects.create(institution=institution, member_id=actor.member_id, latest=NOW - timedelta(days=800))
        assert [(found.label, found.number) for found in look(system, NOW)] == [("overview.Visit", 1)]
        assert Visit.objects.count() == 1
        (stone,) = run(system, NOW)
        assert (stone.label, stone.number, stone.why) == ("overview.Visit", 1, "retention")
        assert not Visit.objects.exists()
        event = AuditEvent.objects.latest("sequence")
        assert event.verb == "remove what is past its date"
        assert "Kari" not in str(event.details) + str(vars(stone))
        assert run(system, NOW) == []
        assert verify_chain(institution.pk) is None


def test_sessions_authors_and_notes_of_work_go_for_everyone_and_the_newest_note_stays() -> None:
    Session.objects.create(session_key="old", session_data="x", expire_date=NOW - timedelta(days=2))
    Session.objects.create(session_key="new", session_data="x", expire_date=NOW + timedelta(days=2))
    partner = Partner.objects.create(name="Somewhere")
    for year in (2015, 2016):
        trace = Trace.objects.create(key=f"t:{year}", kind="work", title="t", last_year=year)
        Authorship.objects.create(trace=trace, author=f"Author {year}", partner=partner)
    for name, days in (("screening", 800), ("screening", 500), ("flags", 400), ("flags", 10)):
        RoundStep.objects.create(name=name, begun_at=NOW - timedelta(days=days))
    run(PUBLIC, NOW)
    assert [each.session_key for each in Session.objects.all()] == ["new"]
    assert [each.author for each in Authorship.objects.all()] == ["Author 2016"]
    assert sorted(step.name for step in RoundStep.objects.all()) == ["flags", "screening"]
    assert Tombstone.objects.get(label="traces.Authorship").institution_id is None


def test_an_uploaded_file_and_the_cells_of_its_rows_go_and_what_became_of_them_stays(
    institution: Institution, person: Callable[..., Actor], settings: object, tmp_path: Path,
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:  # fmt: skip
    settings.MEDIA_ROOT = tmp_path  # type: ignore[attr-defined]
    (tmp_path / "sheet").write_text("Kari Nordmann")
    actor, system = person(), Actor.system("tests", institution.pk)
    with acting_for(system):
        batch = ImportBatch.objects.create(
            institution=institution, filename="list.csv", file="sheet", uploaded_by_id=actor.member_id
        )
        ImportedRow.objects.create(institution=institution, batch=batch, number=2, outcome="refused", cells=["Kari"])
        later = timezone.now() + timedelta(days=400)
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
            run(system, later)
        batch.refresh_from_db()
        row = ImportedRow.objects.get()
        assert (batch.file, batch.filename, row.cells, row.outcome) == ("", "list.csv", [], "refused")
        assert not (tmp_path / "sheet").exists()
        assert look(system, later) == []


def test_a_year_after_somebody_left_a_pseudonym_stands_for_them(
    institution: Institution, person: Callable[..., Actor]
) -> None:
    actor, stays = person(name="Kari Nordmann"), person(name="Ola Blir")
    system = Actor.system("tests", institution.pk)
    with acting_for(system):
        Member.objects.filter(pk=actor.member_id).update(ended_at=NOW - timedelta(days=364))
        assert run(system, NOW) == []
        run(system, NOW + timedelta(days=2))
        member = Member.objects.select_related("user").get(pk=actor.member_id)
        assert member.user.name.startswith("N.N. ")
        assert not member.user.is_active
        assert not User.objects.filter(name="Kari Nordmann").exists()
        assert User.objects.filter(pk=stays.user_id, name="Ola Blir").exists()
        assert verify_chain(institution.pk) is None


def test_what_somebody_has_elsewhere_stays_when_they_leave_one_institution(
    institution: Institution, other_institution: Institution, person: Callable[..., Actor]
) -> None:
    actor = person(name="Kari Nordmann")
    with acting_for(Actor.system("tests", other_institution.pk)):
        elsewhere = Member.objects.create(institution=other_institution, user_id=actor.user_id, title="Professor II")
    system = Actor.system("tests", institution.pk)
    with acting_for(system):
        Member.objects.filter(pk=actor.member_id).update(ended_at=NOW - timedelta(days=500))
        run(system, NOW)
    with acting_for(Actor.system("tests", other_institution.pk)):
        place = Member.objects.select_related("user").get(pk=elsewhere.pk)
        assert (place.user.name, place.title) == ("Kari Nordmann", "Professor II")


def test_what_is_stopped_waits(institution: Institution, person: Callable[..., Actor]) -> None:
    actor, system = person(), Actor.system("tests", institution.pk)
    with acting_for(system):
        Visit.objects.create(institution=institution, member_id=actor.member_id, latest=NOW - timedelta(days=800))
        stop = Pseudonym.objects.create(institution=institution, member_id=actor.member_id, account_id=actor.user_id)
        assert look(system, NOW) == []
        stop.delete()
        assert [found.label for found in look(system, NOW)] == ["overview.Visit"]


def test_every_rule_can_be_applied_in_every_institution(
    institution: Institution, other_institution: Institution
) -> None:
    assert {rule.label for rule in rules()} >= {"procrastinate.ProcrastinateJob", "institutions.DutyAssignment"}
    assert run_everywhere(really=False) == 0


def test_the_command_says_what_it_would_remove_and_removes_it_only_when_told() -> None:
    Session.objects.create(session_key="old", session_data="x", expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    said = CliRunner().invoke(retention, [])
    assert "1 to remove. Nothing was changed" in said.output
    assert Session.objects.count() == 1
    done = CliRunner().invoke(retention, ["--run"])
    assert "1 removed" in done.output
    assert Session.objects.count() == 0
