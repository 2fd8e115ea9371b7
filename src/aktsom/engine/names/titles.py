"""What weighs nothing before and behind a body's name: titles that a state gives, owners, ministries and parents."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from aktsom.engine.names.tables import table
from aktsom.engine.names.vocabulary import IDENTIFYING, Role
from aktsom.engine.names.words import Word, tells_together

BODIES = frozenset({Role.HEAD, Role.UNIT})
INSTITUTION = frozenset(
    {"uchrezhdenie", "uchrezhdeniya", "uchrezhdeniye", "uchrezhdeniyu", "institution", "establishment"}
)
_EDUCATION = frozenset(
    {"education", "higher", "professional", "science", "educational"}
    | {"obrazovaniya", "vysshego", "professionalnogo", "nauki", "nauk"}
)
_OWNERS = frozenset({"=business:corporation", "=business:concern", "=business:holding", "=legal:company"})
_CONCERN = "=business:concern"
GROUPS = _OWNERS | {"=business:group"}
GROUP_LETTERS = frozenset(table("groups")["letters"].split())
_OF_GROUPS, _SHIPYARD = frozenset({Role.NATION, Role.FIELD, Role.QUALIFIER, Role.STOP, Role.LEGAL}), "=head:shipyard"
_OF_MINISTRY = frozenset({Role.FIELD, Role.NATION, Role.STOP, Role.QUALIFIER, Role.SITE})
ACADEMY = "=head:academy"
_OF_STATE = frozenset({"=qualifier:federal", "=qualifier:state", "=qualifier:national"})
_TITLE = frozenset({"=field:science", "=field:production", "=field:technical", "=field:education"})
_BEFORE_TITLE = frozenset({Role.QUALIFIER, Role.LEGAL, Role.STOP, Role.NATION})
_PARENT = re.compile(
    r"(?<!\S)(?:=place:\S+ (?:=place:\S+ )?=unit:(?:campus|department) )?=nation:\S+ =head:academy =field:science(?!\S)"
)
PARENT_LETTERS = frozenset({"ras", "cas", "ran"})
_BRANCH_LETTERS = frozenset({"sb", "so", "ub", "uro", "feb", "dvo"})
_TELLING = frozenset({Role.NAME, Role.PLACE, Role.FIELD, Role.NUMBER})
_NAME_AND_LETTERS, _PRODUCTION = 2, "=field:production"
_MINISTRY, _STOCK_COMPANY = "=head:ministry", "=legal:jsc"
_CENTRE, _ENTERPRISE = "=unit:centre", "=business:enterprise"
TITLED = _OF_STATE | {_PRODUCTION}
"""Words of which each title has one."""


def without_title(words: list[Word]) -> list[Word]:
    """A state gives its bodies titles and forms that stand before their names: `Federal Research and Production Centre …`,
    `Federal State Budgetary Educational Institution of Higher Education …`.
    """
    of_state, ends = False, [0]
    for place, word in enumerate(words):
        institution = word.latin in INSTITUTION or (of_state and word.key == _ENTERPRISE)
        if not (institution or word.role in _BEFORE_TITLE or word.key in _TITLE or word.key == _CENTRE):
            break
        of_state = of_state or word.key in _OF_STATE or word.key == _PRODUCTION
        if of_state and (institution or word.key == _CENTRE):
            ends.append(_with_education(words, place + 1))
    title = next(end for end in reversed(ends) if not end or _names_a_body(words[end:]))
    return silenced(words, range(title)) if title else words


def _with_education(words: Sequence[Word], end: int) -> int:
    """Where a title ends that may go on: `Institution of Higher Education`."""
    if words[end - 1].latin in INSTITUTION:
        while end < len(words) and (words[end].latin in _EDUCATION or words[end].role is Role.STOP):
            end += 1
    return end


def _names_a_body(words: Sequence[Word]) -> bool:
    roles = {word.role for word in words}
    return bool(roles & BODIES and roles & _TELLING)


def without_owner(words: list[Word]) -> list[Word]:
    """Lists put the owner before the name: `United Shipbuilding Corporation, Joint Stock Company "35th Shipyard"`."""
    for place in range(1, len(words) - 1):
        owner = words[place - 1].key in _OWNERS or words[0].key == _CONCERN
        ends = owner and words[place].key == _STOCK_COMPANY
        if ends and not any(word.role is Role.LEGAL for word in words[: place - 1]):
            rest = {word.role for word in words[place:]}
            names_it = rest & IDENTIFYING or (Role.HEAD in rest and tells_together(words[place:]))
            return silenced(words, range(place)) if names_it else words
    return words


def without_group(words: list[Word]) -> list[Word]:
    """An institute is the same with and without the group that it belongs to: `AVIC Shenyang Aircraft Design Institute`."""
    end = 0
    for place, word in enumerate(words):
        if word.key in GROUPS or (not place and word.latin in GROUP_LETTERS):
            end = place + 1
        elif word.role not in _OF_GROUPS and word.key != _SHIPYARD:
            break
    rest = words[end:]
    roles = {word.role for word in rest}
    named = _names_a_body(rest) and not roles.isdisjoint(IDENTIFYING) and Role.NUMBER not in roles
    return silenced(words, range(end)) if end and named else words


def without_ministry(words: list[Word]) -> list[Word]:
    """A body of a ministry is the same with and without the ministry's name behind it."""
    place = next((place for place, word in enumerate(words) if word.key == _MINISTRY), 0)
    before = {word.role for word in words[:place]}
    after = {word.role for word in words[place + 1 :]}
    if not before & BODIES or not before & _TELLING or after - _OF_MINISTRY:
        return words
    return silenced(words, range(place, len(words)))


def without_parent(words: list[Word]) -> list[Word]:
    """An institute of a national academy of sciences is the same with and without the academy's name."""
    sounding = [i for i, word in enumerate(words) if word.role is not Role.STOP]
    keys = " ".join(words[i].key.replace(" ", "") for i in sounding)
    silent: set[int] = set()
    for found in _PARENT.finditer(keys) if ACADEMY in keys else ():
        first = keys.count(" ", 0, found.start())
        silent.update(sounding[first : first + len(found.group().split())])
    for before, i in pairwise([-1, *sounding]):
        if words[i].latin in PARENT_LETTERS:
            silent.update({i, before} if before >= 0 and words[before].latin in _BRANCH_LETTERS else {i})
    left = [words[i] for i in sounding if i not in silent and words[i].role is not Role.SITE]
    rest = {word.role for word in left}
    letters = bool(left) and left[-1].role is Role.NAME and left[-1].shown.isupper() and len(left) <= _NAME_AND_LETTERS
    if not silent or not (letters or (rest & BODIES and rest & _TELLING)):
        return words
    return silenced(words, silent)


def silenced(words: list[Word], places: Collection[int], keys: Collection[str] = ()) -> list[Word]:
    """The words at these places, or those of them with these keys, without weight."""
    return [
        word._replace(role=Role.STOP) if place in places and (not keys or word.key in keys) else word
        for place, word in enumerate(words)
    ]
