"""Whose country a law, a court or a language belongs to: ours, theirs (any foreign one) or one that is fair to both."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from aktsom.engine.clauses.country_words import country_names, names_by_beginning, towns
from aktsom.engine.clauses.sentences import texts_of, word_set, words_of

HOME = "NO"


@dataclass(frozen=True, slots=True)
class Countries:
    """Whose law is ours and whose is theirs: ISO codes; without partners' codes any other country may be theirs.

    `names` are what partners abroad are called.
    """

    home: str = HOME
    partners: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    """A country that words name: at which place, which, and whether by a town of it."""

    place: int
    code: str
    town: bool


def countries_in(texts: Sequence[str], countries: Countries) -> Iterator[tuple[int, str]]:
    """Theirs wherever it is named; ours and a neutral one only where the words speak of its law or of its courts."""
    if countries.names and not _LAND.isdisjoint(texts):
        yield from ((place, "partner") for place in _countries_of(countries.names, texts))
    named = list(_named(texts))
    if not named:
        return
    foreign = frozenset(each.place for each in named if _is_foreign(each.code, countries))
    places = frozenset(each.place for each in named)
    for each in named:
        whose = "home" if each.code == countries.home else "neutral"
        if each.place in foreign:
            yield each.place, "partner"
        elif each.town:
            yield each.place, f"{whose}seat"
        elif _has_law(each.place, texts, places, foreign):
            yield each.place, whose


def names_written(names: Sequence[str], texts: Iterable[str]) -> tuple[str, ...]:
    """Without names of one word that no text has as a name: so written, or at least large where it is no abbreviation.

    "CARE" is none where texts only speak of due care. What is left can be looked for in small letters.
    """
    alone = {name: word for name in names if (word := _only_word(name))}
    if not alone:
        return tuple(names)
    found = {word for text in texts for word in _WRITTEN.findall(text)}
    written = found | {_OWNS.sub("", word) for word in found}
    large = {word.casefold() for word in written if not word.islower()}
    return tuple(name for name in names if name not in alone or _is_written(alone[name], written, large))


def _only_word(name: str) -> str:
    """The word of a name that has one, "" for any other name."""
    words = words_of(name)
    return name[words[0].start : words[0].end] if len(words) == 1 else ""


def _is_written(word: str, written: Collection[str], large: Collection[str]) -> bool:
    is_abbreviation = word.isupper() and len(word) <= _LONGEST_ABBREVIATION
    return word in written or (not is_abbreviation and word.casefold() in large)


def _countries_of(names: tuple[str, ...], texts: Sequence[str]) -> Iterator[int]:
    """Where a country is named by a partner's name: "Northern Optics' country", "Severnaja Tekhnikas land"."""
    beginnings = _by_beginning(names)
    for place, text in enumerate(texts):
        for words in beginnings.get(text, ()):
            end = place + len(words)
            if tuple(texts[place:end]) == words:
                before, after = texts[max(0, place - 3) : place], texts[end : end + 1]
                if not (_LAND.isdisjoint(before) and _LAND.isdisjoint(after)):
                    yield place
                    break


@lru_cache(maxsize=16)
def _by_beginning(names: tuple[str, ...]) -> Mapping[str, Sequence[tuple[str, ...]]]:
    """The words of names, also as those of owners ("optics'", "tekhnikas"), by their first word; but no ordinary word alone."""
    found = defaultdict[str, list[tuple[str, ...]]](list)
    for *first, last in filter(None, map(texts_of, names)):
        for end in (last, f"{last}s", f"{last}'s"):
            words = (*first, end)
            if first or end not in _BESIDE_LAND:
                found[words[0]].append(words)
    return found


def _named(texts: Sequence[str]) -> Iterator[_Mention]:
    names, after = names_by_beginning(), 0
    for place, text in enumerate(texts):
        if place < after or text not in names:
            continue
        here = " ".join(texts[place : place + _WORDS]) + " "
        name = next((each for each in names[text] if here.startswith(f"{each} ")), None)
        if name is not None:
            yield from (_Mention(place, code, name in towns()) for code in sorted(country_names()[name]))
            after = place + len(name.split())


