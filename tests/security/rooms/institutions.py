"""Institutions: units, members, duties, and the keys of programs."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions import actions
from aktsom.institutions.imports import import_structure, upload_structure
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import DutyAssignment, Member, SheetImport, User
from tests.security.driving import Sent, Upload
from tests.security.world import OWN, PARENT, WHOLE, World

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
    absorbed = actions.add_unit(world.system, name_nb="Slått sammen", name_en="Merged", parent=world.units[PARENT])
    actions.merge_units(world.system, unit=absorbed, into=spare, reason="One is enough")
    newcomer = User.objects.create(email="newcomer@example.org", name="Newcomer", password="!")
    world.things |= {"key_id": str(key.pk), "key_label": key.label, "newcomer": newcomer.email}
    world.things |= {
        "member_id": str(colleague.pk),
        "colleague": user.email,
        "assignment_id": str(held.pk),
        "member_version": colleague.version,
        "assignment_version": held.version,
        "spare_unit_version": spare.version,
        "spare_unit_id": str(spare.pk),
        "closed_unit_id": str(closed.pk),
        "absorbed_unit_id": str(absorbed.pk),
        "step": "rename",
        "kind": "units",
        "key": str(colleague.pk),
        "structure_id": str(_sheet(world, "100;Fra ark").pk),
        "structure_done_id": str(_imported(world).pk),
    }


def _sheet(world: World, row: str) -> SheetImport:
    rector = world.people[Duty.LEADERSHIP.value, WHOLE].actor
    upload = SimpleUploadedFile("enheter.csv", f"Kode;Navn\n{row}\n".encode())
    return upload_structure(rector, kind="units", upload=upload, filename="enheter.csv")


def _imported(world: World) -> SheetImport:
    rector = world.people[Duty.LEADERSHIP.value, WHOLE].actor
    return import_structure(rector, batch=_sheet(world, "101;Fra et annet ark"))


def _correct_name(actor: Actor, world: World) -> object:
    with acting_for(world.system):
        colleague = Member.objects.select_related("user").get(pk=world.things["member_id"])
    return actions.correct_name(actor, member=colleague, name="Corrected")


USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
UNIT = "POST /api/v1/units/{unit_id}"
STEP = "POST /institution/units/{unit_id}/{step}/"


SENT = {
    "GET /account/keys/": Sent(looks_for="The author&#x27;s archive"),
    "POST /account/keys/": Sent({"label": "Matrix"}),
    "GET /api/v1/responsibility": Sent(looks_for="Kollega Kollegasen"),
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
    f"{STEP} # undo-merger": Sent({"reason": "R"}, address="/institution/units/{absorbed_unit_id}/undo-merger/"),
    "GET /institution/members/": Sent(query="?q=Kollega", looks_for="Kollega Kollegasen"),
    "POST /institution/members/new/": Sent({"email": "new@example.org", "name": "New", "unit": "", "title": ""}),
    "GET /institution/members/{member_id}/": Sent(looks_for="Kollega Kollegasen"),
    "POST /institution/members/{member_id}/place/": Sent({"unit": "", "title": "Professor"}),
    "POST /institution/members/{member_id}/end/": Sent({"reason": "R"}),
    "POST /institution/members/{member_id}/away/": Sent({"away_from": "2099-01-01", "away_until": "2099-01-02"}),
    "GET /institution/import/": Sent(looks_for="enheter.csv"),
    "POST /institution/import/": Sent({"kind": "units", "sheet": Upload("ark.csv", b"Kode;Navn\n1;En\n")}),
    "GET /institution/import/example/{kind}": Sent(address="/institution/import/example/units"),
    "GET /institution/import/{batch_id}/": Sent(address="/institution/import/{structure_id}/", looks_for="enheter.csv"),
    "POST /institution/import/{batch_id}/": Sent(
        {"column-code": "0", "column-name_nb": "1"}, address="/institution/import/{structure_id}/"
    ),
    "POST /institution/import/{batch_id}/{step}/": Sent(address="/institution/import/{structure_id}/run/"),
    "POST /institution/import/{batch_id}/{step}/ # undo": Sent(address="/institution/import/{structure_done_id}/undo/"),
    "GET /institution/import/{batch_id}/left-out/{form}": Sent(
        address="/institution/import/{structure_done_id}/left-out/csv"
    ),
    "POST /api/v1/units": Sent({"name_nb": "Ny enhet"}),
    "PATCH /api/v1/units/{unit_id}": Sent(
        {"version": "{spare_unit_version}", "name_nb": "Ledig"}, address="/api/v1/units/{spare_unit_id}"
    ),
    f"{UNIT}/move": Sent({"parent": None, "reason": "R"}, address="/api/v1/units/{spare_unit_id}/move"),
    f"{UNIT}/merge": Sent({"into": "{unit_id}", "reason": "R"}, address="/api/v1/units/{spare_unit_id}/merge"),
    f"{UNIT}/undo-merger": Sent({"reason": "R"}, address="/api/v1/units/{absorbed_unit_id}/undo-merger"),
    f"{UNIT}/close": Sent({"reason": "R"}, address="/api/v1/units/{spare_unit_id}/close"),
    f"{UNIT}/reopen": Sent({"reason": "R"}, address="/api/v1/units/{closed_unit_id}/reopen"),
    "GET /api/v1/members": Sent(query="?q=Kollega", looks_for="Kollega Kollegasen"),
    "POST /api/v1/members": Sent({"email": "new@example.org", "name": "New"}),
    "PATCH /api/v1/members/{member_id}": Sent({"version": "{member_version}", "title": "Professor"}),
    "POST /api/v1/members/{member_id}/end": Sent({"reason": "R"}),
    "POST /api/v1/members/{member_id}/away": Sent({"away_from": "2099-01-01", "away_until": "2099-01-02"}),
    "POST /api/v1/duties": Sent({"duty": "facility-owner", "member": "{member_id}", "unit": "{unit_id}"}),
    "PATCH /api/v1/duties/{assignment_id}": Sent({"version": "{assignment_version}", "until": "2099-12-31"}),
    "POST /api/v1/duties/{assignment_id}/end": Sent({}),
    "POST /api/v1/duties/required": Sent({"duty": "hr-recruiter", "level": "institution"}),
    "GET /scim/v2/ResourceTypes/{key}": Sent(address="/scim/v2/ResourceTypes/User"),
    "GET /scim/v2/Schemas/{key}": Sent(address=f"/scim/v2/Schemas/{USER}"),
    "GET /scim/v2/Users": Sent(looks_for="Kollega Kollegasen"),
    "POST /scim/v2/Users": Sent({"schemas": [USER], "userName": "scim@example.org", "displayName": "Scim"}),
    "GET /scim/v2/Users/{key}": Sent(address="/scim/v2/Users/{member_id}", looks_for="Kollega Kollegasen"),
    "DELETE /scim/v2/Users/{key}": Sent(address="/scim/v2/Users/{member_id}"),
    "PUT /scim/v2/Users/{key}": Sent(
        {"schemas": [USER], "userName": "{colleague}", "title": "Ny"}, address="/scim/v2/Users/{member_id}"
    ),
    "PATCH /scim/v2/Users/{key}": Sent(
        {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "title", "value": "Ny"}]},
        address="/scim/v2/Users/{member_id}",
    ),
    "GET /scim/v2/Groups": Sent(looks_for="Spare"),
    "POST /scim/v2/Groups": Sent({"schemas": [GROUP], "displayName": "Ny gruppe"}),
    "GET /scim/v2/Groups/{key}": Sent(address="/scim/v2/Groups/{spare_unit_id}", looks_for="Spare"),
    "PUT /scim/v2/Groups/{key}": Sent(
        {"schemas": [GROUP], "displayName": "Nytt navn"}, address="/scim/v2/Groups/{spare_unit_id}"
    ),
    "PATCH /scim/v2/Groups/{key}": Sent(
        {"schemas": [PATCH], "Operations": [{"op": "replace", "path": "displayName", "value": "Nytt navn"}]},
        address="/scim/v2/Groups/{spare_unit_id}",
    ),
    "DELETE /scim/v2/Groups/{key}": Sent(address="/scim/v2/Groups/{spare_unit_id}"),
    "ACTION add a member": Sent(
        call=lambda actor, world: actions.add_member(actor, user=User.objects.get(email=world.things["newcomer"]))
    ),
    "ACTION correct a member's name": Sent(call=_correct_name),
}
