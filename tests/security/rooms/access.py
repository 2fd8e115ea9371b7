"""Access: a laboratory that the author owns, one with requirements and a recertification, and compartments for records.

The questions and grants are a guest's, who is nobody in the matrix.
"""

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.register.actions import withdraw_cooperation
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.protecting import put_into_compartment
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member, User
from aktsom.protection.access.alarms import tell_of_emergency
from aktsom.protection.access.models import AccessGrant, Compartment, Prerequisite
from aktsom.protection.access.recertifying import begin_round
from tests.security.driving import Sent, Upload
from tests.security.rooms.register import _registered
from tests.security.world import OWN, World

ORDER = 35
NAME, PURPOSE, STANDING, CLOSED_TITLE = "Ion mill", "To mill ions", "To mill more", "Behind the line"
UNLISTED = "Unlisted vault"
DOOR = b"email\nguest@example.org\n"


def things(world: World) -> None:
    """All compartments belong to the department of optics, and the author owns them."""
    laboratory, strict = _compartment(world, NAME), _compartment(world, "Cold store")
    records, closed = (_compartment(world, name, "records") for name in ("Dual use", "Nobody's"))
    guest = Member.objects.create(
        institution=world.institution, user=User.objects.create(email="guest@example.org", name="Guest Person")
    )
    needed = Prerequisite.objects.create(
        institution=world.institution, compartment=strict, kind="course", title="Cold safety"
    )
    asked = _grant(world, laboratory, guest.pk, "asked", PURPOSE)
    standing = _grant(world, laboratory, guest.pk, "granted", STANDING)
    urgent = _grant(world, laboratory, guest.pk, "granted", "Gas", is_emergency=True)
    second = _grant(world, strict, guest.pk, "asked", PURPOSE)
    _grant(world, strict, guest.pk, "granted", STANDING)
    _grant(world, records, world.author.member_id, "granted", STANDING)
    begun = begin_round(world.system, compartment=strict, due=timezone.localdate() + timedelta(days=9))
    protected = _registered(world, "In dual use", UUID(world.things["partner_id"]))
    hidden = _registered(world, CLOSED_TITLE, UUID(world.things["partner_id"]))
    put_into_compartment(world.system, cooperation=protected, compartment=records)
    put_into_compartment(world.system, cooperation=hidden, compartment=closed)
    world.things |= {
        "compartment_id": str(laboratory.pk),
        "compartment": NAME,
        "strict_id": str(strict.pk),
        "records_id": str(records.pk),
        "prerequisite_id": str(needed.pk),
        "grant_id": str(asked.pk),
        "standing_id": str(standing.pk),
        "urgent_id": str(urgent.pk),
        "second_grant_id": str(second.pk),
        "answer_id": str(begun.answers.get().pk),
        "guest_id": str(guest.pk),
        "owner_id": str(world.people[Duty.FACILITY_OWNER.value, OWN].actor.member_id),
        "protected_id": str(protected.pk),
        "day": (timezone.localdate() + timedelta(days=20)).isoformat(),
    }
    with acting_for(world.system):
        version = Cooperation.objects.get(pk=hidden.pk).version
    unlisted = _compartment(world, UNLISTED)
    Compartment.objects.filter(pk=unlisted.pk).update(is_listed=False)
    shut, hidden_shut = _compartment(world, "Shut mill"), _compartment(world, "Unlisted shut vault")
    Compartment.objects.filter(pk__in=[shut.pk, hidden_shut.pk]).update(closed_at=timezone.now())
    Compartment.objects.filter(pk=hidden_shut.pk).update(is_listed=False)
    world.things["shut_id"], world.closed["shut_id"] = str(shut.pk), str(hidden_shut.pk)
    world.things |= {"purpose": PURPOSE, "standing": STANDING}
    world.closed |= _behind_the_line(world, unlisted, guest.pk) | _gone_through(world, guest.pk)
    world.closed |= {
        "cooperation_id": str(hidden.pk),
        "title": CLOSED_TITLE,
        "version": str(version),
        "subject": f"register.cooperation:{hidden.pk}",
    }
    world.closed |= _withdrawn(world, closed) | _partner_of(world, closed)


