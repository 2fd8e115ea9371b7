"""The log: what the author did with the cooperation, and that somebody looked at it."""

from uuid import uuid4

from aktsom.core.actor import Actor
from aktsom.core.audit import LOOK, append_event
from aktsom.core.heads import sign_head
from aktsom.core.tenancy import acting_for
from tests.security.driving import Sent
from tests.security.world import World

ORDER = 95
V1 = "/api/v1"
RECORD = "?record={subject}"


def things(world: World) -> None:
    """A colleague who is gone by now looked at the author's cooperation."""
    subject = f"register.cooperation:{world.things['cooperation_id']}"
    colleague = Actor("Somebody Curious", world.institution.pk, member_id=uuid4())
    with acting_for(colleague):
        append_event(colleague, verb=LOOK, subject=subject, details={})
    world.things |= {"subject": subject}


SENT = {
    "GET /log/": Sent(query=RECORD, looks_for="{title}"),
    "GET /log/about-me/": Sent(looks_for="{title}"),
    "GET /log/export/": Sent(query=RECORD, looks_for="{cooperation_id}"),
    f"GET {V1}/log": Sent(query=RECORD, looks_for="{cooperation_id}"),
    f"GET {V1}/log/about-me": Sent(looks_for="{cooperation_id}"),
    "ACTION sign the head of the log": Sent(call=lambda actor, _world: sign_head(actor)),
}
