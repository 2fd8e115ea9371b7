"""What a person says once for the whole drawer: what words for kinds mean, and whom names mean."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from rapidfuzz import fuzz

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.drawer.kinds import word_key
from aktsom.cooperation.drawer.several import match_or_ask
from aktsom.cooperation.partners.finding import partners_called
from aktsom.cooperation.partners.matching import Wanted
from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.core.actor import Actor
from aktsom.core.http import uuid_of
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.reading import read_name
from aktsom.engine.names.vocabulary import IDENTIFYING

APART = "apart"
"""The answer that a name is several organisations."""
ALIKE, MOST_ALIKE, NAMES_READ = 75.0, 5, 500
_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Sought:
    """A name for which somebody looks among the partners that we know, and the words that they typed, if any."""

    key: str
    words: str = ""

    @property
    def name(self) -> str:
        """The name as it stands in the sheet."""
        return pair_of(self.key)[0]


@dataclass(frozen=True, slots=True)
class KindWord:
    """A word for a kind that we do not know, in how many rows it stands, and what somebody said that it means."""

    word: str
    number: int
    chosen: str


def answers(
    actor: Actor, before: Mapping[str, Any], partners: Mapping[str, str] | None, kinds: Mapping[str, str] | None
) -> dict[str, Any]:
    """What is kept of the answers; None leaves those that were given `before`."""
    said = {name: before.get(name, {}) for name in ("partners", "apart", "kinds")}
    if partners is not None:
        said["partners"] = {key: choice for key, choice in partners.items() if choice != APART}
        said["apart"] = _apart(actor, [key for key, choice in partners.items() if choice == APART])
    if kinds is not None:
        values = Agreement.Kind.values
        said["kinds"] = {word_key(word): kind for word, kind in kinds.items() if kind in values and word_key(word)}
    return said


def kind_words(words: Iterable[str], chosen: Mapping[str, str]) -> list[KindWord]:
    """Each unknown word once, as it is written first, the most frequent first."""
    shown, number = dict[str, str](), dict[str, int]()
    for word in words:
        key = word_key(word)
        shown.setdefault(key, word)
        number[key] = number.get(key, 0) + 1
    found = [KindWord(shown[key], number[key], chosen.get(key, "")) for key in shown]
    return sorted(found, key=lambda each: (-each.number, each.word))


def pair_of(key: str) -> Wanted:
    """The name and the country that a `partner_key` stands for."""
    country, _blank, name = key.partition(" ")
    return name, "" if country == "--" else country


def candidates_for(actor: Actor, sought: Sought | None) -> list[Partner]:
    """The partners that fit what somebody looks for, then those that are spelled nearly so."""
    if sought is None:
        return []
    words = sought.words or sought.name
    called = [each.partner for each in partners_called(actor, words)]
    return list({each.pk: each for each in (*called, *_spelled_alike(actor, words))}.values())


def chosen_partners(actor: Actor, choices: Iterable[str]) -> dict[str, Partner]:
    """The partners among the choices, by their ids as they are kept."""
    keys = {choice for choice in choices if uuid_of(choice)}
    rows = Partner.objects.visible_to(actor).filter(pk__in=keys) if keys else []
    return {str(row.pk): row for row in rows}


def _apart(actor: Actor, keys: Sequence[str]) -> dict[str, list[str]]:
    """The organisations that each of these names holds; a name that holds no several is left out."""
    pairs = {key: pair_of(key) for key in keys}
    found = match_or_ask(actor, pairs.values())
    return {key: list(found[pair].parts) for key, pair in pairs.items() if found[pair].parts}


def _spelled_alike(actor: Actor, name: str) -> list[Partner]:
    """Partners of nearly this name: of those with a word that begins alike, so that one letter wrong is no other partner."""
    key, beginnings = keys_of(name).plain, {word[:_BEGINNING] for word in _telling(name)}
    if not beginnings:
        return []
    begins = Q(*(Q(key__startswith=each) | Q(key__contains=f" {each}") for each in beginnings), _connector=Q.OR)
    names = PartnerName.objects.visible_to(actor).filter(begins, partner__merged_into__isnull=True)
    rows = names.order_by("-times_seen", "text").select_related("partner")[:NAMES_READ]
    rated = sorted(((fuzz.ratio(row.key, key), row) for row in rows), key=lambda each: each[0], reverse=True)
    alike = {row.partner_id: row.partner for likeness, row in rated if likeness >= ALIKE}
    return list(alike.values())[:MOST_ALIKE]


def _telling(name: str) -> list[str]:
    words = [word for word in read_name(name, PartyKind.ORGANISATION).words if len(word.latin) > _BEGINNING]
    return [word.latin for word in words if word.role in IDENTIFYING] or [word.latin for word in words]
