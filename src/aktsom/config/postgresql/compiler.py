"""How SQL is put together: as Django does, without comparing every column of a query with the names that it is ordered by."""

from typing import Any

from django.db.backends.postgresql import compiler
from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLDeleteCompiler,
    SQLInsertCompiler,
    SQLUpdateCompiler,
)

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]


class SQLCompiler(compiler.SQLCompiler):
    """Django looks up what a query is ordered by among what it selects, and to do so works out a key of every column.

    A name is only ever found among names, so for the usual order, by names alone, columns without one give their place away
    to its number, which is found by nothing.
    """

    def get_order_by(self) -> Any:
        """As Django's."""
        if not self._is_ordered_by_names():
            return super().get_order_by()
        selected = self.select
        self.select = [each if each[2] else (place, *each[1:]) for place, each in enumerate(selected)]
        try:
            return super().get_order_by()
        finally:
            self.select = selected

    def _is_ordered_by_names(self) -> bool:
        query = self.query
        if query.combinator or query.extra_order_by:
            return False
        meta = query.get_meta() if query.default_ordering else None
        return all(isinstance(each, str) for each in query.order_by or (meta and meta.ordering) or ())
