"""The rows of the section watch-appraisals, and its steps. Imported only after Django is set up."""

import random
import time
from datetime import date
from uuid import UUID, uuid4

from django.db.models import Model
from django.utils import timezone

from aktsom.appraisal.actions import raise_own_flags, raise_public_flags
from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.scope import scope_of
from aktsom.appraisal.watch.looking import look_again
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation, CooperationPartner
from aktsom.core.actor import Actor
from aktsom.core.bulk import insert_rows
from aktsom.core.evidence import freeze
from aktsom.core.statistics import refresh_statistics
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Member, Unit, User
from aktsom.knowledge.screening.models import ScreeningHit

APPRAISALS, PARTNERS, LISTED = 100_000, 13_000, 200
COUNTRIES = ("DE", "FR", "CN", "US", "IN", "BR", "ZA", "JP")
PUBLIC = Actor.system("bench")


def run() -> None:
    """Build, then measure a round without change, one that lists 200 partners, and one more without change."""
    chance = random.Random(5)
    partners = _partners(chance)
    institution, member, unit = _institution()
    system = Actor.system("bench", institution.pk)
    with acting_for(system):
        _appraisals(chance, institution, member, unit, partners)
    refresh_statistics()
    _round(system, "first round, everything is new")
    with acting_for(PUBLIC):
        _list(chance.sample(partners, LISTED))
    reached = _round(system, f"after an update that lists {LISTED} partners")
    _round(system, "once more, nothing changed")
    with acting_for(system):
        opened = Appraisal.objects.filter(round=2).count()
    print(f"  {APPRAISALS:,} appraisals, {PARTNERS:,} partners; reached {reached:,}, of which {opened:,} opened again")


def _round(system: Actor, what: str) -> int:
    started, used = time.perf_counter(), time.process_time()
    with acting_for(PUBLIC):
        raise_public_flags(PUBLIC)
    with acting_for(system):
        raise_own_flags(system)
        flags = time.perf_counter()
        reached = look_again(Actor.system("watch", system.institution_id))
    ended = time.perf_counter()
    print(
        f"  {what}: {ended - started:.1f} s in all, flags {flags - started:.1f} s, watch {ended - flags:.1f} s"
        f" ({time.process_time() - used:.1f} s of this process, the rest is the database and waiting);"
        f" {reached:,} appraisals looked at"
    )
    return reached


def _partners(chance: random.Random) -> list[UUID]:
    ids = [uuid4() for _each in range(PARTNERS)]
    now = timezone.now()
    with acting_for(PUBLIC):
        insert_rows(
            Partner,
            (
                _filled(Partner, id=pk, name=f"Partner {pk}", country=chance.choice(COUNTRIES), created_at=now)
                for pk in ids
            ),
        )
    return ids


def _institution() -> tuple[Institution, Member, Unit]:
    institution = Institution.objects.create(slug="bench", name_nb="Bench", name_en="Bench", kind="university")
    user = User.objects.create(email="bench@example.org", name="Bench")
    with acting_for(Actor.system("bench", institution.pk)):
        unit = Unit.objects.create(institution=institution, name_nb="Bench")
        member = Member.objects.create(institution=institution, user=user, unit=unit)
    return institution, member, unit


def _appraisals(
    chance: random.Random, institution: Institution, member: Member, unit: Unit, partners: list[UUID]
) -> None:
    of = {
        uuid4(): (chance.choice(partners), ["quantum"] if chance.random() < 0.1 else []) for _each in range(APPRAISALS)
    }
    evidence, now = freeze(Actor.system("bench", institution.pk), {"of": "the bench"}), timezone.now()
    insert_rows(
        Cooperation,
        (
            _filled(
                Cooperation, id=pk, institution_id=institution.pk, title=f"Cooperation {pk}", kind="research-project",
                unit_id=unit.pk, registered_at=now, changed_at=now, fields=fields,
            )
            for pk, (_partner, fields) in of.items()
        ),
    )  # fmt: skip
    insert_rows(
        CooperationPartner,
        (
            _filled(CooperationPartner, institution_id=institution.pk, cooperation_id=pk, partner_id=partner)
            for pk, (partner, _fields) in of.items()
        ),
    )
    insert_rows(
        Appraisal,
        (
            _filled(
                Appraisal, id=uuid4(), institution_id=institution.pk, cooperation_id=pk, kind="research-project",
                title=f"Appraisal {pk}", unit_id=unit.pk, owner_id=member.pk, begun_by_id=member.pk, begun_at=now,
                state="went-ahead", state_since=now, submitted_at=now, valid_until=date(2030, 1, 1),
                evidence_id=evidence.pk, scope=scope_of(Cooperation(kind="research-project", fields=fields), [partner]),
            )
            for pk, (partner, fields) in of.items()
        ),
    )  # fmt: skip


def _list(partners: list[UUID]) -> None:
    insert_rows(
        ScreeningHit,
        (
            _filled(
                ScreeningHit, subject_kind="partner", subject_id=pk, listing=f"us-1286:{number}", list_id="us-1286",
                listing_name="Listed", query_name="Listed", matched_name="Listed", score=1.0, strength="exact",
                source_date=date(2026, 11, 1), found_at=timezone.now(),
            )
            for number, pk in enumerate(partners)
        ),
    )  # fmt: skip


def _filled(model: type[Model], **given: object) -> dict[str, object]:
    """A row with the model's own defaults, by column."""
    row: dict[str, object] = {}
    for field in model._meta.concrete_fields:
        column = str(field.column)
        if field.attname in given:
            row[column] = given[field.attname]
        elif field.primary_key:
            row[column] = uuid4()
        elif field.has_default() or not field.null:
            row[column] = field.get_default()
    return row
