"""Names as people give them when they say where somebody works: with a place, a post code and a country behind."""

import re
from collections.abc import Sequence

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.abbreviations import is_letters
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.pinyin import is_chinese
from aktsom.engine.names.reading import read_name
from aktsom.engine.names.vocabulary import IDENTIFYING, SILENT, UNIVERSITY, Role
from aktsom.engine.names.words import ReadName, Word, tells_together

_POST_CODE = re.compile(r"(?:[^\W\d_][^\d,]{0,40}[\s-])?\d{4,7}(?:[\s-][^\W\d_][^\d,]{0,40})?")
_LETTERS_AND_PLACE = 2
_LEGAL_FORM, _IN_TWO_LETTERS = 2, frozenset({"UK", "US"})
_UNIVERSITIES = frozenset({UNIVERSITY, "=field:polytechnic"})
_CENTRE, _NATIONAL = "=unit:centre", "=qualifier:national"
_SORTS = _UNIVERSITIES | {_CENTRE, _NATIONAL}
_REGIONS = frozenset({"region", "oblast", "oblasti", "krai", "kray", "province", "district", "republic", "obl"})
_LONGEST_TOWN, _OF_TOWNS = 3, frozenset({Role.NAME, Role.PLACE, Role.SITE, Role.HONORIFIC})
_HOSPITAL = "=unit:hospital"
_LONGEST = 300
_DASH = re.compile(r"\s[–—-]\s")
_LETTERS_IN_BRACKETS = re.compile(r"\w\s*[(（]([A-ZА-ЯЁ][A-Za-zА-яЁё]{1,7}[A-ZА-ЯЁ])[)）]")
_IN_BRACKETS = re.compile(r"([^(（]+)[(（]([^()（）]+)[)）]")


def read_asked(text: str, kind: PartyKind) -> tuple[ReadName, ...]:
    """The readings of a name that somebody asks for: one, and where nobody says what it is first the likelier one and then,
    lest the guess make an “all clear”, the other.
    """
    read = _read(text, kind)
    if kind is not PartyKind.UNKNOWN:
        return read, *(_read(each, kind) for each in (*_two_names(text), *_behind_a_dash(text)))
    other = _read(text, PartyKind.ORGANISATION if read.is_person else PartyKind.PERSON)
    return (read, other) if other.is_person or _may_name_a_body(other) else (read,)


def letters_in_brackets(text: str, kind: PartyKind) -> tuple[ReadName, ...]:
    """What stands in letters in brackets behind a body's name: NICEVT in `Research Centre of Computing (NICEVT)`."""
    found = _LETTERS_IN_BRACKETS.search(text) if kind is not PartyKind.PERSON and ")" in text else None
    return (read_name(found[1], PartyKind.ORGANISATION),) if found else ()


def _two_names(text: str) -> tuple[str, ...]:
    """A body's two names, one in brackets behind the other: `Naval Medical University (Second Military Medical University)`.
    No university is a part of another, and hardly an institute or a national centre, so each is looked for by itself too.
    """
    found = _IN_BRACKETS.fullmatch(text) if text.endswith((")", "）")) else None
    second = _sorts(read_name(found[2], PartyKind.ORGANISATION)) if found else set()
    if not found or not second:
        return ()
    shared = second & _sorts(read_name(found[1], PartyKind.ORGANISATION))
    return found.groups() if shared - {_CENTRE, _NATIONAL} or (_CENTRE in shared and _NATIONAL in second) else ()


def _behind_a_dash(text: str) -> tuple[str, ...]:
    """What tells a body by itself behind the one that it belongs to: `NRC Kurchatov Institute – ITEP`."""
    if len(text) > _LONGEST or not ("-" in text or "–" in text or "—" in text):
        return ()
    above, _, rest = _DASH.sub("\n", text, count=1).partition("\n") if _DASH.search(text) else (text, "", "")
    words = read_name(rest, PartyKind.ORGANISATION).words if rest else ()
    letters = len(words) == 1 and is_letters(words[0])
    told = {word.role for word in words}
    tells = letters or (Role.HEAD in told and not told.isdisjoint(IDENTIFYING))
    return (rest,) if tells and any(map(_is_body, read_name(above, PartyKind.ORGANISATION).words)) else ()


