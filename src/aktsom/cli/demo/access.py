"""A handful of compartments as a laboratory owner has them: with access, a question that waits, and access that runs out."""

from datetime import timedelta

from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Member
from aktsom.protection.access.models import AccessGrant, Compartment, Prerequisite
from aktsom.protection.access.setting_up import Described, set_up_compartment

# Name, kind, level, what people should know, name in the door system, what it requires.
COMPARTMENTS = (
    (
        "Ionelaboratoriet", "laboratory", "protected", "Fokusert ionestråle og elektronmikroskop. Inngang fra kjelleren.",
        "DOR-B1-014", (("course", "Lasersikkerhet"), ("agreement", "Taushetserklæring")),
    ),
    ("Kvantelaboratoriet", "laboratory", "strict", "Kryostater og enkeltfotonkilder.", "DOR-B2-003", ()),
    ("Tungregneklyngen, lukket del", "system", "protected", "Prosjekter med eksportkontrollerte data.", "hpc-closed", ()),
    ("Genomdata fra Nordavind", "data-set", "strict", "Helsedata om 4 200 deltakere.", "gen-nordavind", ()),
    ("Samarbeid om flerbruksteknologi", "records", "strict", "Samarbeid som bare noen få skal vite om.", "", ()),
)  # fmt: skip
# Whose access, to which, for what, days left (none: waits for an answer), as an emergency.
ACCESS = (
    ("Åse Lien", 0, "Prøver for prosjektet om batterimaterialer", 200, False),
    ("Astrid Lunde", 0, "Befaring av sikkerheten", 12, False),
    ("Jonas Haugen", 1, "Omvisning for programkomiteen", 90, False),
    ("Petter Aas", 2, "Hendelseshåndtering", 120, False),
    ("Åse Lien", 2, "Beregninger for batterimaterialer", None, False),
    ("Maja Eide", 3, "Tilsetting av datakurator", None, False),
    ("Astrid Lunde", 4, "Vurdering av flerbruk", 150, False),
    ("Petter Aas", 1, "Gassalarm natt til søndag", 0, True),
)


def furnish(institution: Institution) -> None:
    """Set up the compartments and the access to them; what is there already stays as it is."""
    system = Actor.system("demo", institution.pk)
    with acting_for(system):
        members = {each.user.name: each for each in Member.objects.visible_to(system).select_related("user", "unit")}
        owner = Member.objects.visible_to(system).filter(duties__duty=Duty.FACILITY_OWNER).first()
        if owner is None or Compartment.objects.visible_to(system).exists():
            return
        made = [_set_up(system, owner, members.get("Harald Moen"), each) for each in COMPARTMENTS]
        for name, number, purpose, days, is_emergency in ACCESS:
            if name in members:
                _let_in(made[number], members[name], owner, purpose, days, is_emergency=is_emergency)


def _set_up(
    system: Actor,
    owner: Member,
    deputy: Member | None,
    said: tuple[str, str, str, str, str, tuple[tuple[str, str], ...]],
) -> Compartment:
    name, kind, level, description, reference, required = said
    described = Described(
        name=name,
        kind=kind,
        level=level,
        owner=owner.pk,
        deputy=deputy.pk if deputy else None,
        unit=owner.unit_id,
        description=description,
        reference=reference,
    )
    compartment = set_up_compartment(system, described=described)
    for what, title in required:
        Prerequisite.objects.create(
            institution_id=compartment.institution_id, compartment=compartment, kind=what, title=title
        )
    return compartment


def _let_in(
    compartment: Compartment, member: Member, owner: Member, purpose: str, days: int | None, *, is_emergency: bool
) -> None:
    now = timezone.now()
    granted = {} if days is None else {"state": "granted", "begins": now, "until": now + timedelta(days=days, hours=8)}
    decided = {} if days is None or is_emergency else {"decided_by": owner, "decided_at": now}
    AccessGrant.objects.create(
        institution_id=compartment.institution_id,
        compartment=compartment,
        member=member,
        purpose=purpose,
        asked_until=timezone.localdate() + timedelta(days=days or 60),
        is_emergency=is_emergency,
        **granted,
        **decided,
    )
