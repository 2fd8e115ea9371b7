"""Partners found while a name of theirs is typed: in any script, by any name that sources or our tables know them under."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.core.actor import Actor
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.lists.texts import cleaned, script_of
from aktsom.engine.names.curated import curated_bodies
from aktsom.engine.names.reading import read_name
from aktsom.engine.names.renderings import renderings
from aktsom.engine.names.vocabulary import Role
from aktsom.engine.names.words import Word

LEAST = 2
"""From how many letters on we look."""

MOST = 8
NAMES_READ = 200
SAY_NOTHING = (Role.STOP, Role.LEGAL)


@dataclass(frozen=True, slots=True)
class FoundPartner:
    """A partner that fits what was typed. `known_as` is the name that fits when the shown one does not, else ""."""

    partner: Partner
    known_as: str = ""


@dataclass(frozen=True, slots=True)
class _Typed:
    """What somebody typed: `key` as names are kept, `words` each in Latin letters and as what it means in English.

    `begun` are the same words with the space before them that a name has there.
    """

    text: str
    key: str
    words: tuple[tuple[str, ...], ...]
    begun: tuple[tuple[str, ...], ...]
    is_latin: bool

    @classmethod
    def read(cls, typed: str) -> "_Typed":
        text = cleaned(typed)
        read = [word for word in read_name(text, PartyKind.ORGANISATION).words if word.role not in SAY_NOTHING]
        key = keys_of(text).plain if text else ""
        words = tuple(_ways_to_say(word) for word in read)
        begun = tuple(tuple(f" {way}" for way in ways if " " not in way) for ways in words)
        return cls(text.casefold(), key, words, begun, script_of(text) == "Latn")

    def begins(self, name: str) -> bool:
        """Whether each typed word begins a word of the name. In other letters than Latin, also whether the text is in it."""
        return self.begins_words(_spaced(name)) or (not self.is_latin and self.text in name.casefold())

    def begins_words(self, spaced: str) -> bool:
        """Whether each typed word begins one of those in the text, which has a space before each."""
        for ways in self.begun:
            for way in ways:
                if way in spaced:
                    break
            else:
                return False
        return True


def _spaced(name: str) -> str:
    """The words of a name as they are compared, with a space before each."""
    return "".join(f" {word}" for word in keys_of(name).plain.split())


def _ways_to_say(word: Word) -> tuple[str, ...]:
    """The word, and when it is one that names are made of in many languages, the English one for it."""
    _, _, meaning = word.key.partition(":")
    return tuple(sorted({word.latin, meaning} - {""}))


def partners_called(actor: Actor, typed: str, most: int = MOST) -> list[FoundPartner]:
    """At most so many partners that fit: those of exactly this name, then those whose names begin so, the most seen first."""
    wanted = _Typed.read(typed)
    if len(wanted.text) < LEAST or not wanted.words:
        return []
    aliases = dict(_aliases(wanted))
    found: dict[UUID, str] = {}
    for name in _names(actor, wanted, aliases)[:NAMES_READ]:
        found.setdefault(name.partner_id, name.text if wanted.begins(name.text) else aliases.get(name.key, name.text))
    keys = list(found)[:most]
    rows = Partner.objects.visible_to(actor).in_bulk(keys)
    return [FoundPartner(rows[key], "" if wanted.begins(rows[key].name) else found[key]) for key in keys if key in rows]


def _names(actor: Actor, wanted: _Typed, aliases: dict[str, str]) -> QuerySet[PartnerName]:
    fits = Q(key__in=aliases) | Q(*(_has_word(ways) for ways in wanted.words))
    if not wanted.is_latin:
        fits |= Q(text__icontains=wanted.text)
    nearness = Case(
        When(key=wanted.key, then=Value(0)),
        When(Q(key__startswith=wanted.key) | Q(key__in=aliases), then=Value(1)),
        default=Value(2),
        output_field=IntegerField(),
    )
    rows = PartnerName.objects.visible_to(actor).filter(fits, partner__merged_into__isnull=True)
    ordered: QuerySet[PartnerName] = rows.annotate(nearness=nearness).order_by("nearness", "-times_seen", "text")
    return ordered


def _has_word(ways: Iterable[str]) -> Q:
    return Q(*(Q(key__startswith=way) | Q(key__contains=f" {way}") for way in ways), _connector=Q.OR)


def _aliases(wanted: _Typed) -> Iterator[tuple[str, str]]:
    """The keys of all names of each body that our tables know under the typed one, with the name that fits."""
    for names, keys in known_bodies():
        fitting = next((each.text for each in names if each.fits(wanted)), None)
        if fitting is not None:
            yield from ((key, fitting) for key in keys)


@dataclass(frozen=True, slots=True)
class _Known:
    """A name of our tables, taken apart once: a search looks at all of them."""

    text: str
    folded: str
    words: str

    @classmethod
    def read(cls, name: str) -> "_Known":
        return cls(name, name.casefold(), _spaced(name))

    def fits(self, wanted: _Typed) -> bool:
        return wanted.begins_words(self.words) or (not wanted.is_latin and wanted.text in self.folded)


@cache
def known_bodies() -> tuple[tuple[tuple[_Known, ...], tuple[str, ...]], ...]:
    """The names of each body of our tables, and the keys of those that tell which one it is. The first time takes a second."""
    curated = (((*body.names, *body.acronyms), body.names) for body in curated_bodies())
    rendered = (((name, english), (english,)) for name, english in renderings().items())
    return tuple(
        (tuple(map(_Known.read, names)), tuple({keys_of(each).plain for each in told}))
        for names, told in (*curated, *rendered)
    )
