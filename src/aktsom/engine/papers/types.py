"""What a document is once it has been read, and what can be wrong with one."""

from dataclasses import dataclass
from enum import StrEnum

from aktsom.engine.errors import EngineError
from aktsom.engine.wording import Words


class PaperKind(StrEnum):
    """The format of a document, by its content."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"


class Noticed(StrEnum):
    """What a reader of the passages must know of the document."""

    SCAN = "scan"
    """Pages are pictures, and their text could not be read."""
    READ_BY_MACHINE = "read-by-machine"
    """Pages are pictures whose text a program recognised, here or before it came: letters may be wrong."""
    HIDDEN_TEXT = "hidden-text"
    """There is text that nobody sees when the document is shown or printed. It is not among the passages."""
    TRACKED_CHANGES = "tracked-changes"
    """There are changes that nobody accepted or refused. The passages are as if all were accepted."""
    STRUCK_THROUGH = "struck-through"
    """There is text with a line through it. It counts as removed and is not among the passages."""
    COMMENTS = "comments"
    """There are comments, or words that a comment strikes out. The comments are not among the passages."""
    UNREADABLE_LETTERS = "unreadable-letters"
    """The document's fonts do not say which letters they draw, so that some of its text cannot be read."""
    PICTURES = "pictures"
    """There are pictures, diagrams or charts in it that are large enough for words. What they say is not among the passages."""
    ELSEWHERE = "elsewhere"
    """It shows what lies in other documents inside it, or in a form that only some programs draw. That was not read."""
    EMBEDDED_FILES = "embedded-files"
    """There are other files inside the document. They are not opened, and not among the passages."""
    PROGRAMS = "programs"
    """There are macros or scripts inside the document. They are never run."""
    FOREIGN = "foreign"
    """It is in a language that the check does not know."""
    FOREIGN_PARTS = "foreign-parts"
    """Some of it is in a language that the check does not know."""
    CUT = "cut"
    """The document is longer than what is read of it."""


LEFT_UNREAD = frozenset({Noticed.SCAN, Noticed.PICTURES, Noticed.UNREADABLE_LETTERS, Noticed.ELSEWHERE, Noticed.CUT})
"""With one of them, the document says more to who looks at it than its passages do."""


class PaperError(EngineError):
    """A file that cannot be read as a document."""

    def __init__(self, message: Words, *, file: str, remedy: Words) -> None:
        super().__init__(message, place=file, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a page, as shares of its width and height (0 to 1) from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def with_(self, other: "Box") -> "Box":
        """The smallest place that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def wider(self, by: float) -> "Box":
        """The place with so much more on all sides."""
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def mostly_in(self, other: "Box") -> bool:
        """Whether more than half of this place lies in the other."""
        across = max(min(self.right, other.right) - max(self.left, other.left), 0)
        down = max(min(self.bottom, other.bottom) - max(self.top, other.top), 0)
        return 2 * across * down > (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Passage:
    """A heading or a paragraph. `level` is 0 for a paragraph, 1 and more for headings; `number` is "4.2" or "".

    `page` counts from 1, and is 0 where the format has no pages; then there is no box either. `confidence` (0 to 1) is how sure
    a program is of the letters, where it recognised them in a picture.
    """

    text: str
    level: int = 0
    number: str = ""
    page: int = 0
    box: Box | None = None
    confidence: float | None = None

    def as_json(self) -> dict[str, object]:
        """Its words and where they stand, as plain values, to be kept."""
        box = [self.box.left, self.box.top, self.box.right, self.box.bottom] if self.box else None
        return {"number": self.number, "text": self.text, "page": self.page, "box": box}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it was read. `removed` are the words that are struck through, with the numbers of their clauses."""

    kind: PaperKind
    passages: tuple[Passage, ...]
    pages: int = 0
    noticed: frozenset[Noticed] = frozenset()
    removed: tuple[Passage, ...] = ()

    @property
    def confidence(self) -> float | None:
        """How sure a program is of the letters that it recognised, 0 to 1; None where nothing had to be recognised."""
        found = [each.confidence for each in self.passages if each.confidence is not None]
        return sum(found) / len(found) if found else None

    @property
    def has_text(self) -> bool:
        """Whether anything could be read in it."""
        return any(each.text.strip() for each in self.passages)

    @property
    def can_be_checked(self) -> bool:
        """Whether it has text in a language that is known."""
        return self.has_text and Noticed.FOREIGN not in self.noticed

    @property
    def text(self) -> str:
        """The passages, one after the other."""
        return "\n".join(" ".join(filter(None, (each.number, each.text))) for each in self.passages)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a document is read. Pages beyond are left out, and that is noticed."""

    file_bytes: int = 50_000_000
    expanded_bytes: int = 200_000_000
    ratio: int = 200
    entries: int = 5_000
    pages: int = 400
    recognised_pages: int = 40
    passages: int = 20_000
    characters: int = 3_000_000
