"""The clauses of two drafts by their headings and numbers, and references to them, which count on with them."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Indel

from aktsom.engine.clauses.aligning import Pairs
from aktsom.engine.papers.types import Passage
from aktsom.engine.wording import Words, said

_UNITS = (
    r"%|percent|per cent|prosent|(?:(?:calendar|working|business|kalender|virke)\s*)?"
    r"(?:days?|weeks?|months?|years?|hours?|dag|uke|måned|år|time)"
)
_NUMBER = rf"\d+(?:\.\d+)*(?!\.?\d)(?!\s*(?:{_UNITS}))"
_BETWEEN = r"(?:,\s*(?:(?:and|or|og|eller)\s+)?|\s+(?:and|or|to|og|eller|til)\s+|\s*[–-]\s*)"
_LISTED = re.compile(
    r"\b(?:clauses?|sections?|articles?|paragraphs?|punkt(?:et|ene)?|pkt\.?|artikkel|artiklene|avsnitt|kapittel)\s+"
    rf"{_NUMBER}(?:{_BETWEEN}{_NUMBER})*",
    re.IGNORECASE,
)
_ONE = re.compile(_NUMBER, re.IGNORECASE)
_ELSEWHERE = re.compile(r"\s*(?:\([^)]*\)\s*)*(?:[A-ZÆØÅ]|(?:of|in|i|av)\s+(?!this|the Agreement|denne|avtalen))")
"""What stands behind a reference to another text than the draft itself: of a law, of another agreement."""
_OTHER_TEXT = re.compile(
    r"(?:\b(?!Th(?:e|is)\b)[A-ZÆØÅ]\w*\s+(?:Agreement|Contract|Memorandum|Act|Regulations?|Directive|Code)"
    r"|\b\w+(?:avtalen|kontrakten|loven|forskriften|forordningen)|\bGDPR),?\s*$"
)
"""What may stand before one: the Framework Agreement, clause 5. It may also be what the draft calls itself."""
_MEANT = said("The reference to {number} is unchanged, but the clause that it meant is now {now}.")
_MEANS = said("The reference to {number} is unchanged, but it now means the clause that was {was}.")


def heading_over(passages: Sequence[Passage], place: int) -> str:
    """The heading of the clause that a passage belongs to; "" for a heading itself, or where there is none."""
    if passages[place].level:
        return ""
    return next((each.text for each in reversed(passages[:place]) if each.level), "")


def renumbered(
    sent: Sequence[Passage], returned: Sequence[Passage], pairs: Pairs, odd: tuple[Collection[int], Collection[int]]
) -> dict[str, str]:
    """By the number of a clause in the sent draft, its number in the returned one; what is not certain is left out.

    `odd` are the places whose numbers do not count on. A number that a heading bears is that clause's.
    """
    headed = {each.number for each in sent if each.level}
    found = defaultdict[str, set[str]](set)
    for one, other in pairs:
        if one is None or other is None or one in odd[0] or other in odd[1]:
            continue
        if sent[one].number and (sent[one].level or sent[one].number not in headed):
            found[sent[one].number].add(returned[other].number)
    return {number: only for number, (only, *more) in found.items() if only and not more}


def counted_on(before: str, after: str, numbers: Mapping[str, str]) -> str:
    """The text before, with each reference that only counts on as it stands in the text after.

    Where one of them was left as it was, although its clause has another number now, the references do not count on: then
    the text stays as it is.
    """
    references = list(_references(before))
    pairs = _paired([found[0] for found in references], [found[0] for found in _references(after)], numbers)
    if any(was == now != numbers.get(was, was) for was, now in pairs.values()):
        return before
    for place, found in reversed(list(enumerate(references))):
        was, now = pairs.get(place, ("", ""))
        if numbers.get(was) == now:
            before = f"{before[: found.start()]}{now}{before[found.end() :]}"
    return before


def left_behind(before: str, after: str, numbers: Mapping[str, str]) -> Iterator[Words]:
    """What is to be said of each reference that stands as it did, although it surely points to another clause now."""
    was_before = {now: was for was, now in numbers.items()}
    old, new = ([each[0] for each in _references(text) if not _is_of_another(text, each)] for text in (before, after))
    for number in dict.fromkeys(was for was, now in _paired(old, new, numbers).values() if was == now):
        now, was = numbers.get(number, ""), was_before.get(number, "")
        if now and now != number:
            yield replace(_MEANT, values={"number": number, "now": now})
        elif was and not now:
            yield replace(_MEANS, values={"number": number, "was": was})


def _paired(before: Sequence[str], after: Sequence[str], numbers: Mapping[str, str]) -> dict[int, tuple[str, str]]:
    """By its place, each reference with the one that stands for it now. Where some came or went, those are paired that count
    on, or that stayed the same if these are more."""
    if len(before) == len(after):
        return dict(enumerate(zip(before, after, strict=True)))
    counted = [numbers.get(each, each) for each in before]
    counting, staying = ([*_same(row, after)] for row in (counted, before))
    kept = counting if len(counting) >= len(staying) else staying
    return {one: (before[one], after[other]) for one, other in kept}


def _same(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Places of what stands in both, in the same order."""
    for step in Indel.opcodes(before, after):
        if step.tag == "equal":
            yield from zip(range(step.src_start, step.src_end), range(step.dest_start, step.dest_end), strict=True)


def _references(text: str) -> Iterator[re.Match[str]]:
    """The numbers of clauses that a text names."""
    for listed in _LISTED.finditer(text):
        if not _ELSEWHERE.match(text, listed.end()):
            yield from _ONE.finditer(text, listed.start(), listed.end())


def _is_of_another(text: str, reference: re.Match[str]) -> bool:
    """Whether the name of another text stands before the list that a reference belongs to."""
    lists = [listed for listed in _LISTED.finditer(text) if listed.start() <= reference.start() < listed.end()]
    return any(_OTHER_TEXT.search(text, 0, listed.start()) for listed in lists)
