"""Bodies whose English name is no translation of their own: 哈尔滨工业大学 is Harbin Institute of Technology.

Word by word it would be Harbin Industrial University, while 北京工业大学 (Beijing University of Technology) and 北京理工大学
(Beijing Institute of Technology) are two bodies that no rule tells apart. So these are told one by one, with a source.
"""

import re
from functools import cache
from importlib.resources import files

from aktsom.engine.names.cleaning import is_unmarked
from aktsom.engine.names.transliteration import Script, script_of

_WORD = r"[^\W_]+"
_WORDS = re.compile(_WORD)
_TELLING = 5


def tokens(text: str) -> list[str]:
    """The words of a text; a name that has a rendering is one word."""
    if text.isascii():
        return text.split() if is_unmarked(text) else _WORDS.findall(text)
    return (_pattern() if _beginnings().search(text.casefold()) else _WORDS).findall(text)


def rendering_of(token: str) -> str:
    """The English name behind a word that `tokens` gave; empty when the word is translated like any other."""
    return "" if token.isascii() else renderings().get(token.casefold(), "")


@cache
def _beginnings() -> re.Pattern[str]:
    """What one of the names with a rendering begins with: few texts have any of these letters in a row."""
    return re.compile("|".join(sorted({re.escape(name[:_TELLING]) for name in renderings()})))


@cache
def _pattern() -> re.Pattern[str]:
    names = sorted(renderings(), key=len, reverse=True)
    return re.compile("|".join([*(_whole(name) for name in names), _WORD]), re.IGNORECASE)


def _whole(name: str) -> str:
    """Where the name stands by itself; Chinese, written without spaces, may go on after it."""
    return rf"(?<!\w){re.escape(name)}" + ("" if script_of(name) is Script.HAN else r"(?!\w)")


@cache
def renderings() -> dict[str, str]:
    """The English name behind each name in another script, in lower case."""
    text = files("aktsom.engine.names").joinpath("data/renderings.txt").read_text(encoding="utf-8")
    rows = [line.split(" | ") for line in text.splitlines() if line and not line.startswith("#")]
    return {name.strip().casefold(): english for english, _, names in rows for name in names.split(";")}
