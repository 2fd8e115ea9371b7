"""Which words of a body's name weigh nothing where they stand: forms, titles, owners, parents, and what is said again.

Bodies bear long names of which they use a part: `Federal State Budgetary Institution of Science Ioffe Institute of the Russian
Academy of Sciences` is the Ioffe Institute. What says what kind of body it is before the state, or to whom it belongs, gets no
weight when the rest still names it.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from aktsom.engine.names.abbreviations import is_letters
from aktsom.engine.names.honours import NAMED, ORDER, of_order, of_surnames, of_whom
from aktsom.engine.names.pinyin import is_chinese
from aktsom.engine.names.titles import (
    ACADEMY,
    BODIES,
    GROUP_LETTERS,
    GROUPS,
    INSTITUTION,
    PARENT_LETTERS,
    TITLED,
    silenced,
    without_group,
    without_ministry,
    without_owner,
    without_parent,
    without_title,
)
from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.vocabulary import IDENTIFYING, SILENT, UNIVERSITY, Role
from aktsom.engine.names.words import Word

_PLACE = "=place:"
_POLES = frozenset({f"{_PLACE}north", f"{_PLACE}south"})
_SIDES = frozenset({f"{_PLACE}east", f"{_PLACE}west"})
_TECHNOLOGY = "=field:technology"
_FORMS = frozenset({Role.LEGAL, Role.STOP, Role.BUSINESS})
_RUSSIA = "=nation:RU"
_SHORT_NAME = 3
_MINISTRY, _STOCK_COMPANY, _PUBLIC = "=head:ministry", "=legal:jsc", "=qualifier:public"
_FEDERATION = frozenset({"federation", "federatsii", "federatsiya"})
_CENTRE = "=unit:centre"
_OF_CENTRES = {("=qualifier:research", "=field:technical"), ("=field:science", "=field:technology")}
_OF_CENTRES_KEYS = frozenset(key for pair in _OF_CENTRES for key in pair)
_ARMAMENT = "=field:armament"
_KEY, _DEFENCE, _INDUSTRY = "=unit:key", "=field:defence", "=field:industry"
_OF_DEFENCE = frozenset({_DEFENCE, "=field:science", _TECHNOLOGY})
_TITLES = frozenset(
    {f"=qualifier:{each}" for each in ("national", "research", "state", "federal", "central")}
    | {"=field:science", "=field:production", UNIVERSITY, "=unit:centre"}
)
_PLANNING, _DESIGN = "=field:planning", "=field:design"
_INSTITUTE = "=head:institute"
_MINERAL, _RAW, _MATERIALS, _RESOURCES = "=name:mineral", "=name:raw", "=field:materials", "=field:natural"
_RESEARCH, _PRODUCTION = "=qualifier:research", "=field:production"
_FORMED = frozenset({Role.HEAD, Role.UNIT, Role.BUSINESS})
_DEVELOPMENT = "=field:development"
_UNITED_IN = frozenset(
    {"=head:association", "=head:organisation", "=head:complex", "=business:enterprise", "=business:corporation"}
)
_MEDICINE, _SCIENCE_FIELD = "=field:medicine", "=field:science"
_AND = frozenset({"and", "i", "va"})
_MANAGEMENT, _COMPANY = "=field:management", "=legal:company"
_ARMS = frozenset(f"=field:{each}" for each in ("army", "navy", "force", "police", "flight"))
_SCHOOLS = frozenset(f"=head:{each}" for each in ("university", "academy", "college", "institute"))
_CITY = "=qualifier:city"
_WARFARE, _RADIO = "=field:warfare", "=field:radio"
_TECHNICAL, _ENGINEERING = "=field:technical", "=field:engineering"
_MACHINE, _MECHANICS = "=field:machine", "=field:mechanics"
_TECHNOLOGICAL = "=field:technological"
_FAR, _PETERSBURG = "far", f"{_PLACE}saintpetersburg"
_SAINT = frozenset({"st", "saint", "sankt", "sant"})
_ENTERPRISE = "=business:enterprise"
_MAKING = frozenset({"building", "making", "manufacturing", "construction", "engineering"})
_SCIENCE = "nauki"
_BY_CUSTOM = _FEDERATION | _MAKING | {_SCIENCE}
"""What may say nothing new without saying a word again."""
_MADE = frozenset(
    f"={role}:{each}"
    for role in (Role.FIELD, Role.NAME)
    for each in ("machine", "instruments", "motor", "ship", "aeronautics", "automobile", "tractor", "rocket")
)
_SAID_OFTEN = frozenset({Role.INITIAL, Role.NUMBER, Role.SITE, Role.HEAD, Role.UNIT})


def weighed(words: list[Word], segments: Sequence[int]) -> list[Word]:
    """The words of a body's name, those without weight with a role that says so. `segments` numbers the stretch of each."""
    keys = {word.key for word in words}
    once = len(keys) == len(words) or _told_once(words)
    if once and not any(map(_has_rules, words)):
        return words
    latin = {word.latin for word in words}
    if not once or _ARMAMENT in keys or not latin.isdisjoint(_BY_CUSTOM):
        words = _without_custom(words)
    if ACADEMY in keys or not latin.isdisjoint(PARENT_LETTERS):
        words = without_parent(words)
    if not keys.isdisjoint(TITLED):
        words = without_title(words)
    if not keys.isdisjoint(GROUPS) or (words and words[0].latin in GROUP_LETTERS):
        words = without_group(words)
    ruled = keys & _RULED.keys()
    for place in sorted({place for key in ruled for place in _RULED[key]}):
        words = _RULES[place][1](words)
    return words if once and not ruled else _said_once(words, segments)


