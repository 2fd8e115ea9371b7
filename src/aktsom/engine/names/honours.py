"""In whose honour a body is named, and what it was given: names that are in the genitive, ranks and orders."""

import re

from aktsom.engine.names.folding import fold_key
from aktsom.engine.names.titles import silenced
from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.vocabulary import IDENTIFYING, SILENT, Role, person_role
from aktsom.engine.names.words import Word

NAMED, _INSTITUTE = "=qualifier:named", "=head:institute"
_BESIDE_NAMES, _LEAST_SAID = SILENT | {Role.INITIAL}, 3
_GENITIVE = re.compile(r"(.{3,}(?:[oe]v|in|yn))a")
_TWO_CAPITALS = re.compile(r"[A-ZА-Я]{2}")
_CYRILLIC_GENITIVE = re.compile(r"(.{2,}[^aeiouy])a")
_SURNAME = re.compile(r".{3,}(?:[oe]v|sk[iy]+|enko|[oe]vich)")
ORDER, _LONGEST_ORDER = "=qualifier:order", 6
_GIVEN = frozenset(
    {"lenin", "lenina", "honor", "honour", "pocheta", "friendship", "druzhby", "narodov", "nations", "peoples"}
)
_OF_RANKS = (
    "marshal marshala admiral admirala general generala army armii fleet flota soviet sovetskogo union soyuza twice dvazhdy "
    "hero heroes geroya geroev labor labour socialist sotsialisticheskogo truda first pervogo president prezidenta"
)
_RANKS = frozenset(_OF_RANKS.split())
"""What somebody was, between "named after" and the name: `имени адмирала Флота Советского Союза Н. Г. Кузнецова`."""


def of_whom(words: list[Word]) -> list[Word]:
    """Behind "named after" a name is in somebody's honour, and a Russian one in the genitive: `imeni Kulakova`."""
    named = False
    for place, word in enumerate(words):
        named = named or word.key == NAMED
        if named and word.latin in _RANKS:
            words[place] = word._replace(role=Role.STOP)
            continue
        if named and person_role(word.latin.removesuffix("a")) is Role.PATRONYMIC:
            words[place - 1 : place + 1] = [each._replace(role=Role.INITIAL) for each in words[place - 1 : place + 1]]
            continue
        if named and (len(word.latin) == 1 or (_TWO_CAPITALS.fullmatch(word.shown) and place + 1 < len(words))):
            words[place] = word._replace(role=Role.INITIAL, key=word.latin)
            continue
        if named and word.role is Role.NAME:
            words[place] = word = word._replace(role=Role.EPONYM)
        genitive = _CYRILLIC_GENITIVE if word.script is Script.CYRILLIC else _GENITIVE
        if word.key == NAMED:
            words[place] = word._replace(role=Role.STOP)
        if named and word.role is Role.EPONYM and (found := genitive.fullmatch(word.latin)):
            words[place] = word._replace(latin=found[1], key=fold_key(found[1]))
    return words


def of_surnames(words: list[Word]) -> list[Word]:
    """A Russian surname at the beginning, before an institute of a field, is in somebody's honour: `Rzhanov Institute of …`."""
    told = [place for place, word in enumerate(words) if word.role not in _BESIDE_NAMES]
    if len(told) < _LEAST_SAID or words[told[0]].role is not Role.NAME or not _SURNAME.fullmatch(words[told[0]].latin):
        return words
    if words[told[1]].key != _INSTITUTE or any(words[each].role in IDENTIFYING for each in told[1:]):
        return words
    return [word._replace(role=Role.EPONYM) if place == told[0] else word for place, word in enumerate(words)]


def of_order(words: list[Word]) -> list[Word]:
    """Orders that a body was given say nothing of which body it is: `Order of Lenin`, `ордена Почёта`."""
    orders = [place for place, word in enumerate(words) if word.key == ORDER]
    given = [
        place
        for order in orders
        for place in range(max(order - 1, 0), min(order + _LONGEST_ORDER, len(words)))
        if words[place].latin in _GIVEN
    ]
    return silenced(words, given)