def _behind_the_line(world: World, unlisted: Compartment, guest: UUID) -> dict[str, str]:
    """The same things of a compartment that is not listed."""
    asked = _grant(world, unlisted, guest, "asked", "To look behind")
    standing = _grant(world, unlisted, guest, "granted", "To stay behind")
    urgent = _grant(world, unlisted, guest, "granted", "Gas", is_emergency=True)
    return {
        "compartment_id": str(unlisted.pk),
        "compartment": UNLISTED,
        "purpose": asked.purpose,
        "standing": standing.purpose,
        "grant_id": str(asked.pk),
        "standing_id": str(standing.pk),
        "urgent_id": str(urgent.pk),
    }


def _gone_through(world: World, guest: UUID) -> dict[str, str]:
    """Another one that is not listed, with a requirement and a recertification under way."""
    strict = _compartment(world, "Unlisted cold store")
    Compartment.objects.filter(pk=strict.pk).update(is_listed=False)
    needed = Prerequisite.objects.create(
        institution=world.institution, compartment=strict, kind="course", title="Vault safety"
    )
    second = _grant(world, strict, guest, "asked", "To look behind")
    _grant(world, strict, guest, "granted", "To stay behind")
    begun = begin_round(world.system, compartment=strict, due=timezone.localdate() + timedelta(days=9))
    return {
        "strict_id": str(strict.pk),
        "prerequisite_id": str(needed.pk),
        "second_grant_id": str(second.pk),
        "answer_id": str(begun.answers.get().pk),
    }


def _withdrawn(world: World, closed: Compartment) -> dict[str, str]:
    """A cooperation in a compartment that was withdrawn there."""
    row = _registered(world, "Withdrawn behind the line", UUID(world.things["partner_id"]))
    with acting_for(world.system):
        put_into_compartment(world.system, cooperation=row, compartment=closed)
        withdraw_cooperation(world.system, cooperation=Cooperation.objects.get(pk=row.pk))
    return {"withdrawn_id": str(row.pk), "withdrawn_title": row.title}


def _partner_of(world: World, closed: Compartment) -> dict[str, str]:
    """A partner that is known in the compartment alone."""
    with acting_for(world.system):
        partner = Partner.objects.create(
            institution=world.institution, compartment=closed, name="Quay behind the line", country="CN"
        )
        name, _other = (
            PartnerName.objects.create(
                institution=world.institution, compartment=closed, partner=partner, text=text, key=text.lower(),
                country="CN", source="by hand",
            )
            for text in (partner.name, "Hidden quay")
        )  # fmt: skip
    ids = dict.fromkeys(("partner_id", "own_partner_id", "key"), str(partner.pk))
    return ids | dict.fromkeys(("name_id", "own_name_id"), str(name.pk)) | {"own_partner_name": partner.name}


def _compartment(world: World, name: str, kind: str = "laboratory") -> Compartment:
    return Compartment.objects.create(
        institution=world.institution,
        name=name,
        kind=kind,
        level="protected",
        unit=world.units[OWN],
        owner_id=world.author.member_id,  # type: ignore[misc]
    )


def _grant(
    world: World, compartment: Compartment, member: UUID | None, state: str, purpose: str, *, is_emergency: bool = False
) -> AccessGrant:
    now = timezone.now()
    granted = {"begins": now, "until": now + timedelta(days=40)} if state == "granted" else {}
    return AccessGrant.objects.create(
        institution=world.institution,
        compartment=compartment,
        member_id=member,  # type: ignore[misc]
        state=state,
        purpose=purpose,
        asked_until=timezone.localdate() + timedelta(days=20),
        is_emergency=is_emergency,
        **granted,
    )


def _tell(actor: Actor, world: World) -> object:
    with acting_for(world.system):
        urgent = AccessGrant.objects.get(pk=world.things["urgent_id"])
        reader = Member.objects.get(pk=world.things["guest_id"])
    return tell_of_emergency(actor, grant=urgent, reader=reader)


