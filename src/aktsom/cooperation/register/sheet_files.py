"""The sheets of the register's imports."""

from aktsom.cooperation.register.models import ImportBatch
from aktsom.core.sheets import kept_sheet, left_unread, refusal, sheet_in
from aktsom.engine.sheets import Sheet

__all__ = ["kept_sheet", "left_unread", "refusal", "sheet_of"]


def sheet_of(batch: ImportBatch) -> Sheet:
    """The uploaded table; raises `InvalidError` with what is wrong, where, and what to do."""
    return sheet_in(batch.file, batch.filename)
