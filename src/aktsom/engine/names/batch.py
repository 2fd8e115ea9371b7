"""A batch of read queries column by column, so that all of them are looked up and bounded with a few array operations."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from aktsom.engine.names.columns import ROLE_NUMBER, ROLES, Array
from aktsom.engine.names.compare import RARE, VERY_RARE, ReadQuery
from aktsom.engine.names.folding import consonants, stable_hash
from aktsom.engine.names.index import ARMY_KEYS, TELLS_A_BODY, TELLS_TOGETHER, TELLS_WHICH
from aktsom.engine.names.pinyin import is_chinese
from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.vocabulary import SEARCHED, WITHOUT_WEIGHT, Role
from aktsom.engine.names.weights import left_over_weight, shared_weight
from aktsom.engine.names.words import Word

_FIXED_SHARED, _FIXED_LOSS = (
    np.array([weigh(role, 0.0) for role in ROLES], np.float64) for weigh in (shared_weight, left_over_weight)
)
_RARE_SHARED, _RARE_LOSS = (
    np.array([weigh(role, 1.0) - weigh(role, 0.0) for role in ROLES], np.float64)
    for weigh in (shared_weight, left_over_weight)
)
_SEARCHED = np.array([role in SEARCHED for role in ROLES])
_WEIGHTY = np.array([role not in WITHOUT_WEIGHT for role in ROLES])
_NATION = ROLE_NUMBER[Role.NATION]
_PATRONYMIC = ROLE_NUMBER[Role.PATRONYMIC]
_NEVER = np.iinfo(np.int64).max
_NAME, _NUMBER, _SITE = (ROLE_NUMBER[role] for role in (Role.NAME, Role.NUMBER, Role.SITE))


class Batch:
    """Of each query: where its words start, whether it is a person's name.

    Of each word: its query, what it shares or loses at most, and whether it leads to candidates; its sound (of a person's name
    alone). Of each listed word
    that a word may stand for: the word, the listed term, and how similar they are.

    Of each query `holdable` says whether a longer listed name may have it inside, or be called so in short, `rare` whether it
    has a rare name among its words, and `brand` whether it is a very rare one alone.
    """

    def __init__(self, queries: Sequence[ReadQuery]) -> None:
        words = [word for query in queries for word in query.words]
        counts = np.array([len(query.words) for query in queries], np.int64)
        self.queries = queries
        self.start = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts)])
        self.row = np.repeat(np.arange(len(queries)), counts)
        self.person = np.array([query.is_person for query in queries], np.bool_)
        self.rarity = np.array([each for query in queries for each in query.rarities], np.float64)
        role = self._take_words(words)
        self.weighty = _WEIGHTY[role]
        self.patronymic = role == _PATRONYMIC
        self.shares = _FIXED_SHARED[role] + _RARE_SHARED[role] * self.rarity
        self.loses = np.where((role == _NATION) | self._army, 0.0, _FIXED_LOSS[role] + _RARE_LOSS[role] * self.rarity)
        told = self.of_rows(TELLS_WHICH[role] & ~self._army) > 0
        self.leads = _SEARCHED[role] | ~told[self.row]
        self._take_similar(queries)
        self._take_roles(role)

    def _take_roles(self, role: Array) -> None:
        """What queries are made of, as far as `compare` calls bodies in short or finds one in the other."""
        tells = (self.of_rows(TELLS_WHICH[role]) > 0) | (self.of_rows(TELLS_TOGETHER[role]) > 1)
        chinese = self.of_rows(self._han) > 0
        self.holdable = (self.of_rows(TELLS_A_BODY[role]) > 0) & tells
        self.holdable |= (self.of_rows(role == _NUMBER) > 0) | chinese
        self.rare = self.of_rows((role == _NAME) & (self.rarity >= RARE)) > 0
        very_rare = (role == _NAME) & (self.rarity >= VERY_RARE)
        self.brand = (self.of_rows(very_rare) > 0) & (self.of_rows(role != _SITE) < 2)

    def _take_words(self, words: Sequence[Word]) -> Array:
        """What is asked of each word; returns the numbers of their roles."""
        rows = list(zip(*map(_numbers, words), strict=True)) or [()] * len(_OF_WORDS)
        columns: list[Array] = [np.array(row, kind) for row, kind in zip(rows, _OF_WORDS, strict=True)]
        role, self.letters, self.first, self.latin, self.key, *marks = columns
        self.chinese, self.unvowelled, self._army, self._han = marks
        self.single = self.letters == 1
        of_person = self.person[self.row].tolist()
        self.sound = np.array(
            [stable_hash(consonants(word.key)) if person else 0 for word, person in zip(words, of_person, strict=True)],
            np.uint64,
        )
        return role

    def _take_similar(self, queries: Sequence[ReadQuery]) -> None:
        terms: list[int] = []
        likes: list[float] = []
        counts: list[int] = []
        for query in queries:
            for similar in query.similar:
                terms += similar
                likes += similar.values()
                counts.append(len(similar))
        self.term = np.array(terms, np.int64)
        self.like = np.array(likes, np.float64)
        self.term_start = np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])
        self.term_word = np.repeat(np.arange(len(counts)), counts)
        self._width = 1 + max(terms, default=0)
        cells = self.term_word * self._width + self.term
        order = np.argsort(cells)
        self._cells, self._cell_like = np.append(cells[order], _NEVER), np.append(self.like[order], 0.0)

    def __len__(self) -> int:
        """The number of queries."""
        return len(self.queries)

    def similarity(self, words: Array, terms: Array) -> Array:
        """How similar each word is to the listed term beside it; 0 when it cannot stand for it."""
        wanted = np.where(terms < self._width, words * self._width + terms, _NEVER)
        at = np.searchsorted(self._cells, wanted)
        return np.where(self._cells[at] == wanted, self._cell_like[at], 0.0)

    def of_rows(self, values: Array) -> Array:
        """The sum of the words' values in each query."""
        return np.bincount(self.row, weights=values, minlength=len(self))

    def most_of_words(self, values: Array) -> Array:
        """The greatest of the similar terms' values for each word; 0 for a word that stands for nothing listed."""
        most = np.zeros(len(self.row))
        np.maximum.at(most, self.term_word, values)
        return most


_OF_WORDS = (np.int64, np.int64, np.int64, np.uint64, np.uint64, np.bool_, np.bool_, np.bool_, np.bool_)


@lru_cache(maxsize=65536)
def _numbers(word: Word) -> tuple[int, int, int, int, int, bool, bool, bool, bool]:
    """Role, letters, first letter, what it is written as and key, each as a number; whether it may be Chinese,
    leaves vowels out, is an army, or stands in Chinese characters.
    """
    return (
        ROLE_NUMBER[word.role],
        len(word.latin),
        ord(word.latin[:1] or " "),
        stable_hash(word.latin),
        stable_hash(word.key),
        is_chinese(word.latin),
        word.key.startswith("~"),
        word.key in ARMY_KEYS,
        word.script is Script.HAN,
    )
