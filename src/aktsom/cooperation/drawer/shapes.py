"""What of drawers comes and goes over the API."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from aktsom.cooperation.agreements.models import Agreement, Document
from aktsom.cooperation.agreements.shapes import NewAgreement
from aktsom.core.api import Answer, Given, Paging, Words

ColumnName = Literal[
    "file", "title", "kind", "partner", "country", "unit", "owner", "signed", "starts", "ends", "notice", "renewal", "review",
    "state", "our_signatory", "their_signatory", "value", "currency", "law", "language", "paper", "parent", "amends",
    "reference", "summary",
]  # fmt: skip


class ColumnsGiven(Given):
    """For each thing the place of the column that holds it, counted from 0; a kind for rows that say none; for names, by the
    key of the question or of the new partner, a partner, "new", or "apart" for several organisations; and what words for kinds
    mean that we do not know.
    """

    columns: dict[ColumnName, Annotated[int, Field(ge=0, le=1000)]]
    kind: Agreement.Kind | Literal[""] = ""
    partners: dict[Words, UUID | Literal["new", "apart"]] = Field(default={}, max_length=1000)
    kinds: dict[Words, Agreement.Kind] = Field(default={}, max_length=1000)

    def places(self) -> dict[str, int]:
        """The columns as the action takes them."""
        return {str(name): place for name, place in self.columns.items()}


class DrawerAnswer(Answer):
    """A drawer: where it stands, its columns, and how many of its files have which outcome."""

    id: UUID
    name: str
    state: str
    columns: list[str]
    chosen: dict[str, int]
    total: int
    registered: int
    look: int
    refused: int
    undone: int
    kept: int
    aside: int
    message: str


class MeantPartner(Answer):
    """A partner that may be meant."""

    id: UUID
    name: str
    country: str


class PartnerQuestion(Answer):
    """A name in the sheet, whom it may mean, and what was chosen: a partner's id, "new", "apart", or "" for nothing yet.

    `parts` are the organisations that it may hold, if it may be several.
    """

    key: str
    name: str
    country: str
    candidates: list[MeantPartner]
    parts: list[str]
    chosen: str


class NewPartnerAnswer(Answer):
    """A name that becomes a new partner unless somebody says with the columns, by its key, which one it is.

    With `shares_country` the sheet has one country for it and others, which need not be its own; `known_in` are the other
    countries in which we know one of this name.
    """

    key: str
    name: str
    country: str
    agreements: int
    shares_country: bool
    known_in: list[str]


class KindQuestion(Answer):
    """A word for a kind that we do not know, in how many rows it stands, and what was said that it means, if anything."""

    word: str
    rows: int
    chosen: str


class ItemsWanted(Paging):
    """Which items are wanted: those of one outcome."""

    outcome: Literal["registered", "look", "refused", "undone", "kept", "aside"] | None = None


class ItemAnswer(Answer):
    """What became of a file, or of a row without one; `reasons` are pairs of a code and what stands there.

    `why` says the same in words. `aside_by`, `aside_at` and `aside_because` say who set it aside, when and why.
    """

    number: int
    file: str
    row: int | None
    outcome: str
    reasons: list[list[str]]
    why: str
    agreement: UUID | None
    aside_by: UUID | None
    aside_at: datetime | None
    aside_because: str


class OneGiven(NewAgreement):
    """An agreement to register from a drawer. `paper` is what its file is."""

    paper: Literal["agreement", "draft", "returned"] = "agreement"


class BesideGiven(Given):
    """The agreement that a file belongs to, and what kind of paper it is."""

    agreement: UUID
    kind: Document.Kind = Document.Kind.ANNEX


class AsideGiven(Given):
    """Why it is not wanted, which may be left out."""

    because: Words = ""
