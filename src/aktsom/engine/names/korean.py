"""Korean names of bodies, written without spaces, cut into words: 조선광업회사 is Korea, mining, company."""

import re
from functools import cache

from aktsom.engine.names.transliteration import Script, hangul_syllables, to_latin
from aktsom.engine.names.vocabulary import Concept, Role, concepts_in

_LAST: dict[str, Concept] = {
    "국": (Role.HEAD, "bureau"),
    "성": (Role.HEAD, "ministry"),
    "부": (Role.HEAD, "ministry"),
    "사": (Role.LEGAL, "company"),
}
"""What a last syllable says behind a known word; elsewhere it may be part of a name."""
_ORDINAL = "제"


def split_korean(word: str) -> list[tuple[str, str, tuple[Concept, ...]]]:
    """The pieces of a run of Korean characters and figures: each as written, in Latin letters, and what it means; nothing for
    a name.
    """
    known = concepts_in(Script.HANGUL)
    pieces = [piece for piece in _pattern().split(word) if piece]
    found: list[tuple[str, str, tuple[Concept, ...]]] = []
    for place, piece in enumerate(pieces):
        ordinal = piece == _ORDINAL and pieces[place + 1 : place + 2] and pieces[place + 1].isdigit()
        if ordinal:
            continue
        concepts = known.get(piece, ())
        if not concepts and place and place == len(pieces) - 1 and piece in _LAST:
            concepts = (_LAST[piece],)
        found.append((piece, "".join(hangul_syllables(piece, first_voiced=1)) or to_latin(piece), concepts))
    return found


def from_revised(latin: str) -> str:
    """A name in South Korea's spelling in that of the lists: `Daeseong` is Taesong; empty for what is not so written."""
    told = _SHORTEST <= len(latin) <= _LONGEST and ("eo" in latin or "eu" in latin[1:])
    if not told or not _REVISED.fullmatch(latin):
        return ""
    first = next((north for south, north in _FIRST if latin.startswith(south) and not latin.startswith(2 * south)), "")
    return first + latin[len(first) and 1 :].replace("eo", "o").replace("eu", "u")


_SHORTEST, _LONGEST = 7, 20
_FIRST = (("g", "k"), ("d", "t"), ("b", "p"), ("j", "ch"))
_REVISED = re.compile(
    r"(?:(?:kk|tt|pp|ss|jj|ch|[gndrlmbsjktph])?(?:yeo|yae|wae|ae|ya|eo|ye|wa|oe|yo|wo|we|wi|yu|eu|ui|[aeoui])"
    r"(?:ng|[kntlmpg](?![aeouiyw]))?){2,}"
)
"""Two syllables or more of the Revised Romanisation."""


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(concepts_in(Script.HANGUL), key=len, reverse=True)
    return re.compile(rf"({'|'.join(words)}|\d+)")
