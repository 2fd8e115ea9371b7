"""Where the terms of patterns stand in the sentences of an agreement that are in one language; each is looked up once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aktsom.engine.clauses.contract import Contract, Places
from aktsom.engine.clauses.dictionary import Dictionary
from aktsom.engine.clauses.patterns import Measure, Term

Phrase = tuple[str, ...]
_NOWHERE: Mapping[str, Places] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """Where a term stands: the sentences, and where each of its phrases begins, with the number of words that follow."""

    sentences: frozenset[int]
    phrases: Sequence[tuple[Places, int]]

    def spans(self, number: int) -> list[tuple[int, int]]:
        """From which word to which (inclusive) it stands in a sentence."""
        return sorted(
            [(place, place + more) for places, more in self.phrases if number in places for place in places[number]]
        )


@dataclass(slots=True)
class Terms:
    """Finds terms by the index of the agreement's words. What a word of a pattern means there is looked up once."""

    contract: Contract
    language: str
    _index: Mapping[str, Places] = field(init=False)
    _marks: Mapping[str, Sequence[tuple[int, int, int]]] = field(init=False)
    _dictionary: Dictionary = field(init=False)
    _words: dict[str, Places] = field(default_factory=dict)
    _phrases: dict[Phrase, Places] = field(default_factory=dict)
    _found: dict[Term, Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._index = self.contract.places.get(self.language, _NOWHERE)
        self._marks = _marks(self.contract, self.language)
        self._dictionary = Dictionary(self._index, self.language)

    def find(self, term: Term) -> Found:
        """Where a term stands."""
        if term not in self._found:
            self._found[term] = self._look_up(term)
        return self._found[term]

    def _look_up(self, term: Term) -> Found:
        phrases = [(self._phrase(each), len(each) - 1) for each in term.phrases]
        measures = [(self._measured(each), 0) for each in term.measures]
        there = [each for each in (*phrases, *measures) if each[0]]
        return Found(frozenset().union(*(places for places, _more in there)), there)

    def _phrase(self, phrase: Phrase) -> Places:
        if len(phrase) == 1:
            return self._word(phrase[0])
        if phrase not in self._phrases:
            self._phrases[phrase] = self._one_after_the_other(phrase)
        return self._phrases[phrase]

    def _one_after_the_other(self, phrase: Phrase) -> Places:
        words = list[Places]()
        for word in phrase:
            words.append(self._word(word))
            if not words[-1]:
                return {}
        first, *rest = words
        found = dict[int, list[int]]()
        for number in _in_all(words):
            after = [(far, each[number]) for far, each in enumerate(rest, 1)]
            places = [place for place in first[number] if all(place + far in there for far, there in after)]
            if places:
                found[number] = places
        return found

    def _word(self, word: str) -> Places:
        if word not in self._words:
            self._words[word] = _together([self._index[each] for each in self._dictionary.meant_by(word)])
        return self._words[word]

    def _measured(self, measure: Measure) -> Places:
        found = defaultdict[int, list[int]](list)
        for number, place, value in self._marks.get(measure.name, ()):
            if measure.allows(value):
                found[number].append(place)
        return found


def _in_all(words: Iterable[Places]) -> list[int]:
    """The sentences that all of them stand in: those of the rarest that have the others."""
    rarest, *others = sorted(words, key=len)
    return [number for number in rarest if all(number in each for each in others)]


def _together(words: Sequence[Places]) -> Places:
    if len(words) == 1:
        return words[0]
    found = defaultdict[int, list[int]](list)
    for word in words:
        for number, places in word.items():
            found[number].extend(places)
    return found


def _marks(contract: Contract, language: str) -> Mapping[str, Sequence[tuple[int, int, int]]]:
    """Name → sentence, place and value."""
    found = defaultdict[str, list[tuple[int, int, int]]](list)
    for number, sentence in enumerate(contract.sentences):
        if sentence.language == language:
            for name, marked in sentence.marks.items():
                found[name].extend((number, place, value) for place, value in marked.items())
    return found
