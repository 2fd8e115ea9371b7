"""Arabic names in Latin letters are written together or apart, with the article or without: one form for all of them."""

import re
from functools import lru_cache

_GOD = re.compile(r"abd[aeou]{0,2}l?l[ao]?h?")
_SERVANT = re.compile(r"abd(?:[aeou]{1,2}[lrsdntz]?)?")
_SERVANT_OF = re.compile(r"abd(?:[aeou]{1,2}[lrsdntz])(?P<whom>(?!a?h$|lah).{4,})")
_FAITH = re.compile(r"(?:[aeu]?l?d)?d[ie]{1,2}ne?")
_OF_FAITH = re.compile(r"(?P<what>.{3,}?)[aeou][ld]d[ie]{1,2}ne?")
_FATHER = re.compile(r"ab(?:u|o|ou|oo)")


@lru_cache(maxsize=65536)
def arabic_parts(latin: str) -> tuple[str, ...]:
    """The parts of a plain Latin word: `abdurrahman` and `abdel`, `rahman` alike give `abd`, `rahman`.

    Any other word is given back alone. Abdullah is one name however it is written.
    """
    if not latin.startswith("ab") and not latin.endswith(("din", "dine", "deen", "den")):
        return (latin,)
    if _GOD.fullmatch(latin) and len(latin) > 6:
        return ("abdallah",)
    if _FATHER.fullmatch(latin):
        return ("abu",)
    if _SERVANT.fullmatch(latin):
        return ("abd",)
    if found := _SERVANT_OF.fullmatch(latin):
        return ("abd", found["whom"])
    if _FAITH.fullmatch(latin):
        return ("din",)
    found = _OF_FAITH.fullmatch(latin)
    return (found["what"], "din") if found else (latin,)
