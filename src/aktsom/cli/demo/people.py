"""Invented people with every duty, so that each page can be seen as those who use it see it."""

import hashlib
import hmac
from datetime import date

from django.conf import settings

from aktsom.cli.demo import house
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.actions import add_member, assign_duty
from aktsom.institutions.models import Institution, Member, Unit, User

DOMAIN = "demo.aktsom.example"
# Institutions with people: every duty, or only these.
SETTLED: dict[str, tuple[Duty, ...]] = {"ntnu": (), "uio": (Duty.RESEARCH_SECURITY_ADVISER, Duty.LEADERSHIP)}

SINCE = date(2025, 1, 1)

# Name, title, unit ("" for the whole institution), duty (None for a researcher without one).
PEOPLE: tuple[tuple[str, str, str, Duty | None], ...] = (
    ("Astrid Lunde", "Rådgiver", "", Duty.RESEARCH_SECURITY_ADVISER),
    ("Harald Moen", "Seksjonsleder", "", Duty.RESEARCH_SECURITY_LEAD),
    ("Ingrid Solbakken", "Rektor", "", Duty.LEADERSHIP),
    ("Jonas Haugen", "Dekan", "Fakultet for ingeniørvitenskap", Duty.UNIT_LEADER),
    ("Kari Nygård", "Eksportkontrollansvarlig", "", Duty.EXPORT_CONTROL_OFFICER),
    ("Lars Brekke", "Jurist", "", Duty.AGREEMENTS_OFFICER),
    ("Maja Eide", "Rekrutteringsrådgiver", "", Duty.HR_RECRUITER),
    ("Nils Tangen", "Forskningsetisk rådgiver", "", Duty.CONTACT_ETHICS),
    ("Oda Fjeld", "Seniorrådgiver", "", Duty.CONTACT_PRESSURE),
    ("Petter Aas", "Sikkerhetsleder", "", Duty.CONTACT_BREACH),
    ("Ragnhild Vik", "Hovedverneombud", "", Duty.CONTACT_SAFETY),
    ("Sigrid Holm", "Personvernombud", "", Duty.DATA_PROTECTION_OFFICER),
    ("Tor Bakken", "Laboratorieleder", "Fakultet for naturvitenskap", Duty.FACILITY_OWNER),
    ("Unni Strand", "Opplæringskoordinator", "", Duty.TRAINING_COORDINATOR),
    ("Vidar Myhre", "Internrevisor", "", Duty.INTERNAL_AUDITOR),
    ("Wenche Dahl", "Sektorkoordinator", "", Duty.SECTOR_COORDINATOR),
    ("Yngve Ruud", "Driftsansvarlig", "", Duty.PLATFORM_OPERATOR),
    ("Åse Lien", "Førsteamanuensis", "Fakultet for ingeniørvitenskap", None),
)


def settle(institution: Institution, *, only: tuple[Duty, ...] = ()) -> None:
    """Give the institution its units and people; those who are there already stay as they are."""
    system = Actor.system("demo", institution.pk)
    with acting_for(system):
        units = house.build_units(system, house.TREES[institution.slug])
        for name, title, unit_name, duty in PEOPLE:
            if not only or duty in only:
                _place(system, institution, name, title, units.get(unit_name), duty)
        house.settle_colleagues(system, institution, units, house.COLLEAGUES[institution.slug], address_of)


def sign_ins() -> list[tuple[str, str, str, str]]:
    """Address, password, duty and institution of each, for the summary."""
    rows = []
    for slug, only in SETTLED.items():
        institution = Institution.objects.filter(slug=slug).first()
        if institution is None:
            continue
        for name, title, _unit, duty in PEOPLE:
            if not only or duty in only:
                address = address_of(name, institution)
                rows.append((address, password_of(address), str(duty.label if duty else title), institution.name_en))
    return rows


def password_of(address: str) -> str:
    """The password of a demo person: another one in every installation, the same at each start."""
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()[:16]


def _place(
    system: Actor, institution: Institution, name: str, title: str, unit: Unit | None, duty: Duty | None
) -> None:
    address = address_of(name, institution)
    user = User.objects.filter(email=address).first() or User.objects.create_user(address, name=name)
    if not user.check_password(password_of(address)):
        user.set_password(password_of(address))
        user.save(update_fields=["password"])
    if Member.objects.filter(user=user).exists():
        return
    member = add_member(system, user=user, unit=unit, title=title)
    if duty is not None:
        assign_duty(system, member=member, duty=duty, unit=unit, starts=SINCE)


def address_of(name: str, institution: Institution) -> str:
    """The invented address of an invented person."""
    plain = name.lower().replace("å", "a").replace("ø", "o").replace("æ", "ae").replace(" ", ".")
    return f"{plain}@{institution.slug}.{DOMAIN}"
