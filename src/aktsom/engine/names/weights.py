"""How much a word counts: when both names have it, and when only one has it."""

import math

from aktsom.engine.names.vocabulary import IDENTIFYING, Role

SHARED: dict[Role, float] = {
    Role.NUMBER: 0.35,
    Role.NATION: 0.22,
    Role.FIELD: 0.2,
    Role.HEAD: 0.12,
    Role.UNIT: 0.1,
    Role.BUSINESS: 0.05,
    Role.QUALIFIER: 0.05,
    Role.INITIAL: 0.05,
    Role.SITE: 0.2,
}
LEFT_OVER: dict[Role, float] = {
    Role.NUMBER: 0.7,
    Role.NATION: 0.4,
    Role.FIELD: 0.5,
    Role.HEAD: 0.45,
    Role.UNIT: 0.4,
    Role.BUSINESS: 0.04,
    Role.QUALIFIER: 0.06,
    Role.PATRONYMIC: 0.12,
    Role.INITIAL: 0.04,
    Role.SITE: 0.02,
    Role.EPONYM: 0.2,
}
_LEAST = 0.3


def rarity(names_with_word: int, names: int) -> float:
    """1 for a word that one name has, down to 0.3 for a word that many names have."""
    if names < 2 or names_with_word < 2:
        return 1.0
    return max(_LEAST, 1.0 - math.log(names_with_word) / math.log(max(names, 1000)))


def shared_weight(role: Role, word_rarity: float) -> float:
    """What a word adds when both names have it."""
    if role is Role.PATRONYMIC:
        return 0.7 * word_rarity
    return word_rarity if role in IDENTIFYING else SHARED.get(role, 0.0)


def left_over_weight(role: Role, word_rarity: float) -> float:
    """What a word costs when only one of the names has it. In whose honour a body is named is often left out."""
    return word_rarity if role in IDENTIFYING and role not in LEFT_OVER else LEFT_OVER.get(role, 0.0)