def _told_once(words: Sequence[Word]) -> bool:
    """Whether each word stands there once, but for those that never weigh anything, such as "of"."""
    told = [word.key for word in words if word.role not in SILENT or not word.key.startswith("=")]
    return len(set(told)) == len(told)


@lru_cache(maxsize=65536)
def _has_rules(word: Word) -> bool:
    """Whether something is done in a name for this word's sake."""
    by_key = word.key in _RULED or word.key in GROUPS or word.key in TITLED or word.key in (ACADEMY, _ARMAMENT)
    return by_key or word.latin in _BY_CUSTOM or word.latin in PARENT_LETTERS or word.latin in GROUP_LETTERS


def _without_custom(words: list[Word]) -> list[Word]:
    """Words that say nothing new where they stand get no weight."""
    said: set[str] = set()
    for place, word in enumerate(words):
        again = word.role is Role.NAME and len(word.key) > _SHORT_NAME and word.key in said
        said.add(word.key)
        if again or (place and _customary(words[place - 1], word)):
            words[place] = word._replace(role=Role.STOP)
    return words


def _customary(before: Word, word: Word) -> bool:
    """The Russian Federation is Russia, an "institution of science" an institute, `proektno-konstruktorskoe` design."""
    if before.key == _RUSSIA:
        return word.latin in _FEDERATION
    if (word.latin in _MAKING and before.key in _MADE) or (word.key == _ARMAMENT and before.key in _MADE):
        return True
    return (before.latin in INSTITUTION and word.latin == _SCIENCE) or (
        word.role is Role.FIELD and word.key == before.key
    )


def _of_defence_laboratories(words: list[Word]) -> list[Word]:
    """A defence science and technology key laboratory is a key laboratory: words of form before `key`, 国防科技重点实验室."""
    key = next(place for place, word in enumerate(words) if word.key == _KEY)
    first = key
    while first and (words[first - 1].key in _OF_DEFENCE or words[first - 1].role is Role.STOP):
        first -= 1
    formed = any(word.key == _DEFENCE for word in words[first:key])
    return silenced(words, range(first, key)) if formed else words


def _of_research_titles(words: list[Word]) -> list[Word]:
    """Beside letters a national research university and a state research centre are titles: `NAMI State Research Center`. In a
    name in capitals nobody sees what are letters.
    """
    letters = [word for word in words if is_letters(word)]
    if len(letters) != 1:
        return words
    told = [word for word in words if word.role not in SILENT]
    keys = {word.key for word in told if word not in letters}
    seen = not all(word.shown.isupper() and word.shown.isascii() for word in told)
    return silenced(words, range(len(words)), keys) if seen and len(keys) > 1 and keys <= _TITLES | {_RUSSIA} else words


def _of_research_and_production(words: list[Word]) -> list[Word]:
    """Scientific-production associations, enterprises and organisations are one form of business: `NPO`, `NPP`. Some lists call
    the same research and development enterprises; a research and development institute is a research institute.
    """
    for place, word in enumerate(words):
        told = [each for each in range(place) if words[each].role is not Role.STOP]
        united = place + 1 < len(words) and words[place + 1].key in _UNITED_IN
        formed = place + 1 < len(words) and words[place + 1].role in _FORMED
        made = word.key == _PRODUCTION or (word.key == _DEVELOPMENT and formed)
        if not made or not told or words[told[-1]].key != _RESEARCH:
            continue
        words[place] = word._replace(role=Role.STOP)
        if united:
            words[told[-1]] = words[told[-1]]._replace(role=Role.STOP)
            words[place + 1] = words[place + 1]._replace(role=Role.BUSINESS, key=_ENTERPRISE)
    return words


