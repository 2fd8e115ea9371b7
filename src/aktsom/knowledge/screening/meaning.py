"""What standing on a list means for an institution in Norway: one row for each list that we know.

Sanctions of the EU and the UN bind in Norway. Export-control lists say to whom goods and knowledge must not go without a
licence, or whom an authority could not check. Other states' financial sanctions do not bind here, but banks and suppliers keep
to them. See docs/decisions/0006 and 0041.
"""

from collections.abc import Collection
from enum import StrEnum

from aktsom.engine.lists.listing import LegalEffect
from aktsom.engine.names.types import Strength

BINDING_LISTS = frozenset(
    {"eu", "eu-fsf", "un-sc", "eu_fsf", "eu_sanctions_map", "eu_journal_sanctions", "un_sc_sanctions"}
)
"""Those of the EU and the UN, also as OpenSanctions calls them."""


class ListMeaning(StrEnum):
    """The kinds of list that the rules tell apart."""

    SANCTIONS = "sanctions"
    END_USER = "end-user"
    UNVERIFIED = "unverified"
    FOREIGN_SANCTIONS = "foreign-sanctions"
    RESEARCH_CONCERN = "research-concern"


MEANINGS: dict[str, ListMeaning] = {
    "eu-fsf": ListMeaning.SANCTIONS,  # asset freezes alone
    "un-sc": ListMeaning.SANCTIONS,  # Security Council resolutions, in Norway by the Sanctions Act
    "us-el": ListMeaning.END_USER,  # 15 CFR 744.11 and 744.16: licence, mostly refused
    "us-meu": ListMeaning.END_USER,  # 15 CFR 744.21: military end users
    "us-mieu": ListMeaning.END_USER,  # 15 CFR 744.22: military-intelligence end users
    "us-uvl": ListMeaning.UNVERIFIED,  # 15 CFR 744.15: a check could not be completed; no finding, and no licence of its own
    "us-dpl": ListMeaning.END_USER,  # 15 CFR 764.3(a)(2): export privileges denied
    "us-dtc": ListMeaning.END_USER,  # 22 CFR 127.7: barred from the arms trade
    "us-isn": ListMeaning.END_USER,  # nonproliferation statutes: licences denied to those found to proliferate
    "us-sdn": ListMeaning.FOREIGN_SANCTIONS,  # 31 CFR chapter V: property blocked
    "us-ssi": ListMeaning.FOREIGN_SANCTIONS,  # Executive Order 13662: debt, equity, oil projects
    "us-nsmbs": ListMeaning.FOREIGN_SANCTIONS,  # measures short of blocking
    "us-cap": ListMeaning.FOREIGN_SANCTIONS,  # 31 CFR 561 and others: correspondent accounts
    "us-fse": ListMeaning.FOREIGN_SANCTIONS,  # Executive Order 13608: those who evade sanctions
    "us-plc": ListMeaning.FOREIGN_SANCTIONS,  # 31 CFR 594: transactions rejected
    "us-cmic": ListMeaning.RESEARCH_CONCERN,  # Executive Order 14032: securities only, but for ties to the armed forces
    "us-1260h": ListMeaning.RESEARCH_CONCERN,  # NDAA FY2021 section 1260H: military companies
    "us-1286": ListMeaning.RESEARCH_CONCERN,  # NDAA FY2019 section 1286: institutions of research concern
}
BASE: dict[ListMeaning, str] = {
    ListMeaning.SANCTIONS: "partner.sanctions_lists",
    ListMeaning.END_USER: "partner.end_user_lists",
    ListMeaning.UNVERIFIED: "partner.unverified_end_user_lists",
    ListMeaning.FOREIGN_SANCTIONS: "partner.foreign_sanctions_lists",
    ListMeaning.RESEARCH_CONCERN: "partner.research_concern_lists",
}
"""The fact that a confirmed hit speaks for; with `_unjudged` behind it, that of a close hit which nobody has judged."""

CLOSE = (Strength.EXACT.value, Strength.STRONG.value)
"""The strengths of a hit at which the names are the same or nearly so."""

UNJUDGED_MATCHES = "partner.unjudged_matches"
"""The fact for hits that are not close and that nobody has judged."""

_RESTRICTS = frozenset({LegalEffect.ASSET_FREEZE, LegalEffect.FINANCIAL_RESTRICTION, LegalEffect.TRAVEL_BAN})


def unjudged_fact(list_id: str, effects: Collection[LegalEffect], strength: str) -> str:
    """The fact that a hit speaks for while nobody has judged it."""
    return f"{BASE[meaning_of(list_id, effects)]}_unjudged" if strength in CLOSE else UNJUDGED_MATCHES


def meaning_of(list_id: str, effects: Collection[LegalEffect]) -> ListMeaning:
    """What the table says; for a list that holds several kinds, or that we do not know, what the listing's effects say.

    The EU's acts are such a list: end users (833/2014 Annex IV, 765/2006 Annex V) need a licence, all others are sanctions.
    """
    if list_id in MEANINGS:
        return MEANINGS[list_id]
    if LegalEffect.EXPORT_LICENCE in effects and LegalEffect.ASSET_FREEZE not in effects:
        return ListMeaning.END_USER
    if list_id in BINDING_LISTS:
        return ListMeaning.SANCTIONS
    return ListMeaning.FOREIGN_SANCTIONS if _RESTRICTS & set(effects) else ListMeaning.RESEARCH_CONCERN
