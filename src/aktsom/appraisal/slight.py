"""What is known of a partner, as it counts for a tie that is only slight: seen among very many, or over for years.

Lists of end users and of research concern, and sanctions on a country, ask whether something may be shared. Where all is
published or long over, nothing is left to share, so they become facts of the tie, which the rules weigh as notes. In a critical
field, or with sensitive access or a tie of obligation, they count in full. See docs/decisions/0053-slight-ties.md.
"""

from collections.abc import Iterable
from dataclasses import replace

from aktsom.engine.flags.types import Fact

SLIGHT = "tie.slight"
LISTED, SANCTIONED = "tie.listed", "tie.sanctioned_country"
EXPOSING = frozenset({"field.critical_areas", "access.sensitive", "people.state_tie"})
COUNTED_AS = {
    **{
        f"partner.{lists}{judged}": LISTED
        for lists in ("end_user_lists", "unverified_end_user_lists", "research_concern_lists")
        for judged in ("", "_unjudged")
    },
    "country.comprehensive_sanctions": SANCTIONED,
}


def facts_of_tie(partner: Iterable[Fact], own: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts of a tie with those of its partner, each once."""
    found = tuple(dict.fromkeys((*partner, *own)))
    speaking = {fact.name for fact in found if fact.value}
    if SLIGHT not in speaking or speaking & EXPOSING:
        return found
    return tuple(replace(fact, name=COUNTED_AS.get(fact.name, fact.name)) for fact in found)
