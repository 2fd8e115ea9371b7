"""Talking to door and identity systems: who may enter, as CSV and SCIM 2.0, and what they say themselves, read back."""

import csv
import io
from typing import Any

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError
from aktsom.engine.sheets import csv_lines
from aktsom.protection.access.models import ActualState, Compartment
from aktsom.protection.access.permissions import may_look_after
from aktsom.protection.access.queries import grants_now

SCIM_GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
LARGEST, MOST = 5_000_000, 20_000
COLUMNS = ("email", "name", "compartment", "reference", "from", "until")
ADDRESS_COLUMNS = ("email", "e-mail", "epost", "e-post", "username", "brukernavn", "value")


@action("export who can enter", may=may_look_after, step_up=True)
def export_grants(actor: Actor, *, compartment: Compartment, form: str) -> bytes:
    """Who can enter at this moment: "csv", or "scim" for a SCIM 2.0 group (RFC 7643 section 4.2) as JSON."""
    grants = list(grants_now(actor, compartment))
    if form == "scim":
        members = [{"value": each.member.user.email, "display": each.member.user.name} for each in grants]
        group: dict[str, Any] = {
            "schemas": [SCIM_GROUP],
            "id": str(compartment.pk),
            "externalId": compartment.reference or str(compartment.pk),
            "displayName": compartment.name,
            "members": members,
        }
        return orjson.dumps(group, option=orjson.OPT_INDENT_2)
    rows = [
        (
            each.member.user.email,
            each.member.user.name,
            compartment.name,
            compartment.reference,
            each.begins.date() if each.begins else None,
            each.ends.date() if each.ends else None,
        )
        for each in grants
    ]
    return "".join(csv_lines(list(COLUMNS), rows)).encode()


@action("bring in who can enter there", may=may_look_after, private=("upload",))
def bring_in(actor: Actor, *, compartment: Compartment, upload: "UploadedFile[bytes]") -> ActualState:
    """Keep what a door or identity system says, from CSV with a column of addresses or a SCIM 2.0 group as JSON.

    Nothing here changes by it; the differences are shown. Raises `InvalidError` when it is neither.
    """
    if (upload.size or 0) > LARGEST:
        raise _unreadable(_("The file is larger than 5 MB."))
    return ActualState.objects.create(
        institution_id=compartment.institution_id,
        compartment=compartment,
        brought_by_id=actor.as_member,
        filename=str(upload.name or "")[:200],
        people=read_people(upload.read(LARGEST + 1)),
    )


def read_people(content: bytes) -> list[str]:
    """The addresses in a file, in small letters, each once. Raises `InvalidError` for anything else than CSV or SCIM."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _unreadable(_("The file is no text in UTF-8.")) from error
    if "\x00" in text:
        raise _unreadable(_("The file is no text in UTF-8."))
    found = _of_scim(text) if text.lstrip().startswith(("{", "[")) else _of_csv(text)
    people = list(dict.fromkeys(each.strip().lower()[:254] for each in found if each.strip()))
    if len(people) > MOST:
        raise _unreadable(_("The file names more than 20,000 people."))
    return people


def _of_scim(text: str) -> list[str]:
    try:
        said = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _unreadable(_("The file is no whole JSON.")) from error
    members = said.get("members", [] if _is_group(said) else None) if isinstance(said, dict) else None
    named = [
        each.get("value") if isinstance(each, dict) else None for each in (members if isinstance(members, list) else ())
    ]
    found = [each for each in named if isinstance(each, str)]
    if not isinstance(members, list) or len(found) != len(named):
        raise _unreadable(_("This is not one SCIM group with its members."))
    return found


def _is_group(said: dict[str, Any]) -> bool:
    """A group may leave its members out when it has none; anything else without members is not read as an empty door."""
    schemas = said.get("schemas")
    return isinstance(schemas, list) and SCIM_GROUP in schemas


def _of_csv(text: str) -> list[str]:
    first = text.splitlines()[0] if text.splitlines() else ""
    delimiter = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise _unreadable(_("The file cannot be read as a table.")) from error
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    column = next((header.index(name) for name in ADDRESS_COLUMNS if name in header), None)
    if column is None:
        raise _unreadable(_("No column is called email or username."))
    for number, row in enumerate(rows[1:], 2):
        if any(row) and len(row) <= column:
            raise _unreadable(_("Row %(row)s has fewer cells than the first row.") % {"row": number})
    return [row[column] for row in rows[1:] if row]


def _unreadable(why: str) -> InvalidError:
    return InvalidError(
        _("We cannot read this file."),
        remedy=_("Use CSV with a column “email”, or one SCIM 2.0 group as JSON."),
        fields={"upload": why},
    )
