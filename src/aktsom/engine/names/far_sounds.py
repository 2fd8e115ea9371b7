"""Names as scripts far from the Latin one write them by ear: 普京, 푸틴 and פוטין are all Putin.

Such writing keeps the order of the consonants and little else: voiced and unvoiced are one, r and l are one, vowels come and
go. So a word becomes a code of consonant classes (`ptn`); where a letter may stand for several of them, for several codes.
A key that starts with `~~` holds such letters; capitals are those that stand for several classes.
"""

from functools import lru_cache
from itertools import product

from aktsom.engine.names.transliteration import HANGUL_FIRSTS, Script, hangul_parts, syllables

FAR = "~~"
MOST_CODES = 64
_CLASSES = {
    **dict.fromkeys("pb", "p"),
    **dict.fromkeys("fvw", "f"),
    **dict.fromkeys("td", "t"),
    **dict.fromkeys("szcj", "s"),
    **dict.fromkeys("kgq", "k"),
    **dict.fromkeys("lr", "l"),
    "x": "ks",
    "m": "m",
    "n": "n",
}
_SEVERAL = {
    "B": ("p", "f"),
    "J": ("s", "t", "k"),
    "H": ("k", ""),
    "R": ("l", "s"),
    "W": ("f", ""),
    "X": ("s", ""),
    "D": ("t", "s"),
}
_PINYIN = {
    "b": "p",
    "p": "p",
    "f": "f",
    "w": "W",
    "d": "t",
    "t": "t",
    "l": "l",
    "r": "R",
    "m": "m",
    "n": "n",
    "g": "k",
    "k": "k",
    "h": "H",
    "j": "J",
    "q": "J",
    "x": "X",
    "y": "",
    **dict.fromkeys(("z", "c", "s", "zh", "ch", "sh"), "s"),
}
_HANGUL_FIRST = dict(
    zip(HANGUL_FIRSTS, "k k n t t l m B B s s - s s s k t B -".replace("-", "").split(" "), strict=True)
)
_HANGUL_LAST = {"": "", "k": "k", "n": "n", "t": "D", "l": "l", "m": "m", "p": "B", "ng": "n"}
_HEBREW = {
    letter: sound
    for sound, letters in (
        ("B", "בפף"),
        ("k", "גק"),
        ("t", "דטת"),
        ("W", "ו"),
        ("s", "זסצץש"),
        ("H", "חכך"),
        ("l", "לר"),
        ("m", "מם"),
        ("n", "נן"),
    )
    for letter in letters
}


def is_far(words: list[str], script: Script) -> bool:
    """Whether the words of a person's name, all in one script, write a foreign name by ear."""
    if script is Script.HEBREW:
        return True
    if script is Script.HANGUL:
        return len(words) > 1 and len(words[0]) > 1
    return script is Script.HAN and len(words) > 1 and sum(map(len, words)) >= _SHORTEST_FOREIGN


_SHORTEST_FOREIGN = 4


@lru_cache(maxsize=8192)
def far_key(word: str, script: Script) -> str:
    """The key of a word that is written by ear; without letters when nothing can be told of it."""
    if script is Script.HAN:
        return FAR + "".join(_of_syllable(each) for each in syllables(word))
    if script is Script.HANGUL:
        parts = hangul_parts(word)
        return FAR + "".join(_HANGUL_FIRST[first] + _HANGUL_LAST[last] for first, last in parts)
    return FAR + "".join(_HEBREW.get(letter, "") for letter in word)


def _of_syllable(syllable: str) -> str:
    if syllable == "er":
        return "l"
    first = next((each for each in (syllable[:2], syllable[:1]) if each in _PINYIN), "")
    return _PINYIN.get(first, "") + ("n" if syllable.endswith(("n", "ng")) and syllable != first else "")


@lru_cache(maxsize=8192)
def far_codes(key: str) -> tuple[str, ...]:
    """What a key may sound like: of a far one all codes, of another its only one."""
    if not key.startswith(FAR):
        return (_once("".join(_CLASSES.get(letter, "") for letter in key)),)
    choices = [_SEVERAL.get(letter, (letter,)) for letter in key[len(FAR) :]]
    found = {_once("".join(each)) for each, _ in zip(product(*choices), range(MOST_CODES), strict=False)}
    return tuple(sorted(found))


def _once(code: str) -> str:
    """A class once where it follows itself: `Soleimani` and 苏莱曼尼."""
    return "".join(letter for place, letter in enumerate(code) if letter != code[place - 1 : place])
