"""What a word does in a name: names a place or person, says what sort of body it is, or says next to nothing."""

import re
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from aktsom.engine.names.folding import fold_key
from aktsom.engine.names.transliteration import Script, script_of, to_latin


class Role(StrEnum):
    """The part that a word plays in a name. A `NAME` identifies; the others hardly do."""

    NAME = "name"
    EPONYM = "eponym"
    PLACE = "place"
    SITE = "site"
    NUMBER = "number"
    NATION = "nation"
    FIELD = "field"
    HEAD = "head"
    BUSINESS = "business"
    UNIT = "unit"
    QUALIFIER = "qualifier"
    PATRONYMIC = "patronymic"
    INITIAL = "initial"
    HONORIFIC = "honorific"
    LEGAL = "legal"
    STOP = "stop"


IDENTIFYING = frozenset({Role.NAME, Role.EPONYM, Role.PLACE})
_POINTS = ("north", "south", "east", "west", "northwest", "northeast", "southwest", "southeast", "fareast")
COMPASS = frozenset(f"=place:{each}" for each in _POINTS)
SILENT = frozenset({Role.HONORIFIC, Role.LEGAL, Role.STOP})
"""Roles that weigh nothing, on whichever side they stand."""
TELLING_TOGETHER, ENOUGH_TOGETHER = frozenset({Role.FIELD, Role.NATION, Role.NUMBER}), 3
"""Roles that identify when so many words have them: `University of Science and Technology of China`."""
UNIVERSITY = "=head:university"
"""Of universities fewer such words tell which it is: `Naval Medical University`."""
SEARCHED = IDENTIFYING | {Role.PATRONYMIC, Role.NUMBER}
"""Roles that lead from a query to listed names."""
WITHOUT_WEIGHT = frozenset({Role.QUALIFIER, Role.INITIAL, Role.SITE})
"""Roles that may be missing from a name that is otherwise all there."""

Concept = tuple[Role, str]

_PATRONYMIC = re.compile(r"(?:[oea]vich|[oe]vych|ovna|evna|ivna|ichna|ogly|oglu|kyzy|qizi|ovic)$")
_ADJECTIVE = re.compile(r"(.{2,}sk)(?:i[yij]|aya|aia|oy?e|ogo|o[yim]|oyu|uyu|ie|iye|ikh|im|imi)")
_ENDS_OF_ADJECTIVES = "yy yi iy ii aya aia oe oye ogo oy oi ykh ikh ym im ymi imi ye ie uyu oyu omu"
_OF_ADJECTIVES = frozenset(_ENDS_OF_ADJECTIVES.split())
_ENDS = (
    "a u e am akh ami em ey ei ia iu ie iam iakh iami iem iey iei ya yu ye yam yakh yami yem yey yei aya yaya oye oe eye ee yy "
    "iy yi ii oy oi ogo ego omu emu om ym im ykh ikh ymi imi yye iye uyu yuyu ov ev y i o ae aye aha aga s "
    "iya iyu iyam iyami iyakh"
)
_OF_NOUNS = frozenset(_ENDS.split())
_SHORTEST_BEFORE_ENDING, _LONGEST_ENDING = 4, 5
_SOFT = re.compile(r"(?<=[aeiou])y(?=e)")
_AT_THE_END = frozenset({Role.HEAD, Role.BUSINESS})
_SHORTEST_STEM = 5
_SHORTEST_PREFIX, _LONGEST_PREFIX = 3, 10
_GOES_ON = "-"
_OF_PLACE = re.compile(r"(.{3,}?)sk(?:i[yij]?|y|aya|aia|oy?e?|ogo|oi|oyu|uyu|iye?|ikh|im|imi|om|omu|a)?")
_PERSON_STOP_WORDS = "al el ul ad as ar an bin ibn ben bint bn ould van von de der la da di dos e and y na"
_PERSON_STOPS = frozenset(_PERSON_STOP_WORDS.split())


def concepts_of(word: str) -> tuple[Concept, ...] | None:
    """The concepts that a plain Latin word stands for in the name of an organisation, `None` for any other word."""
    table = _latin_concepts()
    return (
        table.get(word)
        or table.get("~" + fold_key(word))
        or _of_adjective(word)
        or _of_ending(word)
        or _of_stem(word)
        or _of_compound(word)
    )


def forms_beginning_with(start: str) -> str:
    """The shortest word of the vocabulary that begins so; empty when there is none, or when they mean several things."""
    forms = [form for form in _latin_concepts() if form.startswith(start)]
    meant = {_latin_concepts()[form] for form in forms}
    return min(forms, key=len) if len(meant) == 1 else ""


def _of_stem(word: str) -> tuple[Concept, ...] | None:
    """The concepts of a word whose Cyrillic form the vocabulary has, in whatever case it stands."""
    stem = slavic_stem(word)
    return _cyrillic_stems().get(stem) if len(stem) >= _SHORTEST_STEM else None


def slavic_stem(word: str) -> str:
    """A Russian, Ukrainian or Belarusian word in Latin letters without its ending: `tekhnologiyami` is `tekhnolog`."""
    soft = _SOFT.sub("", word) if "ye" in word else word
    for end in range(max(_SHORTEST_BEFORE_ENDING, len(soft) - _LONGEST_ENDING), len(soft)):
        if soft[end:] in _OF_NOUNS:
            return soft[:end]
    return soft if len(soft) >= _SHORTEST_BEFORE_ENDING else word


