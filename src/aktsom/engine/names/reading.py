"""Read a name: which words it has, what each of them does, and where the name is divided."""

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.arabic import arabic_parts
from aktsom.engine.names.cleaning import clean, strip_marks, without_life, without_quotes
from aktsom.engine.names.countries import country_code
from aktsom.engine.names.far_sounds import FAR, far_key, is_far
from aktsom.engine.names.folding import fold_key
from aktsom.engine.names.renderings import rendering_of, tokens
from aktsom.engine.names.transliteration import CONSONANTAL, Script, hangul_syllables, script_of, syllables, to_latin
from aktsom.engine.names.vocabulary import (
    IDENTIFYING,
    SILENT,
    Concept,
    Role,
    concepts_of,
    han_concepts,
    person_role,
    place_stem,
    split_han,
)

MAX_WORDS = 48
"""A name is compared by at most this many words; what follows is ignored."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word. Words of one `key` are the same word for comparing; `shown` is how it was written.

    A key starts with `=` for a concept (`=field:physics`) and with `~` when the script leaves vowels out.
    `is_syllable` marks what may be a syllable of a Chinese name, `linked` what stands after "of", "for" or "and" and
    says more about the word before.
    """

    shown: str
    latin: str
    key: str
    role: Role
    script: Script
    linked: bool = False
    is_syllable: bool = False


@dataclass(frozen=True, slots=True)
class ReadName:
    """A name as words. `segments[i]` numbers the stretch between commas, dashes or brackets that holds `words[i]`.

    `plain` is the whole text in plain lower case, `bare` the same without a bracketed country or acronym.
    """

    words: tuple[Word, ...]
    segments: tuple[int, ...]
    country: str
    plain: str
    bare: str
    is_person: bool


_BRACKETS = re.compile(r"[(\[{（]([^()\[\]{}（）]*)(?:[)\]}）]|$)")
_DIVIDERS = re.compile(r"[,;:/|()\[\]{}（），、]|\s[-–—]+\s|[–—]")
_WORD = re.compile(r"[^\W_]+")
_ACRONYM = re.compile(r"[A-ZА-ЯЁ][A-Za-zА-яЁё&\-./]{0,9}\d{0,4}(?: (?:(?:СО|УрО|ДВО) )?(?:РАН|RAS|CAS))?")
_AND: tuple[Concept, ...] = ((Role.STOP, "the"),)
_LETTERS = re.compile(r"[A-Z](?:[a-z]{0,2}[A-Z]){1,2}[A-Z]{0,3}|[А-ЯЁІЎ](?:[а-яё]{0,2}[А-ЯЁІЎ]){1,2}[А-ЯЁІЎ]{0,4}")
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?"
    r"(?:iang|iong|uang|ian|iao|ing|ang|eng|ong|uai|uan|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)"
)
_SERVANT_OF_GOD = re.compile(r"\b(abd|عبد)[ul\s\-]*?\s*(?:al[\s-]+)?(allah|ellah|illah|ullah|الله)\b", re.IGNORECASE)
_TWO_CAPITALS = re.compile(r"[A-Z]{2}")
_WITH_INITIALS = 3
_NAMED = "=qualifier:named"
_RUSSIA = "=nation:RU"
_GENITIVE = re.compile(r"(.{3,}(?:[oe]v|in|yn))a")
_CYRILLIC_GENITIVE = re.compile(r"(.{2,}[^aeiouy])a")
_ORDINAL = re.compile(r"(\d{1,5})(?:st|nd|rd|th)")
_SHORT_NAME = 3
_TWICE = 2
_INSTITUTION = frozenset({"uchrezhdenie", "uchrezhdeniya", "uchrezhdeniye", "uchrezhdeniyu", "institution", "establishment"})
_EDUCATION = frozenset(
    "education higher professional science obrazovaniya vysshego professionalnogo nauki nauk educational".split()
)
_MINISTRY, _STOCK_COMPANY = "=head:ministry", "=legal:jsc"
_OWNERS = frozenset({"=business:corporation", "=business:concern", "=business:holding", "=legal:company"})
_OF_MINISTRY = frozenset({Role.FIELD, Role.NATION, Role.STOP, Role.QUALIFIER})
_FEDERATION = frozenset({"federation", "federatsii", "federatsiya"})
_SHORT_FORMS = frozenset(
    "АО ПАО ОАО ЗАО ООО ФГУП ФГБУ ФГБУН ФГАУ ФГУ ФКП ФАУ ФКУ ФГБОУ ГУП ФЛ ФГАОУ НПК АНО ААТ ТАА РУП УП"
    " JSC PJSC OJSC AO PAO OAO ZAO OOO LLC FGUP FSUE FGBU FKP".split()
)
_LINKS = frozenset({"of", "for", "and"})
_ACADEMY = "=head:academy"
_CENTRE = "=unit:centre"
_OF_STATE = frozenset({"=qualifier:federal", "=qualifier:state", "=qualifier:national"})
_TITLE = frozenset({"=field:science", "=field:production", "=field:technical", "=field:education"})
_BEFORE_TITLE = frozenset({Role.QUALIFIER, Role.LEGAL, Role.STOP, Role.NATION})
_PARENT = re.compile(
    r"(?<!\S)(?:=place:\S+ (?:=place:\S+ )?=unit:(?:campus|department) )?=nation:\S+ =head:academy =field:science(?!\S)"
)
_ARMAMENT = "=field:armament"
_RESEARCH, _PRODUCTION = "=qualifier:research", "=field:production"
_UNITED_IN = frozenset({"=head:association", "=head:organisation", "=head:complex", "=business:enterprise"})
_ENTERPRISE = "=business:enterprise"
_MAKING = frozenset({"building", "making", "manufacturing", "construction", "engineering"})
_MADE = frozenset(
    f"={role}:{each}"
    for role in (Role.FIELD, Role.NAME)
    for each in ("machine", "instruments", "motor", "ship", "aeronautics", "automobile", "tractor", "rocket")
)
_SAID_OFTEN = frozenset({Role.INITIAL, Role.NUMBER, Role.SITE})
_PARENT_LETTERS = frozenset({"ras", "cas", "ran"})
_BRANCH_LETTERS = frozenset({"sb", "so", "ub", "uro", "feb", "dvo"})
_BODIES = frozenset({Role.HEAD, Role.UNIT})
_EMPTY = frozenset({Role.HEAD, Role.BUSINESS, Role.QUALIFIER, Role.LEGAL, Role.STOP, Role.NATION})
_TELLING = frozenset({Role.NAME, Role.PLACE, Role.FIELD})
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
        if kind is PartyKind.UNKNOWN and not any(w.role in _ORGANISATION_ROLES for w in words):
            words, segments = _person_words(body)
            kind = PartyKind.PERSON
    plain = _plain(unquoted)
    bare = plain if body is unquoted else _plain(body)
    return ReadName(tuple(words), tuple(segments), country, plain, bare, kind is PartyKind.PERSON)


