"""What a reader of the check must know of the document itself."""

from collections.abc import Iterator

from aktsom.engine.documents import in_both
from aktsom.engine.papers.types import Noticed, Paper
from aktsom.engine.wording import Words, said

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
    Noticed.COMMENTS: said("There are comments, which were not checked."),
    Noticed.UNREADABLE_LETTERS: said(
        "Some of the text cannot be read, because its fonts do not say which letters they draw."
    ),
    Noticed.TEXT_ASIDE: said(
        "There is text at the head or foot of the pages, or in a document inserted into this one. It was not checked."
    ),
    Noticed.EMBEDDED_FILES: said("There are other files inside the document, which were neither opened nor checked."),
    Noticed.PROGRAMS: said("There are macros or scripts inside the document. They were not run. Open it with care."),
    Noticed.CUT: said("The document is longer than what was read of it."),
}


def remarks_on(paper: Paper) -> Iterator[Words]:
    """One sentence for each thing noticed, and one when there is nothing to check."""
    if not paper.passages:
        yield said("No text could be read in this document.")
    for each in Noticed:
        if each in paper.noticed:
            yield _REMARKS[each]


def remarks_to_keep(paper: Paper) -> list[dict[str, str]]:
    """The same in each language."""
    return [in_both(each) for each in remarks_on(paper)]
