"""A returned draft against the one that was sent: clause by clause, changes in substance first, wording last."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from rapidfuzz.distance import Indel

from aktsom.engine.clauses.aligning import aligned, in_place
from aktsom.engine.clauses.marks import Countries, marks
from aktsom.engine.clauses.patterns import DENIALS
from aktsom.engine.clauses.sentences import PUNCTUATION, Word, language_of, word_set, words_of
from aktsom.engine.papers.types import Paper, Passage
from aktsom.engine.wording import Words, said


class Sort(StrEnum):
    """What happened to a passage."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


class Weight(StrEnum):
    """Whether a change touches what is promised."""

    SUBSTANCE = "substance"
    WORDING = "wording"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: `sort` is "same", "added" or "removed"."""

    sort: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """A change: the passages in both papers (None without one), what it is about, and its words."""

    sort: Sort
    weight: Weight
    sent: int | None
    returned: int | None
    what: tuple[Words, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """All changes, those in substance first, in the order of the returned paper; `same` passages are as they were."""

    changes: tuple[Change, ...]
    same: int

    @property
    def in_substance(self) -> tuple[Change, ...]:
        """The changes that touch what is promised."""
        return tuple(each for each in self.changes if each.weight is Weight.SUBSTANCE)


_DUTIES = {
    "en": word_set(
        "shall must will may should can undertakes undertake agrees agree ensure ensures obliged required entitled"
    ),
    "nb": word_set("skal må vil kan bør plikter plikt forplikter sørge sikre rett adgang"),
}
_BOUNDS = {
    "en": word_set(
        "only unless except without before until all any each both either exclusive exclusively solely irrevocable"
    ),
    "nb": word_set("bare kun med_mindre unntatt uten før inntil alle enhver hver begge eksklusiv eneste ugjenkallelig"),
}


def compare(sent: Paper, returned: Paper) -> Comparison:
    """What a returned draft changes."""
    parties = _names(sent.passages) | _names(returned.passages)
    pairs = aligned(sent.passages, returned.passages)
    stays = in_place(pairs)
    changes, same = [], 0
    for one, other in pairs:
        change = _change(sent.passages, returned.passages, (one, other), parties, moved=(one, other) not in stays)
        changes.extend(change)
        same += not change
    return Comparison(tuple(sorted(changes, key=_order)), same)


def _order(change: Change) -> tuple[bool, int]:
    place = change.returned if change.returned is not None else (change.sent or 0)
    return change.weight is Weight.WORDING, place


def _change(
    sent: Sequence[Passage],
    returned: Sequence[Passage],
    pair: tuple[int | None, int | None],
    parties: frozenset[str],
    *,
    moved: bool,
) -> list[Change]:
    one, other = pair
    if one is None and other is not None:
        return [
            Change(Sort.ADDED, _weight_of(returned[other]), None, other, (), (Piece("added", returned[other].text),))
        ]
    if other is None and one is not None:
        return [Change(Sort.REMOVED, _weight_of(sent[one]), one, None, (), (Piece("removed", sent[one].text),))]
    if one is None or other is None:
        return []
    before, after = sent[one], returned[other]
    if before.text == after.text:
        return [Change(Sort.MOVED, Weight.WORDING, one, other, (), (Piece("same", after.text),))] if moved else []
    what = tuple(_what(before.text, after.text, parties))
    weight = Weight.SUBSTANCE if what else Weight.WORDING
    return [Change(Sort.CHANGED, weight, one, other, what, tuple(_pieces(before.text, after.text)))]


def _weight_of(passage: Passage) -> Weight:
    """A whole passage that comes or goes is substance, a heading is not."""
    return Weight.WORDING if passage.level else Weight.SUBSTANCE


def _what(before: str, after: str, parties: frozenset[str]) -> Iterator[Words]:
    """What changed in substance: times and numbers, denials, duties, bounds, names."""
    old, new, language = words_of(before), words_of(after), language_of(after)
    times, numbers = (_times(old), _times(new)), (_numbers(old), _numbers(new))
    for values in _replaced(*times):
        yield said("Times: {before} became {after}.", **values)
    for values in () if times[0] != times[1] else _replaced(*numbers):
        yield said("Numbers: {before} became {after}.", **values)
    for values in _replaced(_among(old, DENIALS[language]), _among(new, DENIALS[language])):
        yield said("Denials: {before} became {after}.", **values)
    for values in _replaced(_among(old, _DUTIES[language]), _among(new, _DUTIES[language])):
        yield said("Duties and rights: {before} became {after}.", **values)
    for values in _replaced(_among(old, _BOUNDS[language]), _among(new, _BOUNDS[language])):
        yield said("Bounds: {before} became {after}.", **values)
    for values in _replaced(_among(old, parties), _among(new, parties)):
        yield said("Names: {before} became {after}.", **values)


def _replaced(before: Sequence[str], after: Sequence[str]) -> Iterator[dict[str, Words]]:
    """What went and what came, once, when anything did."""
    old, new = Counter(before), Counter(after)
    gone, come = list((old - new).elements()), list((new - old).elements())
    if gone or come:
        yield {"before": _quoted(gone), "after": _quoted(come)}


def _quoted(words: Sequence[str]) -> Words:
    return ", ".join(f"“{word}”" for word in words) if words else said("nothing")


def _times(words: Sequence[Word]) -> list[str]:
    """Each time with its number: "30 days"."""
    found = marks(words, Countries())["days"]
    plain = [word.text for word in words if word.text not in PUNCTUATION]
    kept = [word.text in PUNCTUATION for word in words]
    return [" ".join(plain[max(0, at - 1) : at + 1]) for at in (place - sum(kept[:place]) for place in sorted(found))]


def _numbers(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words if word.text[0].isdigit()]


def _among(words: Sequence[Word], group: frozenset[str]) -> list[str]:
    return [word.text for word in words if word.text in group]


def _names(passages: Sequence[Passage]) -> frozenset[str]:
    """Words that are written large within sentences: parties, countries, laws."""
    found = set()
    for passage in passages:
        words = words_of(passage.text)
        for before, word in pairwise(words):
            if passage.text[word.start].isupper() and before.text not in ".;:":
                found.add(word.text)
    return frozenset(found)


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = before.split(), after.split()
    for step in Indel.opcodes(old, new):
        if step.tag == "equal":
            yield Piece("same", " ".join(new[step.dest_start : step.dest_end]))
            continue
        if step.src_end > step.src_start:
            yield Piece("removed", " ".join(old[step.src_start : step.src_end]))
        if step.dest_end > step.dest_start:
            yield Piece("added", " ".join(new[step.dest_start : step.dest_end]))