def _sorts(name: ReadName) -> set[str]:
    """What sorts of body a name that tells which one it is says."""
    tells = any(word.role in IDENTIFYING for word in name.words) or tells_together(name.words)
    said = {word.key for word in name.words if word.role is Role.HEAD or word.key in _SORTS}
    return said if tells else set()


def _may_name_a_body(name: ReadName) -> bool:
    """Whether each word of a name weighs something when a body bears it. Initials and syllables speak for a person:
    `J. J. Kim`, `Ye Sun`.
    """
    weighing = [word for word in name.words if word.role not in SILENT and word.role is not Role.INITIAL]
    return len(weighing) >= len(name.bare.split())


def read_body(text: str) -> ReadName:
    """The name of a body as somebody may give it."""
    return _read(text, PartyKind.ORGANISATION)


def _read(text: str, kind: PartyKind) -> ReadName:
    """Read a name that somebody asks for. On lists what is set off behind a name tells bodies apart, so there it stays."""
    if kind is PartyKind.PERSON:
        return read_name(text, kind)
    body, country = _without_address(text) if "," in text else (text, "")
    name = sited(read_name(body, kind))
    return name._replace(country=country) if country and not name.country else name


def _without_address(text: str) -> tuple[str, str]:
    """The text without its last parts as long as they are a country or have a post code, and the country."""
    parts, country = text.split(","), ""
    while len(parts) > 1:
        last = parts[-1].strip(" .")
        code = _country_at_the_end(last) if not country else ""
        if not code and not _POST_CODE.fullmatch(last):
            break
        country = country or code
        parts.pop()
    return ",".join(parts), country


def _country_at_the_end(last: str) -> str:
    """The code of the country behind the last comma. Two letters with full stops are a legal form: `Cimex, S.A.`"""
    letters = last.replace(".", "")
    return country_code(letters) if len(letters) > _LEGAL_FORM or letters in _IN_TWO_LETTERS else ""


def sited(name: ReadName) -> ReadName:
    """A name that somebody asks for, in which a place behind letters or a brand alone says where the body is: `BIT Beijing`.
    So does one behind a body that is named for another place: `Beijing Institute of Technology Zhuhai`.

    On lists such a place tells bodies apart: `AVIC Xi'an`.
    """
    if name.is_person or len(name.words) < _LETTERS_AND_PLACE:
        return name
    name = _in_a_town(name)
    if name.words[-1].role is not Role.PLACE:
        return name
    first, *inner, place = name.words
    letters = (not inner and is_letters(first)) or _is_brand([first, *inner])
    elsewhere = first.role is Role.PLACE and first.key != place.key and any(map(_is_body, inner))
    if not (letters or elsewhere):
        return name
    return name._replace(words=(first, *inner, place._replace(role=Role.SITE)))


def _in_a_town(name: ReadName) -> ReadName:
    """A name in which the names behind the last comma say where the body is: `GosNIImash, Dzerzhinsk`, `…, Rostov-on-Don`."""
    end = _before_towns(name)
    before, town = name.words[:end], name.words[end:]
    if not town or not any(word.role is Role.NAME for word in before):
        return name
    told = [word._replace(role=Role.SITE) for word in town if word.role is not Role.STOP]
    return name._replace(words=(*before, *told), segments=name.segments[: end + len(told)])


def _before_towns(name: ReadName) -> int:
    """Where the stretches begin, at the end of a name, that are places: `…, Korolev, Moscow region`."""
    end = len(name.words)
    if name.segments[0] == name.segments[-1]:
        return end
    while end:
        last = [place for place in range(end) if name.segments[place] == name.segments[end - 1]]
        town = [name.words[place] for place in last if name.words[place].role is not Role.STOP]
        is_town = all(word.role in _OF_TOWNS or word.latin in _REGIONS for word in town)
        if not last[0] or len(town) > _LONGEST_TOWN or not is_town:
            break
        end = last[0]
    return end


def _is_brand(words: Sequence[Word]) -> bool:
    """Whether nothing but a name and a form stands before a town: `Almaz-Antey Saint Petersburg`, `NPO Splav Tula`. A Chinese
    name may be any company's.
    """
    told = [word for word in words if word.role not in SILENT and word.role is not Role.BUSINESS]
    return bool(told) and all(word.role is Role.NAME and not is_chinese(word.latin) for word in told)


def _is_body(word: Word) -> bool:
    return word.role is Role.HEAD or word.key == _HOSPITAL
