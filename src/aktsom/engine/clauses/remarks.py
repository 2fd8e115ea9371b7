"""What a reader of the check must know of the document itself."""

from collections.abc import Iterator, Sequence
from textwrap import shorten

from aktsom.engine.clauses.striking import Struck, struck
from aktsom.engine.documents import in_both
from aktsom.engine.papers.types import Noticed, Paper, Passage
from aktsom.engine.wording import Words, counted, said

_REMARKS: dict[Noticed, Words] = {
    Noticed.SCAN: said(
        "Pages of this document are pictures, and their text was not read. What stands there was not checked."
    ),
    Noticed.READ_BY_MACHINE: said(
        "Pages of this document are pictures that a program read. Letters may be wrong: compare with the page."
    ),
    Noticed.HIDDEN_TEXT: said(
        "There is text that nobody sees when the document is shown or printed. It was not checked."
    ),
    Noticed.TRACKED_CHANGES: said(
        "There are changes that nobody accepted or refused. It was checked as if all were accepted."
    ),
    Noticed.STRUCK_THROUGH: said("There is text with a line through it. It was checked as if that text were removed."),
    Noticed.COMMENTS: said("There are comments, which were not checked."),
    Noticed.UNREADABLE_LETTERS: said(
        "Some of the text cannot be read, because its fonts do not say which letters they draw."
    ),
    Noticed.PICTURES: said(
        "There are pictures, diagrams or charts in this document. Words in them were not read. What stands there was not "
        "checked."
    ),
    Noticed.ELSEWHERE: said(
        "This document shows text from other documents inside it, or from a form that only some programs draw. It was not "
        "read. Print it to a new PDF, and have that checked."
    ),
    Noticed.EMBEDDED_FILES: said("There are other files inside the document, which were neither opened nor checked."),
    Noticed.PROGRAMS: said("There are macros or scripts inside the document. They were not run. Open it with care."),
    Noticed.FOREIGN: said(
        "This document is not in English or Norwegian, so it was not checked. Add a translation into one of them, "
        "and have that checked."
    ),
    Noticed.FOREIGN_PARTS: said(
        "Parts of this document are not in English or Norwegian. What stands there was not checked: have it translated."
    ),
    Noticed.CUT: said("The document is longer than what was read of it."),
}

_LONGEST_QUOTED = 160
_MOST_PLACES = 5


def remarks_on(paper: Paper) -> Iterator[Words]:
    """One sentence for each thing noticed and each clause that is struck, and one when there is nothing to check."""
    if not paper.passages:
        yield said("No text could be read in this document.")
    for each in Noticed:
        if each in paper.noticed:
            yield _REMARKS[each]
    if paper.removed:
        yield _removed(paper.removed)
    for gone in struck(paper.passages):
        yield _told(gone, paper)


def remarks_to_keep(paper: Paper) -> list[dict[str, str]]:
    """The same in each language."""
    return [in_both(each) for each in remarks_on(paper)]


def _removed(removed: Sequence[Passage]) -> Words:
    """Where words are struck through; the first places are enough to find the others."""
    places = tuple(map(_with_place, removed[:_MOST_PLACES]))
    if more := len(removed) - len(places):
        places += (counted("And {number} more place.", "And {number} more places.", more),)
    return said("A line goes through: {places}", places=places)


def _with_place(passage: Passage) -> Words:
    words = _quoted(passage.text)
    if passage.number:
        return said("“{words}” (clause {number}).", words=words, number=passage.number)
    return said("“{words}”.", words=words)


def _told(gone: Struck, paper: Paper) -> Words:
    """Which clause was left out, and where it is said."""
    return said(
        "Clause {clause} was left out of the check, for {place} strikes it: “{words}”",
        clause=gone.clause,
        place=_place(paper.passages[gone.by]),
        words=_quoted(gone.words),
    )


def _quoted(words: str) -> str:
    return shorten(words, _LONGEST_QUOTED, placeholder=" …")


def _place(passage: Passage) -> Words:
    if passage.number:
        return said("clause {number}", number=passage.number)
    return said("page {page}", page=passage.page) if passage.page else said("the document itself")
