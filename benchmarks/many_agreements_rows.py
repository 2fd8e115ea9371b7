"""The rows of the section agreements, and its pages. Imported only after Django is set up."""

import gc
import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aktsom.content import clause_library
from aktsom.cooperation.agreements.models import (
    Agreement,
    AgreementParty,
    ClauseCheck,
    DocumentVersion,
    Finding,
)
from aktsom.cooperation.agreements.models.checks import Verdict
from aktsom.cooperation.deadlines.keeping import refresh
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.statistics import refresh_statistics
from aktsom.core.tenancy import acting_for
from aktsom.identity.signing_in import STRONG
from aktsom.institutions.models import DutyAssignment, Institution, Member, Unit, User
from benchmarks.many_agreements_lives import BATCH, live

AGREEMENTS, PARTNERS, UNITS, ROUNDS, AIM = 10_000, 2_000, 60, 25, 200
PASSAGES = [{"text": "Each party may end this agreement with ninety days' notice in writing. " * 8, "page": 1}]
COUNTRIES = ("DE", "FR", "CN", "US", "IN", "BR", "ZA", "JP")


def run() -> None:
    """Build, then open lists, days, the year, the overview and the start page as officer, as leader of a unit and as rector."""
    chance = random.Random(5)
    with acting_for(Actor.system("bench")):
        partners = Partner.objects.bulk_create(
            Partner(name=f"Institute {number} of Weldenburg", country=chance.choice(COUNTRIES))
            for number in range(PARTNERS)
        )
    institution = Institution.objects.create(slug="bench", name_nb="Benk", name_en="Bench", kind="university")
    with acting_for(Actor.system("bench", institution.pk)):
        units = [Unit.objects.create(institution=institution, name_nb=f"Enhet {number}") for number in range(UNITS)]
        officer = _member(institution, Duty.AGREEMENTS_OFFICER, None)
        leader, *_others = [_member(institution, Duty.UNIT_LEADER, unit) for unit in units]
        rector = _member(institution, Duty.LEADERSHIP, None)
        longest = _agreements(chance, institution, officer, units, partners)
        refresh(Actor.system("bench", institution.pk))
    refresh_statistics()
    settings.ALLOWED_HOSTS, settings.AKTSOM_CALLS_PER_MINUTE = ["testserver"], 0
    gc.collect()
    gc.freeze()  # as a web process does with what is there before it answers
    print(f"  {AGREEMENTS:,} agreements, half of them checked, {PARTNERS:,} partners; aim: {AIM} ms at p95")
    for who, member in (("agreements officer", officer), ("leader of a unit", leader), ("leadership", rector)):
        client = _signed_in(member)
        for page in _pages(partners[0], units[0], longest, writes=member is not rector):
            _measure(client, who, page)


def _pages(partner: Partner, unit: Unit, agreement: Agreement, *, writes: bool) -> list[str]:
    here = reverse("agreements:list")
    return [
        here,
        f"{here}?page=200",
        f"{here}?q=Institute+17",
        f"{here}?country=CN&state=in-force",
        f"{here}?kind=gift&sort=ends",
        f"{here}?lacks=academic-freedom",
        f"{here}?checked=no",
        f"{here}?complete=no",
        f"{here}?complete=yes",
        f"{here}?partner={partner.pk}",
        f"{here}?unit={unit.pk}",
        reverse("deadlines:waiting"),
        reverse("deadlines:year"),
        reverse("overview:agreements"),
        reverse("overview:agreement-gap", args=["lacks"]),
        reverse("overview:without-agreement"),
        reverse("agreements:detail", args=[agreement.pk]),
        reverse("exits:drill", args=[agreement.pk]),
        *([reverse("exits:strategy", args=[agreement.pk])] if writes else []),
        reverse("exits:breaches"),
        reverse("exits:tasks"),
        reverse("register:list"),
        "/search/?q=Agreement+17",
        "/",
    ]


def _measure(client: Client, who: str, page: str) -> None:
    client.get(page)
    taken = sorted(_milliseconds(lambda: client.get(page)) for _round in range(ROUNDS))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page, follow=True).status_code == 200
    p95 = taken[int(len(taken) * 0.95)]
    print(f"  {who}, {page[:60]}: median {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms, {len(queries)} queries")


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def _member(institution: Institution, duty: Duty, unit: Unit | None) -> Member:
    user = User.objects.create(email=f"{duty}.{unit.pk if unit else 0}@bench.example", name=str(duty.label))
    member = Member.objects.create(institution=institution, user=user, unit=unit)
    DutyAssignment.objects.create(institution=institution, member=member, duty=duty, unit=unit)
    return member


def _signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member.user, backend=settings.AUTHENTICATION_BACKENDS[0])
    session = client.session
    session["institution"], session[STRONG] = member.institution_id, True
    session.save()
    return client


def _agreements(
    chance: random.Random, institution: Institution, member: Member, units: list[Unit], partners: list[Partner]
) -> Agreement:
    of = {"institution": institution}
    rows = Agreement.objects.bulk_create(
        (_agreement(chance, number, institution, member, units) for number in range(AGREEMENTS)), batch_size=BATCH
    )
    AgreementParty.objects.bulk_create(
        (
            AgreementParty(**of, agreement=row, side="theirs", partner=partner)
            for row in rows
            for partner in chance.sample(partners, chance.choice((1, 1, 1, 2, 4)))
        ),
        batch_size=BATCH,
    )
    _checks(chance, live(chance, rows)[: AGREEMENTS // 2])
    return rows[0]


def _agreement(
    chance: random.Random, number: int, institution: Institution, member: Member, units: list[Unit]
) -> Agreement:
    starts = date(2015, 1, 1) + timedelta(chance.randrange(4_000))
    return Agreement(
        institution=institution,
        title=f"Agreement {number}",
        kind=chance.choice(Agreement.Kind.values),
        state=chance.choice(Agreement.State.values),
        unit=chance.choice(units) if number else units[0],
        owner=member,
        registered_by=member,
        starts=starts,
        ends=starts + timedelta(chance.randrange(100, 3_000)),
        notice_days=90,
        renewal_months=chance.choice((0, 12)),
        review_months=12,
    )


def _checks(chance: random.Random, files: list[DocumentVersion]) -> None:
    checks = ClauseCheck.objects.bulk_create(
        (ClauseCheck(**_of(file), document_version=file, progress="done", current=True) for file in files),
        batch_size=BATCH,
    )
    Finding.objects.bulk_create(
        (
            Finding(
                **_of(check),
                clause_check=check,
                condition=name,
                required=True,
                verdict=chance.choice(Verdict.values),
                passages=PASSAGES,
            )
            for check in checks
            for name in clause_library().conditions
        ),
        batch_size=BATCH,
    )


def _of(row: DocumentVersion | ClauseCheck) -> dict[str, Any]:
    return {"institution_id": row.institution_id, "agreement_id": row.agreement_id}
