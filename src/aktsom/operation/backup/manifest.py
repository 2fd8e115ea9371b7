"""What a backup says of itself, so that whoever puts it back can see that it is whole."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

FORM = 1


class Piece(BaseModel):
    """Something with this many bytes and this SHA-256."""

    model_config = ConfigDict(frozen=True)
    size: int
    digest: str


class Head(BaseModel):
    """The last event of one chain of the audit log."""

    model_config = ConfigDict(frozen=True)
    chain: int
    sequence: int
    digest: str


class Manifest(BaseModel):
    """When and of what a backup is, and what must be there after it has been put back."""

    model_config = ConfigDict(frozen=True)
    form: int = FORM
    aktsom: str
    postgresql: int
    made_at: datetime
    database: Piece
    files: dict[str, Piece]
    rows: dict[str, int]
    heads: tuple[Head, ...]
