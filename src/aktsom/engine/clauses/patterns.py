"""Patterns on words, as the clause library writes them: small enough to be read aloud, and the reason of every finding.

A pattern is a line of terms that must stand in one sentence:

    publish*|disseminat* $may            both, in any order; a|b is either, $may a group of words.yaml
    without > consent|approval           in this order
    prior_written_consent                these words one after the other
    own  own=  *rett  *frihet*           same stem; just so; ends so; holds this
    @ #days<=183                         @: the passage or its heading is about the condition; a time of at most 183 days
    #days                                any time; #home, #partner, #foreign: a country's name or its law
    publish* -draft                      not when the sentence has this
    publish* consent ~12 paper           the terms before ~12 within twelve words; what follows anywhere in the sentence
    not: interfere*                      counts only when it is denied; any: whether or not. Otherwise it must not be denied,
                                         unless one of its own words denies ("no > discriminat*")
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aktsom.engine.wording import Words, said

_TERM = re.compile(r"[\w*$|#<>=%'’-]+")
_MEASURE = re.compile(r"#(?P<name>[a-z]+)(?:(?P<bound><=|>)(?P<value>\d+))?")
_WINDOW = re.compile(r"~(\d+)")


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


DENIALS = {
    "en": _words(
        "not no neither nor never none nothing cannot nobody refrain refrains prohibited forbidden waive waives waived forgo "
        "forgoes unable barred"
    ),
    "nb": _words(
        "ikke ingen intet ingenting verken hverken aldri avstår avstå forbudt frasier frafaller unnlate ikkje"
    ),
}
"""Words that deny, by language."""

Groups = Mapping[str, str]


class Polarity(StrEnum):
    """Whether a pattern speaks when it is affirmed, denied, or either."""

    AFFIRMED = ""
    DENIED = "not:"
    EITHER = "any:"


@dataclass(frozen=True, slots=True)
class Measure:
    """A mark that the reader set on a word: a time (`#days`), with bounds in days, or a country (`#home`)."""

    name: str
    at_most: int | None = None
    over: int | None = None

    def allows(self, value: int) -> bool:
        """Whether a value lies within the bounds."""
        return (self.at_most is None or value <= self.at_most) and (self.over is None or value > self.over)


@dataclass(frozen=True, slots=True)
class Term:
    """One of these: phrases (each a row of words) or marks."""

    phrases: tuple[tuple[str, ...], ...]
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """Terms that belong together: in this order or any, within so many words or anywhere in the sentence."""

    terms: tuple[Term, ...]
    ordered: bool = False
    window: int | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line of terms, read. The first part is what a denial would have to reach."""

    source: str
    parts: tuple[Part, ...]
    without: tuple[Term, ...] = ()
    about: bool = False
    polarity: Polarity = Polarity.AFFIRMED


class PatternError(ValueError):
    """A line that is no pattern; `words` say why."""

    def __init__(self, words: Words) -> None:
        super().__init__(str(words))
        self.words = words


def read_pattern(source: str, groups: Groups) -> Pattern:
    """The pattern that a line writes. Raises PatternError."""
    polarity, rest = _polarity(source.strip())
    words = [word for word in rest.split() if word != "@"]
    without = tuple(_term(word[1:], groups) for word in words if word.startswith("-"))
    parts = tuple(_parts([word for word in words if not word.startswith("-")], groups))
    if not parts:
        raise PatternError(said("“{source}” names no word.", source=source))
    if polarity is Polarity.AFFIRMED and any(_denies(term) for part in parts for term in part.terms):
        polarity = Polarity.EITHER
    return Pattern(source, parts, without, "@" in rest.split(), polarity)


def _parts(words: Sequence[str], groups: Groups) -> Iterator[Part]:
    terms, ordered = list[Term](), False
    for word in words:
        limit = _WINDOW.fullmatch(word)
        if limit and terms:
            yield Part(tuple(terms), ordered, int(limit[1]))
            terms, ordered = [], False
        elif word == ">":
            ordered = True
        else:
            terms.append(_term(word, groups))
    if terms:
        yield Part(tuple(terms), ordered)


def _denies(term: Term) -> bool:
    return any(word in words for words in DENIALS.values() for phrase in term.phrases for word in phrase)


def _polarity(source: str) -> tuple[Polarity, str]:
    for each in (Polarity.DENIED, Polarity.EITHER):
        if source.startswith(each.value):
            return each, source.removeprefix(each.value)
    return Polarity.AFFIRMED, source


def _term(text: str, groups: Groups) -> Term:
    if not _TERM.fullmatch(text):
        raise PatternError(said("“{text}” is no term of a pattern.", text=text))
    words = [word for part in text.split("|") for word in _expanded(part, groups, ())]
    marks = tuple(_measure(word) for word in words if word.startswith("#"))
    phrases = tuple(tuple(word.casefold().split("_")) for word in words if not word.startswith("#"))
    return Term(phrases, marks)


def _expanded(word: str, groups: Groups, within: tuple[str, ...]) -> list[str]:
    if not word.startswith("$"):
        return [word] if word else []
    name = word[1:]
    if name not in groups or name in within:
        raise PatternError(said("There is no group of words “{name}”.", name=name))
    return [each for part in re.split(r"[|\s]+", groups[name]) for each in _expanded(part, groups, (*within, name))]


def _measure(text: str) -> Measure:
    found = _MEASURE.fullmatch(text)
    if found is None:
        raise PatternError(said("“{text}” is no mark.", text=text))
    value = int(found["value"]) if found["value"] else None
    return Measure(found["name"], value if found["bound"] == "<=" else None, value if found["bound"] == ">" else None)
