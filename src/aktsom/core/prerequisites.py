"""How rooms answer whether a person has what a compartment requires: a course, a check, an agreement."""

from collections.abc import Callable
from uuid import UUID

from aktsom.core.actor import Actor

Provider = Callable[[Actor, UUID, str], bool | None]
PROVIDERS: dict[str, Provider] = {}


def register_prerequisites(kind: str, provider: Provider) -> None:
    """Let a room answer for a kind ("course", "check", "agreement"): `provider(actor, member_id, reference)`.

    It gives None when it does not know the reference; then what somebody confirmed by hand counts.
    """
    PROVIDERS[kind] = provider


def known_to_be_met(actor: Actor, kind: str, member_id: UUID, reference: str) -> bool | None:
    """What the room that looks after this kind says, if there is one and it knows."""
    provider = PROVIDERS.get(kind)
    return provider(actor, member_id, reference) if provider is not None and reference else None
