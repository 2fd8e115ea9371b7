"""From passages to sentences whose words can be asked for: with headings, lead-ins, defined words, times and countries."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import snowballstemmer

from aktsom.engine.papers.types import Passage

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,]\d+)?|%|[;,:()]")
_STOP = re.compile(
    r"(?:(?<=[a-zæøå)\]”»\"'0-9])|(?<=[A-ZÆØÅ]{2})|(?<=Party [A-Z])|(?<=Annex [A-Z])|(?<=Part [A-Z]))"
    r"[.!?](?=\s+[A-ZÆØÅ(“«\"0-9]|\s*$)|;(?=\s)"
)
_ABBREVIATED = re.compile(
    r"\b(?:no|nr|art|cf|jf|jfr|pkt|e\.g|i\.e|f\.eks|bl\.a|inc|ltd|co|dr|prof|st|kap|ca)\.$", re.IGNORECASE
)
_ITEM = re.compile(r"^\s*(?:\(?(?:[a-zæøå]|[ivx]{1,5}|\d{1,2})[.)]|[•–—▪◦-])\s+", re.IGNORECASE)


def word_set(text: str) -> frozenset[str]:
    """The words of a line."""
    return frozenset(text.split())


_STOPWORDS = {
    "en": word_set("the of and to in shall by for be or any this with that is are may not from such its their"),
    "nb": word_set("og i skal av for til som på er den det med kan ikke ved en et partene eller fra de om har seg"),
}
_STEMMERS = {"en": snowballstemmer.stemmer("english"), "nb": snowballstemmer.stemmer("norwegian")}
PUNCTUATION = frozenset(";,:()")


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a word in small letters."""
    return str(_STEMMERS[language].stemWord(word))


@dataclass(frozen=True, slots=True)
class Word:
    """A word in small letters, and where it stands in its passage; -1 when it is lent (from a lead-in, a definition)."""

    text: str
    start: int = -1
    end: int = -1


@dataclass(slots=True)
class Sentence:
    """A sentence of a passage: its words, the passages that are its headings, and the marks on its words (see `marks`)."""

    passage: int
    language: str
    words: tuple[Word, ...]
    text: str
    headings: tuple[int, ...] = ()
    lent: tuple[Word, ...] = ()
    weak: bool = False
    """It stands in a preamble, where nothing is undertaken."""
    is_heading: bool = False
    marks: Mapping[str, Mapping[int, int]] = field(default_factory=dict)

    @property
    def all_words(self) -> tuple[Word, ...]:
        """Own words, and then the lent ones behind a divide."""
        return (*self.words, Word(";"), *self.lent) if self.lent else self.words


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in small letters, each with its place; punctuation that divides counts as a word."""
    return tuple(Word(found[0].casefold().replace("’", "'"), *found.span()) for found in _WORD.finditer(text))


def language_of(text: str, otherwise: str = "en") -> str:
    """English or Bokmål, by the small words; `otherwise` when there are too few of them."""
    words = re.findall(r"[a-zæøå]+", text.casefold())
    english, norwegian = (sum(word in _STOPWORDS[each] for word in words) for each in ("en", "nb"))
    norwegian += sum(word.count("ø") + word.count("å") + word.count("æ") > 0 for word in words)
    if english == norwegian or max(english, norwegian) < 2:
        return otherwise
    return "en" if english > norwegian else "nb"


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a passage begin and end."""
    start = 0
    for stop in _STOP.finditer(text):
        if _ABBREVIATED.search(text[start : stop.end()]):
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
