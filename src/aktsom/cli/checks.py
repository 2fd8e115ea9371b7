"""What `aktsom verify` looks at."""

from collections.abc import Iterator

from aktsom.core.actor import Actor
from aktsom.core.audit import verify_chain
from aktsom.core.evidence import content_digest
from aktsom.core.models import PLATFORM, Evidence
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution
from aktsom.knowledge.sources.verifying import verify_sources


def faults() -> list[str]:
    """A line for each thing that does not fit."""
    found = list(_chain("the platform", Actor.system("verify")))
    for institution in Institution.objects.order_by("slug"):
        actor = Actor.system("verify", institution.pk)
        found += [*_chain(institution.slug, actor), *_evidence(institution.slug, actor)]
    return found + [f"{each.source}: {each.about}: {each.reason}" for each in verify_sources(Actor.system("verify"))]


def _chain(name: str, actor: Actor) -> Iterator[str]:
    with acting_for(actor):
        broken = verify_chain(actor.institution_id or PLATFORM)
    if broken is not None:
        yield f"audit log of {name}: event {broken.sequence} {broken.reason}"


def _evidence(name: str, actor: Actor) -> Iterator[str]:
    with acting_for(actor):
        for evidence in Evidence.objects.visible_to(actor).iterator():
            if content_digest(evidence.content) != evidence.digest:
                yield f"evidence of {name}: {evidence.digest} was changed after it was frozen"
