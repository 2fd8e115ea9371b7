"""Lives in the register: partners that become one change nothing in them, and a day is over at midnight where we are.

The 10,000 lives that only follow the engine's rules stand in tests/engine/agreements/test_random_lives.py.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aktsom.cooperation.agreements import papers
from aktsom.cooperation.agreements.drafts import PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.moving import StepDraft, move_by_calendar, take_step
from aktsom.cooperation.agreements.open_steps import steps_open
from aktsom.cooperation.deadlines.keeping import refresh
from aktsom.cooperation.deadlines.models import AgreementDay
from aktsom.cooperation.partners.actions import merge_partners
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.tenancy import acting_for
from aktsom.engine.agreements.lifecycle import Step
from aktsom.institutions.models import Unit
from tests.cooperation.deadlines.test_days_as_work import kinds

pytestmark = pytest.mark.django_db
Person, MakeUnit, MakeAgreement = Callable[..., Actor], Callable[..., Unit], Callable[..., Agreement]
Clock, MakePartner = Callable[..., None], Callable[..., Partner]
HERE, FIRST, LAST = ZoneInfo("Europe/Oslo"), time(), time(23, 59, 59)
LEAP, SUMMER_BEGINS, SUMMER_ENDS = date(2028, 2, 29), date(2028, 3, 26), date(2028, 10, 29)
DAYS = (LEAP, SUMMER_BEGINS, SUMMER_ENDS, date(2028, 12, 31))
LIVES, EVENTS = 15, 6


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Lets it be a second of a day where the institution is; the machine counts in universal time."""

    def at(day: date, second: time) -> None:
        moment = datetime.combine(day, second, HERE).astimezone(UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


@pytest.mark.parametrize("day", DAYS)
def test_a_day_of_notice_is_missed_from_midnight_on_where_we_are(
    day: date, clock: Clock, person: Person, unit: MakeUnit, agreement: MakeAgreement
) -> None:
    clock(day, LAST)
    department, began, ends = unit("Institutt"), day - timedelta(300), day + timedelta(30)
    owner, leader = person(unit=department), person(Duty.UNIT_LEADER, unit=department)
    times = {"starts": began, "ends": ends, "notice_days": 30, "renewal_months": 12}
    agreement(owner, state="signed", signed_on=began, unit=department.pk, **times)
    assert (kinds(owner), kinds(leader)) == (["notice"], [])
    clock(day + timedelta(1), FIRST)
    assert (kinds(owner), kinds(leader)) == (["notice"], ["notice"])


def test_partners_that_become_one_change_nothing_in_the_lives_of_their_agreements(
    clock: Clock, person: Person, agreement: MakeAgreement, partner: MakePartner
) -> None:
    clock(date(2028, 1, 1), FIRST)
    officer, adviser = person(Duty.AGREEMENTS_OFFICER), person(Duty.RESEARCH_SECURITY_ADVISER)
    taken: Counter[str] = Counter()
    for seed in range(LIVES):
        chance, day = Random(seed), date(2028, 1, 1)
        clock(day, FIRST)
        kept, gone, other = (partner(f"{name} {seed}") for name in ("Weldenburg", "Selmer", "Harbour"))
        begun = _begun(chance)
        merged = agreement(officer, **begun, parties=_bound_by(gone, chance.choice([kept, other])))
        alone = agreement(officer, **begun, parties=_bound_by(other, partner("Testmark Institute of Ice")))
        when = chance.randrange(EVENTS)
        for event in range(EVENTS):
            if event == when:
                with acting_for(adviser):
                    merge_partners(adviser, kept, gone)
            taken[_happens_to_both(chance, officer, merged, alone, day)] += 1
            day = _later(chance, day)
            clock(day, chance.choice([FIRST, LAST]))
            _night(officer)
            assert timezone.localdate() == day
            assert _told(officer, merged) == _told(officer, alone), (seed, event)
    assert taken.total() - taken["nothing"] > LIVES, taken
    assert len(taken) > 6, taken


def _begun(chance: Random) -> dict[str, object]:
    starts = date(2028, 1, 1) - timedelta(chance.randrange(400))
    ends = chance.choice([None, *DAYS, LEAP + timedelta(chance.randrange(900))])
    return {
        "state": chance.choice(["negotiated", "signed", "signed"]),
        "starts": starts,
        "ends": ends,
        "notice_months": chance.choice([0, 1, 6]),
        "renewal_months": chance.choice([0, 1, 12]) if ends else 0,
        "review_months": chance.choice([0, 12]),
    }


def _bound_by(*partners: Partner) -> tuple[PartyDraft, ...]:
    return PartyDraft(signatory="R. Ektor"), *(PartyDraft(partner=each.pk, signatory="A. Ice") for each in partners)


def _happens_to_both(chance: Random, officer: Actor, merged: Agreement, alone: Agreement, today: date) -> str:
    """The same step, with the same outcome; gives which, or that it was refused."""
    with acting_for(officer):
        rows = [Agreement.objects.get(pk=each.pk) for each in (merged, alone)]
    steps = steps_open(rows[0])
    assert steps == steps_open(rows[1])
    if not steps:
        return "nothing"
    step = chance.choice(steps)
    on, last_day = chance.choice([None, today]), chance.choice([None, today + timedelta(chance.randrange(900))])
    outcomes = [_taken(officer, row, step, StepDraft(reason="Because.", on=on, last_day=last_day)) for row in rows]
    assert outcomes[0] == outcomes[1]
    return outcomes[0]


def _taken(officer: Actor, row: Agreement, step: Step, given: StepDraft) -> str:
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.4 not much")
    with acting_for(officer):
        try:
            if step is Step.SIGN:
                papers.add_document(officer, agreement=row, upload=letter)
            elif step in (Step.GIVE_NOTICE, Step.TERMINATE):
                given = replace(given, upload=letter)
            take_step(officer, agreement=row, step=step, given=given)
        except (ConflictError, InvalidError):
            return "refused"
    return step.value


def _later(chance: Random, day: date) -> date:
    """Often the day before or after one that is no day like others."""
    ahead = [each for each in DAYS if each > day]
    near = [ahead[0] + timedelta(chance.choice([-1, 0, 1]))] if ahead else []
    return max(day, chance.choice([*near, *near, day + timedelta(chance.randrange(120))]))


def _night(officer: Actor) -> None:
    """What the worker does after midnight."""
    system = Actor.system("tests", officer.institution_id)
    with acting_for(system):
        move_by_calendar(system, today=timezone.localdate())
        refresh(system)


def _told(officer: Actor, made: Agreement) -> tuple[object, ...]:
    with acting_for(officer):
        row = Agreement.objects.get(pk=made.pk)
        days = sorted(AgreementDay.objects.filter(agreement=row).values_list("kind", "day"))
    decided = (row.signed_on, row.ends, row.ends_on, row.decided_until, row.suspended_since, row.reviewed_on)
    return row.state, row.last_day, decided, days
