"""Asking the database once for what several rooms show on one page.

Rooms do not know each other, so the page opens `read_once()` around the reading, and the queries that others repeat are
marked with `@once`. Outside such a block, and in everything that writes, a marked query is asked as if nothing were here.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Inside, a marked query with the same arguments is asked once. Nothing may be written inside."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def once(query: Callable[P, T]) -> Callable[P, T]:
    """Mark a query whose arguments are hashable, the actor among them, and whose answer nobody changes."""

    @wraps(query)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return query(*args, **kwargs)
        key = (query, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = query(*args, **kwargs)
        answer: T = answers[key]
        return answer

    return ask
