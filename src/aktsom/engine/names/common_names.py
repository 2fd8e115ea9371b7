"""Names that do not say which body is meant, because many are called so: `Institute of Technology`."""

from aktsom.engine.names.single_words import WORD, organisation_word
from aktsom.engine.names.transliteration import Script, script_of
from aktsom.engine.names.vocabulary import Role

_TELLS_NOTHING = frozenset({Role.HEAD, Role.UNIT, Role.STOP})
_TELLS_LITTLE = frozenset({Role.FIELD, Role.QUALIFIER})
_SCIENCE = "=field:science"
"""Beside another word it tells nothing: `University of Science and Technology`."""


def is_common(name: str) -> bool:
    """Whether a body's name says its sort and at most one thing more, as in `Technical University` or `National University`.

    Two of them tell which one it is (`World Health Organization`), as does each place, nation or name. In other letters than
    Latin the letters tell something already.
    """
    tokens = WORD.findall(name)
    read = [organisation_word(token) for token in tokens]
    words = [word for each in read for word in each]
    roles = {word.role for word in words}
    if not all(read) or Role.HEAD not in roles or not roles <= _TELLS_NOTHING | _TELLS_LITTLE:
        return False
    telling = {word.key for word in words if word.role in _TELLS_LITTLE} - {_SCIENCE}
    return len(telling) <= 1 and all(script_of(token) is Script.LATIN for token in tokens)
