"""A returned draft against the one that was sent: clause by clause, changes in substance first, wording last."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import reduce
from itertools import groupby, pairwise
from pathlib import Path

from rapidfuzz.distance import Indel

from aktsom.engine.clauses.aligning import aligned, in_place, out_of_row
from aktsom.engine.clauses.country_words import country_names
from aktsom.engine.clauses.marks import marks
from aktsom.engine.clauses.notes import without_notes
from aktsom.engine.clauses.patterns import DENIALS
from aktsom.engine.clauses.references import counted_on, left_behind, renumbered
from aktsom.engine.clauses.saying_the_same import other_words
from aktsom.engine.clauses.sentences import PUNCTUATION, Word, language_of, word_set, words_of
from aktsom.engine.clauses.whose_law import Countries
from aktsom.engine.papers.reading import read_here
from aktsom.engine.papers.types import LEFT_UNREAD, Paper, PaperError, Passage
from aktsom.engine.processes import BeyondLimitsError, within_limits
from aktsom.engine.wording import Sentence, Words, said

SECONDS = 120
"""So much processor time two drafts may take to be read and compared."""


class Sort(StrEnum):
    """What happened to a passage; NOT_FOUND where it may stand in what was not read of the other paper."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    NOT_FOUND = "not-found"


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


@dataclass(frozen=True, slots=True)
class Told:
    """How one kind of words is told of: replaced by others, left out, or put in."""

    changed: Sentence
    left_out: Sentence
    put_in: Sentence


TIME = Told(
    said("A time limit is changed: {before} is now {after}."),
    said("A time limit is left out: {before}."),
    said("A time limit is put in: {after}."),
)
NUMBER = Told(
    said("A number is changed: {before} is now {after}."),
    said("A number is left out: {before}."),
    said("A number is put in: {after}."),
)
DENIAL = Told(
    said("A word that denies is changed: {before} is now {after}."),
    said("A word that denies is left out: {before}."),
    said("A word that denies is put in: {after}."),
)
DUTY = Told(
    said("A word for a duty or a right is changed: {before} is now {after}."),
    said("A word for a duty or a right is left out: {before}."),
    said("A word for a duty or a right is put in: {after}."),
)
BOUND = Told(
    said("A word that sets a bound is changed: {before} is now {after}."),
    said("A word that sets a bound is left out: {before}."),
    said("A word that sets a bound is put in: {after}."),
)
NAME = Told(
    said("A name is changed: {before} is now {after}."),
    said("A name is left out: {before}."),
    said("A name is put in: {after}."),
)
WORD = Told(
    said("A word is changed: {before} is now {after}."),
    said("A word is left out: {before}."),
    said("A word is put in: {after}."),
)


@dataclass(frozen=True, slots=True)
class _Drafts:
    """Both drafts, whether each was read as a whole, the places in them whose numbers do not count on, the numbers that
    clauses have now by those that they had, the names they use, and their language."""

    sent: Sequence[Passage]
    returned: Sequence[Passage]
    whole: tuple[bool, bool]
    odd: tuple[set[int], set[int]]
    numbers: Mapping[str, str]
    names: frozenset[str]
    language: str

    def texts(self, one: int, other: int) -> tuple[str, str]:
        """The texts of a pair; a number that does not count on belongs to the text, for it may be what is promised."""
        before, after = self.sent[one], self.returned[other]
        if one in self.odd[0] or other in self.odd[1]:
            return f"{before.number} {before.text}".strip(), f"{after.number} {after.text}".strip()
        return before.text, after.text


def compare_files(sent: Path, returned: Path) -> tuple[Paper, Paper, Comparison]:
    """Both drafts and what the returned one changes, read and compared in a process of their own.

    Raises `PaperError` also where that takes too much time or memory, and `OSError` where the machine fails.
    """
    try:
        return within_limits(compare_here, sent, returned, seconds=SECONDS)
    except BeyondLimitsError as error:
        raise PaperError(
            said("The two documents take too much time or memory to compare."),
            file=returned.name,
            remedy=said("Compare them in parts, each in a document of its own."),
        ) from error


def compare_here(sent: Path, returned: Path) -> tuple[Paper, Paper, Comparison]:
    """The same in this process: for drafts of our own."""
    return compared(read_here(sent), read_here(returned))


def compared(sent: Paper, returned: Paper) -> tuple[Paper, Paper, Comparison]:
    """What a returned draft changes, with both as they are compared: without what our draft says of itself above its title."""
    papers = without_notes(sent), without_notes(returned)
    return *papers, compare(*papers)


