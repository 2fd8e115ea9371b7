"""What bodies a line of affiliation names behind a department, an institute or a branch: `School of Astronautics, BUAA`,
`Шиханский филиал ФГУП «ГосНИИОХТ»`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.affiliations import read_body
from aktsom.engine.names.pinyin import is_chinese
from aktsom.engine.names.reading import read_name
from aktsom.engine.names.titles import PARENT_LETTERS
from aktsom.engine.names.vocabulary import IDENTIFYING, SILENT, Role
from aktsom.engine.names.words import ReadName

_MOST_PARTS = 5
_DEPARTMENT = frozenset({Role.UNIT, Role.HEAD})
_WHERE = IDENTIFYING | SILENT | {Role.NATION, Role.SITE, Role.QUALIFIER, Role.NUMBER, Role.INITIAL}
_IN_LETTERS = re.compile(r"(?:\s*\w+)?\s+([A-ZА-ЯЁ]{3,7})\s*")
_LETTERS = re.compile(r"[«\"“]?[A-ZА-ЯЁ][\w-]*[A-ZА-ЯЁ]\w*[»\"”]?")
_BRANCH = re.compile(
    r"(?:^|.*[\s(–—-])(?:филиал\w*|отделени[ея]|branch of|campus of|комплекс)\)?\s+(?:the\s+)?(.+?)(?:\s+в г\..*|\s*\(.*)?$",
    re.IGNORECASE | re.DOTALL,
)
_LONGEST = 300
_CHINESE = re.compile(
    r"(.{2,}(?:公司|研究院|研究所|大学))[\s，、·-]*(.{2,}(?:实验室|研究院|研究所|中心|部|系|学院|研究室|事业部))"
)
_CHINESE_LABORATORY = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Z\d]+(?:实验室|研究院|研究所|研究中心)")
_CHINESE_BRANDS, _SHORTEST_BRAND = (2, 3, 4), 5
_LABORATORIES = frozenset({"lab", "labs", "laboratory", "laboratories", "research", "institute", "center", "centre"})
_TELLING = frozenset({Role.NAME, Role.LEGAL})
_BRANCHES = "branch of", "campus of", "филиал", "отделени", "комплекс"
_OF_BRANCHES = "илиал", "тделени", "мплекс", " of "
_ACADEMY = frozenset({"=head:academy", "=field:science"})
"""An academy is the parent of so many that it says nothing."""


def in_full(text: str, kind: PartyKind, called: Callable[[str], Iterable[str]]) -> tuple[ReadName, ...]:
    """The name with a body that stands in letters behind a department or institute in full: `Institute of Hygiene, AMMS`.
    `called` gives the bodies that are called by letters; an academy of sciences is the parent of many.
    """
    if kind is PartyKind.PERSON or len(text) > _LONGEST:
        return ()
    first, *parts = text.split(",")[:_MOST_PARTS]
    letters = [found[1] for part in parts if (found := _IN_LETTERS.fullmatch(part))]
    letters = [each for each in letters if each.casefold() not in PARENT_LETTERS]
    if not letters or not _names_a_unit(first):
        return ()
    return tuple(read_body(f"{first}, {name}") for each in letters for name in called(each))


def bodies_above(text: str, kind: PartyKind) -> tuple[ReadName, ...]:
    """The bodies that what is named may belong to, each read by itself."""
    if kind is PartyKind.PERSON or len(text) > _LONGEST:
        return ()
    return tuple(map(read_body, dict.fromkeys(_above(text))))


def _above(text: str) -> Iterator[str]:
    if "," in text:
        first, *parts = text.split(",")[:_MOST_PARTS]
        if _names_a_unit(first):
            tails = (",".join(parts[place:]).strip() for place in range(len(parts)))
            yield from (tail for tail in tails if _names_a_body(tail.split(",")[0]))
        elif _names_a_unit(parts[-1]):
            yield text.rpartition(",")[0]
    if not text.isascii() and (found := _CHINESE.fullmatch(text)):
        yield found[1]
    if _says_branch(text) and (found := _BRANCH.fullmatch(text)):
        yield found[1]
    yield from _brands(text)
    before, _, last = text.split(",")[0].rpartition(" ")
    shouted = text.isascii() and before.isupper()
    in_letters = last.isupper() and last.isalpha() and bool(_LETTERS.fullmatch(last)) and not shouted
    if before and in_letters and last.casefold() not in PARENT_LETTERS and _names_a_unit(before):
        yield last


def _says_branch(text: str) -> bool:
    if not any(map(text.__contains__, _OF_BRANCHES)):
        return False
    plain = text.casefold()
    return any(each in plain for each in _BRANCHES)


@lru_cache(maxsize=8192)
def _names_a_unit(text: str) -> bool:
    return any(word.role in _DEPARTMENT for word in read_name(text, PartyKind.ORGANISATION).words)


def _names_a_body(text: str) -> bool:
    """Whether it is more than a place or an academy: a name, letters, or a word that says what sort of body it is."""
    told = text.split()
    if any(_LETTERS.fullmatch(each) and each.casefold() not in PARENT_LETTERS for each in told):
        return True
    words = [word for word in read_name(text, PartyKind.ORGANISATION).words if word.latin not in PARENT_LETTERS]
    return any(word.role in _TELLING or (word.role not in _WHERE and word.key not in _ACADEMY) for word in words)


def _brands(text: str) -> Iterator[str]:
    """The brand that may stand before the name of a company's laboratory: `Huawei Noah's Ark Lab`, 华为诺亚方舟实验室."""
    if _CHINESE_LABORATORY.fullmatch(text):
        yield from (text[:length] for length in _CHINESE_BRANDS if length < len(text) - 2 and _is_name(text[:length]))
        return
    first, _, rest = text.partition(" ")
    if len(first) < _SHORTEST_BRAND or not first.isalpha() or not first.isascii() or not rest.split(",")[0]:
        return
    laboratory = rest.split(",")[0].split()[-1].casefold() in _LABORATORIES
    if laboratory and not is_chinese(first.casefold()) and _is_name(first):
        yield first


def _is_name(text: str) -> bool:
    words = read_name(text, PartyKind.ORGANISATION).words
    return bool(words) and all(word.role is Role.NAME and not word.key.startswith("=") for word in words)
