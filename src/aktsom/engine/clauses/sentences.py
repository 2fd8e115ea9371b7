"""From passages to sentences whose words can be asked for: with headings, lead-ins, defined words, times and countries."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from aktsom.engine.papers.types import Passage

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)?|%|[;,:()]")
# A stop comes first and then what stands around it, for so the search for it is quick.
_STOP = re.compile(
    r"[.!?;](?:(?<=;)(?=\s)|"
    r"(?<!;)(?:(?<=[a-zæøå)\]”»\"'0-9].)|(?<=[A-ZÆØÅ]{2}.)|(?<=Party [A-Z].)|(?<=Annex [A-Z].)|(?<=Part [A-Z].))"
    r"(?=\s+[A-ZÆØÅ(“«\"0-9]|\s*$))"
)
_ABBREVIATED = re.compile(
    r"\b(?:no|nr|art|cf|jf|jfr|pkt|e\.g|i\.e|f\.eks|bl\.a|inc|ltd|co|dr|prof|st|kap|ca)\.$", re.IGNORECASE
)
_LONGEST_ABBREVIATED = len("x f.eks.")
_ITEM = re.compile(r"^\s*(?:\(?(?:[a-zæøå]|[ivx]{1,5}|\d{1,2})[.)]|[•–—▪◦-])\s+", re.IGNORECASE)


def word_set(text: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(text.split())


_STOPWORDS = {
    "en": word_set("the of and to in shall by for be or any this with that is are may not from such its their"),
    "nb": word_set("og i skal av for til som på er den det med kan ikke ved en et partene eller fra de om har seg"),
}
_NORWEGIAN_LETTERS = frozenset("øåæ")
_STEMMERS = {"en": snowballstemmer.stemmer("english"), "nb": snowballstemmer.stemmer("norwegian")}
PUNCTUATION = frozenset(";,:()")


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a word in small letters."""
    return str(_STEMMERS[language].stemWord(word))


class Word(NamedTuple):
    """A word in small letters, and where it stands in its passage."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Sentence:
    """A sentence of a passage: its words, the passages that are its headings, and the marks on its words (see `marks`).

    `start` is where its first word starts in the passage, `end` where its last one ends; they are the same when it has none.
    """

    passage: int
    language: str
    start: int
    end: int
    words: tuple[str, ...]
    """Those of the lead-in, its own, and behind a divide those that definitions lend it."""
    unlent: int
    """So many of the words come before the divide."""
    headings: tuple[int, ...]
    weak: bool
    """It stands in a preamble, where nothing is undertaken."""
    is_heading: bool
    marks: Mapping[str, Mapping[int, int]] = field(default_factory=dict)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in small letters, each with its place; punctuation that divides counts as a word."""
    return tuple(Word(_small(found[0]), *found.span()) for found in _WORD.finditer(text))


def texts_of(text: str) -> list[str]:
    """The same words without their places."""
    return _small(" ".join(_WORD.findall(text))).split()


def words_in(text: str, start: int, end: int) -> tuple[list[str], tuple[int, int]]:
    """The words of a part of a text, and where the first one starts and the last one ends there."""
    found = list(_WORD.finditer(text, start, end))
    words = _small(" ".join([each[0] for each in found])).split()
    return words, (found[0].start(), found[-1].end()) if found else (start, start)


def _small(text: str) -> str:
    return text.casefold().replace("’", "'")


def language_of(text: str, otherwise: str = "en") -> str:
    """English or Bokmål, by the small words; `otherwise` when there are too few of them."""
    return language_by(*small_words(text), otherwise=otherwise)


def small_words(text: str) -> tuple[int, int]:
    """How many words of a text are common in English, and how many in Bokmål or written with its letters."""
    small = text.casefold()
    words = re.findall(r"[a-zæøå]+", small)
    english, norwegian = (sum(map(_STOPWORDS[each].__contains__, words)) for each in ("en", "nb"))
    if not _NORWEGIAN_LETTERS.isdisjoint(small):
        norwegian += sum(not _NORWEGIAN_LETTERS.isdisjoint(word) for word in words)
    return english, norwegian


def language_by(english: int, norwegian: int, *, otherwise: str = "en") -> str:
    """The language of a text with so many small words of each."""
    if english == norwegian or max(english, norwegian) < 2:
        return otherwise
    return "en" if english > norwegian else "nb"


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a passage begin and end."""
    start = 0
    for stop in _STOP.finditer(text):
        if _ABBREVIATED.search(text[max(start, stop.end() - _LONGEST_ABBREVIATED) : stop.end()]):
            continue
        yield start, stop.end()
        start = stop.end()
    if text[start:].strip():
        yield start, len(text)


def lead_ins(passages: Sequence[Passage]) -> dict[int, int]:
    """For each item of a list, the passage that leads in to it ("The parties shall:")."""
    found: dict[int, int] = {}
    lead: int | None = None
    for place, passage in enumerate(passages):
        if passage.level:
            lead = None
        elif lead is not None and (
            _ITEM.match(passage.text) or passage.text[:1].islower() or _is_below(passages[lead], passage)
        ):
            found[place] = lead
        else:
            lead = place if passage.text.rstrip().endswith(":") else None
    return found


def _is_below(lead: Passage, passage: Passage) -> bool:
    return bool(lead.number) and passage.number.startswith(f"{lead.number}.")
