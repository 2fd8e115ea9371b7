"""The names of public sources as partners: found again when known, kept as new partners when not, in bulk."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.resolution import Reason, keys_of

BATCH = 5_000
NameKey = tuple[str, str, str]


@dataclass(slots=True)
class NameBook:
    """Every public name by text, country and source. `place` is quick and keeps nothing; `keep` writes what is new.

    A name whose plain form and country are known goes to that partner; without country it waits as a partner of its own.
    """

    known: dict[NameKey, PartnerName] = field(default_factory=dict)
    partners: dict[tuple[str, str], UUID] = field(default_factory=dict)
    new_partners: list[Partner] = field(default_factory=list)
    new_names: list[PartnerName] = field(default_factory=list)

    @classmethod
    def open(cls) -> "NameBook":
        """All names that are known so far."""
        book = cls()
        for name in PartnerName.objects.filter(institution__isnull=True).order_by("pk").iterator(BATCH):
            book._learn(name)
        return book

    def place(self, text: str, country: str, source: str, identifiers: dict[str, str] | None = None) -> PartnerName:
        """The name's row: the known one, else a new one that `keep` will write."""
        found = self.known.get((text, country, source))
        if found is not None:
            return found
        key = keys_of(text).plain
        partner = self.partners.get((key, country)) if country else None
        reason = Reason.SAME_NAME if partner else Reason.FIRST
        if partner is None:
            partner = self._new_partner(text, country, identifiers or {})
        name = PartnerName(partner_id=partner, text=text, key=key, country=country, source=source, reason=reason)
        self.new_names.append(name)
        self._learn(name)
        return name

    def keep(self) -> tuple[int, int]:
        """Write the new partners and names; give how many of each."""
        counts = len(self.new_partners), len(self.new_names)
        Partner.objects.bulk_create(self.new_partners, batch_size=BATCH)
        PartnerName.objects.bulk_create(self.new_names, batch_size=BATCH)
        self.new_partners, self.new_names = [], []
        return counts

    def _new_partner(self, text: str, country: str, identifiers: dict[str, str]) -> UUID:
        given = {kind: value for kind, value in identifiers.items() if value}
        partner = Partner(id=uuid4(), name=text, country=country, identifiers=given)
        self.new_partners.append(partner)
        return partner.id

    def _learn(self, name: PartnerName) -> None:
        self.known[name.text, name.country, name.source] = name
        if name.reason != Reason.BY_HAND:
            self.partners.setdefault((name.key, name.country), name.partner_id)
