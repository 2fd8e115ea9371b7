"""What a partner belongs to and what belongs to it, as our table of ownership says: each row with its source."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.core.actor import Actor
from aktsom.core.errors import Sentence
from aktsom.engine.names.curated import Ownership, PartKind, curated_ownership
from aktsom.knowledge.screening.meaning import CLOSE
from aktsom.knowledge.screening.models import Judgement
from aktsom.knowledge.screening.queries import hits_of

KINDS: Mapping[PartKind, Sentence] = {
    PartKind.HOSPITAL: _("hospital"),
    PartKind.LABORATORY: _("laboratory"),
    PartKind.SCHOOL: _("school"),
    PartKind.INSTITUTE: _("institute"),
    PartKind.COMPANY: _("company"),
    PartKind.CAMPUS: _("campus"),
}
Key = tuple[str, str]
"""A name as names are compared by, and a country code."""
Row = tuple[Ownership, bool, bool]
"""A row, whether the partner is the part in it, and whether nobody has seen that written."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """The other body, which the partner is a part of, or which is a part of it. `lists` are those with its name. What nobody
    has seen written, the row or the partner's name in it, `is_unverified`: then the source says whom to ask.
    """

    other: str
    kind: Sentence
    is_part: bool
    source: str
    partner: Partner | None
    lists: tuple[str, ...]
    is_unverified: bool


def belongings_of(actor: Actor, partners: Sequence[Partner], language: str) -> Mapping[UUID, Sequence[Belonging]]:
    """For each partner, what it belongs to, then what belongs to it; in a fixed number of queries."""
    keys = _keys_of(actor, partners)
    found = {partner: [row for key in keys[partner] for row in _table().get(key, ())] for partner in keys}
    others = _partners_called(
        actor, {key for rows in found.values() for row, is_part, _ in rows for key in _of_other(row, is_part)}
    )
    listed = _lists_of(actor, [each.pk for each in others.values()], language)
    return {
        partner: [_belonging(each, others, listed) for each in _once(of_partner)]
        for partner, of_partner in found.items()
    }


def _once(rows: Iterable[Row]) -> Iterable[Row]:
    """Each row once; verified if one of the partner's names is."""
    found: dict[tuple[Ownership, bool], bool] = {}
    for row, is_part, unverified in rows:
        found[row, is_part] = found.get((row, is_part), True) and unverified
    return ((row, is_part, unverified) for (row, is_part), unverified in found.items())


def _belonging(found: Row, others: Mapping[Key, Partner], listed: Mapping[UUID, tuple[str, ...]]) -> Belonging:
    row, is_part, unverified = found
    other = next((others[key] for key in _of_other(row, is_part) if key in others), None)
    name = row.row.whole if is_part else row.row.part
    lists = listed.get(other.pk, ()) if other else ()
    return Belonging(
        other.name if other else name, KINDS[row.row.kind], is_part, row.row.source, other, lists, unverified
    )


def _keys_of(actor: Actor, partners: Sequence[Partner]) -> dict[UUID, list[Key]]:
    """The names of each partner as the table is asked for them."""
    found: dict[UUID, list[Key]] = {each.pk: [] for each in partners}
    countries = {each.pk: each.country for each in partners}
    names = PartnerName.objects.visible_to(actor).filter(partner__in=list(found))
    for partner, key in names.values_list("partner_id", "key").order_by("partner_id", "key").distinct():
        found[partner].append((key, countries[partner]))
    return found


def _partners_called(actor: Actor, keys: Iterable[Key]) -> dict[Key, Partner]:
    wanted = set(keys)
    names = PartnerName.objects.visible_to(actor).filter(key__in=sorted({key for key, _country in wanted}))
    rows = names.select_related("partner__merged_into__merged_into").order_by("times_seen")
    return {(each.key, each.country): each.partner.standing for each in rows if (each.key, each.country) in wanted}


def _lists_of(actor: Actor, partners: Sequence[UUID], language: str) -> dict[UUID, tuple[str, ...]]:
    """The lists that have a partner's name, or one that is nearly the same, and nobody has rejected."""
    found: dict[UUID, dict[str, None]] = defaultdict(dict)
    for partner, hits in hits_of(actor, "partner", partners, language).items():
        for each in hits:
            rejected = each.judgement is not None and each.judgement.verdict == Judgement.Verdict.REJECTED
            if each.hit.strength in CLOSE and not rejected:
                found[partner][each.list_title] = None
    return {partner: tuple(titles) for partner, titles in found.items()}


@cache
def _table() -> Mapping[Key, Sequence[Row]]:
    """The rows by the names of their bodies; wholes come first."""
    found: dict[Key, list[Row]] = defaultdict(list)
    for is_part in (True, False):
        for row in curated_ownership():
            for name in row.part_names if is_part else row.whole_names:
                unverified = row.row.is_unverified or name in row.unverified
                found[_key(name, row)].append((row, is_part, unverified))
    return found


def _of_other(row: Ownership, is_part: bool) -> list[Key]:
    return [_key(name, row) for name in (row.whole_names if is_part else row.part_names)]


def _key(name: str, row: Ownership) -> Key:
    return keys_of(name).plain, row.row.country
