"""Where patterns speak in an agreement: the terms are looked up, put side by side, and asked whether they are denied."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aktsom.engine.clauses.contract import Contract
from aktsom.engine.clauses.dictionary import Dictionary
from aktsom.engine.clauses.patterns import DENIALS, Measure, Part, Pattern, Polarity, Term
from aktsom.engine.clauses.sentences import Sentence, word_set

_NO_DENIALS = {
    "en": word_set("only later more less longer exceed exceeding unreasonably least limited earlier fewer"),
    "nb": word_set("bare senere mer mindre lenger overstige urimelig minst begrenset utover"),
}
"""After a denial these make a bound of it: "not later than", "ikke bare"."""
_DIVIDES = frozenset({";", "but", "however", "provided", "men", "likevel", "forutsatt"})
_REACH = 6

Places = Mapping[int, Sequence[tuple[int, int]]]
"""Sentence → from which word to which (inclusive) a term stands there."""


@dataclass(frozen=True, slots=True)
class Match:
    """A pattern that speaks: in sentence number `sentence`, from word `first` to word `last`."""

    sentence: int
    first: int
    last: int
    pattern: Pattern


@dataclass(slots=True)
class Matcher:
    """Asks one agreement many patterns; what a word of a pattern means there is looked up once."""

    contract: Contract
    _dictionaries: dict[str, Dictionary] = field(default_factory=dict)
    _words: dict[tuple[str, str], Sequence[str]] = field(default_factory=dict)
    _terms: dict[tuple[Term, str], Places] = field(default_factory=dict)

    def matches(
        self, patterns: Iterable[Pattern], language: str, about: frozenset[int] | None = None
    ) -> Iterator[Match]:
        """Where any of the patterns speaks; `about` are the sentences about the condition."""
        for pattern in patterns:
            places = [self.places(term, language) for part in pattern.parts for term in part.terms]
            fewest = min(places, key=len)
            for number in sorted(each for each in fewest if all(each in other for other in places)):
                if pattern.about and about is not None and number not in about:
                    continue
                sentence = self.contract.sentences[number]
                if any(self._is_in(term, number, sentence) for term in pattern.without):
                    continue
                span = self._span(pattern, number, sentence)
                if span:
                    yield Match(number, *span, pattern)

    def places(self, term: Term, language: str) -> Places:
        """Where a term stands."""
        key = (term, language)
        if key not in self._terms:
            self._terms[key] = self._look_up(term, language)
        return self._terms[key]

    def _span(self, pattern: Pattern, number: int, sentence: Sentence) -> tuple[int, int] | None:
        """Where the first part of a pattern speaks in a sentence, if the others are there as well."""
        first, *others = pattern.parts
        if not all(any(True for _way in self._ways(part, number, sentence.language)) for part in others):
            return None
        ways = self._ways(first, number, sentence.language)
        return next((way for way in ways if _speaks(pattern, *way, sentence)), None)

    def _ways(self, part: Part, number: int, language: str) -> Iterator[tuple[int, int]]:
        """The ways to put the terms of a part together that it allows, the closest first."""
        places = [self.places(term, language)[number] for term in part.terms]
        near = sorted(
            (last - first, first, last) for first, last in (_in_order if part.ordered else _side_by_side)(places)
        )
        yield from ((first, last) for length, first, last in near if part.window is None or length < part.window)

    def _is_in(self, term: Term, number: int, sentence: Sentence) -> bool:
        """Whether a term stands in the sentence itself, not only in words lent to it."""
        return any(first < len(sentence.words) for first, _last in self.places(term, sentence.language).get(number, ()))

    def _look_up(self, term: Term, language: str) -> Places:
        found: dict[int, list[tuple[int, int]]] = {}
        for phrase in term.phrases:
            for number, place in self._phrase(phrase, language):
                found.setdefault(number, []).append((place, place + len(phrase) - 1))
        for measure in term.measures:
            for number, place in self._measured(measure, language):
                found.setdefault(number, []).append((place, place))
        return {number: sorted(spans) for number, spans in found.items()}

    def _phrase(self, phrase: Sequence[str], language: str) -> Iterator[tuple[int, int]]:
        index = self.contract.places.get(language, {})
        rest = [frozenset(self._meant(word, language)) for word in phrase[1:]]
        for word in self._meant(phrase[0], language):
            for number, places in index[word].items():
                words = self.contract.sentences[number].all_words if rest else ()
                for place in places:
                    after = words[place + 1 : place + len(phrase)]
                    if len(after) == len(rest) and all(w.text in wanted for w, wanted in zip(after, rest, strict=True)):
                        yield number, place

    def _meant(self, word: str, language: str) -> Sequence[str]:
        key = (word, language)
        if key not in self._words:
            if language not in self._dictionaries:
                self._dictionaries[language] = Dictionary(self.contract.vocabulary(language), language)
            self._words[key] = self._dictionaries[language].meant_by(word)
        return self._words[key]

    def _measured(self, measure: Measure, language: str) -> Iterator[tuple[int, int]]:
        for number, sentence in enumerate(self.contract.sentences):
            if sentence.language == language:
                for place, value in sentence.marks.get(measure.name, {}).items():
                    if measure.allows(value):
                        yield number, place


def _in_order(places: Sequence[Sequence[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    for first, last in places[0]:
        end = last
        for term in places[1:]:
            following = next((span for span in term if span[0] > end), None)
            if following is None:
                break
            end = following[1]
        else:
            yield first, end


def _side_by_side(places: Sequence[Sequence[tuple[int, int]]]) -> Iterator[tuple[int, int]]:
    fewest = min(places, key=len)
    for anchor in fewest:
        chosen = [min(term, key=lambda span: abs(span[0] - anchor[0])) for term in places if term is not fewest] + [
            anchor
        ]
        yield min(span[0] for span in chosen), max(span[1] for span in chosen)


def _speaks(pattern: Pattern, first: int, last: int, sentence: Sentence) -> bool:
    if pattern.polarity is Polarity.EITHER:
        return True
    return is_denied(sentence, first, last, pattern) == (pattern.polarity is Polarity.DENIED)


def is_denied(sentence: Sentence, first: int, last: int, pattern: Pattern | None = None) -> bool:
    """Whether a denial reaches these words: within them, or a few words before them with nothing that divides."""
    words, reach = (
        sentence.all_words,
        _REACH if pattern is None or pattern.polarity is not Polarity.DENIED else 2 * _REACH,
    )
    start = max(0, first - reach)
    for place in range(first - 1, start - 1, -1):
        if words[place].text in _DIVIDES:
            start = place + 1
            break
    return any(_denies(sentence, place) for place in range(start, last + 1))


def _denies(sentence: Sentence, place: int) -> bool:
    words, language = sentence.all_words, sentence.language
    after = {word.text for word in words[place + 1 : place + 3]}
    return words[place].text in DENIALS[language] and not after & _NO_DENIALS[language]
