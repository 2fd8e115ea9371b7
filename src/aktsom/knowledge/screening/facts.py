"""What this room tells an appraisal: on which lists a subject stands, as far as people have judged.

The room knows no subject of its own. A room whose subjects are screened registers `listing_facts_of` for them.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from aktsom.core.actor import Actor
from aktsom.engine.flags.types import Fact
from aktsom.engine.lists.listing import Listing
from aktsom.knowledge.screening.meaning import BASE, UNJUDGED_MATCHES, ListMeaning, meaning_of, unjudged_fact
from aktsom.knowledge.screening.models import Judgement, ScreeningHit
from aktsom.knowledge.screening.queries import hits_on, judgements_in_force
from aktsom.knowledge.sources.queries import listings_by_id

Verdict = Judgement.Verdict
WITHOUT_FORCE = (ListMeaning.UNVERIFIED, ListMeaning.RESEARCH_CONCERN)
"""What forbids nothing: a part of a body that is on such a list cannot weigh more than the body itself."""

PART_OF, PART_OF_CONCERN = "partner.part_of_listed", "partner.part_of_concern_lists"
NAMES = (*BASE.values(), *(f"{name}_unjudged" for name in BASE.values()), UNJUDGED_MATCHES, PART_OF, PART_OF_CONCERN)


def listing_facts_of(actor: Actor, kind: str, ids: Sequence[UUID]) -> Mapping[UUID, Iterable[Fact]]:
    """The facts of each subject, in three queries. Without institution no judgement counts: what is public is unjudged."""
    hits = hits_on(actor, kind, frozenset(ids))
    judged = judgements_in_force(actor, hits)
    listings = listings_by_id(actor, frozenset(hit.listing for hit in hits)) if hits else {}
    found: dict[UUID, dict[str, list[ScreeningHit]]] = {}
    for hit in hits:
        name = _fact_name(hit, judged.get(hit.pk), listings.get(hit.listing))
        if name:
            found.setdefault(hit.subject_id, {}).setdefault(name, []).append(hit)
    return {subject: [_fact(name, rest) for name, rest in names.items()] for subject, names in found.items()}


def _fact_name(hit: ScreeningHit, judgement: Judgement | None, listing: Listing | None) -> str:
    """Which fact a hit speaks for, "" for none: see the head of content/facts.yaml."""
    effects = listing.effects if listing else ()
    if judgement is None or judgement.verdict == Verdict.UNSURE:
        return unjudged_fact(hit.list_id, effects, hit.strength)
    meaning = meaning_of(hit.list_id, effects)
    part = PART_OF_CONCERN if meaning in WITHOUT_FORCE else PART_OF
    return {Verdict.CONFIRMED: BASE[meaning], Verdict.PART_OF: part}.get(Verdict(judgement.verdict), "")


def _fact(name: str, hits: Sequence[ScreeningHit]) -> Fact:
    lists = tuple(dict.fromkeys(hit.list_id for hit in hits))
    dates = [hit.source_date for hit in hits if hit.source_date]
    return Fact(
        name=name,
        value=lists,
        source=", ".join(dict.fromkeys(hit.listing for hit in hits)),
        source_date=max(dates, default=None),
        retrieved=max(hit.new_since or hit.found_at for hit in hits).date(),
        detail="; ".join(dict.fromkeys(hit.listing_name for hit in hits)),
    )