FORM = {
    "name": "New mill", "kind": "laboratory", "level": "protected", "unit": "{unit_id}", "owner": "{owner_id}",
    "recertify_months": "6", "is_listed": "on",
}  # fmt: skip
HERE, GRANT, V1 = "/access/{compartment_id}", "/access/grants/{grant_id}/", "/api/v1"
STRICT = "/access/{strict_id}"
SENT = {
    "GET /access/": Sent(looks_for="{compartment}"),
    "GET /access/queue/": Sent(looks_for="{purpose}"),
    "POST /access/new/": Sent(FORM),
    "GET /access/people/{member_id}/": Sent(looks_for="{standing}", address="/access/people/{guest_id}/"),
    f"GET {GRANT}": Sent(looks_for="{purpose}"),
    f"POST {GRANT} # approve": Sent({"step": "approve", "until": "{day}"}),
    f"POST {GRANT} # decline": Sent({"step": "decline", "reason": "No room"}),
    f"POST {GRANT} # revoke": Sent({"step": "revoke", "reason": "Left"}, address="/access/grants/{standing_id}/"),
    f"POST {GRANT} # review": Sent({"step": "review", "reason": "Was one"}, address="/access/grants/{urgent_id}/"),
    f"POST {GRANT}confirm/{{prerequisite_id}}/": Sent(
        address="/access/grants/{second_grant_id}/confirm/{prerequisite_id}/"
    ),
    f"GET {HERE}/": Sent(looks_for="{compartment}"),
    f"POST {HERE}/ask/": Sent({"purpose": "To work", "until": "{day}"}),
    f"POST {HERE}/emergency/": Sent({"reason": "Gas"}),
    f"POST {HERE}/edit/": Sent(FORM),
    f"POST {HERE}/reopen/": Sent(address="/access/{shut_id}/reopen/"),
    f"POST {HERE}/requirements/": Sent({"kind": "course", "title": "Light safety"}),
    f"POST {HERE}/requirements/ # remove": Sent({"remove": "{prerequisite_id}"}, address=f"{STRICT}/requirements/"),
    f"POST {HERE}/recertify/": Sent({"due": "{day}"}),
    f"POST {HERE}/recertify/{{answer_id}}/ # keep": Sent(
        {"step": "keep", "reason": "Needed"}, address=f"{STRICT}/recertify/{{answer_id}}/"
    ),
    f"POST {HERE}/recertify/{{answer_id}}/ # end": Sent(
        {"step": "end", "reason": "Done"}, address=f"{STRICT}/recertify/{{answer_id}}/"
    ),
    f"GET {HERE}/export/{{form}}/": Sent(),
    f"POST {HERE}/there/": Sent({"upload": Upload("door.csv", DOOR)}),
    "POST /cooperation/{cooperation_id}/protect/ # put": Sent({"compartment": "{records_id}"}),
    "POST /cooperation/{cooperation_id}/protect/ # take out": Sent(
        {"take_out": "1"}, address="/cooperation/{protected_id}/protect/"
    ),
    f"GET {V1}/access/compartments": Sent(looks_for="{compartment}"),
    f"GET {V1}/access/compartments/{{compartment_id}}": Sent(looks_for="{compartment}"),
    f"GET {V1}/access/compartments/{{compartment_id}}/grants": Sent(looks_for="{standing}"),
    f"POST {V1}/access/compartments/{{compartment_id}}/grants": Sent({"purpose": "To work", "until": "{day}"}),
    f"GET {V1}/access/questions": Sent(looks_for="{purpose}"),
    f"POST {V1}/access/grants/{{grant_id}}/requirements/{{requirement_id}}": Sent(
        address=f"{V1}/access/grants/{{second_grant_id}}/requirements/{{prerequisite_id}}"
    ),
    f"GET {V1}/access/people/{{member_id}}/grants": Sent(
        looks_for="{standing}", address=f"{V1}/access/people/{{guest_id}}/grants"
    ),
    f"GET {V1}/access/grants/{{grant_id}}": Sent(looks_for="{purpose}"),
    f"POST {V1}/access/grants/{{grant_id}}/approve": Sent({"until": "{day}"}),
    f"POST {V1}/access/grants/{{grant_id}}/decline": Sent({"reason": "No room"}),
    f"POST {V1}/access/grants/{{grant_id}}/revoke": Sent(
        {"reason": "Left"}, address=f"{V1}/access/grants/{{standing_id}}/revoke"
    ),
    f"PUT {V1}/cooperation/{{cooperation_id}}/compartment/{{compartment_id}}": Sent(
        {}, address=f"{V1}/cooperation/{{cooperation_id}}/compartment/{{records_id}}"
    ),
    f"DELETE {V1}/cooperation/{{cooperation_id}}/compartment": Sent(
        address=f"{V1}/cooperation/{{protected_id}}/compartment"
    ),
    "ACTION tell of an emergency by mail": Sent(call=_tell),
}