def _is_foreign(code: str, countries: Countries) -> bool:
    return code != countries.home and (not countries.partners or code in countries.partners or code not in _NEUTRAL)


def _has_law(place: int, texts: Sequence[str], named: frozenset[int], foreign: frozenset[int]) -> bool:
    """Whether a name goes with a law or a court: "norsk materiell rett", "the law is that of Norway".

    A language does not ("skrevet på norsk og underlagt kinesisk rett"), nor does somebody under another's law ("students
    from Norway follow the laws of China"). A country, no language, alone in a sentence about law is taken for the law's.
    """
    if texts[place] in _LANGUAGES and place > 0 and texts[place - 1] in _SPOKEN_IN and not _is_legal(texts, place + 1):
        return False
    for after in range(place + 1, min(place + 6, len(texts))):
        if after in named:
            break
        if _is_legal(texts, after):
            return not foreign & set(_of_it(after, texts))
    for before in range(place - 1, max(place - 8, -1), -1):
        joined = _JOINS.issuperset(texts[before + 1 : place])
        if (before in named and not joined) or (texts[place] in _LANGUAGES and texts[before] in _SPOKEN):
            return False
        if _is_legal(texts, before):
            return True
    alone = texts[place] not in _LANGUAGES and not foreign
    return alone and any(_is_legal(texts, each) for each in range(len(texts)))


def _of_it(legal: int, texts: Sequence[str]) -> Iterator[int]:
    """The words behind one of law that say whose it is: "the laws of the People's Republic of China"."""
    for place in range(legal + 1, min(legal + 5, len(texts))):
        if texts[place] in _DIVIDES:
            return
        yield place


def _is_legal(texts: Sequence[str], place: int) -> bool:
    """Whether a word is one of law; "rett til" is a right."""
    here = tuple(texts[place : place + 2])
    return bool(here and _LEGAL.match(here[0])) and here != ("rett", "til")


_LEGAL = re.compile(
    r"laws?$|legal|legislat|statut|court|tribunal|arbitrat|jurisdiction|judge|mediat|seat|"
    r"rett(?:en|s\w*)?$|lov(?:en|er|givning\w*)?$|domstol|\w*tingrett|voldgift|verneting|jus$|mekl"
)
_LANGUAGES = word_set(
    "norwegian norsk english engelsk swedish svensk danish dansk finnish finsk icelandic islandsk german tysk "
    "french fransk dutch nederlandsk italian italiensk spanish spansk portuguese portugisisk polish polsk"
)
_SPOKEN = word_set("in på language språk text tekst written skrevet")
_JOINS = word_set("and or og eller of the i , / laws law")
_LAND = word_set("land lands landet hjemland hjemlandet country")
_BESIDE_LAND = word_set(
    "the a an this that its it's his her our their your my each every all both any either neither another other same own one "
    "no some which whose what where new home host third foreign first second eu eea us uk of in on for to by with and or who "
    "is origin residence birth export import destination nationality registration establishment incorporation work employment "
    "et en ei den det dens dets deres dette disse min mitt din ditt sin sitt sine hans hennes vår vårt hver hvert alle begge "
    "annet andre samme eget egne hvilket noe noen intet hjem verts tredje eøs og i på til for av med der som er opprinnelse"
)
"""What stands beside "country" in any agreement, and is nobody's name there."""
_WRITTEN = re.compile(r"[^\W_]+(?:['’-][^\W\d_]+)*")
_OWNS = re.compile("['’]?s$")
_LONGEST_ABBREVIATION = 5
_DIVIDES = word_set("and or og eller but men for ; , ( )")
_SPOKEN_IN = word_set("in på")
_WORDS = 4
"""A country's name has so many words at most: "wales" in "new south wales" names none of its own."""
_NEUTRAL = word_set(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK SG"
)
"""Whose law or courts are fair to both when they are neither's: of the EEA, Switzerland and the United Kingdom,
where the Lugano or the Hague Convention holds, and Singapore, a common seat of arbitration. Any other is foreign."""
