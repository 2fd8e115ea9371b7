"""What other rooms tell whoever decides about a question for access before they let somebody in, without this room knowing
them.
"""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from aktsom.core.actor import Actor
from aktsom.core.errors import Sentence
from aktsom.protection.access.models import AccessGrant
from aktsom.protection.access.permissions import looks_after

Caution = Callable[[Sequence[AccessGrant]], Mapping[UUID, Sentence]]
CAUTIONS: dict[str, Caution] = {}


def register_caution(room: str, caution: Caution) -> None:
    """Let a room look at questions of one institution: `caution` gives a sentence for each that needs a second thought."""
    CAUTIONS[room] = caution


def cautions_about(actor: Actor, grants: Sequence[AccessGrant]) -> dict[UUID, list[Sentence]]:
    """The sentences about those of the grants that are questions about what the actor looks after."""
    asked = [each for each in grants if each.state == AccessGrant.State.ASKED and looks_after(actor, each.compartment)]
    found: dict[UUID, list[Sentence]] = {each.pk: [] for each in asked}
    for caution in CAUTIONS.values() if asked else ():
        for key, sentence in caution(asked).items():
            found[key].append(sentence)
    return found
