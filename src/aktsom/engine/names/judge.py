"""From the likeness of two names to a hit: weigh country, birth date and identifiers, and name the strength."""

from collections.abc import Sequence
from typing import NamedTuple

from aktsom.engine.lists.listing import Listing, NameKind, PartyKind
from aktsom.engine.names.calibration import CALLED_THE_SAME, share_right
from aktsom.engine.names.compare import Comparison
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.curated import Relation
from aktsom.engine.names.index import ListedEntry
from aktsom.engine.names.types import Evidence, Query, Strength
from aktsom.engine.names.vocabulary import COMPASS, IDENTIFYING, Role

STRONG = 0.88
_POSSIBLE_AT_MOST = 0.8
_OTHER_COUNTRY = 0.65
_OTHER_INFERRED_COUNTRY = 0.68
_PERSON_IN_OTHER_COUNTRY = 0.93
_OTHER_BIRTH = 0.75
_OTHER_KIND = 0.6
_PERSON_OR_BODY = 0.75
_PART_OF, _BEHIND = 0.85, 0.95
AGREEING = 0.3
_BRAND_RESPELLED = 0.88
_NEARLY_ALL = 0.85
_COMMON_WORDS_DIFFER = 0.8
_ACRONYM_LENGTH, _LETTERS_OF_A_NATION = 6, 3
_TELLING = frozenset({Role.FIELD, Role.NATION, Role.NUMBER})
_ENOUGH_TELLING = 2
_ENOUGH_WORDS = 4
_NOT_AGAINST, _BY_LETTERS, _OTHER_FORM = 0.4, 0.77, 0.85
_WHOLE_NAME = 3


class Verdict(NamedTuple):
    """What a comparison comes to. `alike` is what hits are compared by, `score` how often such a hit is right; `is_above` says
    that it is on a body that the query may belong to.
    """

    alike: float
    score: float
    strength: Strength
    evidence: tuple[Evidence, ...]
    is_above: bool = False

    def is_better_than(self, other: "Verdict") -> bool:
        """Whether it says more of a body: the very one says more than a part that is as much alike, and than what it may
        belong to.
        """
        same, other_same = (each.strength is not Strength.PART_OF for each in (self, other))
        if other_same and self.is_above and other.alike >= CALLED_THE_SAME:
            return False
        return (self.alike, same) > (other.alike, other_same)


def judge(
    query: Query,
    listing: Listing | None,
    entry: ListedEntry,
    comparison: Comparison,
    near_text: float,
    countries: tuple[tuple[str, ...], bool],
    person_or_body: bool = False,
) -> Verdict:
    """Weigh all evidence. Evidence against lowers the score and never settles it alone.

    `listing` is needed only for a query with a birth date or identifiers. `near_text` is 1 when the names are the same
    text, less when one letter is wrong, 0 when they are not that near;
    `person_or_body` says that the query reads as a person's name with more words than the listed body has.
    """
    inside = _inside(comparison, entry, near_text)
    score = _PART_OF * _coverage(comparison) if inside else max(near_text, min(comparison.likeness, 0.99))
    if person_or_body and not inside and not near_text:
        score *= _PERSON_OR_BODY
    if comparison.respelled and not inside and not near_text and not _person(query, entry):
        score *= _BRAND_RESPELLED
    known = _country(query, countries)
    known += _birth(query, listing) + _identifier(query, listing) if listing else ()
    supported = Evidence.COUNTRY_SAME in known or Evidence.COUNTRY_INFERRED in known or not query.country
    full = bool(near_text) and supported and _says_enough(entry)
    evidence = inside + _limits(comparison, entry, full) + ((Evidence.CURATED,) if entry.number < 0 else ())
    if not comparison.same_order:
        evidence += (Evidence.ORDER,)
    score = _weigh(score, known, countries[1], _person(query, entry)) * (
        _OTHER_KIND if _other_kind(query.kind, entry.kind) else 1.0
    )
    likeness = _NEARLY_ALL if comparison.by_number else max(comparison.likeness, near_text)
    if Evidence.GENERIC in evidence and not inside and likeness < _NEARLY_ALL:
        score *= _COMMON_WORDS_DIFFER
    if Evidence.GENERIC in evidence or Evidence.ACRONYM in evidence:
        score = min(score, _POSSIBLE_AT_MOST) * (1.0 if supported else 0.7)
    if Evidence.COUNTRY_OTHER in known and near_text == 1.0 and _unmistakable(entry, comparison):
        score = max(score, CALLED_THE_SAME)
    alike = round(score, 3)
    right = alike if inside or entry.is_person else share_right(alike)
    return Verdict(alike, right, _strength(score, near_text == 1.0, inside), evidence + known)


def _unmistakable(entry: ListedEntry, comparison: Comparison) -> bool:
    """A body's whole name that tells which one it is: letter for letter the same, it stays possible where another country is
    given, which may be wrong or a branch's. A point of the compass tells nothing: each country has a northwest.
    """
    told = [word for word in entry.words if word.role in IDENTIFYING and word.key not in COMPASS]
    return bool(told) and not entry.is_person and comparison.identified and len(entry.words) >= _WHOLE_NAME


