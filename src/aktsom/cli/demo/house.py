"""The demo institutions' units, and the invented colleagues who hold duties in them. Nobody signs in as a colleague."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.institutions.actions import add_member, add_unit, assign_duty, change_duty, merge_units
from aktsom.institutions.models import DutyAssignment, Institution, Member, Unit, User

Branch = tuple[str, str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody invented, with a duty for a unit ("" is the institution), a deputy by name, and a period."""

    name: str
    title: str
    unit: str
    duty: Duty | None = None
    deputy: str = ""
    starts: date = date(2025, 1, 1)
    ends: date | None = None


ENGINEERING, SCIENCE = "Fakultet for ingeniørvitenskap", "Fakultet for naturvitenskap"
MEDICINE, INFORMATION = "Fakultet for medisin og helsevitenskap", "Fakultet for informasjonsteknologi og elektroteknikk"
MATHEMATICS, UIO_MEDICINE = "Det matematisk-naturvitenskapelige fakultet", "Det medisinske fakultet"
MERGED = ("Institutt for produktutvikling", "Institutt for maskinteknikk og produksjon", "Styresak 41/25")

TREES: Mapping[str, Sequence[Branch]] = {
    "ntnu": (
        (ENGINEERING, "Faculty of Engineering", (
            ("Institutt for bygg- og miljøteknikk", "Department of Civil and Environmental Engineering"),
            ("Institutt for energi- og prosessteknikk", "Department of Energy and Process Engineering"),
            ("Institutt for marin teknikk", "Department of Marine Technology"),
            ("Institutt for maskinteknikk og produksjon", "Department of Mechanical and Industrial Engineering"),
            ("Institutt for produktutvikling", "Department of Product Development"),
        )),
        (SCIENCE, "Faculty of Natural Sciences", (
            ("Institutt for biologi", "Department of Biology"),
            ("Institutt for fysikk", "Department of Physics"),
            ("Institutt for kjemi", "Department of Chemistry"),
            ("Institutt for materialteknologi", "Department of Materials Science and Engineering"),
        )),
        (MEDICINE, "Faculty of Medicine and Health Sciences", (
            ("Institutt for klinisk og molekylær medisin", "Department of Clinical and Molecular Medicine"),
            ("Institutt for samfunnsmedisin og sykepleie", "Department of Public Health and Nursing"),
        )),
        (INFORMATION, "Faculty of Information Technology and Electrical Engineering", (
            ("Institutt for datateknologi og informatikk", "Department of Computer Science"),
            ("Institutt for elektroniske systemer", "Department of Electronic Systems"),
            ("Institutt for teknisk kybernetikk", "Department of Engineering Cybernetics"),
        )),
    ),
    "uio": (
        (MATHEMATICS, "Faculty of Mathematics and Natural Sciences", (
            ("Fysisk institutt", "Department of Physics"),
            ("Institutt for informatikk", "Department of Informatics"),
            ("Kjemisk institutt", "Department of Chemistry"),
        )),
        (UIO_MEDICINE, "Faculty of Medicine", (
            ("Institutt for helse og samfunn", "Institute of Health and Society"),
            ("Institutt for medisinske basalfag", "Institute of Basic Medical Sciences"),
        )),
        ("Det juridiske fakultet", "Faculty of Law", ()),
    ),
}  # fmt: skip

COLLEAGUES: Mapping[str, Sequence[Colleague]] = {
    "ntnu": (
        Colleague("Berit Løken", "Seniorrådgiver", ""),
        Colleague("Solveig Rønning", "Dekan", SCIENCE, Duty.UNIT_LEADER),
        Colleague("Anders Foss", "Dekan", MEDICINE, Duty.UNIT_LEADER),
        Colleague("Mona Krogh", "Dekan", INFORMATION, Duty.UNIT_LEADER),
        Colleague("Terje Ness", "Instituttleder", "Institutt for fysikk", Duty.UNIT_LEADER),
        Colleague("Guro Hagen", "Instituttleder", "Institutt for datateknologi og informatikk", Duty.UNIT_LEADER),
        Colleague("Pål Vinje", "Rådgiver", SCIENCE, Duty.EXPORT_CONTROL_OFFICER, deputy="Berit Løken"),
        Colleague("Hanne Sletten", "Rådgiver", INFORMATION, Duty.EXPORT_CONTROL_OFFICER),
        # The gap that a visitor of the demo finds: nobody since 1 March.
        Colleague("Erik Sand", "Rådgiver", ENGINEERING, Duty.EXPORT_CONTROL_OFFICER,
            starts=date(2024, 8, 1), ends=date(2026, 2, 28)),
    ),
    "uio": (
        Colleague("Tone Berg", "Dekan", MATHEMATICS, Duty.UNIT_LEADER),
        Colleague("Arne Lie", "Dekan", UIO_MEDICINE, Duty.UNIT_LEADER),
        Colleague("Live Dahle", "Rådgiver", MATHEMATICS, Duty.EXPORT_CONTROL_OFFICER),
        Colleague("Stein Moe", "Sikkerhetsleder", "", Duty.CONTACT_BREACH),
    ),
}  # fmt: skip


def build_units(system: Actor, tree: Sequence[Branch]) -> dict[str, Unit]:
    """The units by Norwegian name, those that are missing added; one merger is there to see how its history is told."""
    units = {unit.name_nb: unit for unit in Unit.objects.visible_to(system)}
    for name, english, under in tree:
        if name not in units:
            units[name] = add_unit(system, name_nb=name, name_en=english)
        for inner, inner_english in under:
            if inner not in units:
                units[inner] = add_unit(system, name_nb=inner, name_en=inner_english, parent=units[name])
    gone, stays, reason = MERGED
    if gone in units and units[gone].closed_at is None:
        merge_units(system, unit=units[gone], into=units[stays], reason=reason)
    return units


def settle_colleagues(
    system: Actor,
    institution: Institution,
    units: Mapping[str, Unit],
    colleagues: Sequence[Colleague],
    address_of: Callable[[str, Institution], str],
) -> None:
    """Give the colleagues their places and duties, once, and the sign-in people of some duties a deputy."""
    for each in colleagues:
        address = address_of(each.name, institution)
        if Member.objects.filter(user__email=address).exists():
            continue
        user = User.objects.filter(email=address).first() or User.objects.create_user(address, name=each.name)
        member = add_member(system, user=user, unit=units.get(each.unit), title=each.title, opened_account=True)
        if each.duty is not None:
            deputy = Member.objects.filter(user__email=address_of(each.deputy, institution)).first()
            assign_duty(
                system, member=member, duty=each.duty, unit=units.get(each.unit), deputy=deputy,
                starts=each.starts, ends=each.ends,
            )  # fmt: skip
    stand_in = Member.objects.filter(user__email=address_of("Berit Løken", institution)).first()
    central = DutyAssignment.objects.filter(duty=Duty.EXPORT_CONTROL_OFFICER, unit=None, deputy=None, ended_at=None)
    for held in central if stand_in else ():
        change_duty(system, assignment=held, deputy=stand_in, ends=held.ends)
