"""The addresses of pages, found without going through all patterns again: a page holds some forty of them."""

from functools import cache
from uuid import UUID

from django.urls import reverse

MARK = UUID(int=0)


def address_of(name: str, key: UUID | None = None) -> str:
    """The address of a page, or of a page about the record with this key. Raises `NoReverseMatch`."""
    if key is None:
        return _plain(name)
    before, after = _around(name)
    return f"{before}{key}{after}"


@cache
def _plain(name: str) -> str:
    return reverse(name)


@cache
def _around(name: str) -> tuple[str, str]:
    before, _mark, after = reverse(name, args=[MARK]).partition(str(MARK))
    return before, after
