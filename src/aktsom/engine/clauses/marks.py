"""Marks on the words of a sentence: how long a time is, in days, and whose country a name or a law is."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from aktsom.engine.clauses.country_words import country_names
from aktsom.engine.clauses.sentences import word_set
from aktsom.engine.clauses.whose_law import Countries, countries_in

_UNITS = {
    **dict.fromkeys(("day", "days", "dag", "dager", "døgn", "dagers", "dags", "virkedager", "kalenderdager"), 1),
    **dict.fromkeys(("fortnight", "fortnights"), 14),
    **dict.fromkeys(("quarter", "quarters", "kvartal", "kvartaler", "kvartals"), 91),
    **dict.fromkeys(("semester", "semesters", "semestre", "halvår", "halvårs"), 182),
    **dict.fromkeys(("week", "weeks", "uke", "uker", "ukers", "ukes"), 7),
    **dict.fromkeys(("month", "months", "måned", "måneder", "måneders", "måneds", "month's", "months'"), 30),
    **dict.fromkeys(("year", "years", "år", "års"), 365),
}
_ENGLISH = "one two three four five six seven eight nine ten eleven twelve"
_NORWEGIAN = "en to tre fire fem seks sju åtte ni ti elleve tolv"
_NUMBERS = {
    **{word: n for n, word in enumerate(_ENGLISH.split(), 1)},
    **{word: n for n, word in enumerate(_NORWEGIAN.split(), 1)},
    **dict.fromkeys(("a", "an", "ett", "et", "én", "each", "next", "following"), 1),
    "syv": 7,
    "fourteen": 14,
    "fjorten": 14,
    "fifteen": 15,
    "femten": 15,
    "eighteen": 18,
    "atten": 18,
    "twenty": 20,
    "tjue": 20,
    "tyve": 20,
    "twenty-one": 21,
    "tjueen": 21,
    "twenty-four": 24,
    "tjuefire": 24,
    "thirty": 30,
    "tretti": 30,
    "tredve": 30,
    "thirty-six": 36,
    "trettiseks": 36,
    "forty": 40,
    "førti": 40,
    "forty-five": 45,
    "førtifem": 45,
    "fifty": 50,
    "femti": 50,
    "sixty": 60,
    "seksti": 60,
    "seventy": 70,
    "sytti": 70,
    "eighty": 80,
    "åtti": 80,
    "ninety": 90,
    "nitti": 90,
    "hundred": 100,
    "hundre": 100,
    "half": 0,
    "halvt": 0,
    "halvannet": 1,
    "couple": 2,
    "par": 2,
}
_BETWEEN = word_set("( ) calendar working business full hele whole consecutive kalender- dager")
_HALF = word_set("half halvt halve")
_COMPOUND = re.compile(
    r"(?P<number>\w+?)-?(?P<unit>dagers?|dags|måneders?|måneds|ukers?|års|day|month|year)(?P<rest>\w*)$"
)


Parties = frozenset[tuple[str, ...]]
_CALLED = (
    re.compile(r"\([^()]{0,60}?[\"“«'‘](?P<name>[^\"”»'’()]{2,40})[\"”»'’][^()]{0,40}\)"),
    re.compile(
        r"(?:heretter|hereinafter|hereafter)(?: kalt| called| referred to as)?[ :]+[\"“«]?(?P<name>[A-ZÆØÅ][\w-]+)"
    ),
    re.compile(r"\((?P<name>[A-ZÆØÅ]{2,8})\)"),
    re.compile(r"\((?:the )?(?P<name>[a-zæøå]{5,18})\)"),
)
_NO_PARTY = re.compile(
    r"agreement|avtale|memorandum|contract|kontrakt|part(?:y|ies|ene|er|ners?)?$|mou|project|prosjekt|work|term|data|result|"
    r"material|coordinator|koordinator|background|foreground|universities|institutions|collaborators|members|participants|"
    r"sides|læresteder|lærestedene|institusjonene|deltakerne|medlemmene"
)
_ORGANISATION_WORD = re.compile(
    r"Universit\w*|Institut\w*|College|Academy|Akademi\w*|Høgskole\w*|Hochschule|Foundation|Stiftelse\w*|Corporation|Company|"
    r"Ltd|Limited|Inc|AS|ASA|AB|GmbH|LLC|LLP|Center|Centre|Senter\w*|Laborator\w*|Ministry|Authority|Polytechni\w*"
)
_NAME = r"[A-ZÆØÅÉÖÜ][\w’'-]*"
_ORGANISATION = re.compile(
    rf"(?:{_NAME}[ ,]+(?:(?:of|and|for|i|og|the|de|del|for) )*){{0,4}}(?:{_ORGANISATION_WORD.pattern})\b"
    rf"(?: (?:of|i|for|de|del|and|the|{_NAME})){{0,5}}"
)
_COMMON = word_set(
    "science sciences technology technical state national research applied arctic marine ocean health studies this agreement "
    "norway norge the of and avtale avtalen memorandum between mellom engineering medical medicine arts royal federal "
    "first second general international public department faculty school joint member members partner partners "
    "north south east west new"
)
_SIDES = frozenset(("party", "part", "side"))
_SIDE_NAMES = frozenset(("a", "b", "1", "2", "one", "two", "i", "ii", "first", "second"))


def marks(texts: Sequence[str], countries: Countries, parties: Parties = frozenset()) -> dict[str, dict[int, int]]:
    """The marks of a row of words: name → place of the word → value (days for times, 1 for countries and named parties)."""
    found = {"days": dict(_times(texts)), "one": dict(_named(texts, parties))}
    for place, name in countries_in(texts, countries):
        found.setdefault(name, {})[place] = 1
    return found


def parties_named(text: str) -> Parties:
    """What the parties are called in an agreement, by the parentheses behind their names: (the "Sponsor"), (heretter NU)."""
    found = {match["name"].strip().casefold() for each in _CALLED for match in each.finditer(text)}
    found |= {name.casefold() for name in _own_words(text)}
    return frozenset(tuple(name.split()) for name in found if name and not _NO_PARTY.search(name))


def _own_words(text: str) -> Iterator[str]:
    """The words that tell organisations apart: "Jianhe" of "Jianhe University of Science and Technology"."""
    for found in _ORGANISATION.finditer(text):
        words = [
            word
            for word in re.findall(r"[A-ZÆØÅÉÖÜ][\w’'-]+", found[0])
            if word.casefold() not in _COMMON and word.casefold() not in country_names()
        ]
        yield from (word for word in words if not _ORGANISATION_WORD.fullmatch(word))


def _named(texts: Sequence[str], parties: Parties) -> Iterator[tuple[int, int]]:
    """Where one single party is named."""
    plain = [text.removesuffix("'s").removesuffix("s'") if "'" in text else text for text in texts]
    beginnings = _by_beginning(parties)
    for place, (text, bare) in enumerate(zip(texts, plain, strict=True)):
        if bare in _SIDES and place + 1 < len(plain) and plain[place + 1].removesuffix("s") in _SIDE_NAMES:
            yield place, 1
        elif text in beginnings or bare in beginnings:
            names = (*beginnings.get(text, ()), *beginnings.get(bare, ()))
            if any(name in (tuple(each[place : place + len(name)]) for each in (plain, texts)) for name in names):
                yield place, 1


@lru_cache(maxsize=16)
def _by_beginning(parties: Parties) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """Names of parties by their first words."""
    found = defaultdict[str, list[tuple[str, ...]]](list)
    for name in parties:
        found[name[0]].append(name)
    return found


def _times(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Each unit of time with a number before it: "thirty (30) days", "to måneder", "a year", "60-dagersfrist"."""
    for place, text in enumerate(texts):
        if text in _UNITS:
            number = _number_before(texts, place)
            if number is not None:
                yield place, number * _UNITS[text]
            elif not _HALF.isdisjoint(texts[max(0, place - 2) : place]):
                yield place, _UNITS[text] // 2
        elif (days := _compound(text)) is not None:
            yield place, days


@lru_cache(maxsize=50_000)
def _compound(text: str) -> int | None:
    """The days of a number and a unit in one word, where it is such a word."""
    found = _COMPOUND.match(text)
    number = as_number(found["number"]) if found else None
    if found is None or number is None or found["unit"] not in {*_UNITS, "måneders"}:
        return None
    return number * _UNITS[found["unit"]]


def _number_before(texts: Sequence[str], place: int) -> int | None:
    before = [text for text in texts[max(0, place - 5) : place] if text not in _BETWEEN]
    return as_number(before[-1]) if before else None


def as_number(text: str) -> int | None:
    """The number that a word says, in digits or in letters; None where it says none."""
    if text.isdecimal() and len(text) <= 4:
        return int(text)
    return _NUMBERS.get(text)