def compare(sent: Paper, returned: Paper) -> Comparison:
    """What a returned draft changes."""
    pairs = aligned(sent.passages, returned.passages)
    odd = out_of_row(sent.passages), out_of_row(returned.passages)
    drafts = _Drafts(
        sent.passages,
        returned.passages,
        (LEFT_UNREAD.isdisjoint(sent.noticed), LEFT_UNREAD.isdisjoint(returned.noticed)),
        odd,
        renumbered(sent.passages, returned.passages, pairs, odd),
        _names(sent.passages) | _names(returned.passages),
        language_of(returned.text),
    )
    stays = in_place(pairs)
    changes, same = [], 0
    for one, other in pairs:
        change = _change(drafts, one, other, moved=(one, other) not in stays)
        changes.extend(change)
        same += not change
    return Comparison(tuple(sorted(changes, key=_order)), same)


def _order(change: Change) -> tuple[bool, int]:
    place = change.returned if change.returned is not None else (change.sent or 0)
    return change.weight is Weight.WORDING, place


def _change(drafts: _Drafts, one: int | None, other: int | None, *, moved: bool) -> list[Change]:
    if one is None and other is not None:
        new = drafts.returned[other]
        sort = Sort.ADDED if drafts.whole[0] else Sort.NOT_FOUND
        return [Change(sort, _weight_of(new), None, other, (), (Piece("added", new.text),))]
    if other is None and one is not None:
        gone = drafts.sent[one]
        sort = Sort.REMOVED if drafts.whole[1] else Sort.NOT_FOUND
        return [Change(sort, _weight_of(gone), one, None, (), (Piece("removed", gone.text),))]
    return [] if one is None or other is None else _within(drafts, one, other, moved=moved)


def _within(drafts: _Drafts, one: int, other: int, *, moved: bool) -> list[Change]:
    """What changed in a passage that both drafts have, and what its references mean now though nobody touched them."""
    written, after = drafts.texts(one, other)
    before = counted_on(written, after, drafts.numbers)
    stale = tuple(left_behind(written, after, drafts.numbers))
    weight = Weight.SUBSTANCE if stale else Weight.WORDING
    if before == after:
        sort = Sort.MOVED if moved else Sort.CHANGED
        return [Change(sort, weight, one, other, stale, (Piece("same", after),))] if moved or stale else []
    headings = _is_heading(drafts.sent[one]) and _is_heading(drafts.returned[other])
    what = tuple(_what(before, after, drafts)) or (() if headings else tuple(_in_other_words(before, after, drafts)))
    weight = Weight.SUBSTANCE if what else weight
    return [Change(Sort.CHANGED, weight, one, other, (*what, *stale), tuple(_pieces(before, after, written)))]


def _weight_of(passage: Passage) -> Weight:
    """A whole passage that comes or goes is substance, a heading is not."""
    return Weight.WORDING if _is_heading(passage) else Weight.SUBSTANCE


_LONGEST_HEADING = 8
"""So many words a heading has at most."""
_SAY_SOMETHING = frozenset().union(
    word_set(
        "shall must will may should can undertakes agrees ensures is are was were be has have had own owns belong belongs "
        "apply applies pay pays grant grants decide decides remain remains keep keeps hold holds receive receives"
    ),
    word_set(
        "skal må vil kan bør plikter forplikter er var blir har eier eies tilhører tilfaller gjelder betaler bestemmer "
        "beslutter får gir beholder mottar"
    ),
    *DENIALS.values(),
    *_BOUNDS.values(),
)
"""Where one of them stands, something is said, in whatever style it is written."""


def _is_heading(passage: Passage) -> bool:
    """Whether it only names what follows: set as a heading, short, and no sentence."""
    words = [word.text for word in words_of(passage.text) if word.text not in PUNCTUATION]
    short = len(words) <= _LONGEST_HEADING and not passage.text.rstrip().endswith((".", ";"))
    return bool(passage.level) and short and _SAY_SOMETHING.isdisjoint(words)


def _what(before: str, after: str, drafts: _Drafts) -> Iterator[Words]:
    """What changed in substance: times and numbers, denials, duties, bounds, names."""
    old, new, language = words_of(before), words_of(after), language_of(after, drafts.language)
    times, numbers = (_times(old), _times(new)), (_numbers(old), _numbers(new))
    yield from _replaced(*times, TIME)
    yield from () if times[0] != times[1] else _replaced(*numbers, NUMBER)
    for group, kind in ((DENIALS, DENIAL), (_DUTIES, DUTY), (_BOUNDS, BOUND)):
        yield from _replaced(_among(old, group[language]), _among(new, group[language]), kind)
    yield from _replaced(_named(old, before, drafts.names), _named(new, after, drafts.names), NAME)
    yield from _said_or_unsaid(before, after)


def _in_other_words(before: str, after: str, drafts: _Drafts) -> Iterator[Words]:
    """Words that do not say the same as those before, and parties that change places; for what nothing else tells."""
    old, new, language = words_of(before), words_of(after), language_of(after, drafts.language)
    told = DENIALS[language] | _DUTIES[language] | _BOUNDS[language]
    yield from _replaced(*other_words(old, new, language, told), WORD)
    parties = [[each.casefold() for each in _acting(*text, drafts.names)] for text in ((old, before), (new, after))]
    if parties[0] != parties[1] and sorted(parties[0]) == sorted(parties[1]):
        yield said("Names stand in another order: who does what may be changed.")


