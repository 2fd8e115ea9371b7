"""Read a name: which words it has, what each of them does, and where the name is divided."""

import re
from collections import Counter
from functools import lru_cache
from itertools import chain

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.abbreviations import in_letters_and_words, is_cut, whole_word, with_adjectives, with_technology
from aktsom.engine.names.body_rules import weighed
from aktsom.engine.names.chinese_numbers import with_figures
from aktsom.engine.names.cleaning import (
    clean,
    is_unmarked,
    strip_marks,
    with_named_after,
    without_life,
    without_quotes,
)
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.far_sounds import FAR, far_key, is_far
from aktsom.engine.names.kinds import says_body, without_vessel_title
from aktsom.engine.names.renderings import tokens
from aktsom.engine.names.several_names import within
from aktsom.engine.names.single_words import WORD, join_syllables, organisation_word, person_word, plain_word
from aktsom.engine.names.state_bodies import with_state_in_full
from aktsom.engine.names.titles import PARENT_LETTERS
from aktsom.engine.names.transliteration import (
    Script,
    script_of,
    sounded,
    to_latin,
)
from aktsom.engine.names.vocabulary import (
    SILENT,
    Role,
    concepts_of,
)
from aktsom.engine.names.words import ReadName, Word

MAX_WORDS = 48
"""A name is compared by at most this many words; what follows is ignored."""


_BRACKETS = re.compile(r"[(\[{（]([^()\[\]{}（）]*)(?:[)\]}）]|$)")
_DIVIDERS = re.compile(r"[,;:/|()\[\]{}（），、]|\s[-–—]+\s|[–—]")
_ACRONYM = re.compile(r"[A-ZА-ЯЁ][A-Za-zА-яЁё&\-./]{0,9}\d{0,4}(?: (?:(?:СО|УрО|ДВО) )?(?:РАН|RAS|CAS))?")
_NUMBERED = re.compile(r"[A-Z]{3,5}[ -]\d{1,4}")
_LETTERS = re.compile(r"[A-Z](?:[a-z]{0,2}[A-Z]){1,2}[A-Z]{0,3}|[А-ЯЁІЎ](?:[а-яё]{0,2}[А-ЯЁІЎ]){1,2}[А-ЯЁІЎ]{0,4}")
_RUSSIAN_I = re.compile(r"(?:iki|ogii|noy|ogo|ykh|ikh|iya) I \w+(?:noy|skoy|ogo|ykh|ikh|iya|iki|ii)\b")
_SERVANT_OF_GOD = re.compile(r"\b(abd|عبد)[ul\s\-]*?\s*(?:al[\s-]+)?(allah|ellah|illah|ullah|الله)\b", re.IGNORECASE)
_GOD = "llah", "الله"
_APART = str.maketrans({code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)})
_TWO_CAPITALS = re.compile(r"[A-Z]{2}")
_DOTTED = re.compile(r"\b(?:s\s)?(?:[^\W\d_]{1,2}\.\s?){1,3}[^\W\d_]{1,2}\.?\s*$")
_INITIALS = re.compile(r"[A-ZА-ЯЁІЎ]\.\s[A-ZА-ЯЁІЎ]\.?\s*")
_WITH_INITIALS = 3
_LONGEST_SITE = 2
_TWICE = 2
_SHORT_FORMS = frozenset(
    {"АО", "ПАО", "ОАО", "ЗАО", "ООО", "ФГУП", "ФГБУ", "ФГБУН", "ФГАУ", "ФГУ", "ФКП", "ФАУ", "ФКУ", "ФГБОУ", "ФГАОУ"}
    | {"ГУП", "ФЛ", "НПК", "АНО", "ААТ", "ТАА", "РУП", "УП"}
    | {"JSC", "PJSC", "OJSC", "AO", "PAO", "OAO", "ZAO", "OOO", "LLC", "FGUP", "FSUE", "FGBU", "FKP"}
)
_LINKS = frozenset({"of", "for", "and"})
_EMPTY = frozenset({Role.HEAD, Role.BUSINESS, Role.QUALIFIER, Role.LEGAL, Role.STOP, Role.NATION})
_FIELD = f"={Role.FIELD}:"
"""A field weighs next to nothing behind a brand, and says a body all the same: `Velmora Technology`."""
_BODY_ROLES = frozenset({Role.HEAD, Role.BUSINESS, Role.LEGAL})
_ORGANISATION_ROLES = frozenset({Role.HEAD, Role.BUSINESS, Role.FIELD, Role.UNIT, Role.LEGAL})


def read_name(text: str, kind: PartyKind = PartyKind.UNKNOWN) -> ReadName:
    """Read a name as that of a person or of an organisation; an unknown kind is guessed from the words."""
    visible = without_life(clean(text))
    unquoted = without_quotes(visible)
    body, country = unquoted, ""
    if "(" in visible or "（" in visible:
        body, country = _without_brackets(visible)
        body = without_quotes(body)
    if kind is PartyKind.PERSON:
        words, segments = _person_words(body)
    else:
        words, segments = _organisation_words(body)
        if kind is PartyKind.UNKNOWN:
            kind, words, segments = _guessed(body, words, segments)
    plain = _plain(unquoted)
    bare = plain if body is unquoted else _plain(body)
    return ReadName(
        tuple(words), tuple(segments), country, plain, bare, kind is PartyKind.PERSON, kind is PartyKind.VESSEL
    )


