"""What the sheet says of an item that somebody registers by hand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from aktsom.cooperation.agreements.drafts import PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.drawer.filling import places_of
from aktsom.cooperation.drawer.lookups import Lookups
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.parents import ParentError, Parents
from aktsom.cooperation.drawer.rows import ReadRow
from aktsom.cooperation.partners.finding import partners_called
from aktsom.cooperation.partners.picking import Picked
from aktsom.core.actor import Actor
from aktsom.core.countries import country_choices


@dataclass(frozen=True, slots=True)
class Said:
    """The row, None where no row names the file; what its names stand for; and the agreement that it names, if it is there."""

    row: ReadRow | None
    lookups: Lookups
    above: Agreement | None

    @classmethod
    def of(cls, actor: Actor, drawer: Drawer, item: DrawerItem) -> "Said":
        """Raises `InvalidError` where the sheet cannot be read."""
        places = places_of(drawer)
        place = next((each for each in places if each.number == item.number and each.rows), None)
        row = place.rows[0] if place else None
        lookups = Lookups.of(actor, drawer, [row] if row else [])
        try:
            above = Parents(actor, drawer, places).agreement(place) if place else None
        except ParentError:
            above = None
        return cls(row, lookups, above)

    @property
    def is_beside(self) -> bool:
        """Whether it is a further paper of an agreement, and none of its own."""
        return self.row is not None and self.row.is_beside

    def initial(self) -> dict[str, Any]:
        """The row as the form for a new agreement shows it, under the agreement that it names; without a row, one that is
        signed, as by a row that does not say.
        """
        if self.row is None:
            return {"state": Agreement.State.SIGNED}
        under = {"parent": str(self.above.pk), "relation": str(self.row.relation)} if self.above else {}
        return self.lookups.initial(self.row) | under

    def parties(self, chosen: Sequence[UUID]) -> list[PartyDraft]:
        """Our own side and the chosen partners, each with who the row says signs for it."""
        if self.row is None:
            return [PartyDraft(partner=each) for each in chosen]
        theirs = self.lookups.signing(self.row, chosen)
        return [
            PartyDraft(signatory=self.row.fitting(self.row.ours)),
            *(PartyDraft(partner=each, signatory=self.row.fitting(theirs.get(each, ""))) for each in chosen),
        ]

    def named(self, actor: Actor, picked: Picked) -> Picked:
        """The partners that the row surely names, and the search for the first of those of which it is not sure."""
        if self.row is None:
            return picked
        known, open_ones = self.lookups.known(self.row)
        if not open_ones:
            return replace(picked, chosen=tuple(known))
        name, country = open_ones[0]
        found = tuple(each for each in partners_called(actor, name) if each.partner not in known)
        countries = country_choices(get_language() or "nb")
        return replace(
            picked, chosen=tuple(known), found=found, searched=name, new_country=country, countries=countries
        )
