"""Make any text safe to compare: bounded in length, one Unicode form, no marks, no invisible characters."""

import re
import unicodedata

from anyascii import anyascii

MAX_CHARACTERS = 512
"""A name is compared by at most this many characters; what follows is ignored."""

_RAW_LIMIT = 4 * MAX_CHARACTERS
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_QUOTES = str.maketrans("", "", "'’‘ʼʹʻ`´ʺ\"“”„«»‹›")
_LATIN_LOOKALIKES = str.maketrans("abcehikmoptxyABCEHIKMOPTXY", "авсеһікмортхуАВСЕНІКМОРТХУ")
_CYRILLIC_LOOKALIKES = str.maketrans("авсеһікмортхуАВСЕНІКМОРТХУ", "abcehikmoptxyABCEHIKMOPTXY")
_CYRILLIC = re.compile(r"[Ѐ-ӿ]")
_LATIN = re.compile(r"[A-Za-z]")
_MIXED = re.compile(r"\w*(?:[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z])\w*")
_LIFE = re.compile(
    r"(?<=\w)[^\w]{1,8}(?:date of birth|place of birth|date de naissance|nationality:|born on \d|born in \d|born \d).*",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(r"\b[Nn]\.\s?[Aa]\.\s?(?=(?:[A-Z]|Yu|Ya)\.)")
_OF_LIFE = ("birth", "naissance", "nationality:", "born ")
_SO_CALLED = re.compile(r"\bso[- ]called\b", re.IGNORECASE)
_SPECIAL_LATIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "e", "ŋ": "ng"}
)


def clean(text: str) -> str:
    """One line of visible text in Unicode form NFKC, case kept, at most `MAX_CHARACTERS` long."""
    text = text[:_RAW_LIMIT]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _repair_mixed_scripts(text if text.isprintable() else _drop_invisible(text))
    elif not text.isprintable():
        text = _drop_invisible(text)
    spaced = not text.isprintable() or "  " in text or text[:1] == " " or text[-1:] == " "
    return (" ".join(text.split()) if spaced else text)[:MAX_CHARACTERS]


def is_unmarked(text: str) -> bool:
    """Whether a text has nothing but letters, digits and spaces."""
    return text.replace(" ", "").isalnum()


def without_life(text: str) -> str:
    """A name without what some lists write behind it, or before: `Merai Zoghbi (born on 4.6.1960 …)`, `So-called …`."""
    text = _SO_CALLED.sub("", text) if "alled" in text else text
    plain = text.casefold()
    birth, naissance, nationality, born = _OF_LIFE
    told = birth in plain or naissance in plain or nationality in plain or born in plain
    return _LIFE.sub("", text) if told else text


def with_named_after(text: str) -> str:
    """`Institute n.a. N.E. Zhukovsky` in full."""
    return _NAMED_AFTER.sub("named after ", text) if "N.A." in text or "n.a." in text else text


def without_quotes(text: str) -> str:
    """Quotation marks and apostrophes vanish, so that `Xi'an` is `Xian`."""
    return text if text.isascii() and is_unmarked(text) else text.translate(_QUOTES)


def fold_latin(word: str) -> str:
    """A Latin word in lower case without accents: `Ødegård` → `odegard`."""
    word = word.lower()
    if word.isascii():
        return word
    plain = strip_marks(word.translate(_SPECIAL_LATIN))
    return plain if plain.isascii() else anyascii(plain).lower()


def strip_marks(text: str) -> str:
    """The same text without combining marks; Cyrillic й and ё keep theirs, as they are letters of their own."""
    decomposed = unicodedata.normalize("NFD", text)
    kept = "".join(c for i, c in enumerate(decomposed) if not unicodedata.combining(c) or _belongs(decomposed, i))
    return unicodedata.normalize("NFC", kept)


def _belongs(decomposed: str, position: int) -> bool:
    letter = decomposed[position - 1] if position else ""
    return (letter in "иИіІ" and decomposed[position] in "̆̈") or (letter in "еЕ" and decomposed[position] == "̈")


def _drop_invisible(text: str) -> str:
    return "".join(" " if c in "\t\n\r\v\f\x85" else c for c in text if c.isspace() or not _is_invisible(c))


def _is_invisible(character: str) -> bool:
    return unicodedata.category(character) in _INVISIBLE


def _repair_mixed_scripts(text: str) -> str:
    """Latin letters that were typed inside Cyrillic words look right and compare wrong, and the other way round."""
    return _MIXED.sub(lambda found: _one_script(found.group()), text) if _CYRILLIC.search(text) else text


def _one_script(word: str) -> str:
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    return word.translate(_LATIN_LOOKALIKES if cyrillic >= latin else _CYRILLIC_LOOKALIKES)