def as_part(verdict: Verdict, has_country: bool, is_brand: bool) -> Verdict:
    """What is said of a body that stands behind a department or branch. A country that is told must speak for it; where none
    is, common words and letters tell too little. A name alone (`is_brand`) may be a town's that is like a listed name.
    """
    supported = not {Evidence.COUNTRY_SAME, Evidence.COUNTRY_INFERRED}.isdisjoint(verdict.evidence)
    tells = {Evidence.GENERIC, Evidence.ACRONYM}.isdisjoint(verdict.evidence) and not has_country
    itself = Evidence.INSIDE_LISTED not in verdict.evidence and (supported or tells)
    itself = itself and not (is_brand and (verdict.strength is Strength.POSSIBLE or not supported))
    alike = round(_BEHIND * verdict.alike, 3) if itself else 0.0
    evidence = tuple(dict.fromkeys((Evidence.INSIDE_QUERY, *verdict.evidence)))
    return Verdict(alike, alike, Strength.PART_OF, evidence, is_above=True)


def by_letters(verdict: Verdict, likeness: float) -> Verdict:
    """What is said of a body whose letters stand in brackets behind a name that is `likeness` like its own: letters that the
    name does not speak against make it possible, and no more.
    """
    if likeness < _NOT_AGAINST:
        return verdict._replace(alike=0.0, score=0.0)
    alike = min(verdict.alike, _BY_LETTERS)
    evidence = tuple(dict.fromkeys((*verdict.evidence, Evidence.ACRONYM)))
    return Verdict(alike, share_right(alike), Strength.POSSIBLE, evidence)


def of_another_form(verdict: Verdict) -> Verdict:
    """What is said of a body by its letters when the words beside them name another form."""
    alike = round(verdict.alike * _OTHER_FORM, 3)
    return verdict._replace(alike=alike, score=share_right(alike))


def _person(query: Query, entry: ListedEntry) -> bool:
    return entry.is_person and query.kind is not PartyKind.ORGANISATION


def _inside(comparison: Comparison, entry: ListedEntry, near_text: float) -> tuple[Evidence, ...]:
    """Whether one body is a part of the other: as their names say, or as a table says of the name."""
    if entry.relation is not Relation.SAME and max(comparison.likeness, near_text) >= CALLED_THE_SAME:
        return (Evidence.INSIDE_QUERY,) if entry.relation is Relation.PART else (Evidence.INSIDE_LISTED,)
    if comparison.query_inside:
        return (Evidence.INSIDE_LISTED,)
    return (Evidence.INSIDE_QUERY,) if comparison.listed_inside else ()


def _coverage(comparison: Comparison) -> float:
    """A part that is named by a rare word tells more than one that is named by a common one."""
    return min(1.0, 0.8 + 0.2 * comparison.shared)


def _says_enough(entry: ListedEntry) -> bool:
    """Many common words together name one body: `National University of Defense Technology`, not `Institute of Physics`."""
    telling = sum(word.role in _TELLING for word in entry.words)
    return telling >= _ENOUGH_TELLING or len(entry.words) >= _ENOUGH_WORDS


def _limits(comparison: Comparison, entry: ListedEntry, full: bool) -> tuple[Evidence, ...]:
    weak = entry.number < 0 and entry.name_kind is NameKind.WEAK_ALIAS
    if not comparison.identified and (weak or not full):
        return (Evidence.GENERIC,)
    if entry.name_kind is NameKind.PRIMARY or entry.is_person:
        return ()
    letters = [len(word.latin) for word in entry.words if word.role is not Role.NATION]
    longest = _ACRONYM_LENGTH if len(entry.words) == 1 else _LETTERS_OF_A_NATION
    return (Evidence.ACRONYM,) if len(letters) == 1 and letters[0] <= longest else ()


def _country(query: Query, countries: tuple[tuple[str, ...], bool]) -> tuple[Evidence, ...]:
    asked, (listed, stated) = country_code(query.country), countries
    if not asked or not listed:
        return ()
    if asked in listed:
        return (Evidence.COUNTRY_SAME,) if stated else (Evidence.COUNTRY_INFERRED,)
    return (Evidence.COUNTRY_OTHER,)


def _birth(query: Query, listing: Listing) -> tuple[Evidence, ...]:
    if not query.birth_date or not listing.birth_dates:
        return ()
    same = any(query.birth_date.startswith(d) or d.startswith(query.birth_date) for d in listing.birth_dates)
    return (Evidence.BIRTH_SAME,) if same else (Evidence.BIRTH_OTHER,)


def _identifier(query: Query, listing: Listing) -> tuple[Evidence, ...]:
    listed = {identifier.value for identifier in listing.identifiers}
    return (Evidence.IDENTIFIER_SAME,) if any(i.value in listed for i in query.identifiers) else ()


def _weigh(score: float, known: Sequence[Evidence], stated: bool, is_person: bool) -> float:
    for evidence in known:
        if evidence is Evidence.COUNTRY_OTHER:
            score *= _other_country(stated, is_person)
        elif evidence is Evidence.BIRTH_OTHER:
            score *= _OTHER_BIRTH
        elif evidence in (Evidence.BIRTH_SAME, Evidence.IDENTIFIER_SAME):
            score += (1.0 - score) * AGREEING
    return score


def _other_country(stated: bool, is_person: bool) -> float:
    """A body in another country is another body; a person may have moved."""
    if is_person:
        return _PERSON_IN_OTHER_COUNTRY
    return _OTHER_COUNTRY if stated else _OTHER_INFERRED_COUNTRY


def _other_kind(asked: PartyKind, listed: PartyKind) -> bool:
    return PartyKind.UNKNOWN not in (asked, listed) and asked is not listed


def _strength(score: float, same_text: bool, inside: tuple[Evidence, ...]) -> Strength:
    if inside:
        return Strength.PART_OF
    if same_text and score >= 0.995:
        return Strength.EXACT
    return Strength.STRONG if score >= STRONG else Strength.POSSIBLE
