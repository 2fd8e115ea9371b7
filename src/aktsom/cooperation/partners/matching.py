"""Which partner a name in a sheet or a form stands for: known, new, or for a person to say."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.core.actor import Actor
from aktsom.core.countries import code_of_country
from aktsom.engine.names.common_names import is_common


class Standing(StrEnum):
    """How sure it is that a name is a partner that we know."""

    KNOWN = "known"
    NEW = "new"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True)
class PartnerMatch:
    """What was found for one name. `partner` is set when it is known; `candidates` when a person must say, and beside a new
    name those that we know in other countries.

    With `is_common` the name alone does not tell, since many are called so: then nobody is known by it. `parts` are the
    organisations that the name may hold instead of being one's name, where somebody looked for that.
    """

    name: str
    country: str
    standing: Standing
    partner: Partner | None = None
    candidates: tuple[Partner, ...] = ()
    is_common: bool = False
    parts: tuple[str, ...] = ()

    @property
    def is_elsewhere(self) -> bool:
        """Whether those of this name that may be meant are all in another country than the one that was said.

        Not where the name is new, and somebody looks among partners of other names.
        """
        asked = self.standing == Standing.UNCERTAIN and bool(self.country and self.candidates)
        return asked and all(each.country not in (self.country, "") for each in self.candidates)


Wanted = tuple[str, str]
"""A name and a country code, "" when the country is not known."""


def match_partners(actor: Actor, wanted: Iterable[Wanted]) -> dict[Wanted, PartnerMatch]:
    """The partners for many names at once, in one query for each thousand of them."""
    keys = {pair: keys_of(pair[0]).plain for pair in wanted}
    distinct = sorted(set(keys.values()))
    found: dict[str, dict[object, Partner]] = {}
    for start in range(0, len(distinct), 1000):
        names = PartnerName.objects.visible_to(actor).filter(key__in=distinct[start : start + 1000])
        for name in names.select_related("partner__merged_into__merged_into"):
            partner = name.partner.standing
            found.setdefault(name.key, {})[partner.pk] = partner
    return {pair: _match(pair, list(found.get(key, {}).values())) for pair, key in keys.items()}


def match_in_all_countries(
    actor: Actor, wanted: Iterable[Wanted], in_several: Collection[str] = ()
) -> dict[Wanted, PartnerMatch]:
    """As `match_partners`; a new name that we know in another country is for a person to say, see `asked_if_elsewhere`."""
    pairs = list(dict.fromkeys(wanted))
    found = match_partners(actor, [*pairs, *((name, "") for name, _country in pairs)])
    return {pair: asked_if_elsewhere(found[pair], found[pair[0], ""], in_several) for pair in pairs}


def known_elsewhere(actor: Actor, name: str, country: str) -> tuple[Partner, ...]:
    """Those of this name, where we know some in other countries alone; none where the country is not known."""
    pair = name, code_of_country(country) or ""
    match = match_in_all_countries(actor, [pair])[pair]
    return match.candidates if match.is_elsewhere else ()


def asked_if_elsewhere(match: PartnerMatch, anywhere: PartnerMatch, in_several: Collection[str]) -> PartnerMatch:
    """A new name with those that we know in other countries, as one to ask about: a sheet often has one country for several, or
    a wrong one.

    `anywhere` is what was found for the name alone. Not asked about is what the sheet itself has `in_several_countries`.
    """
    if match.standing != Standing.NEW or anywhere.is_common or anywhere.standing == Standing.NEW:
        return match
    candidates = (anywhere.partner,) if anywhere.partner else anywhere.candidates
    is_said = keys_of(match.name).plain in in_several
    return replace(match, standing=Standing.NEW if is_said else Standing.UNCERTAIN, candidates=candidates)


def in_several_countries(wanted: Iterable[Wanted]) -> frozenset[str]:
    """What names are compared by which a sheet itself gives to organisations in several countries, however they are written."""
    countries = defaultdict[str, set[str]](set)
    for name, country in wanted:
        if country:
            countries[keys_of(name).plain].add(country)
    return frozenset(key for key, found in countries.items() if len(found) > 1)


def _match(pair: Wanted, named: list[Partner]) -> PartnerMatch:
    name, country = pair
    fitting = [partner for partner in named if not country or partner.country in (country, "")]
    exact = [partner for partner in fitting if partner.country == country] if country else fitting
    common = not country and is_common(name)
    if len(exact) == 1 and not common:
        return PartnerMatch(name, country, Standing.KNOWN, exact[0])
    if fitting or common:
        found = tuple(exact or fitting)[:10]
        return PartnerMatch(name, country, Standing.UNCERTAIN, candidates=found, is_common=common)
    return PartnerMatch(name, country, Standing.NEW)
