"""Chinese words in Russian letters as Russian texts write them since Palladius: `Тунцзи` is Tongji, `Чжуншань` Zhongshan."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from aktsom.engine.names.pinyin import SYLLABLES


def _table(written: str) -> dict[str, str]:
    """Pairs of Latin and Russian letters."""
    return dict(each.split("=") for each in written.split())


_FIRST = _table("zh=чж ch=ч sh=ш b=б p=п m=м f=ф d=д t=т n=н l=л g=г k=к h=х j=цз q=ц x=с r=ж z=цз c=ц s=с")
_REST = _table(
    "a=а ai=ай an=ань ang=ан ao=ао e=э ei=эй en=энь eng=эн i=и ia=я ian=янь iang=ян iao=яо ie=е in=инь ing=ин iong=юн iu=ю "
    "o=о ong=ун ou=оу u=у ua=уа uai=уай uan=уань uang=уан ue=юэ ui=уй un=унь uo=о v=юй ve=юэ"
)
_SOFT = {"u": "юй", "uan": "юань", "un": "юнь"}
_WHOLE = _table(
    "ya=я yan=янь yang=ян yao=яо ye=е yi=и yin=инь ying=ин yong=юн you=ю yu=юй yuan=юань yue=юэ yun=юнь wa=ва wai=вай "
    "wan=вань wang=ван wei=вэй wen=вэнь weng=вэн wo=во wu=у zi=цзы ci=цы si=сы hui=хуэй er=эр "
    "a=а ai=ай an=ань ao=ао e=э ou=оу"
)
_TELLING = re.compile("цз|чж|[аэияу]нь|юй|уй|эй|эн|юэ|хуа|уан|цин")
"""What hardly any word has that is not Chinese."""
_VOWELS = frozenset("аэиоуяюеё")
_OF_PLACE = re.compile(r"(.+)ск(?:ий|ого|ому|им|ом|ая|ой|ую|ое)")


@lru_cache(maxsize=16384)
def from_palladius(word: str) -> str:
    """A Chinese word in Cyrillic letters, or the Russian adjective of one, in the usual Latin spelling; else empty."""
    plain = word.lower()
    if not _TELLING.search(plain):
        return ""
    found = _OF_PLACE.fullmatch(plain)
    return next(_spelled(found[1] if found else plain), "")


def _spelled(rest: str) -> Iterator[str]:
    """Each way to read it as whole syllables; those first in which syllables begin with consonants: `Ху-нань`."""
    if not rest:
        yield ""
    lengths = range(min(len(rest), _longest()), 0, -1)
    for length in sorted(lengths, key=lambda each: rest[each : each + 1] in _VOWELS):
        if latin := _syllables().get(rest[:length]):
            yield from (latin + after for after in _spelled(rest[length:]))


@cache
def _syllables() -> dict[str, str]:
    found = {cyrillic: latin for latin, cyrillic in _WHOLE.items()}
    for first, rest in SYLLABLES:
        if first in _FIRST and first + rest not in _WHOLE:
            soft = _SOFT.get(rest) if first in ("j", "q", "x") else None
            found.setdefault(_FIRST[first] + (soft or _REST[rest]), first + rest)
    return found


@cache
def _longest() -> int:
    return max(map(len, _syllables()))
