"""Where patterns speak in an agreement: the terms are looked up, put side by side, and asked whether they are denied."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from aktsom.engine.clauses.contract import Contract
from aktsom.engine.clauses.patterns import DENIALS, Part, Pattern, Polarity
from aktsom.engine.clauses.sentences import Sentence, word_set
from aktsom.engine.clauses.terms import Found, Terms

_NO_DENIALS = {
    "en": word_set("only later more less longer exceed exceeding unreasonably least limited earlier fewer"),
    "nb": word_set("bare senere mer mindre lenger overstige urimelig minst begrenset utover"),
}
"""After a denial these make a bound of it: "not later than", "ikke bare"."""
_DIVIDES = frozenset({";", "but", "however", "provided", "men", "likevel", "forutsatt"})
_REACH = 6
_START = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern that speaks: in sentence number `sentence`, from word `first` to word `last`."""

    sentence: int
    first: int
    last: int
    pattern: Pattern


@dataclass(slots=True)
class Matcher:
    """Asks one agreement many patterns."""

    contract: Contract
    _terms: dict[str, Terms] = field(default_factory=dict)

    def matches(
        self, patterns: Iterable[Pattern], language: str, about: frozenset[int] | None = None
    ) -> Iterator[Match]:
        """Where any of the patterns speaks; `about` are the sentences about the condition."""
        terms = self._terms_in(language)
        for pattern in patterns:
            together = _together(pattern, terms)
            if pattern.about and about is not None:
                together = together & about
            if together:
                placed = _Placed(pattern, terms)
                for number in sorted(together):
                    span = placed.span(number, self.contract.sentences[number])
                    if span:
                        yield Match(number, *span, pattern)

    def _terms_in(self, language: str) -> Terms:
        if language not in self._terms:
            self._terms[language] = Terms(self.contract, language)
        return self._terms[language]


def _together(pattern: Pattern, terms: Terms) -> frozenset[int]:
    """The sentences that have all terms of a pattern. Where there are none, no further term is looked up."""
    together: frozenset[int] | None = None
    for part in pattern.parts:
        for term in part.terms:
            there = terms.find(term).sentences
            together = there if together is None else together & there
            if not together:
                return together
    return together or frozenset()


class _Placed:
    """A pattern with the places of its terms."""

    def __init__(self, pattern: Pattern, terms: Terms) -> None:
        self._pattern = pattern
        self._parts = [(part, [terms.find(term) for term in part.terms]) for part in pattern.parts]
        self._without = [terms.find(term) for term in pattern.without]

    def span(self, number: int, sentence: Sentence) -> tuple[int, int] | None:
        """Where the first part of the pattern speaks in a sentence that has all terms, if the others do so as well."""
        if any(_is_in(term, number, sentence) for term in self._without):
            return None
        first, *others = self._parts
        if not all(any(True for _way in _ways(*part, number)) for part in others):
            return None
        return next((way for way in _ways(*first, number) if _speaks(self._pattern, *way, sentence)), None)


def _is_in(term: Found, number: int, sentence: Sentence) -> bool:
    """Whether a term stands in the sentence itself, not only in words lent to it."""
    return number in term.sentences and term.spans(number)[0][0] < sentence.unlent


def _ways(part: Part, terms: Sequence[Found], number: int) -> Iterator[tuple[int, int]]:
    """The ways to put the terms of a part together that it allows, the closest first."""
    spans = [term.spans(number) for term in terms]
    near = sorted((last - first, first, last) for first, last in (_in_order if part.ordered else _side_by_side)(spans))
    yield from ((first, last) for length, first, last in near if part.window is None or length < part.window)


def _in_order(spans: Sequence[Sequence[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    for first, last in spans[0]:
        end = last
        for term in spans[1:]:
            at = bisect_right(term, end, key=_START)
            if at == len(term):
                break
            end = term[at][1]
        else:
            yield first, end


def _side_by_side(spans: Sequence[Sequence[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    fewest = min(spans, key=len)
    others = [term for term in spans if term is not fewest]
    for anchor in fewest:
        chosen = [anchor, *(_nearest(term, anchor[0]) for term in others)]
        yield min(span[0] for span in chosen), max(span[1] for span in chosen)


def _nearest(spans: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    """Of spans in order the one that begins nearest; of two as near, the first."""
    at = bisect_left(spans, place, key=_START)
    if at and (at == len(spans) or place - spans[at - 1][0] <= spans[at][0] - place):
        at = bisect_left(spans, spans[at - 1][0], key=_START)
    return spans[at]


def _speaks(pattern: Pattern, first: int, last: int, sentence: Sentence) -> bool:
    if pattern.polarity is Polarity.EITHER:
        return True
    return _is_denied(sentence, first, last, pattern) == (pattern.polarity is Polarity.DENIED)


def _is_denied(sentence: Sentence, first: int, last: int, pattern: Pattern) -> bool:
    """Whether a denial reaches these words: within them, or a few words before them with nothing that divides."""
    words, reach = sentence.words, 2 * _REACH if pattern.polarity is Polarity.DENIED else _REACH
    start = max(0, first - reach)
    for place in range(first - 1, start - 1, -1):
        if words[place] in _DIVIDES:
            start = place + 1
            break
    denials, bounds = DENIALS[sentence.language], _NO_DENIALS[sentence.language]
    return any(
        words[place] in denials and bounds.isdisjoint(words[place + 1 : place + 3]) for place in range(start, last + 1)
    )