def _guessed(body: str, words: list[Word], segments: list[int]) -> tuple[PartyKind, list[Word], list[int]]:
    """Whose name it seems to be, and its words as such."""
    roles = {word.role for word in words}
    vessel = without_vessel_title(body)
    if vessel != body and not roles & _BODY_ROLES:
        return PartyKind.VESSEL, *_organisation_words(vessel)
    if roles & _ORGANISATION_ROLES or says_body(body) or any(word.key.startswith(_FIELD) for word in words):
        return PartyKind.ORGANISATION, words, segments
    return PartyKind.PERSON, *_person_words(body)


def squeezed(name: ReadName) -> str:
    """The bare name as one run of plain letters and digits, for finding a single wrong letter anywhere in it.

    A body's Chinese name is as it sounds, so that `Beijing Ligong Daxue`, in whatever pieces, is 北京理工大学.
    """
    run = name.bare.replace(" ", "")
    if run.isascii():
        return run
    if not name.is_person and any(word.script is Script.HAN for word in name.words):
        return sounded(run)
    return strip_marks(run)


def _plain(text: str) -> str:
    if not text.isascii():
        return " ".join(WORD.findall(text.casefold()))
    return " ".join((text.lower() if is_unmarked(text) else text.translate(_APART)).split())


def _without_brackets(text: str) -> tuple[str, str]:
    """The name without bracketed countries and acronyms, and the country that was there."""
    country = ""
    for found in _BRACKETS.finditer(text):
        inside = found.group(1).strip()
        code = country_code(inside) if len(inside) > 2 else ""
        country = country or code
        if code or _says_nothing(inside) or _says_it_again(inside):
            rest = text.replace(found.group(), " ", 1)
            text = rest if WORD.search(rest) else text
    return text, country


def _says_it_again(inside: str) -> bool:
    """The name once more, in short: `Акционерное общество «…» (АО «…»)`."""
    words = WORD.findall(inside)
    return len(words) > 1 and words[0].upper() in _SHORT_FORMS


def _says_nothing(inside: str) -> bool:
    """An acronym of the name beside it, or nothing but words such as "state university"."""
    if _NUMBERED.fullmatch(inside):
        return True
    if _ACRONYM.fullmatch(inside) and sum(map(str.isupper, inside)) > 1:
        return True
    words = [word for token in WORD.findall(inside) for word in organisation_word(token)]
    return bool(words) and all(word.role in _EMPTY for word in words)


def _organisation_words(text: str) -> tuple[list[Word], list[int]]:
    words: list[Word] = []
    segments: list[int] = []
    text = text if text.isascii() else with_figures(text)
    whole, part = within(text)
    text = f"{whole}, {part}" if whole and part else part or text
    text = with_technology(with_state_in_full(with_named_after(text)))
    cut = is_cut(text)
    text = with_adjectives(text) if cut else text
    divided = (text,) if is_unmarked(text) else _DIVIDERS.split(_without_dots(text))
    for number, segment in enumerate(divided):
        found = _small_words(segment)
        read = _read_in(found, segment, cut)
        run = _link(join_syllables(list(chain.from_iterable(read))))
        run = run if number else _initialled(run)
        if len(words) > 1 and (_is_acronym(found, read) or _repeats(run, words)):
            continue
        words += _sited(run) if words and (len(words) > 1 or _letters_alone(words)) else run
        segments += [number] * len(run)
    return weighed(in_letters_and_words(words), segments)[:MAX_WORDS], segments[:MAX_WORDS]


def _read_in(tokens_found: list[str], segment: str, cut: bool) -> list[tuple[Word, ...]]:
    """The words that each token of a segment is."""
    if cut:
        return [_cut_word(token, segment) for token in tokens_found]
    if "." in segment:
        return [_word_in(token, segment) for token in tokens_found]
    return list(map(organisation_word, tokens_found))


def _without_dots(text: str) -> str:
    """Legal forms with full stops at the end are one word: `S.p.A.`, `s.r.o.`"""
    return _DOTTED.sub(_as_form, text) if "." in text else text


def _as_form(found: re.Match[str]) -> str:
    if _INITIALS.fullmatch(found[0]):
        return found[0]
    letters = "".join(filter(str.isalpha, found[0]))
    concepts = concepts_of(to_latin(letters))
    return letters if concepts and concepts[0][0] is Role.LEGAL else found[0]


def _initialled(run: list[Word]) -> list[Word]:
    """Two capitals before a surname at the beginning are initials: `PN Lebedev Physical Institute`."""
    if run and run[0].role is Role.HONORIFIC:
        return [run[0], *_initialled(run[1:])]
    if len(run) < _WITH_INITIALS or run[0].role is not Role.NAME or not _TWO_CAPITALS.fullmatch(run[0].shown):
        return run
    if run[1].role is not Role.NAME or not run[1].shown.istitle():
        return run
    return [run[0]._replace(role=Role.INITIAL), *run[1:]]


