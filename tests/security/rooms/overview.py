"""Flags and the overview over all that the other rooms made."""

from aktsom.appraisal import actions as flags
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.overview.actions import rebuild, refresh
from tests.security.driving import Sent
from tests.security.world import World

ORDER = 90
V1 = "/api/v1"


def things(world: World) -> None:
    """The overview's rows, made from what is there."""
    with acting_for(Actor.system("tests")):
        flags.raise_flags(Actor.system("appraisal"))
        rebuild(Actor.system("overview"))
    world.things |= {"as_format": "csv"}


SENT = {
    "GET /overview/": Sent(looks_for="{title}"),
    "GET /overview/export.{as_format}": Sent(looks_for="{title}"),
    "GET /overview/country/{code}/": Sent(address="/overview/country/CN/", looks_for="{title}"),
    f"GET {V1}/overview/rows": Sent(looks_for="{title}"),
    f"GET {V1}/overview/export/{{as_format}}": Sent(looks_for="{title}"),
    "ACTION raise public flags": Sent(call=lambda actor, _world: flags.raise_public_flags(actor)),
    "ACTION raise an institution's flags": Sent(call=lambda actor, _world: flags.raise_own_flags(actor)),
    "ACTION re-evaluate flags": Sent(call=lambda actor, _world: flags.reevaluate(actor)),
    "ACTION refresh the overview": Sent(call=lambda actor, _world: refresh(actor)),
}