def _of_compound(word: str) -> tuple[Concept, ...] | None:
    """The concepts of two words written as one: `aviaremontnyy` is aviation and repair. Without an ending it is a brand's
    name (`Elektropribor`), but for a plant's (`Tulamashzavod`).
    """
    if word[:_SHORTEST_PREFIX] not in _prefix_beginnings():
        return None
    prefixes = _prefixes()
    for length in range(_SHORTEST_PREFIX, min(len(word) - _SHORTEST_STEM, _LONGEST_PREFIX) + 1):
        first = prefixes.get(word[:length])
        rest = word[length:].removeprefix("o") if first else ""
        second = (_latin_concepts().get(rest) or _of_ending(rest) or _of_stem(rest)) if rest else None
        if first and second and (second[0][0] in _AT_THE_END or slavic_stem(rest) != rest):
            return (*first, *second)
    return None


def _of_ending(word: str) -> tuple[Concept, ...] | None:
    """The concepts of a Russian adjective in another gender or case: `lazernye` is `lazernyy`."""
    stem = _adjective_stem(word)
    return _adjective_stems().get(stem) if stem else None


def _adjective_stem(word: str) -> str:
    """A Russian adjective without its ending; empty for another word."""
    for end in (len(word) - 3, len(word) - 2):
        if end > _SHORTEST_BEFORE_ENDING and word[end - 1] in "nvk" and word[end:] in _OF_ADJECTIVES:
            return word[:end]
    return ""


def _of_adjective(word: str) -> tuple[Concept, ...] | None:
    """The place or nation behind a Russian adjective, in any gender and case: `kharbinskiy`, `tomskogo`."""
    found = _ADJECTIVE.fullmatch(word) if "sk" in word else None
    stems = (found[1], found[1].removesuffix("sk")) if found else ()
    known = (_latin_concepts().get(stem) for stem in stems)
    return next((each for each in known if each and each[0][0] in (Role.PLACE, Role.NATION)), None)


def place_stem(word: str) -> str:
    """A plain Latin word without what makes a Russian adjective or town of it: `serovskiy` is `serov`, `bryansk` `bryan`."""
    found = _OF_PLACE.fullmatch(word) if "sk" in word else None
    return found[1] if found else word


def person_role(word: str) -> Role:
    """The role of a plain Latin word in a person's name."""
    if word in _PERSON_STOPS:
        return Role.STOP
    if len(word) == 1:
        return Role.INITIAL
    if word in _honorifics():
        return Role.HONORIFIC
    return Role.PATRONYMIC if _PATRONYMIC.search(word) and len(word) > 5 else Role.NAME


@lru_cache(maxsize=32768)
def split_han(word: str) -> tuple[str, ...]:
    """A run of Chinese characters cut where a known word such as 大学 begins or ends."""
    return tuple(piece for piece in _han_pattern().split(word) if piece)


def han_concepts(word: str) -> tuple[Concept, ...] | None:
    """The concepts behind a Chinese word, `None` when it is not in the vocabulary."""
    return concepts_in(Script.HAN).get(word)


@cache
def _entries() -> tuple[tuple[tuple[Concept, ...], tuple[str, ...]], ...]:
    text = files("aktsom.engine.names").joinpath("data/concepts.txt").read_text(encoding="utf-8")
    return tuple(_entry(line) for line in text.splitlines() if line and not line.startswith("#"))


def _entry(line: str) -> tuple[tuple[Concept, ...], tuple[str, ...]]:
    left, _, forms = line.partition(": ")
    role, _, concepts = left.partition(" ")
    return tuple(_concept(role, each) for each in concepts.split("+")), tuple(forms.split())


def _concept(role: str, written: str) -> Concept:
    """`design`, of the line's role, or one with a role of its own: `head:bureau`."""
    own, _, concept = written.rpartition(":")
    return Role(own or role), concept


@cache
def _latin_concepts() -> dict[str, tuple[Concept, ...]]:
    """By the form itself, and by its folded key (marked with `~`) when it is long enough to be no accident."""
    table: dict[str, tuple[Concept, ...]] = {}
    for concepts, forms in _entries():
        for form in (each for each in forms if each[-1] != _GOES_ON):
            latin = form if form.isascii() or script_of(form) is Script.HAN else to_latin(form)
            table.setdefault(latin, concepts)
            if len(latin) > 5:
                table.setdefault("~" + fold_key(latin), concepts)
    return table


@cache
def _cyrillic_stems() -> dict[str, tuple[Concept, ...]]:
    """By the stem of what is written in Cyrillic letters."""
    return {
        slavic_stem(to_latin(form)): concepts
        for concepts, forms in reversed(_entries())
        for form in forms
        if form[-1] != _GOES_ON and script_of(form) is Script.CYRILLIC
    }


@cache
def _prefixes() -> dict[str, tuple[Concept, ...]]:
    """What words begin with that go on with another one, written with a hyphen at the end."""
    return {to_latin(form[:-1]): concepts for concepts, forms in _entries() for form in forms if form[-1] == _GOES_ON}


@cache
def _prefix_beginnings() -> frozenset[str]:
    return frozenset(prefix[:_SHORTEST_PREFIX] for prefix in _prefixes())


@cache
def _adjective_stems() -> dict[str, tuple[Concept, ...]]:
    found = ((_adjective_stem(form), concepts) for concepts, forms in _entries() for form in forms)
    return {stem: concepts for stem, concepts in found if stem}


@cache
def concepts_in(script: Script) -> dict[str, tuple[Concept, ...]]:
    """The concepts behind each word of the vocabulary that is written in a script."""
    return {form: concepts for concepts, forms in _entries() for form in forms if script_of(form) is script}


@cache
def _han_pattern() -> re.Pattern[str]:
    return re.compile("(" + "|".join(sorted(concepts_in(Script.HAN), key=len, reverse=True)) + ")")


@cache
def _honorifics() -> frozenset[str]:
    return frozenset(
        to_latin(form) for concepts, forms in _entries() if concepts[0][0] is Role.HONORIFIC for form in forms
    )
