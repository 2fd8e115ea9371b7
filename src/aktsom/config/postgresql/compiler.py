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

    A name is only ever found among names, so for the usual order, by names alone, columns without one are left out.
    """

    def get_order_by(self) -> Any:
        """As Django's."""
        if not self._is_ordered_by_names():
            return super().get_order_by()
        selected = self.select
        self.select = [each for each in selected if each[2]]
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
