"""Queries whose SQL is put together once and asked many times.

Django builds the SQL of a query anew for every question, and with the borders of visibility in it that takes longer than the
database needs to answer. Here it is kept for each set of arguments that shape it, such as what sort of actor asks, with which
duties (`standing_for.py`). Nothing of an answer is ever kept: whoever loses a duty or a grant asks with another actor at once.

    @compiled
    def _parties(actor: Actor, *, among: Slot) -> QuerySet[CooperationPartner]: ...

    _parties.read(actor, among=ids)

What is given by position shapes the SQL; what is given by name fills a slot when the question is asked. The function must
build the same query whenever it gets the same arguments: the tests build them anew now and then and compare.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from copy import copy
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import count
from threading import Lock
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.compiler import SQLCompiler
from django.db.models import BooleanField, Expression, F, Func, QuerySet
from django.db.models.sql import Query
from django.utils import timezone
from django.utils.translation import get_language

from aktsom.core.standing_for import MARK, Exchange, NotExchangeableError, check_exchangeable, stood_for

MOST_KEPT = 300
_COMPARED_EVERY = 17
RowT = TypeVar("RowT")


class Slot(Expression):
    """A value that is filled in when the question is asked."""

    conditional = False

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A parameter whose value is this slot, until it is filled."""
        del compiler, connection
        return "%s", (self,)


def among(path: str, values: Slot | ArraySubquery) -> Func:
    """The condition that the column at `path` is one of the list which fills the slot: the same SQL for any number of them.

    Or one of what a query of its own finds. That is asked once, whatever the planner guesses about how much it finds: where
    borders hide rows it guesses low, and asks an `IN` anew for every row. Not for a part of an OR, which is tried on every
    row: the database looks through the list from its start each time, where it finds what an `IN` there found at once.
    """
    return Func(F(path), values, template="(%(expressions)s))", arg_joiner=" = ANY (", output_field=BooleanField())


@dataclass(frozen=True, slots=True)
class Rows(Generic[RowT]):
    """Rows that are shown page by page: how many there are, and some of them."""

    number: Callable[[], int]
    some: Callable[[int, int], list[RowT]]

    def __len__(self) -> int:
        return self.number()

    def __getitem__(self, part: slice) -> list[RowT]:
        return self.some(part.start or 0, part.stop)


def rows_by_key(find_keys: Callable[[], list[UUID]], read: Callable[[list[UUID]], Iterable[RowT]]) -> Rows[RowT]:
    """Rows that take long to find: their keys are asked for once, in order, to be counted and to read some of them."""
    keys = cache(find_keys)

    def some(start: int, stop: int) -> list[RowT]:
        wanted = keys()[start:stop]
        found: dict[UUID, Any] = {row.pk: row for row in cast("Iterable[Any]", read(wanted))}
        return [found[key] for key in wanted if key in found]

    return Rows(lambda: len(keys()), some)


def compiled(build: Callable[..., QuerySet[Any, RowT]]) -> "Compiled[RowT]":
    """Mark a function that builds a query from its arguments alone. Those by name are slots."""
    return Compiled(build)


def prepared(build: Callable[..., QuerySet[Any, RowT]]) -> "Compiled[RowT]":
    """The same for a question with one good plan whatever the values, such as a row by its key: the database plans it once.

    Not for lists: a plan for any values would be a bad one for most.
    """
    return Compiled(build, plan_once=True)


class Compiled(Generic[RowT]):
    """A question whose SQL is kept."""

    checked = False
    """Whether what was kept is compared with a query built anew, at the first and every 17th use. Tests set it."""

    def __init__(self, build: Callable[..., QuerySet[Any, RowT]], *, plan_once: bool = False) -> None:
        self._build = build
        self._plan_once = plan_once
        self._kept: OrderedDict[Hashable, _Statement | None] = OrderedDict()
        self._uses = count()
        self._lock = Lock()

    def read(self, *shape: Hashable, **values: object) -> list[RowT]:
        """The rows as they are now."""
        statement, parameters = self._asked(False, shape, values)
        with self._planned():
            return list(_rows_of(statement, parameters))

    def first(self, *shape: Hashable, **values: object) -> RowT | None:
        """The first row, if there is one."""
        return next(iter(self.read(*shape, **values)), None)

    def sql(self, *shape: Hashable, **values: object) -> tuple[str, tuple[Any, ...]]:
        """The SQL and its parameters, for a larger statement around it; the SQL is "" where no row can fit."""
        statement, parameters = self._asked(False, shape, values)
        return statement.sql, parameters

    def count(self, *shape: Hashable, **values: object) -> int:
        """How many rows there are now."""
        statement, parameters = self._asked(True, shape, values)
        if not statement.sql:
            return 0
        with self._planned(), connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            found = cursor.fetchone()
        return int(found[0]) if found else 0

    def _planned(self) -> AbstractContextManager[None]:
        return _planned_once() if self._plan_once else nullcontext()

    def _asked(
        self, counts: bool, shape: tuple[Hashable, ...], values: dict[str, object]
    ) -> tuple["_Statement", tuple[Any, ...]]:
        """The statement, and its parameters as they are for whoever asks."""
        kept, exchange = None, Exchange()
        if general := stood_for(shape):
            kept, exchange = self._kept_or(self._general, counts, general[0], values), general[1]
        if kept is None:
            kept, exchange = self._kept_or(self._made, counts, shape, values), Exchange()
            assert kept is not None
        if self.checked and next(self._uses) % _COMPARED_EVERY == 0:
            self._compare(kept.shown(exchange), self._made(counts, shape, values).shown(exchange))
        return kept, kept.filled(values, exchange)

    def _kept_or(
        self,
        make: Callable[[bool, tuple[Hashable, ...], dict[str, object]], "_Statement | None"],
        counts: bool,
        shape: tuple[Hashable, ...],
        values: dict[str, object],
    ) -> "_Statement | None":
        # Names are chosen by language and periods by day in many a query, whatever its arguments.
        key = (counts, shape, get_language(), timezone.localdate())
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make(counts, shape, values)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return made

    def _made(self, counts: bool, shape: tuple[Hashable, ...], values: dict[str, object]) -> "_Statement":
        rows = self._build(*shape, **{name: Slot(name) for name in values})
        return _counting(rows) if counts else _statement_of(rows)

    def _general(self, counts: bool, shape: tuple[Hashable, ...], values: dict[str, object]) -> "_Statement | None":
        """With a stand-in among the arguments; None where what is built for them is not what is built for others."""
        try:
            with connection.execute_wrapper(_refuse):
                made = self._made(counts, shape, values)
            check_exchangeable(made.sql, made.parameters)
        except NotExchangeableError:
            return None
        return made

    def _compare(self, kept: tuple[str, list[str]], anew: tuple[str, list[str]]) -> None:
        if kept != anew:
            raise AssertionError(f"{self._build.__qualname__} builds another query from the same arguments")