def _sited(run: list[Word]) -> list[Word]:
    """Names set off behind a body's name say where it is: `…, Novosibirsk`, `…, St. Petersburg`."""
    if len(run) > _LONGEST_SITE or any(word.role not in (Role.NAME, Role.PLACE) for word in run):
        return run
    return [word._replace(role=Role.SITE) for word in run]


def _letters_alone(words: list[Word]) -> bool:
    told = [word for word in words if word.latin not in PARENT_LETTERS]
    return len(told) == 1 and told[0].role is Role.NAME and bool(_LETTERS.fullmatch(told[0].shown))


def _word_in(token: str, segment: str) -> tuple[Word, ...]:
    """A single capital with a full stop is an initial and no numeral: `M. V. Keldysh`."""
    if len(token) == 1 and token.isupper() and f"{token}." in segment:
        latin = to_latin(token)
        return (plain_word(token, latin, Role.INITIAL, script_of(token)),) if latin else ()
    return organisation_word(token)


def _cut_word(token: str, segment: str) -> tuple[Word, ...]:
    whole = whole_word(token)
    words = _word_in(whole, segment)
    return words if whole == token else tuple(word._replace(shown=token) for word in words)


def _small_words(segment: str) -> list[str]:
    """The words of a segment. In a name in capitals, an `I` between two words is the Nordic "in" (UNIVERSITETET I OSLO), and
    between two Russian ones "and" (Mekhaniki I Vychislitelnoy); another may be the number (Institute I, Reactor I)."""
    found = tokens(segment)
    if (
        "I" not in found
        or "I" not in found[1:-1]
        or "I." in segment
        or not (segment.isupper() or _RUSSIAN_I.search(segment))
    ):
        return found
    return [found[0], *(each.lower() if each == "I" else each for each in found[1:-1]), found[-1]]


def _is_acronym(tokens_found: list[str], read: list[tuple[Word, ...]]) -> bool:
    """Nothing but an acronym, perhaps with the legal form: `AO NIII` after the name in full."""
    telling = [
        token
        for token, words in zip(tokens_found, read, strict=True)
        if any(word.role is not Role.LEGAL for word in words)
    ]
    return len(telling) == 1 and bool(_LETTERS.fullmatch(telling[0]))


def _repeats(run: list[Word], words: list[Word]) -> bool:
    """The same again, as `(AO Sirius)` after the name in full, or in part with letters for the rest: `(AO TZ Priboy)`."""
    said = {word.key for word in words}
    telling = [word for word in run if word.role not in SILENT]
    new = [word for word in telling if word.key not in said]
    return len(new) < len(telling) and all(_LETTERS.fullmatch(word.shown) for word in new)


def _link(words: list[Word]) -> list[Word]:
    links = [place for place, word in enumerate(words[:-1], 1) if word.latin in _LINKS]
    for place in links:
        words[place] = _linked(words[place])
    return words


@lru_cache(maxsize=8192)
def _linked(word: Word) -> Word:
    return word._replace(linked=word.role is Role.FIELD)


def _person_words(text: str) -> tuple[list[Word], list[int]]:
    words: list[Word] = []
    segments: list[int] = []
    for number, segment in enumerate((text,) if is_unmarked(text) else _DIVIDERS.split(text)):
        found = WORD.findall(_servant_of_god(segment))
        by_ear = not segment.isascii() and _by_ear(found)
        run = _far_words(found) if by_ear else [word for token in found for word in person_word(token)]
        surname, given = (run[:1], run[1:]) if len(run) > 2 else ([], run if number else [])
        run = surname + join_syllables(given) if given and all(w.is_syllable for w in run) else run
        words += run
        segments += [number] * len(run)
    return _not_over_again(words[:MAX_WORDS], segments[:MAX_WORDS])


def _servant_of_god(segment: str) -> str:
    """`Abd Allah` is one name."""
    plain = segment.casefold()
    return _SERVANT_OF_GOD.sub(r"\1\2", segment) if _GOD[0] in plain or _GOD[1] in plain else segment


def _by_ear(tokens_found: list[str]) -> bool:
    """Whether all words of a name are of one script that writes foreign names by ear."""
    scripts = {script_of(token) for token in tokens_found}
    return len(scripts) == 1 and is_far(tokens_found, *scripts)


def _far_words(tokens_found: list[str]) -> list[Word]:
    keys = [(token, script_of(token)) for token in tokens_found]
    words = [Word(token, to_latin(token), far_key(token, script), Role.NAME, script) for token, script in keys]
    return [word for word in words if word.key != FAR]


def _not_over_again(words: list[Word], segments: list[int]) -> tuple[list[Word], list[int]]:
    """Nobody has one name more than twice; one that is written on and on would meet every listed name as often."""
    if len({word.key for word in words}) == len(words):
        return words, segments
    times: Counter[str] = Counter()
    kept: list[int] = []
    for place, word in enumerate(words):
        times[word.key] += 1
        if times[word.key] <= _TWICE or word.role is Role.INITIAL:
            kept.append(place)
    return [words[place] for place in kept], [segments[place] for place in kept]
