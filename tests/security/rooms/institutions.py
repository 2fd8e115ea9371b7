"""Institutions: units, members, duties, and the keys of programs."""

from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions import actions
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import Member, User
from tests.security.driving import Sent
from tests.security.world import World

ORDER = 5


def things(world: World) -> None:
    """A key of the author's, and somebody who has an account but no place."""
    with acting_for(world.author):
        key, _secret = make_key(world.author, label="The author's archive")
    newcomer = User.objects.create(email="newcomer@example.org", name="Newcomer", password="!")
    world.things |= {"key_id": str(key.pk), "key_label": key.label, "newcomer": newcomer.email}


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
    "ACTION add a unit": Sent(call=lambda actor, _world: actions.add_unit(actor, name_nb="Ny enhet")),
    "ACTION add a member": Sent(
        call=lambda actor, world: actions.add_member(actor, user=User.objects.get(email=world.things["newcomer"]))
    ),
    "ACTION assign a duty": Sent(
        call=lambda actor, _world: actions.assign_duty(
            actor, member=Member.objects.get(pk=actor.member_id), duty=Duty.HR_RECRUITER
        )
    ),
}
