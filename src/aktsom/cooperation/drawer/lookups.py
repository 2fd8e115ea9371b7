"""What the names in the rows of a drawer's sheet stand for: units, colleagues, and partners as chosen or found."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models.functions import Lower

from aktsom.cooperation.agreements.drafts import AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.drawer.models import Drawer
from aktsom.cooperation.drawer.reasons import Reason
from aktsom.cooperation.drawer.rows import ReadRow
from aktsom.cooperation.drawer.several import match_or_ask
from aktsom.cooperation.partners.choices import PartnerChoices
from aktsom.cooperation.partners.matching import Standing, Wanted, in_several_countries
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.institutions.models import Member
from aktsom.institutions.queries import open_units


@dataclass(frozen=True, slots=True)
class Lookups:
    """Units by name and colleagues by e-mail address, in small letters; and the partners."""

    units: Mapping[str, UUID]
    owners: Mapping[str, UUID]
    partners: PartnerChoices

    @classmethod
    def of(cls, actor: Actor, drawer: Drawer, rows: Sequence[ReadRow]) -> "Lookups":
        """Everything for these rows, in a few queries."""
        units = {
            name.casefold(): unit.pk for unit in open_units(actor) for name in (unit.name_nb, unit.name_en) if name
        }
        wanted = dict.fromkeys(pair for row in rows for pair in (*row.named, *row.partners))
        matching = partial(match_or_ask, in_several=in_several_countries(wanted))
        partners = PartnerChoices.of(actor, wanted, drawer.mapping.get("partners", {}), matching)
        return cls(units, _owners(actor, {row.owner.lower() for row in rows if row.owner}), partners)

    def reasons(self, row: ReadRow) -> list[Reason]:
        """All that is wrong with a row, what it names included."""
        return [*row.reasons, *self._not_there(row)]

    def draft(self, row: ReadRow, above: Agreement | None = None) -> AgreementDraft:
        """The row as an agreement to register, under another one if there is one above; partners not known are added."""
        signing: dict[UUID, str] = {}
        for place, pair in enumerate(row.partners):
            signing.setdefault(self.partners.partner(pair), row.theirs[place] if row.theirs else "")
        theirs = (PartyDraft(partner=each, signatory=name) for each, name in signing.items())
        return AgreementDraft(
            title=row.texts["title"],
            kind=row.kind or (above.kind if above else ""),
            parties=(PartyDraft(signatory=row.ours), *theirs),
            state=row.state,
            parent=above.pk if above else None,
            relation=row.relation if above else "",
            unit=self.units.get(row.unit.casefold()),
            owner=self.owners.get(row.owner.lower()),
            reference=row.texts["reference"],
            summary=row.texts["summary"],
            signed_on=row.days.get("signed"),
            starts=row.days.get("starts"),
            ends=row.days.get("ends"),
            notice_months=row.lengths.get("notice_months", 0),
            notice_days=row.lengths.get("notice_days", 0),
            renewal_months=row.lengths.get("renewal_months", 0),
            review_months=row.lengths.get("review_months", 0),
            **row.terms,
        )

    def signing(self, row: ReadRow, chosen: Sequence[UUID]) -> dict[UUID, str]:
        """Who signs for these partners: as beside the names that are sure; the one name left is for the one partner left."""
        if len(row.theirs) != len(row.partners):
            return {}
        beside = dict(zip(row.partners, row.theirs, strict=True))
        sure = {pair for pair in beside if self.partners.standing(pair) == Standing.KNOWN}
        signing = {self.partners.partner(pair): beside[pair] for pair in sure}
        names = [name for pair, name in beside.items() if pair not in sure]
        left = [each for each in chosen if each not in signing]
        return signing | dict(zip(left, names, strict=True)) if len(left) == len(names) == 1 else signing

    def initial(self, row: ReadRow) -> dict[str, Any]:
        """The row as the form for a new agreement shows it, as far as it was understood."""
        days = {"signed_on": "signed", "starts": "starts", "ends": "ends"}
        written = {field: row.days.get(name) for field, name in days.items()}
        unit = str(self.units.get(row.unit.casefold(), ""))
        named = {"kind": row.kind, "state": row.state, "unit": unit, "owner": row.owner}
        return {**row.texts, **row.terms, **row.lengths, **written, **named}

    def known(self, row: ReadRow) -> tuple[list[Partner], list[Wanted]]:
        """The partners that the row surely names, and the names of the others with their countries."""
        sure = {pair: self.partners.standing(pair) == Standing.KNOWN for pair in row.partners}
        keys = [self.partners.partner(pair) for pair, is_known in sure.items() if is_known]
        rows = Partner.objects.visible_to(self.partners.actor).in_bulk(keys)
        return [rows[key] for key in keys if key in rows], [pair for pair, is_known in sure.items() if not is_known]

    def _not_there(self, row: ReadRow) -> Iterator[Reason]:
        if row.unit and row.unit.casefold() not in self.units:
            yield Reason("unit-unknown", row.unit)
        if row.owner and row.owner.lower() not in self.owners:
            yield Reason("owner-unknown", row.owner)
        for pair in row.partners:
            if doubt := self.partners.doubt(pair):
                yield Reason(doubt, pair[0])


def _owners(actor: Actor, written: set[str]) -> dict[str, UUID]:
    members = Member.objects.visible_to(actor).filter(ended_at=None).annotate(address=Lower("user__email"))
    return dict(members.filter(address__in=written).values_list("address", "pk"))
