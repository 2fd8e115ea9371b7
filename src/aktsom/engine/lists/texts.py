"""Cleans the texts that publishers print and tells which script they are in."""

import re
import unicodedata
from functools import lru_cache

from aktsom.engine.lists.listing import Identifier, ListedName, NameKind

MAX_TEXT = 2_000
"""No party is called more than this; a longer text is cut, so that one bad cell cannot slow everything down."""

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_SPACE = re.compile(r"\s+")
_LATIN_ONLY = re.compile(r"[\x00-\u024f\u1e00-\u1eff\u2000-\u206f]*")
_SCRIPTS = {
    "LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "CJK": "Hani", "GREEK": "Grek", "HEBREW": "Hebr",
    "HANGUL": "Kore", "HIRAGANA": "Jpan", "KATAKANA": "Jpan", "GEORGIAN": "Geor", "ARMENIAN": "Armn", "THAI": "Thai",
    "DEVANAGARI": "Deva", "BENGALI": "Beng", "MYANMAR": "Mymr", "KHMER": "Khmr", "LAO": "Laoo", "TAMIL": "Taml",
    "ETHIOPIC": "Ethi", "MONGOLIAN": "Mong", "SINHALA": "Sinh", "TIBETAN": "Tibt", "GUJARATI": "Gujr",
    "GURMUKHI": "Guru", "TELUGU": "Telu", "KANNADA": "Knda", "MALAYALAM": "Mlym", "SYRIAC": "Syrc", "THAANA": "Thaa",
}  # fmt: skip
_JAPANESE = frozenset({"Jpan", "Hani"})
_NUMBER = re.compile(r"(?=[\w/.-]*\d)\w[\w/.-]{2,}\w")
_BRACKETED = re.compile(r"\([^()]*\)")
_DIGIT_GAP = re.compile(r"(?<=\d) (?=\d)")


def cleaned(text: str) -> str:
    """The text without control and direction marks, white space collapsed, composed (NFC)."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()[:MAX_TEXT]
    visible = _INVISIBLE.sub("", text[: MAX_TEXT * 4])
    return unicodedata.normalize("NFC", _SPACE.sub(" ", visible).strip())[:MAX_TEXT]


def pieces(text: str) -> list[str]:
    """The parts of a `;`-separated field, cleaned, empty ones left out."""
    return [part for part in (cleaned(piece) for piece in text.split(";")) if part]


def script_of(text: str) -> str:
    """The ISO 15924 code of the text's script; "Zyyy" when scripts are mixed or there is no letter."""
    if _LATIN_ONLY.fullmatch(text):
        return "Latn" if any(map(str.isalpha, text)) else "Zyyy"
    scripts = {_script_of_letter(letter) for letter in text if letter.isalpha()}
    if len(scripts) > 1 and scripts <= _JAPANESE:
        return "Jpan"
    return scripts.pop() if len(scripts) == 1 else "Zyyy"


def is_name(text: str) -> bool:
    """Whether the text has a letter or digit at all."""
    return any(map(str.isalnum, text))


def names_from(*groups: tuple[NameKind, list[str]]) -> tuple[ListedName, ...]:
    """The names in order, each text once, under the kind that it had first; the first becomes the primary name."""
    seen: dict[str, NameKind] = {}
    for kind, texts in groups:
        for text in texts:
            if is_name(text):
                seen.setdefault(text, kind)
    named = [ListedName(text, kind, script_of(text)) for text, kind in seen.items()]
    if named and named[0].kind is not NameKind.PRIMARY:
        named[0] = ListedName(named[0].text, NameKind.PRIMARY, named[0].script)
    return tuple(named)


def numbers(kind: str, text: str) -> list[Identifier]:
    """The numbers in a field where publishers also print explanations: only what contains a digit counts."""
    bare = _DIGIT_GAP.sub("", _BRACKETED.sub(" ", cleaned(text)))
    return [Identifier(kind, found) for found in dict.fromkeys(_NUMBER.findall(bare))]


@lru_cache(maxsize=8192)
def _script_of_letter(letter: str) -> str:
    first = unicodedata.name(letter, "").split(" ", 1)[0]
    return _SCRIPTS.get(first, "Zyyy")