def _refuse(*_given: object) -> None:
    """What the database knows of a stand-in is not what it knows of anybody."""
    raise NotExchangeableError


@dataclass(frozen=True)
class _Statement:
    """SQL with its parameters, some of them slots, and the rows and compiler that know how to read what comes back."""

    sql: str
    parameters: tuple[Any, ...]
    rows: QuerySet[Any, Any]
    compiler: SQLCompiler | None = None
    converters: dict[tuple[int, ...], tuple[list[Any], Any]] = field(default_factory=dict)

    @cached_property
    def _changing(self) -> tuple[int, ...]:
        """Which parameters are not the same for all who ask."""
        return tuple(at for at, each in enumerate(self.parameters) if isinstance(each, Slot) or MARK in repr(each))

    def filled(self, values: dict[str, object], exchange: Exchange) -> tuple[Any, ...]:
        """The parameters with all slots filled, for the real actor."""
        found = list(self.parameters)
        for at in self._changing:
            each = found[at]
            found[at] = values[each.name] if isinstance(each, Slot) else exchange.real(each)
        return tuple(found)

    def shown(self, exchange: Exchange) -> tuple[str, list[str]]:
        """All of it, to compare."""
        told = [
            f"slot {each.name}" if isinstance(each, Slot) else repr(exchange.real(each)) for each in self.parameters
        ]
        return self.sql, told


@contextmanager
def _planned_once() -> Iterator[None]:
    """The driver prepares what is asked inside, and finds again what it prepared."""
    connection.ensure_connection()
    driver = connection.connection
    assert driver is not None
    before, driver.prepare_threshold = driver.prepare_threshold, 0
    try:
        yield
    finally:
        driver.prepare_threshold = before


class _Ready(SQLCompiler):
    """A compiler whose work is done."""

    said: tuple[str, tuple[Any, ...]]
    converters: dict[tuple[int, ...], tuple[list[Any], Any]]
    """Shared by all that are made of one kept query: what turns columns into values is found once, and not for every answer."""

    def get_converters(self, expressions: list[Any]) -> Any:
        """What the columns' values go through. The columns are kept as well, so that no other ever has their id."""
        columns = tuple(map(id, expressions))
        if columns not in self.converters:
            self.converters[columns] = expressions, super().get_converters(expressions)
        return self.converters[columns][1]

    def as_sql(self, with_limits: bool = True, with_col_aliases: bool = False) -> tuple[str, tuple[Any, ...]]:
        """What was compiled before."""
        del with_limits, with_col_aliases
        return self.said


class _ReadyQuery(Query):
    """A query whose SQL is there already. Whatever is made of it is an ordinary query again."""

    ready: _Ready

    def get_compiler(self, *_arguments: Any, **_named: Any) -> _Ready:
        """The compiler that is done."""
        return self.ready

    def clone(self) -> Query:
        """An ordinary query."""
        again: Query = super().clone()
        again.__class__ = Query
        return again


def _statement_of(rows: QuerySet[Any, Any]) -> _Statement:
    compiler: SQLCompiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Statement("", (), rows)
    return _Statement(sql, tuple(parameters), rows, compiler)


def _counting(rows: QuerySet[Any, Any]) -> _Statement:
    inner = _statement_of(rows.order_by().select_related(None).values("pk"))
    sql = f"SELECT count(*) FROM ({inner.sql}) AS counted" if inner.sql else ""  # noqa: S608 - what Django compiled
    return _Statement(sql, inner.parameters, inner.rows)


def _rows_of(statement: _Statement, parameters: tuple[Any, ...]) -> Iterable[Any]:
    """A query set of its own over the kept SQL."""
    if statement.compiler is None:
        return ()
    # Django knows no way to give a query its SQL; its parts are taken over one by one, and the tests compare the answers.
    ready: Any = copy(statement.compiler)
    ready.__class__ = _Ready
    ready.connection = connections[DEFAULT_DB_ALIAS]
    ready.said = (statement.sql, parameters)
    ready.converters = statement.converters
    query: Any = copy(statement.rows.query)
    query.__class__ = _ReadyQuery
    query.ready = ready
    kept: Any = statement.rows
    rows: Any = kept.__class__(kept.model, query=query, using=DEFAULT_DB_ALIAS)
    rows._iterable_class, rows._fields = kept._iterable_class, kept._fields
    found: Iterable[Any] = rows
    return found