def squeezed(name: ReadName) -> str:
    """The bare name as one run of plain letters and digits, for finding a single wrong letter anywhere in it."""
    run = name.bare.replace(" ", "")
    return run if run.isascii() else strip_marks(run)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _without_brackets(text: str) -> tuple[str, str]:
    """The name without bracketed countries and acronyms, and the country that was there."""
    country = ""
    for found in _BRACKETS.finditer(text):
        inside = found.group(1).strip()
        code = country_code(inside) if len(inside) > 2 else ""
        country = country or code
        if code or _says_nothing(inside) or _says_it_again(inside):
            rest = text.replace(found.group(), " ", 1)
            text = rest if _WORD.search(rest) else text
    return text, country


def _says_it_again(inside: str) -> bool:
    """The name once more, in short: `Акционерное общество «…» (АО «…»)`."""
    words = _WORD.findall(inside)
    return len(words) > 1 and words[0].upper() in _SHORT_FORMS


def _says_nothing(inside: str) -> bool:
    """An acronym of the name beside it, or nothing but words such as "state university"."""
    if _ACRONYM.fullmatch(inside) and sum(map(str.isupper, inside)) > 1:
        return True
    words = [word for token in _WORD.findall(inside) for word in _organisation_word(token)]
    return bool(words) and all(word.role in _EMPTY for word in words)


def _organisation_words(text: str) -> tuple[list[Word], list[int]]:
    words: list[Word] = []
    segments: list[int] = []
    for number, segment in enumerate(_DIVIDERS.split(text)):
        found = [(token, _word_in(token, segment)) for token in _small_words(segment)]
        run = _link(_join_syllables([word for _, each in found for word in each]))
        run = run if number else _initialled(run)
        if len(words) > 1 and (_is_acronym(found) or _repeats(run, words)):
            continue
        words += _sited(run) if len(words) > 1 else run
        segments += [number] * len(run)
    words = _of_research_and_production(_of_whom(_without_custom(words)))
    words = _without_ministry(_without_title(_without_owner(words)))
    return _said_once(*_without_parent(words[:MAX_WORDS], segments[:MAX_WORDS]))


