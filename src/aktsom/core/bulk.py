"""Many rows at once. Row-level security rules out COPY, so the rows travel as one JSON value and are inserted from there."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID, uuid4

import orjson
from django.db import connection, models
from django.db.models.expressions import RawSQL

BATCH = 5000


def insert_rows(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> int:
    """Insert rows given by column name, all with the same columns; give how many. A uuid key is made when none is given.

    The border between institutions holds as for every insert. No signals are sent.
    """
    number = 0
    for batch in _batches(rows):
        _insert(model, batch)
        number += len(batch)
    return number


def _insert(model: type[models.Model], batch: list[dict[str, Any]]) -> None:
    types = {field.column: field.db_type(connection) for field in model._meta.concrete_fields}
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(name) for name in batch[0])
    typed = ", ".join(f"{quoted(name)} {types[name]}" for name in batch[0])
    # Names and types come from the model; every value travels in the one parameter.
    statement = (
        f"INSERT INTO {quoted(model._meta.db_table)} ({names})"  # noqa: S608
        f" SELECT {names} FROM jsonb_to_recordset(%s::jsonb) AS each({typed})"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [orjson.dumps(batch).decode()])


def _batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    left = ({"id": uuid4(), **row} for row in rows)
    while batch := list(islice(left, BATCH)):
        yield batch


def any_of(ids: Iterable[UUID]) -> RawSQL:
    """Any number of ids to filter by, as in `filter(partner__in=any_of(ids))`: they travel as one array.

    A list sends one parameter for each, and PostgreSQL takes at most 65,535.
    """
    return RawSQL("SELECT unnest(%s::uuid[])", [list(ids)])