def _with_chinese_parents(words: Sequence[Word], segments: Sequence[int]) -> Sequence[int]:
    """The stretches of a name, of which one ends behind each body in Chinese characters: 军事医学科学院|基础医学研究所."""
    if not any(word.script is Script.HAN for word in words):
        return segments
    heads = [word.role is Role.HEAD and word.script is Script.HAN for word in words]
    return [segment + sum(heads[:place]) for place, segment in enumerate(segments)]


def _said_once(words: list[Word], segments: Sequence[int]) -> list[Word]:
    """A word weighs once, however often it is said; but for what sort of body it is, as an institute may have institutes.
    Behind a comma may stand the whole name of another body: `Laboratory of Explosion Technology, Institute of Technology`.
    """
    if len({word.key for word in words}) == len(words):
        return words
    segments = _with_chinese_parents(words, segments)
    bodies = {segment for segment, word in zip(segments, words, strict=True) if word.role is Role.HEAD}
    said: set[tuple[int, str]] = set()
    for place, word in enumerate(words):
        if word.role in SILENT or word.role in _SAID_OFTEN or len(word.key) <= _SHORT_NAME:
            continue
        key = (segments[place] if segments[place] in bodies else 0, word.key)
        if key in said:
            words[place] = word._replace(role=Role.STOP)
        said.add(key)
    return words


def _beside(words: list[Word]) -> list[Word]:
    """What two words say together when one stands behind the other; with an "and" between, where the first says nothing."""
    told = [place for place, word in enumerate(words) if word.role is not Role.STOP]
    for one, other in pairwise(told):
        word, after = words[one], words[other]
        meant = _TOGETHER.get((word.key, after.key)) or _TOGETHER.get((word.latin, after.key))
        if meant and (other == one + 1 or not meant[0]):
            words[one], words[other] = _meaning(word, meant[0]), _meaning(after, meant[1])
    return words


def _meaning(word: Word, key: str) -> Word:
    return word._replace(key=key) if key else word._replace(role=Role.STOP)


def _of_medicine(words: list[Word]) -> list[Word]:
    """Medical sciences are medicine: `Tarmidi Medical University`, دانشگاه علوم پزشکی, 军事医学科学院."""
    for place, (word, after) in enumerate(pairwise(words)):
        goes_on = place + 2 < len(words) and words[place + 2].latin in _AND
        if {word.key, after.key} == {_MEDICINE, _SCIENCE_FIELD} and not goes_on:
            words = silenced(words, (place, place + 1), (_SCIENCE_FIELD,))
    return words


def _of_warfare(words: list[Word]) -> list[Word]:
    """What Russian calls radio-electronic warfare is electronic warfare."""
    return silenced(words, [place for place, word in enumerate(words) if word.key == _RADIO])


def _of_compass(words: list[Word]) -> list[Word]:
    """`North-Western` and `South East` are one word."""
    for place, (word, after) in enumerate(pairwise(words)):
        if (word.key in _POLES or word.latin == _FAR) and after.key in _SIDES:
            first = _FAR if word.latin == _FAR else word.key.removeprefix(_PLACE)
            key = _PLACE + first + after.key.removeprefix(_PLACE)
            words[place : place + 2] = [word._replace(role=Role.STOP), after._replace(key=key)]
    return words


def _of_arms(words: list[Word]) -> list[Word]:
    """An army's schools are called university, academy, college and institute by turns: `Army Infantry College`."""
    heads = [place for place, word in enumerate(words) if word.role is Role.HEAD]
    if len(heads) != 1 or words[heads[0]].key not in _SCHOOLS or any(word.key == _RESEARCH for word in words):
        return words
    (head,) = heads
    return [word._replace(key=UNIVERSITY) if place == head else word for place, word in enumerate(words)]


def _of_city(words: list[Word]) -> list[Word]:
    """A city's university is not the state's: `Moscow City University`."""
    if not any(word.key == UNIVERSITY for word in words):
        return words
    return [word._replace(role=Role.FIELD) if word.key == _CITY else word for word in words]