_FEW = 1
"""So many words can come or go by saying the same in other words."""


def _said_or_unsaid(before: str, after: str) -> Iterator[Words]:
    """That words come or go without others in their place: each may be a promise, whatever words it is made of."""
    more = [len(come) - len(gone) for _same, gone, come in _runs(before, after)]
    if max(more, default=0) > _FEW:
        yield said("Something more is said.")
    if min(more, default=0) < -_FEW:
        yield said("Something is no longer said.")


def _replaced(before: Sequence[str], after: Sequence[str], told: Told) -> Iterator[Words]:
    """What went and what came, in one sentence, when anything did."""
    old, new = Counter(before), Counter(after)
    gone, come = list((old - new).elements()), list((new - old).elements())
    if gone and come:
        yield replace(told.changed, values={"before": _quoted(gone), "after": _quoted(come)})
    elif gone:
        yield replace(told.left_out, values={"before": _quoted(gone)})
    elif come:
        yield replace(told.put_in, values={"after": _quoted(come)})


_MOST_QUOTED = 20
"""So many words are told of one kind; the text beside them shows all."""


def _quoted(words: Sequence[str]) -> Words:
    told, left = words[:_MOST_QUOTED], len(words) - _MOST_QUOTED
    quoted: list[Words] = [said("“{word}”", word=each) for each in told]
    if left > 0:
        quoted.append(said("and {number} more", number=left))
    return reduce(lambda first, rest: said("{first}, {rest}", first=first, rest=rest), quoted)


def _times(words: Sequence[Word]) -> list[str]:
    """Each time with its number: "30 days"."""
    found = marks([word.text for word in words], Countries())["days"]
    plain = [word.text for word in words if word.text not in PUNCTUATION]
    kept = [word.text in PUNCTUATION for word in words]
    return [" ".join(plain[max(0, at - 1) : at + 1]) for at in (place - sum(kept[:place]) for place in sorted(found))]


def _numbers(words: Sequence[Word]) -> list[str]:
    return [word.text for word in words if word.text[0].isdigit()]


def _among(words: Sequence[Word], group: frozenset[str]) -> list[str]:
    return [word.text for word in words if word.text in group]


def _named(words: Sequence[Word], text: str, names: frozenset[str]) -> list[str]:
    """Those of the names that stand in a text, as they are written there, and countries, however they are written."""
    large = {word.start for word in words if word.text in names and text[word.start].isupper()}
    return [
        text[word.start : word.end] if word.start in large else word.text
        for word in words
        if word.start in large or word.text in country_names()
    ]


_PARTIES = re.compile(
    r"(?:partner|universit|institu|college|compan|sponsor|client|funder|donor|licens|recipient|provider|disclos|supplier|"
    r"buyer|seller|owner|employ|student|oppdragsgiver|selskap|bedrift|høgskole|høyskole|kunde|giver|mottaker|leverandør|"
    r"kjøper|selger|arbeids(?:giver|taker)|lisens(?:giver|taker))\w*"
)
"""Words for those who act, also where they are written small."""


def _acting(words: Sequence[Word], text: str, names: frozenset[str]) -> list[str]:
    """Names and words for parties, in their order."""
    named = set(_named(words, text, names))
    return [word.text for word in words if text[word.start : word.end] in named or _PARTIES.fullmatch(word.text)]


_ENDS_SENTENCE = frozenset(".;:!?")
_DEFINED = frozenset({"party", "parties", "agreement", "memorandum", "results", "background"})
"""Words that English agreements write large without naming anybody."""


def _names(passages: Sequence[Passage]) -> frozenset[str]:
    """Words that are written large within sentences and never small: parties, countries, laws."""
    large, small = set(), set()
    for passage in passages:
        words = words_of(passage.text)
        for before, word in pairwise(words):
            if not passage.text[word.start].isupper():
                small.add(word.text)
            elif not _ENDS_SENTENCE & set(passage.text[before.end : word.start]):
                large.add(word.text)
    return frozenset(large - small - _DEFINED)


def _pieces(before: str, after: str, written: str) -> Iterator[Piece]:
    """The words of both texts; what is removed as it was written, before references counted on."""
    for same, removed, added in _runs(before, after, written):
        for sort, words in (("same", same), ("removed", removed), ("added", added)):
            if words:
                yield Piece(sort, " ".join(words))


def _runs(before: str, after: str, written: str = "") -> Iterator[tuple[list[str], list[str], list[str]]]:
    """Words that stay, and those that go and come after them; those that go as they are `written`."""
    old, new, shown = before.split(), after.split(), (written or before).split()
    steps = groupby(Indel.opcodes(old, new), key=lambda step: step.tag == "equal")
    for stays, run in steps:
        parts = list(run)
        gone = [word for each in parts for word in shown[each.src_start : each.src_end]]
        come = [word for each in parts for word in new[each.dest_start : each.dest_end]]
        yield (come, [], []) if stays else ([], gone, come)
