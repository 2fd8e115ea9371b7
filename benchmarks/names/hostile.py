"""Names made to cost much or to break what reads them."""

from collections.abc import Iterator

_TEN_MEGABYTES = 10_000_000
_TOKENS = 5_000


def hostile_names() -> Iterator[str]:
    """Very long, only marks, mixed directions, lone surrogates, thousands of words, piled-up marks, open brackets."""
    yield "a" * _TEN_MEGABYTES
    yield "institute of " * (_TEN_MEGABYTES // 13)
    yield "\u0301" * _TOKENS
    yield "\u202eabc\u202c \u05d0\u05d1 \u0645\u062d\u0645\u062f " * _TOKENS
    yield "\ud800 " * _TOKENS
    yield " ".join(f"w{number}" for number in range(_TOKENS))
    yield "".join(letter + "\u0336\u0301\u0308" * 100 for letter in "university" * 50)
    yield "(" * _TOKENS
    yield "\u5927\u5b66" * _TOKENS
