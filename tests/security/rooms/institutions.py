"""Institutions: units, members, duties, and the keys of programs."""

from datetime import date

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions import actions
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import DutyAssignment, Member, User
from tests.security.driving import Sent
from tests.security.world import OWN, PARENT, World

ORDER = 5


def things(world: World) -> None:
    """A key of the author's, and somebody who has an account but no place."""
    with acting_for(world.author):
        key, _secret = make_key(world.author, label="The author's archive")
    user = User.objects.create(email="kollega@example.org", name="Kollega Kollegasen", password="!")
    colleague = Member.objects.create(
        institution=world.institution, user=user, unit=world.units[OWN], opened_account=True
    )
    held = DutyAssignment.objects.create(
        institution=world.institution,
        member=colleague,
        duty=Duty.HR_RECRUITER,
        unit=world.units[OWN],
        starts=date(2020, 1, 1),
    )
    spare = actions.add_unit(world.system, name_nb="Spare", name_en="Spare", parent=world.units[PARENT])
    closed = actions.add_unit(world.system, name_nb="Lukket", name_en="Closed", parent=world.units[PARENT])
    actions.close_unit(world.system, unit=closed, reason="No more people")
    newcomer = User.objects.create(email="newcomer@example.org", name="Newcomer", password="!")
    world.things |= {"key_id": str(key.pk), "key_label": key.label, "newcomer": newcomer.email}
    world.things |= {
        "member_id": str(colleague.pk),
        "colleague": user.email,
        "assignment_id": str(held.pk),
        "spare_unit_id": str(spare.pk),
        "closed_unit_id": str(closed.pk),
        "step": "rename",
    }


def _correct_name(actor: Actor, world: World) -> object:
    with acting_for(world.system):
        colleague = Member.objects.select_related("user").get(pk=world.things["member_id"])
    return actions.correct_name(actor, member=colleague, name="Corrected")


STEP = "POST /institution/units/{unit_id}/{step}/"


SENT = {
    "GET /account/keys/": Sent(looks_for="The author&#x27;s archive"),
    "POST /account/keys/": Sent({"label": "Matrix"}),
    "GET /api/v1/keys": Sent(looks_for="{key_label}"),
    "POST /api/v1/keys": Sent({"label": "Matrix"}),
    "ACTION set up an institution": Sent(
        call=lambda actor, _world: actions.set_up_institution(
            actor, slug="vestvik", name_nb="Vestvik", name_en="Vestvik", kind="university"
        )
    ),
    "POST /institution/duties/new/": Sent(
        {"duty": "facility-owner", "member": "{colleague}", "unit": "{unit_id}", "deputy": "", "starts": "", "ends": ""}
    ),
    "POST /institution/duties/new/ # leadership": Sent(
        {"duty": "leadership", "member": "{colleague}", "unit": "", "deputy": "", "starts": "", "ends": ""}
    ),
    "POST /institution/duties/{assignment_id}/": Sent({"deputy": "", "ends": "2099-12-31"}),
    "POST /institution/duties/required/": Sent({"duty": "hr-recruiter", "level": "institution"}),
    "GET /institution/units/": Sent(looks_for="Spare"),
    "POST /institution/units/new/": Sent({"name_nb": "Ny enhet", "name_en": "New", "parent": "", "external_id": ""}),
    "GET /institution/units/{unit_id}/": Sent(address="/institution/units/{spare_unit_id}/", looks_for="Spare"),
    "GET /institution/units/{unit_id}/{step}/": Sent(address="/institution/units/{spare_unit_id}/move/"),
    f"{STEP}": Sent({"name_nb": "Ledig", "name_en": "Free"}, address="/institution/units/{spare_unit_id}/rename/"),
    f"{STEP} # move": Sent({"parent": "", "reason": "R"}, address="/institution/units/{spare_unit_id}/move/"),
    f"{STEP} # merge": Sent({"into": "{unit_id}", "reason": "R"}, address="/institution/units/{spare_unit_id}/merge/"),
    f"{STEP} # close": Sent({"reason": "R"}, address="/institution/units/{spare_unit_id}/close/"),
    f"{STEP} # reopen": Sent({"reason": "R"}, address="/institution/units/{closed_unit_id}/reopen/"),
    "GET /institution/members/": Sent(query="?q=Kollega", looks_for="Kollega Kollegasen"),
    "POST /institution/members/new/": Sent({"email": "new@example.org", "name": "New", "unit": "", "title": ""}),
    "GET /institution/members/{member_id}/": Sent(looks_for="Kollega Kollegasen"),
    "POST /institution/members/{member_id}/place/": Sent({"unit": "", "title": "Professor"}),
    "POST /institution/members/{member_id}/end/": Sent({"reason": "R"}),
    "POST /institution/members/{member_id}/away/": Sent({"away_from": "2099-01-01", "away_until": "2099-01-02"}),
    "ACTION add a member": Sent(
        call=lambda actor, world: actions.add_member(actor, user=User.objects.get(email=world.things["newcomer"]))
    ),
    "ACTION correct a member's name": Sent(call=_correct_name),
}
