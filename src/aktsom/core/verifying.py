"""Is a chain of the log whole, and is it the one that was signed?

The chain alone shows what was changed, taken out, added or moved in it. Signed heads show what the chain alone cannot: that
its end was cut off, or that all of it was written anew with digests that fit each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.utils.translation import gettext as _

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
        return [
            _("event %(number)d %(fault)s") % {"number": broken.sequence, "fault": broken.reason},
            *_faults_among(heads, keys),
        ]
    return [*_faults_among(heads, keys), *_faults_against(heads, walk)]


def _faults_among(heads: list[Statement], keys: Keys) -> Iterator[str]:
    """What is wrong with the heads themselves; each names the one before it, so none can be taken out of their row."""
    before: Statement | None = None
    for head in heads:
        if head.key not in keys:
            told = {"number": head.number, "key": head.key[:16]}
            yield _("head %(number)d was signed with an unknown key (%(key)s)") % told
        elif not fits(keys, head.key, head.signature, head.text):
            yield _("head %(number)d does not carry its signature") % {"number": head.number}
        if before is not None and before.number == head.number:
            yield _("head %(number)d exists twice, and says two things") % {"number": head.number}
        elif (before.seal if before else "") != head.previous:
            yield _("head %(number)d is missing") % {"number": before.number + 1 if before else 1}
        before = head


def _faults_against(heads: list[Statement], walk: _Walk) -> Iterator[str]:
    """Where the chain is not what was signed. One line each for being cut and for being written anew: the first of it."""
    anew = next((head for head in heads if walk.digests.get(head.sequence, head.digest) != head.digest), None)
    if anew is not None:
        yield _(
            "event %(number)d is not the one that was signed on %(time)s: the log was written anew at this event or before it"
        ) % {"number": anew.sequence, "time": f"{anew.at:%Y-%m-%d %H:%M}"}
    cut = next((head for head in heads if head.sequence > walk.length), None)
    if cut is not None:
        yield _(
            "event %(missing)d is missing: the log ends at event %(end)d, but on %(time)s it went to event %(signed)d"
        ) % {
            "missing": walk.length + 1,
            "end": walk.length,
            "time": f"{cut.at:%Y-%m-%d %H:%M}",
            "signed": cut.sequence,
        }
