"""Adding one row with SQL that is put together once for its model, as `core/compiled.py` does for questions.

For what is written with nearly every request, such as events of the log: a quarter of the time of the framework's own way.
"""

from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.sql import InsertQuery


def add_row(row: models.Model) -> None:
    """Insert a new row. No signals are sent and nothing comes back, so a number that the database gives stays unknown.

    Raises the errors of the database, as `save` does.
    """
    kind = type(row)
    values = [each.get_db_prep_save(each.pre_save(row, add=True), connection) for each in _fields(kind)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(kind), values)
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@cache
def _fields(kind: type[models.Model]) -> tuple[Any, ...]:
    """All but the number that the database gives."""
    return tuple(each for each in kind._meta.concrete_fields if not isinstance(each, models.AutoField))


@cache
def _statement(kind: type[models.Model]) -> str:
    query = InsertQuery(kind)
    query.insert_values(_fields(kind), [kind()], raw=True)
    ((statement, _values),) = query.get_compiler(connection=connections[DEFAULT_DB_ALIAS]).as_sql()
    return str(statement)
