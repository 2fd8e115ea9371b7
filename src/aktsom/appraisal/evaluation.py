"""From the facts of all rooms to the flags of partners, ties and cooperation; nothing is written here.

Most subjects share the same few sets of facts (those of their country), so each set is evaluated once in a process.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models import COOPERATION, PARTNER, TIE
from aktsom.appraisal.slight import facts_of_tie
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.facts import gather_facts
from aktsom.engine.flags.evaluation import RuleBook
from aktsom.engine.flags.types import Fact, RedFlag, Weight

Facts = tuple[Fact, ...]
_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that holds, with the facts as they are kept."""

    rule: str
    facet: str
    weight: Weight
    facts: tuple[Mapping[str, Any], ...]

    @property
    def rank(self) -> int:
        """The weight as a number, 0 for a note."""
        return self.weight.rank


Outcome = tuple[Found, ...]
Outcomes = dict[UUID, Outcome]


@dataclass(frozen=True, slots=True)
class Subjects:
    """Partners, ties and cooperation to evaluate together. `parties` are the partners of each cooperation."""

    partners: Sequence[Partner] = ()
    ties: Sequence[Tie] = ()
    cooperations: Sequence[Cooperation] = ()
    parties: Mapping[UUID, Sequence[Partner]] | None = None

    @property
    def all_partners(self) -> list[Partner]:
        """Every partner whose facts are needed, once."""
        of_ties = (tie.partner for tie in self.ties)
        of_cooperation = (partner for each in (self.parties or {}).values() for partner in each)
        return list({each.pk: each for each in (*self.partners, *of_ties, *of_cooperation)}.values())


def evaluate(actor: Actor, subjects: Subjects) -> dict[str, Outcomes]:
    """What the rules find, by kind and id, on the facts that have effect for the actor's institution or for everyone."""
    book = handbook_of(actor.institution_id).rules
    known = known_facts(actor, subjects.all_partners)
    ties, cooperations = known_facts(actor, subjects.ties), known_facts(actor, subjects.cooperations)
    parties = subjects.parties or {}
    return {
        PARTNER: {each.pk: _outcome(book, known[each.pk]) for each in subjects.partners},
        TIE: {each.pk: _outcome(book, facts_of_tie(known[each.partner_id], ties[each.pk])) for each in subjects.ties},
        COOPERATION: {
            each.pk: united(
                book, cooperations[each.pk], [(partner, known[partner.pk]) for partner in parties.get(each.pk, ())]
            )
            for each in subjects.cooperations
        },
    }


def known_facts(actor: Actor, subjects: Sequence[Any]) -> dict[Any, Facts]:
    """What the rooms know of subjects of one kind, by their keys."""
    return {key: tuple(facts) for key, facts in gather_facts(actor, subjects).items()}


def _joined(*sets: Facts) -> Facts:
    return tuple(dict.fromkeys(fact for each in sets for fact in each))


def united(book: RuleBook, own: Facts, partners: Sequence[tuple[Partner, Facts]]) -> Outcome:
    """The flags with each partner, as one: two countries' indices must not hide each other, so partners are not mixed.

    With several partners each fact that comes from one of them says through which.
    """
    if len(partners) < 2:
        return _outcome(book, _joined(*(facts for _partner, facts in partners), own))
    sets = (
        [_through(found, partner, own) for found in _outcome(book, _joined(known, own))] for partner, known in partners
    )
    return tuple(book.as_one(sets, _with_facts_of))


def _through(found: Found, partner: Partner, own: Facts) -> Found:
    """The same with the partner named at every fact that the cooperation does not have by itself."""
    theirs = {"name": partner.name, "country": partner.country}
    of_cooperation = [kept_fact(fact) for fact in own]
    facts = (fact if fact in of_cooperation else {**fact, "through": theirs} for fact in found.facts)
    return replace(found, facts=tuple(facts))


def _with_facts_of(one: Found, other: Found) -> Found:
    return replace(one, facts=(*one.facts, *(fact for fact in other.facts if fact not in one.facts)))


def declared(book: RuleBook, facts: Facts) -> list[Fact]:
    """The facts that a book declares; an institution's own facts say nothing under another book."""
    return [fact for fact in facts if fact.name in book.schema]


@lru_cache(maxsize=_REMEMBERED)
def _outcome(book: RuleBook, facts: Facts) -> Outcome:
    found = map(_found, book.raise_flags(declared(book, facts)))
    return tuple(sorted(found, key=lambda each: (-each.rank, each.rule)))


def _found(flag: RedFlag) -> Found:
    return Found(flag.rule, flag.facet.value, flag.weight, tuple(map(kept_fact, flag.facts)))


def kept_fact(fact: Fact) -> Mapping[str, Any]:
    """The fact as JSON keeps it: read back, it equals what was written."""
    plain = asdict(fact)
    plain["value"] = list(fact.value) if isinstance(fact.value, tuple) else fact.value
    plain["source_date"] = fact.source_date.isoformat() if fact.source_date else None
    plain["retrieved"] = fact.retrieved.isoformat() if fact.retrieved else None
    return plain