def _of_industrial_universities(words: list[Word]) -> list[Word]:
    """Persian has one word for industry and technology: `Sharif Industrial University`. In China they are two universities."""
    named = [word for word in words if word.role in IDENTIFYING]
    if not named or not any(word.key == UNIVERSITY for word in words) or any(is_chinese(word.latin) for word in named):
        return words
    return [word._replace(key=_TECHNOLOGY) if word.key == _INDUSTRY else word for word in words]


def _of_technological(words: list[Word]) -> list[Word]:
    """Of universities a technological one may be another than one of technology; of institutes and centres it is the same."""
    if any(word.key == UNIVERSITY for word in words):
        return words
    return [word._replace(key=_TECHNOLOGY) if word.key == _TECHNOLOGICAL else word for word in words]


def _of_centre(words: list[Word]) -> list[Word]:
    """A brand's scientific and technical centre, or `NTC`, is its science and technology centre: words of form."""
    if not any(word.role is Role.NAME for word in words):
        return words
    for place in range(2, len(words)):
        said = words[place].key == _CENTRE
        before = tuple(word.key for word in words[:place] if word.role is not Role.STOP)[-2:] if said else ()
        if before in _OF_CENTRES:
            return silenced(words, range(max(place - 3, 0), place), _OF_CENTRES_KEYS)
    return words


def _of_trade(words: list[Word]) -> list[Word]:
    """What stands last in a company's name behind its brand says next to nothing: `Huawei Technologies`. Behind a trade it
    names another company: `COSCO Shipping Technology`.
    """
    for place in range(1, len(words) - 1):
        said = words[place].key == _TECHNOLOGY and words[place - 1].role is Role.NAME
        if said and words[place + 1].role is Role.LEGAL:
            words[place] = words[place]._replace(role=Role.QUALIFIER)
    last = next((place for place in range(len(words) - 1, 0, -1) if words[place].role not in _FORMS), 0)
    if words[last].key != _TECHNOLOGY or words[last].linked or any(word.role in BODIES for word in words):
        return words
    brand = any(word.role is Role.NAME for word in words[:last])
    if not brand or words[last - 1].role is Role.FIELD:
        return words
    return [word._replace(role=Role.QUALIFIER) if place == last else word for place, word in enumerate(words)]


_TOGETHER = {
    (_PLANNING, _DESIGN): ("", _DESIGN),
    (_RAW, _MATERIALS): (_RAW, ""),
    (_MINERAL, _RESOURCES): (_MINERAL, _RAW),
    (_RADIO, _TECHNICAL): (_RADIO, _ENGINEERING),
    (_MACHINE, _ENGINEERING): (_MACHINE, ""),
    (_MECHANICS, _ENGINEERING): (_MACHINE, ""),
    (_MANAGEMENT, _COMPANY): ("", _COMPANY),
    (_PUBLIC, _STOCK_COMPANY): ("", _STOCK_COMPANY),
    **{(saint, _PETERSBURG): ("", _PETERSBURG) for saint in _SAINT},
}
"""By two keys, or what a word is and the key of the next one: what they mean together, nothing for a word that says nothing.
`Radio Technical` is radio engineering, `Mechanical Engineering` the building of machines, минеральное сырьё mineral resources.
"""
_RULES = (
    *((key, _beside) for key in sorted({first for first, _ in _TOGETHER if first not in _SAINT} | {_PETERSBURG})),
    (_KEY, _of_defence_laboratories),
    (UNIVERSITY, _of_research_titles),
    (_CENTRE, _of_research_titles),
    (_INDUSTRY, _of_industrial_universities),
    *((key, _of_arms) for key in sorted(_ARMS)),
    (_CITY, _of_city),
    (_TECHNOLOGICAL, _of_technological),
    (ORDER, of_order),
    (f"{_PLACE}east", _of_compass),
    (_CENTRE, _of_centre),
    (_TECHNOLOGY, _of_trade),
    (f"{_PLACE}north", _of_compass),
    (f"{_PLACE}south", _of_compass),
    (_WARFARE, _of_warfare),
    (_MEDICINE, _of_medicine),
    (NAMED, of_whom),
    (_INSTITUTE, of_surnames),
    (_PRODUCTION, _of_research_and_production),
    (_DEVELOPMENT, _of_research_and_production),
    (_STOCK_COMPANY, without_owner),
    (_MINISTRY, without_ministry),
)
"""What is done with the words of a body's name that has a word with this key, in this order."""
_RULED = {key: [place for place, (each, _) in enumerate(_RULES) if each == key] for key, _ in _RULES}
"""The places of the rules for each key."""