def _said_once(words: list[Word], segments: list[int]) -> tuple[list[Word], list[int]]:
    """A word that weighs something weighs it once, however often it is said."""
    said: set[str] = set()
    for place, word in enumerate(words):
        if word.role in SILENT or word.role in _SAID_OFTEN or len(word.key) <= _SHORT_NAME:
            continue
        if word.key in said:
            words[place] = replace(word, role=Role.STOP)
        said.add(word.key)
    return words, segments


def _initialled(run: list[Word]) -> list[Word]:
    """Two capitals before a surname at the beginning are initials: `PN Lebedev Physical Institute`."""
    if len(run) < _WITH_INITIALS or not _TWO_CAPITALS.fullmatch(run[0].shown) or run[0].role is not Role.NAME:
        return run
    if run[1].role is not Role.NAME or not run[1].shown.istitle():
        return run
    return [replace(run[0], role=Role.INITIAL), *run[1:]]


def _sited(run: list[Word]) -> list[Word]:
    """A single name set off behind a body's name says where it is: `…, Novosibirsk`."""
    if len(run) != 1 or run[0].role not in (Role.NAME, Role.PLACE):
        return run
    return [replace(run[0], role=Role.SITE)]


def _without_custom(words: list[Word]) -> list[Word]:
    """Words that say nothing new where they stand get no weight."""
    said: set[str] = set()
    for place, word in enumerate(words):
        again = word.role is Role.NAME and len(word.key) > _SHORT_NAME and word.key in said
        said.add(word.key)
        if again or (place and _customary(words[place - 1], word)):
            words[place] = replace(word, role=Role.STOP)
    return words


def _of_research_and_production(words: list[Word]) -> list[Word]:
    """Scientific-production associations, enterprises and organisations are one form of business: `NPO`, `NPP`."""
    for place, word in enumerate(words):
        before = next((each for each in reversed(words[:place]) if each.role is not Role.STOP), None)
        if word.key != _PRODUCTION or before is None or before.key != _RESEARCH:
            continue
        words[place] = replace(word, role=Role.STOP)
        if place + 1 < len(words) and words[place + 1].key in _UNITED_IN:
            words[place + 1] = replace(words[place + 1], role=Role.BUSINESS, key=_ENTERPRISE)
    return words


def _without_title(words: list[Word]) -> list[Word]:
    """A state gives its bodies titles and forms that stand before their names: `Federal Research and Production Centre …`,
    `Federal State Budgetary Educational Institution of Higher Education …`.
    """
    end, of_state = 0, False
    for place, word in enumerate(words):
        institution = word.latin in _INSTITUTION
        if not (institution or word.role in _BEFORE_TITLE or word.key in _TITLE or word.key == _CENTRE):
            break
        of_state = of_state or word.key in _OF_STATE
        if of_state and (institution or word.key == _CENTRE):
            end = place + 1
    while 0 < end < len(words) and words[end - 1].latin in (_INSTITUTION | _EDUCATION) and _goes_on(words, end):
        end += 1
    rest = {word.role for word in words[end:]}
    return _silenced(words, range(end)) if rest & _BODIES and rest & _TELLING else words


def _goes_on(words: Sequence[Word], place: int) -> bool:
    """Whether a form goes on: `Institution` of higher education, of science."""
    return words[place].latin in _EDUCATION or words[place].role is Role.STOP


def _silenced(words: list[Word], places: Collection[int]) -> list[Word]:
    return [replace(word, role=Role.STOP) if place in places else word for place, word in enumerate(words)]


def _without_owner(words: list[Word]) -> list[Word]:
    """Lists put the owner before the name: `United Shipbuilding Corporation, Joint Stock Company "35th Shipyard"`."""
    for place in range(1, len(words) - 1):
        ends = words[place - 1].key in _OWNERS and words[place].key == _STOCK_COMPANY
        if ends and not any(word.role is Role.LEGAL for word in words[: place - 1]):
            rest = {word.role for word in words[place:]}
            return _silenced(words, range(place)) if rest & IDENTIFYING else words
    return words


def _without_ministry(words: list[Word]) -> list[Word]:
    """A body of a ministry is the same with and without the ministry's name behind it."""
    place = next((place for place, word in enumerate(words) if word.key == _MINISTRY), 0)
    before = {word.role for word in words[:place]}
    after = {word.role for word in words[place + 1 :]}
    if not before & _BODIES or not before & _TELLING or after - _OF_MINISTRY:
        return words
    return _silenced(words, range(place, len(words)))


