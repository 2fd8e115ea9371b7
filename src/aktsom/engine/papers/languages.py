"""Which passages are in a language that the check does not know: hardly any of their words are small words of ours.

Known are English, Bokmål and Nynorsk, and with them Danish and Swedish, which are near. Names, headings and lists have few
words in small letters: they are judged by what stands around them.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from aktsom.engine.papers.types import Noticed, Passage


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OURS = _words(
    "about after against agreement all and any are at be been before between both by can cannot days does during "
    "each either every for from has have he her his how if into it its may months must my neither no-one nobody "
    "none nor not of one only or other our out own parties party shall she such than that the their then there "
    "these they this those three through to two under until up upon us we were what when where which who with "
    "within without year years you your "
    "og skal av til som på det med ikke ved partene eller fra har seg å blir vil ikkje frå eit vere hver hvis "
    "mellom denne dette avtalen parten etter enn må være gjelder dersom når over annen andre dere vi dens sine får "
    "gir ingen før inntil uten mot bare går hos ut opp også selv egne slik hva hvem alle begge deres vår våre oss "
    "måneder dager år "
    "mellem aftalen efter disse och att är för inte från mellan ska avtalet detta sig parterna "
)
"""Small words of the languages that are read. Those that others write too ("de", "en", "et", "in") tell nothing."""
_WORD = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]{1,2}|[^\W\d_]+(?:['’-][^\W\d_]+)*"
)
"""Where words are not written apart, two signs count as one."""
_ADDRESS = re.compile(r"\S*[@/_]\S*|www\.\S+")
_FEWEST_WORDS, _SOME_WORDS, _A_LONG_SENTENCE, _ENOUGH_WORDS = 4, 8, 16, 25
"""A passage with fewer words than the first tells nothing. So many in one passage, and in several, are no chance."""
_MANY = 0.2
"""Short ones are no chance either where they are such a share of a paper."""
_FEW_OF_OURS, _HARDLY_ANY = 0.1, 0.05
"""So small a share of our words in a passage of another language, and in all that stand together."""
_LONGEST_WITHOUT = 25
"""So many words without one of ours are another language, also in the midst of a passage. Our own have 17 at most."""
_A_PAGE = 100
_OURS_KIND = "ours"


def foreign(passages: Sequence[Passage]) -> frozenset[int]:
    """The passages in another language, with those between them that tell nothing."""
    return frozenset(_places(passages, [_known(each.text) for each in passages]))


def languages_noticed(passages: Sequence[Passage]) -> Iterator[Noticed]:
    """That all of a paper, or some of it, is in another language."""
    known = [_known(each.text) for each in passages]
    others = frozenset(_places(passages, known))
    theirs = sum(len(known[place]) for place in others)
    ours = sum(len(each) for each in known if _is_ours(each))
    if others and ours < min(_A_PAGE, theirs * _FEW_OF_OURS):
        yield Noticed.FOREIGN
    elif others or any(_longest_without(each) >= _LONGEST_WITHOUT for each in known):
        yield Noticed.FOREIGN_PARTS


def _places(passages: Sequence[Passage], known: Sequence[list[bool]]) -> Iterator[int]:
    """Runs of passages without our words, where one is long or there are many of them: a short one alone tells nothing."""
    kinds = [_kind(each.text, words) for each, words in zip(passages, known, strict=True)]
    runs: dict[str, list[tuple[list[int], int]]] = {"latin": [], "other": []}
    for kind, group in groupby((place for place, each in enumerate(kinds) if each), key=kinds.__getitem__):
        places = list(group)
        words = [word for place in places for word in known[place]]
        if kind != _OURS_KIND and len(words) >= _SOME_WORDS and sum(words) < len(words) * _HARDLY_ANY:
            runs[kind].append((places, len(words)))
    everything = sum(map(len, known))
    for found in runs.values():
        together = sum(count for _places, count in found)
        long = any(count >= (_ENOUGH_WORDS if len(places) > 1 else _A_LONG_SENTENCE) for places, count in found)
        if long or (together >= _ENOUGH_WORDS and together >= everything * _MANY):
            yield from (place for places, _count in found for place in range(places[0], places[-1] + 1))


def _kind(text: str, known: Sequence[bool]) -> str:
    """Whether a passage is ours, or of which sort of letters it is where it may be another language; "" when it is short."""
    if len(known) < _FEWEST_WORDS:
        return ""
    if _is_ours(known):
        return _OURS_KIND
    letters = [each for each in text if each.isalpha()]
    return "latin" if 2 * len([each for each in letters if _is_latin(each)]) > len(letters) else "other"


def _is_ours(known: Sequence[bool]) -> bool:
    return len(known) >= _FEWEST_WORDS and sum(known) >= len(known) * _FEW_OF_OURS


def _is_latin(letter: str) -> bool:
    return letter < "\u0370" or "\u1e00" <= letter < "\u1f00"


def _known(text: str) -> list[bool]:
    """For each word that does not begin with a large letter, whether it is one of ours. Addresses of mail are no words."""
    words = _WORD.findall(_ADDRESS.sub(" ", text))
    return [word.casefold() in _OURS for word in words if not word[0].isupper()]


def _longest_without(known: Sequence[bool]) -> int:
    return max((len(list(group)) for is_ours, group in groupby(known) if not is_ours), default=0)
