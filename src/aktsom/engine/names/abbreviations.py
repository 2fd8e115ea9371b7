"""Words as bibliographic databases cut them: `Inst Precis Mech & Opt`, `Natl Univ Def Technol`.

Out of their names many cut words are brands or other words (`Comp`, `Min`, `Def`). So they are read only where one word of the
name is cut in a way that nobody else uses.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from aktsom.engine.names.pinyin import is_pinyin
from aktsom.engine.names.tables import table
from aktsom.engine.names.vocabulary import Role, concepts_of, forms_beginning_with
from aktsom.engine.names.words import Word

_SHORTEST, _TWO = 4, 2
_CUT_NOUNS = ("izat", "icat", "ulat", "inat", "erat", "orat")
"""Nouns in -ation as they are cut: `Utilizat`, `Communicat`."""
_MOST_LETTERS = 2, 5
_TOLD_BY_LETTERS = frozenset({Role.HEAD, Role.FIELD, Role.PLACE, Role.QUALIFIER})
SCHOLARLY = frozenset({"=head:institute", "=head:university"})
_BUSINESS = frozenset({Role.BUSINESS, Role.LEGAL, Role.NUMBER, Role.UNIT, Role.NATION})
_LETTERS = re.compile(r"[A-ZА-ЯЁ]{3,7}")
_TECHNOLOGY = re.compile(
    r"(?:(?<=of )|(?<=and )|(?<=& )|(?<=sci )|(?<=sci\. )|(?<=def )|(?<=defense ))tech(?!\w)(?!\.? (?:univ|inst|coll|acad))"
    r"|(?<=\w )tech(?=\.?$)",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(r"Tech(?!\w)")
_SCIENCE_AND_TECHNOLOGY = re.compile(r"(?<!\w)S ?& ?T(?!\w)")
_LABORATORY_ON = re.compile(
    r"(?:National )?(?:Key Laboratory of )?Science (?:and|&) Technology on (.+?)(?: Key)? Laboratory"
)
_INTELLIGENCE = re.compile(r"(?<!\w)AI(?=$|,| (?:Research|Inst|Lab|Tech|Cent|Acad|School|and|&))")
_SURE = (
    "univ",
    "inst",
    "acad",
    "natl",
    "technol",
    "ctr",
    "engn",
    "sci",
    "hosp",
    "coll",
    "polytech",
    "aeronaut",
    "informat",
)
_SURE_AS_WRITTEN = frozenset(
    each + end for word in _SURE for each in (word, word.capitalize(), word.upper()) for end in ("", ".", ",", ".,")
)


_SCIENTIFIC = re.compile(
    r"(?<!acad )(?<!inst )(?<!univ )(?<!\w)sci(?= (?:tech(?= (?:univ|inst|coll|acad))|"
    r"(?:(?:&|and) )?(?:res|prod|production|ctr|inst))(?!\w))",
    re.IGNORECASE,
)


def is_cut(text: str) -> bool:
    """Whether a name is written with cut words."""
    return not _SURE_AS_WRITTEN.isdisjoint(text.split())


def with_adjectives(text: str) -> str:
    """A cut name in which `Sci` stands for "scientific" says so: `Sci Res Inst`, not `Acad Sci`."""
    return _SCIENTIFIC.sub("Scientific", text)


def with_technology(text: str) -> str:
    """`Science and Technology on … Laboratory` as a key laboratory, `S&T` and `AI` in full, as lists have them; `Tech` is
    technology behind "of", "and" and other nouns, else an adjective.
    """
    if "AI" in text and not text.isupper():
        text = _INTELLIGENCE.sub("Artificial Intelligence", text)
    if "echnology on " in text:
        text = _LABORATORY_ON.sub(r"Key Laboratory of \1", text)
    if "S&T" in text or "S & T" in text:
        text = _SCIENCE_AND_TECHNOLOGY.sub("Science and Technology", text)
    return _TECHNOLOGY.sub("technology", text) if "Tech" in text and _CUT_OFF.search(text) else text


def in_letters_and_words(run: list[Word]) -> list[Word]:
    """A name said twice, in letters and in words (`BMSTU Bauman University`): the letters weigh nothing."""
    if len(run) <= _TWO or not is_letters(run[0]) or all(word.shown.isupper() for word in run[1:]):
        return run
    rest = [word for word in run[1:] if word.role is not Role.STOP]
    if len(rest) > 1 and _stand_for(run[0].shown, rest):
        return [run[0]._replace(role=Role.STOP), *run[1:]]
    return run


def in_letters(words: Sequence[Word]) -> str:
    """In whose honour a body is named, and the first letters of the rest of its name; empty for other names."""
    words = [word for word in words if word.role is not Role.INITIAL]
    told = [word for word in words if word.role in _TOLD_BY_LETTERS]
    names = [word for word in words if word.role in (Role.NAME, Role.EPONYM)]
    if len(names) != 1 or not _MOST_LETTERS[0] <= len(told) <= _MOST_LETTERS[1]:
        return ""
    (name,) = names
    if name is not words[0] and name.role is not Role.EPONYM:
        return ""
    said = {word.key for word in told}
    bodies = said & SCHOLARLY and not {word.role for word in words} & _BUSINESS
    latin = all(word.shown.isascii() and word.shown.isalpha() for word in (name, *told))
    if not bodies or not latin or is_pinyin(name.latin) or len(name.latin) < _SHORTEST:
        return ""
    return f"{name.shown.capitalize()} {''.join(word.shown[0] for word in told).upper()}"


def is_letters(word: Word) -> bool:
    """Whether a word of a name is made of the first letters of others, as far as one can see."""
    return word.role is Role.NAME and word.shown.isupper() and bool(_LETTERS.fullmatch(word.shown))


def _stand_for(letters: str, words: Sequence[Word]) -> bool:
    """The letters begin the words, or the words that are there: `BMSTU` the words Bauman University."""
    first = "".join(word.shown[0] for word in words).upper()
    return letters[0] == first[0] and (_in_order(letters, first) or _in_order(first, letters))


def _in_order(some: str, of: str) -> bool:
    rest = iter(of)
    return all(each in rest for each in some)


@lru_cache(maxsize=16384)
def whole_word(token: str) -> str:
    """The word that a cut one stands for: of the table, or the one word of the vocabulary that begins so; else itself."""
    word = token.lower()
    if short := table("abbreviations").get(word):
        return short
    if word.endswith(_CUT_NOUNS) and len(word) > _SHORTEST + 1:
        return token + "ion"
    if len(word) < _SHORTEST or not word.isascii() or is_pinyin(word) or concepts_of(word):
        return token
    return forms_beginning_with(word) or token