def _customary(before: Word, word: Word) -> bool:
    """The Russian Federation is Russia, an "institution of science" an institute, `proektno-konstruktorskoe` design."""
    if before.key == _RUSSIA:
        return word.latin in _FEDERATION
    if (word.latin in _MAKING and before.key in _MADE) or (word.key == _ARMAMENT and before.key in _MADE):
        return True
    return (before.latin in _INSTITUTION and word.latin == "nauki") or (
        word.role is Role.FIELD and word.key == before.key
    )


def _of_whom(words: list[Word]) -> list[Word]:
    """Behind "named after" a name is in somebody's honour, and a Russian one in the genitive: `imeni Kulakova`."""
    named = False
    for place, word in enumerate(words):
        named = named or word.key == _NAMED
        if named and person_role(word.latin) is Role.PATRONYMIC:
            words[place - 1 : place + 1] = [replace(each, role=Role.INITIAL) for each in words[place - 1 : place + 1]]
            continue
        if named and word.role is Role.NAME:
            words[place] = word = replace(word, role=Role.EPONYM)
        genitive = _CYRILLIC_GENITIVE if word.script is Script.CYRILLIC else _GENITIVE
        if named and word.role is Role.EPONYM and (found := genitive.fullmatch(word.latin)):
            words[place] = replace(word, latin=found[1], key=fold_key(found[1]))
    return words


def _word_in(token: str, segment: str) -> tuple[Word, ...]:
    """A single capital with a full stop is an initial and no numeral: `M. V. Keldysh`."""
    if len(token) == 1 and token.isupper() and f"{token}." in segment:
        latin = to_latin(token)
        return (_plain_word(token, latin, Role.INITIAL, script_of(token)),) if latin else ()
    return _organisation_word(token)


def _small_words(segment: str) -> list[str]:
    """The words of a segment. In a name in capitals, an `I` between two words is the Nordic "in" (UNIVERSITETET I OSLO);
    a first or last one, or one among small letters, may be the number (Institute I, Reactor I)."""
    found = list(tokens(segment))
    if "I" not in found[1:-1] or not segment.isupper():
        return found
    return [found[0], *(each.lower() if each == "I" else each for each in found[1:-1]), found[-1]]


def _is_acronym(tokens_read: list[tuple[str, tuple[Word, ...]]]) -> bool:
    """Nothing but an acronym, perhaps with the legal form: `AO NIII` after the name in full."""
    telling = [token for token, words in tokens_read if any(word.role is not Role.LEGAL for word in words)]
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
    return replace(word, linked=word.role is Role.FIELD)


def _without_parent(words: list[Word], segments: list[int]) -> tuple[list[Word], list[int]]:
    """An institute of a national academy of sciences is the same with and without the academy's name."""
    if not [word for word in words if word.key == _ACADEMY or word.latin in _PARENT_LETTERS]:
        return words, segments
    sounding = [i for i, word in enumerate(words) if word.role is not Role.STOP]
    keys = " ".join(words[i].key.replace(" ", "") for i in sounding)
    silent: set[int] = set()
    for found in _PARENT.finditer(keys) if _ACADEMY in keys else ():
        first = keys.count(" ", 0, found.start())
        silent.update(sounding[first : first + len(found.group().split())])
    for before, i in pairwise([-1, *sounding]):
        if words[i].latin in _PARENT_LETTERS:
            silent.update({i, before} if before >= 0 and words[before].latin in _BRANCH_LETTERS else {i})
    left = [words[i] for i in sounding if i not in silent]
    rest = {word.role for word in left}
    letters = len(left) == 1 and left[0].role is Role.NAME and left[0].shown.isupper()
    if not silent or not (letters or (rest & _BODIES and rest & _TELLING)):
        return words, segments
    return [replace(w, role=Role.STOP) if i in silent else w for i, w in enumerate(words)], segments


