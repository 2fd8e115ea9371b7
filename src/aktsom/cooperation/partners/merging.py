"""Applying what `resolution` finds to the partners that are kept: certain joins are merged, open ones wait."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from aktsom.cooperation.partners.models import HOME, Merge, Partner, PartnerName
from aktsom.cooperation.partners.resolution import Join, Reason, Resolution, SeenName, resolve
from aktsom.cooperation.partners.signals import names_moved
from aktsom.core.actor import Actor

CURATED = frozenset({"openalex"})
"""Sources that keep one name for each organisation."""

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Settled:
    """How many merges were made, and how many wait for a person."""

    merged: int
    waiting: int


def settle(actor: Actor, homes: Mapping[tuple[str, str], str]) -> Settled:
    """Resolve all public names. `homes` gives an institution of ours by plain key and country.

    What a person has decided about two partners stays decided.
    """
    names = list(PartnerName.objects.filter(institution__isnull=True).exclude(reason=Reason.BY_HAND).order_by("pk"))
    identifiers = dict(Partner.objects.filter(institution__isnull=True).values_list("pk", "identifiers"))
    resolution = resolve(_seen(name, identifiers[name.partner_id], homes) for name in names)
    standing = _partners_of(resolution, names)
    decided = _decided()
    new = [
        _merge(actor, join, standing[join.kept], standing[join.gone])
        for join in resolution.joins
        if standing[join.kept] != standing[join.gone]
        and frozenset((standing[join.kept], standing[join.gone])) not in decided
    ]
    return _apply(_each_pair_once(new), names)


def move_names(names: Sequence[PartnerName], to: UUID, *, recount: bool = True) -> None:
    """Let names stand for another partner, and tell the rooms above; in bulk work without counting anew each time."""
    ids = [name.pk for name in names]
    PartnerName.objects.filter(pk__in=ids).update(partner_id=to)
    names_moved.send(sender=PartnerName, names=ids, to=to, recount=recount)


def _seen(name: PartnerName, identifiers: Mapping[str, str], homes: Mapping[tuple[str, str], str]) -> SeenName:
    said = {f"{kind}:{value}" for kind, value in identifiers.items()}
    home = homes.get((name.key, name.country))
    if home:
        said.add(f"{HOME}:{home}")
    return SeenName(name.text, name.country, name.source, name.times_seen, frozenset(said), name.source in CURATED)


def _partners_of(resolution: Resolution, names: Iterable[PartnerName]) -> list[UUID]:
    partner_of = {(name.text, name.country, name.source): name.partner_id for name in names}
    return [
        partner_of[group.names[0].text, group.names[0].country, group.names[0].source] for group in resolution.groups
    ]


def _decided() -> set[frozenset[UUID]]:
    return {frozenset(pair) for pair in Merge.objects.filter(institution__isnull=True).values_list("kept", "gone")}


def _merge(actor: Actor, join: Join, kept: UUID, gone: UUID) -> Merge:
    return Merge(
        kept_id=kept,
        gone_id=gone,
        state=Merge.State.MERGED if join.certain else Merge.State.WAITING,
        score=join.score,
        reason=join.reason,
        explanation=join.explanation,
        decided_by=actor.name if join.certain else "",
        decided_at=timezone.now() if join.certain else None,
    )


def _each_pair_once(merges: Iterable[Merge]) -> list[Merge]:
    """A partner that is merged away is asked about no more, and no pair stands twice."""
    unique: dict[frozenset[UUID], Merge] = {}
    for merge in merges:
        unique.setdefault(frozenset((merge.kept_id, merge.gone_id)), merge)
    gone = {merge.gone_id for merge in unique.values() if merge.state == Merge.State.MERGED}
    return [
        merge
        for merge in unique.values()
        if merge.state == Merge.State.MERGED or not gone & {merge.kept_id, merge.gone_id}
    ]


def _apply(merges: list[Merge], names: Iterable[PartnerName]) -> Settled:
    by_partner: dict[UUID, list[PartnerName]] = defaultdict(list)
    for name in names:
        by_partner[name.partner_id].append(name)
    certain = [merge for merge in merges if merge.state == Merge.State.MERGED]
    for merge in certain:
        moving = by_partner[merge.gone_id]
        merge.moved = [name.pk for name in moving]
        move_names(moving, merge.kept_id, recount=False)
    gone = [Partner(id=merge.gone_id, merged_into_id=merge.kept_id) for merge in certain]
    Partner.objects.bulk_update(gone, ["merged_into"], batch_size=BATCH)
    Merge.objects.bulk_create(merges, batch_size=BATCH)
    return Settled(len(certain), len(merges) - len(certain))
