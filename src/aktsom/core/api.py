"""What the rooms' parts of the API share: pages of rows, limits on what comes, and which action an address stands for."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import translation
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from aktsom.core.actions import ACTIONS
from aktsom.core.compiled import Rows

PAGE_SIZE, LARGEST_PAGE, LAST_PAGE = 50, 200, 1_000_000

Words = Annotated[str, StringConstraints(max_length=200, strip_whitespace=True)]
CountryCode = Annotated[str, StringConstraints(pattern=r"^([A-Za-z]{2})?$", to_upper=True)]
Year = Annotated[int, Field(ge=1900, le=2100)]


class Given(BaseModel):
    """What a caller sends. A name that is not known is refused, so that a misspelt one is noticed."""

    model_config = ConfigDict(extra="forbid")


class Answer(BaseModel):
    """What a caller gets."""

    model_config = ConfigDict(frozen=True)


class Done(Answer):
    """That something was done, where there is nothing to show of it."""

    done: bool = True


class Paging(BaseModel):
    """Which page of a list is wanted."""

    page: int = Field(1, ge=1, le=LAST_PAGE, description="The number of the page, from 1.")
    size: int = Field(PAGE_SIZE, ge=1, le=LARGEST_PAGE, description="How many rows on a page, at most 200.")


ItemT = TypeVar("ItemT")
RowT = TypeVar("RowT")


class Page(Answer, Generic[ItemT]):
    """One page of a list. `next` is the address of the next page, null on the last."""

    total: int
    page: int
    size: int
    next: str | None
    items: list[ItemT]


def paged(
    kind: type[Page[ItemT]],
    request: HttpRequest,
    rows: "QuerySet[Any] | Rows[Any] | Sequence[RowT]",
    paging: Paging,
    shown: Callable[[list[Any]], Iterable[ItemT]],
) -> Page[ItemT]:
    """The wanted page of the rows; `shown` gives the answers for the rows of one page at once."""
    total = rows.count() if isinstance(rows, QuerySet) else len(rows)
    start = (paging.page - 1) * paging.size
    found = list(rows[start : start + paging.size]) if start < total else []
    following = _address(request, paging.page + 1) if start + paging.size < total else None
    return kind(total=total, page=paging.page, size=paging.size, next=following, items=list(shown(found)))


def reader_language() -> str:
    """ "nb" or "en": the language in which the caller reads."""
    return (translation.get_language() or "nb")[:2]


def does(verb: str) -> dict[str, Any]:
    """The mark of an operation that stands for an action; the documentation shows from the registry who may."""
    if verb not in ACTIONS:
        raise LookupError(f"no action is called {verb}")
    return {"x-action": verb}


def _address(request: HttpRequest, page: int) -> str:
    query = [(name, value) for name, values in request.GET.lists() if name != "page" for value in values]
    return f"{request.path}?{urlencode([*query, ('page', page)])}"
