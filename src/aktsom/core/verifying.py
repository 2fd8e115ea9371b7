"""Is a chain of the log whole, and is it the one that was signed?

The chain alone shows what was changed, taken out, added or moved in it. Signed heads show what the chain alone cannot: that
its end was cut off, or that all of it was written anew with digests that fit each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from aktsom.core.audit import chain_fault
from aktsom.core.heads import Statement
from aktsom.core.models import AuditEvent
from aktsom.core.signing import fits

Keys = Mapping[str, Ed25519PublicKey]


@dataclass
class _Walk:
    """The events as they pass by: how many there were, and the digests at the numbers that were signed."""

    wanted: frozenset[int]
    length: int = 0
    digests: dict[int, str] = field(default_factory=dict)

    def over(self, events: Iterable[AuditEvent]) -> Iterator[AuditEvent]:
        for event in events:
            self.length = max(self.length, event.sequence)
            if event.sequence in self.wanted:
                self.digests[event.sequence] = event.digest
            yield event


def faults_in_chain(events: Iterable[AuditEvent], statements: Iterable[Statement], keys: Keys) -> list[str]:
    """What does not fit, the first broken link first, in plain words; empty when all fits.

    `events` come in their order from the chain's first and are read once; `statements` are its signed heads from all places,
    the same one may come more than once.
    """
    heads = sorted(set(statements), key=lambda each: (each.number, each.sequence, each.text))
    walk = _Walk(frozenset(head.sequence for head in heads))
    broken = chain_fault(walk.over(events))
    if broken is not None:
        return [f"event {broken.sequence} {broken.reason}", *_faults_among(heads, keys)]
    return [*_faults_among(heads, keys), *_faults_against(heads, walk)]


def _faults_among(heads: list[Statement], keys: Keys) -> Iterator[str]:
    """What is wrong with the heads themselves; each names the one before it, so none can be taken out of their row."""
    before: Statement | None = None
    for head in heads:
        if head.key not in keys:
            yield f"head {head.number} was signed with an unknown key ({head.key[:16]})"
        elif not fits(keys, head.key, head.signature, head.text):
            yield f"head {head.number} does not carry its signature"
        if before is not None and before.number == head.number:
            yield f"head {head.number} exists twice, and says two things"
        elif (before.seal if before else "") != head.previous:
            yield f"head {before.number + 1 if before else 1} is missing"
        before = head


def _faults_against(heads: list[Statement], walk: _Walk) -> Iterator[str]:
    """Where the chain is not what was signed. One line each for being cut and for being written anew: the first of it."""
    anew = next((head for head in heads if walk.digests.get(head.sequence, head.digest) != head.digest), None)
    if anew is not None:
        yield (
            f"event {anew.sequence} is not the one that was signed on {anew.at:%Y-%m-%d %H:%M}:"
            " the log was written anew at this event or before it"
        )
    cut = next((head for head in heads if head.sequence > walk.length), None)
    if cut is not None:
        yield (
            f"event {walk.length + 1} is missing: the log ends at event {walk.length}, but on"
            f" {cut.at:%Y-%m-%d %H:%M} it went to event {cut.sequence}"
        )