def _person_words(text: str) -> tuple[list[Word], list[int]]:
    words: list[Word] = []
    segments: list[int] = []
    for number, segment in enumerate(_DIVIDERS.split(text)):
        found = _WORD.findall(_SERVANT_OF_GOD.sub(r"\1\2", segment))
        run = [word for token in found for word in _person_word(token)] if not _by_ear(found) else _far_words(found)
        surname, given = (run[:1], run[1:]) if len(run) > 2 else ([], run if number else [])
        run = surname + _join_syllables(given) if given and all(w.is_syllable for w in run) else run
        words += run
        segments += [number] * len(run)
    return _not_over_again(words[:MAX_WORDS], segments[:MAX_WORDS])


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
    times: Counter[str] = Counter()
    kept: list[int] = []
    for place, word in enumerate(words):
        times[word.key] += 1
        if times[word.key] <= _TWICE or word.role is Role.INITIAL:
            kept.append(place)
    return [words[place] for place in kept], [segments[place] for place in kept]


def _without_ordinal(latin: str) -> str:
    """`27th` is 27."""
    found = _ORDINAL.fullmatch(latin) if latin[0:1].isdigit() else None
    return found[1] if found else latin


@lru_cache(maxsize=131072)
def _organisation_word(token: str) -> tuple[Word, ...]:
    script = script_of(token)
    if english := rendering_of(token):
        rendered = [word for each in _WORD.findall(english) for word in _organisation_word(each)]
        return tuple(replace(word, shown=token, script=script) for word in rendered)
    if script is Script.HAN:
        return tuple(word for piece in split_han(token) for word in _han_word(piece))
    latin = _without_ordinal(to_latin(token))
    if not latin:
        return ()
    concepts = _AND if latin == "i" and (script is Script.CYRILLIC or token.islower()) else concepts_of(latin)
    if concepts:
        return tuple(_concept_word(token, latin, role, concept, script) for role, concept in concepts)
    word = _plain_word(token, latin, _role_by_form(latin), script)
    return (replace(word, key=fold_key(place_stem(latin))),) if "sk" in latin and word.role is Role.NAME else (word,)


@lru_cache(maxsize=131072)
def _person_word(token: str) -> tuple[Word, ...]:
    script = script_of(token)
    if script is Script.HAN:
        surname, *given = syllables(token)
        return tuple(_plain_word(p, p, Role.NAME, script) for p in (surname, "".join(given)) if p)
    if script is Script.HANGUL:
        return tuple(
            _plain_word(c, p, Role.NAME, script) for c, p in zip(token, hangul_syllables(token), strict=True) if p
        )
    latin = to_latin(token.removeprefix("ال") if script is Script.ARABIC and len(token) > 4 else token)
    parts = arabic_parts(latin) if latin else ()
    return tuple(_plain_word(token, part, person_role(part), script) for part in parts)


def _han_word(piece: str) -> tuple[Word, ...]:
    latin = to_latin(piece)
    concepts = han_concepts(piece) or concepts_of(latin)
    if concepts:
        return tuple(_concept_word(piece, latin, role, concept, Script.HAN) for role, concept in concepts)
    return (_plain_word(piece, latin, Role.NAME, Script.HAN),)


def _concept_word(shown: str, latin: str, role: Role, concept: str, script: Script) -> Word:
    return Word(shown, latin, f"={role}:{concept}", role, script)


def _plain_word(shown: str, latin: str, role: Role, script: Script) -> Word:
    if script in CONSONANTAL:
        return Word(shown, latin, "~" + fold_key(latin.replace("w", "u").replace("y", "i")), role, script)
    fits = role is Role.NAME and _fits_syllable(latin)
    return Word(shown, latin, fold_key(latin), role, script, is_syllable=fits)


def _fits_syllable(latin: str) -> bool:
    return len(latin) < 7 and bool(_SYLLABLE.fullmatch(latin))


def _role_by_form(latin: str) -> Role:
    if latin.isdigit():
        return Role.NUMBER
    return Role.INITIAL if len(latin) == 1 else Role.NAME


def _join_syllables(words: list[Word]) -> list[Word]:
    """Chinese names are written as one word or as syllables: `Jiao Tong`, `Jiaotong`. One word is kept."""
    if len([word for word in words if word.is_syllable]) < 2:
        return words
    joined: list[Word] = []
    open_run = False
    for word in words:
        fits = word.is_syllable
        if fits and open_run:
            last = joined.pop()
            latin = last.latin + word.latin
            joined.append(_organisation_or_name(f"{last.shown} {word.shown}", latin, word.script))
        else:
            joined.append(word)
        open_run = fits
    return joined


def _organisation_or_name(shown: str, latin: str, script: Script) -> Word:
    concepts = concepts_of(latin)
    if concepts and len(concepts) == 1:
        return _concept_word(shown, latin, *concepts[0], script)
    return _plain_word(shown, latin, Role.NAME, script)
