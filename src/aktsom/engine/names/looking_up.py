"""The words of queries, looked up among the listed ones: once for each different word, however many names have it."""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from aktsom.engine.names.asked_words import AskedWord, asked_word
from aktsom.engine.names.compare import ReadQuery
from aktsom.engine.names.index import NameIndex, audible, nation_keys
from aktsom.engine.names.words import ReadName, Word

_WELL_KNOWN = 3
_REMEMBERED = 50_000


class _KnownWord(NamedTuple):
    """The listed words that a word may stand for and how similar they are, the number of the listed word that it is itself
    (-1 for none), how rare it is, and whether any of them leads to a listed name.
    """

    similar: Mapping[int, float]
    term: int
    rarity: float
    leads: bool


_Known = tuple[dict[Word, _KnownWord], dict[Word, _KnownWord]]
"""The words of bodies' names, and those of people's."""


class LookUp:
    """Looks words up and remembers them."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._known: _Known = {}, {}

    def prepared(self, names: Sequence[ReadName], countries: Sequence[str]) -> list[ReadQuery]:
        """The names with what the lists have of their words; `countries` are those that they are asked for with, or empty."""
        heard = [audible(name) for name in names]
        if sum(map(len, self._known)) >= _REMEMBERED:
            self._known = {}, {}
        known = self._known
        self._look_up(
            {
                (word, name.is_person)
                for name, (words, _) in zip(names, heard, strict=True)
                for word in words
                if word not in known[name.is_person]
            },
            known,
        )
        return [
            _query(words, segments, [known[name.is_person][word] for word in words], name, country)
            for (words, segments), name, country in zip(heard, names, countries, strict=True)
        ]

    def _look_up(self, words: Collection[tuple[Word, bool]], known: _Known) -> None:
        asked = {each: asked_word(*each) for each in words}
        distinct = list(dict.fromkeys(asked.values()))
        unsure = [each for each in distinct if self._may_be_misspelled(each)]
        near = dict(
            zip(unsure, self._index.spelling.near([(each.key, each.is_person) for each in unsure]), strict=True)
        )
        leading = self._index.leading
        similar: dict[AskedWord, Mapping[int, float]] = {}
        for each in distinct:
            terms = [self._index.term(key) for key in (each.key, each.plain) if key]
            exact = {term: 1.0 for term in terms if term >= 0}
            similar[each] = dict(each.doubted(near.get(each, []))) | exact
        for (word, is_person), each in asked.items():
            known[is_person][word] = _KnownWord(
                similar[each],
                self._index.term(word.key),
                self._index.rarity_of(word.key),
                any(leading[term] for term in similar[each]),
            )

    def _may_be_misspelled(self, asked: AskedWord) -> bool:
        """A word that lists know well is no misspelling of another, unless it is a person's or of another script."""
        term = self._index.term(asked.key)
        well_known = term >= 0 and self._index.frequencies[term] >= _WELL_KNOWN
        return not asked.key.isdigit() and (not well_known or asked.is_person or asked.is_foreign)


def _query(
    words: tuple[Word, ...], segments: tuple[int, ...], known: Sequence[_KnownWord], name: ReadName, country: str
) -> ReadQuery:
    return ReadQuery(
        words,
        segments,
        tuple([each.similar for each in known]),
        tuple([each.term for each in known]),
        tuple([each.rarity for each in known]),
        name.is_person,
        nation_keys((country or name.country,)),
        any(each.leads for each in known),
    )
