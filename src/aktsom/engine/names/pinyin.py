"""Which words may be Chinese in the usual Latin spelling."""

import re
from functools import lru_cache

_PINYIN = (
    "b a ai an ang ao ei en eng i ian iao ie in ing o u;p a ai an ang ao ei en eng i ian iao ie in ing o ou u;"
    "m a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u;f a an ang ei en eng o ou u;"
    "d a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo;"
    "t a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo;"
    "n a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve ue;"
    "l a ai an ang ao e ei eng i ia ian iang iao ie in ing iu ong ou u uan un uo v ve ue;"
    "g a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo;"
    "k a ai an ang ao e en eng ong ou u ua uai uan uang ui un uo;"
    "h a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo;"
    "j i ia ian iang iao ie in ing iong iu u uan ue un;q i ia ian iang iao ie in ing iong iu u uan ue un;"
    "x i ia ian iang iao ie in ing iong iu u uan ue un;"
    "zh a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo;"
    "ch a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo;"
    "sh a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo;r an ang ao e en eng i ong ou u uan ui un uo;"
    "z a ai an ang ao e ei en eng i ong ou u uan ui un uo;c a ai an ang ao e en eng i ong ou u uan ui un uo;"
    "s a ai an ang ao e en eng i ong ou u uan ui un uo;y a an ang ao e i in ing ong ou u uan ue un;"
    "w a ai an ang ei en eng o u; a ai an ang ao e ei en er o ou"
)
"""The syllables of Standard Chinese in Latin letters (ISO 7098): each first sound with what may follow it."""
SYLLABLES = tuple(
    (first, rest)
    for first, _, after in (line.partition(" ") for line in _PINYIN.split(";"))
    for rest in sorted(after.split(), key=len, reverse=True)
)
"""Each syllable as its first sound and the rest."""
_SYLLABLES = re.compile(f"(?:{'|'.join(first + rest for first, rest in SYLLABLES)})+")


@lru_cache(maxsize=65536)
def is_pinyin(latin: str) -> bool:
    """Whether a word is made of Chinese syllables in the usual Latin spelling."""
    return bool(_SYLLABLES.fullmatch(latin))


@lru_cache(maxsize=65536)
def is_chinese(latin: str) -> bool:
    """Whether a word may be Chinese in the usual Latin spelling, where another spelling is another name."""
    return len(latin) > 1 and is_pinyin(latin)
