"""The words of a document, and which of them a word of a pattern means: by stem, letters or exactly."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from aktsom.engine.clauses.sentences import stem


class Dictionary:
    """The different words of a document in one language."""

    def __init__(self, words: Iterable[str], language: str) -> None:
        self._words = sorted(words)
        self._language = language
        self._by_stem: dict[str, list[str]] = defaultdict(list)
        for word in self._words:
            self._by_stem[stem(word, language)].append(word)

    def meant_by(self, word: str) -> Sequence[str]:
        """The words of the document that a word of a pattern means."""
        if word.endswith("="):
            return [word[:-1]] if self._has(word[:-1]) else []
        if "*" not in word:
            same = self._by_stem.get(stem(word, self._language), ())
            return [*same, *([word] if word not in same and self._has(word) else ())]
        start, _star, rest = word.partition("*")
        found = self._beginning_with(start) if start else self._words
        return [each for each in found if fnmatchcase(each, word)] if rest else found

    def _has(self, word: str) -> bool:
        place = bisect_left(self._words, word)
        return place < len(self._words) and self._words[place] == word

    def _beginning_with(self, start: str) -> Sequence[str]:
        first = bisect_left(self._words, start)
        last = bisect_left(self._words, start + "\U0010ffff")
        return self._words[first:last]
