"""Which words of a body's name weigh nothing where they stand: forms, titles, owners, parents, and what is said again.

Bodies bear long names of which they use a part: `Federal State Budgetary Institution of Science Ioffe Institute of the Russian
Academy of Sciences` is the Ioffe Institute. What says what kind of body it is before the state, or to whom it belongs, gets no
weight when the rest still names it.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import pairwise

from aktsom.engine.names.folding import fold_key
from aktsom.engine.names.transliteration import Script
from aktsom.engine.names.vocabulary import IDENTIFYING, SILENT, UNIVERSITY, Role, person_role
from aktsom.engine.names.words import Word

_PLACE = "=place:"
_POLES = frozenset({f"{_PLACE}north", f"{_PLACE}south"})
_SIDES = frozenset({f"{_PLACE}east", f"{_PLACE}west"})
_TECHNOLOGY = "=field:technology"
_FORMS = frozenset({Role.LEGAL, Role.STOP, Role.BUSINESS})
_NAMED = "=qualifier:named"
_RUSSIA = "=nation:RU"
_GENITIVE = re.compile(r"(.{3,}(?:[oe]v|in|yn))a")
_CYRILLIC_GENITIVE = re.compile(r"(.{2,}[^aeiouy])a")
_SHORT_NAME, _NAME_AND_LETTERS = 3, 2
_INSTITUTION = frozenset(
    {"uchrezhdenie", "uchrezhdeniya", "uchrezhdeniye", "uchrezhdeniyu", "institution", "establishment"}
)
_EDUCATION = frozenset(
    {"education", "higher", "professional", "science", "educational"}
    | {"obrazovaniya", "vysshego", "professionalnogo", "nauki", "nauk"}
)
_MINISTRY, _STOCK_COMPANY = "=head:ministry", "=legal:jsc"
_OWNERS = frozenset({"=business:corporation", "=business:concern", "=business:holding", "=legal:company"})
_OF_MINISTRY = frozenset({Role.FIELD, Role.NATION, Role.STOP, Role.QUALIFIER})
_FEDERATION = frozenset({"federation", "federatsii", "federatsiya"})
_ACADEMY = "=head:academy"
_CENTRE = "=unit:centre"
_OF_CENTRES = {("=qualifier:research", "=field:technical"), ("=field:science", "=field:technology")}
_OF_CENTRES_KEYS = frozenset(key for pair in _OF_CENTRES for key in pair)
_OF_STATE = frozenset({"=qualifier:federal", "=qualifier:state", "=qualifier:national"})
_TITLE = frozenset({"=field:science", "=field:production", "=field:technical", "=field:education"})
_BEFORE_TITLE = frozenset({Role.QUALIFIER, Role.LEGAL, Role.STOP, Role.NATION})
_PARENT = re.compile(
    r"(?<!\S)(?:=place:\S+ (?:=place:\S+ )?=unit:(?:campus|department) )?=nation:\S+ =head:academy =field:science(?!\S)"
)
_ARMAMENT = "=field:armament"
_RESEARCH, _PRODUCTION = "=qualifier:research", "=field:production"
_FORMED = frozenset({Role.HEAD, Role.UNIT, Role.BUSINESS})
_DEVELOPMENT = "=field:development"
_UNITED_IN = frozenset({"=head:association", "=head:organisation", "=head:complex", "=business:enterprise"})
_MEDICINE, _SCIENCE_FIELD = "=field:medicine", "=field:science"
_AND = frozenset({"and", "i", "va"})
_MANAGEMENT, _COMPANY = "=field:management", "=legal:company"
_ARMS = frozenset(f"=field:{each}" for each in ("army", "navy", "force"))
_SCHOOLS = frozenset(f"=head:{each}" for each in ("university", "academy", "college", "institute"))
_CITY = "=qualifier:city"
_WARFARE, _RADIO = "=field:warfare", "=field:radio"
_TECHNICAL, _ENGINEERING = "=field:technical", "=field:engineering"
_MACHINE, _MECHANICAL = "=field:machine", "mechanical"
_TECHNOLOGICAL = "=field:technological"
_FAR, _PETERSBURG = "far", f"{_PLACE}saintpetersburg"
_SAINT = frozenset({"st", "saint", "sankt", "sant"})
_ORDER, _LONGEST_ORDER = "=qualifier:order", 6
_GIVEN = frozenset(
    {"lenin", "lenina", "honor", "honour", "pocheta", "friendship", "druzhby", "narodov", "nations", "peoples"}
)
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
_PARENT_LETTERS = frozenset({"ras", "cas", "ran"})
_BRANCH_LETTERS = frozenset({"sb", "so", "ub", "uro", "feb", "dvo"})
_BODIES = frozenset({Role.HEAD, Role.UNIT})
_TELLING = frozenset({Role.NAME, Role.PLACE, Role.FIELD, Role.NUMBER})


def weighed(words: list[Word], segments: Sequence[int]) -> list[Word]:
    """The words of a body's name, those without weight with a role that says so. `segments` numbers the stretch of each."""
    keys = {word.key for word in words}
    once = len(keys) == len(words)
    if not once or _ARMAMENT in keys or [word for word in words if word.latin in _BY_CUSTOM]:
        words = _without_custom(words)
    words = _without_title(words)
    ruled = not keys.isdisjoint(_RULED)
    for key, rule in _RULES if ruled else ():
        words = rule(words) if key in keys else words
    words = _without_parent(words)
    return words if once and not ruled else _said_once(words, segments)


def _without_custom(words: list[Word]) -> list[Word]:
    """Words that say nothing new where they stand get no weight."""
    said: set[str] = set()
    for place, word in enumerate(words):
        again = word.role is Role.NAME and len(word.key) > _SHORT_NAME and word.key in said
        said.add(word.key)
        if again or (place and _customary(words[place - 1], word)):
            words[place] = replace(word, role=Role.STOP)
    return words


def _customary(before: Word, word: Word) -> bool:
    """The Russian Federation is Russia, an "institution of science" an institute, `proektno-konstruktorskoe` design."""
    if before.key == _RUSSIA:
        return word.latin in _FEDERATION
    if (word.latin in _MAKING and before.key in _MADE) or (word.key == _ARMAMENT and before.key in _MADE):
        return True
    return (before.latin in _INSTITUTION and word.latin == _SCIENCE) or (
        word.role is Role.FIELD and word.key == before.key
    )


def _without_title(words: list[Word]) -> list[Word]:
    """A state gives its bodies titles and forms that stand before their names: `Federal Research and Production Centre …`,
    `Federal State Budgetary Educational Institution of Higher Education …`.
    """
    end, of_state = 0, False
    for place, word in enumerate(words):
        institution = word.latin in _INSTITUTION or (of_state and word.key == _ENTERPRISE)
        if not (institution or word.role in _BEFORE_TITLE or word.key in _TITLE or word.key == _CENTRE):
            break
        of_state = of_state or word.key in _OF_STATE
        if of_state and (institution or word.key == _CENTRE):
            end = place + 1
    if end and words[end - 1].latin in _INSTITUTION:
        while end < len(words) and (words[end].latin in _EDUCATION or words[end].role is Role.STOP):
            end += 1
    rest = {word.role for word in words[end:]}
    return _silenced(words, range(end)) if rest & _BODIES and rest & _TELLING else words


def _of_whom(words: list[Word]) -> list[Word]:
    """Behind "named after" a name is in somebody's honour, and a Russian one in the genitive: `imeni Kulakova`."""
    named = False
    for place, word in enumerate(words):
        named = named or word.key == _NAMED
        if named and person_role(word.latin.removesuffix("a")) is Role.PATRONYMIC:
            words[place - 1 : place + 1] = [replace(each, role=Role.INITIAL) for each in words[place - 1 : place + 1]]
            continue
        if named and word.role is Role.NAME:
            words[place] = word = replace(word, role=Role.EPONYM)
        genitive = _CYRILLIC_GENITIVE if word.script is Script.CYRILLIC else _GENITIVE
        if word.key == _NAMED:
            words[place] = replace(word, role=Role.STOP)
        if named and word.role is Role.EPONYM and (found := genitive.fullmatch(word.latin)):
            words[place] = replace(word, latin=found[1], key=fold_key(found[1]))
    return words


def _of_research_and_production(words: list[Word]) -> list[Word]:
    """Scientific-production associations, enterprises and organisations are one form of business: `NPO`, `NPP`. Some lists call
    the same research and development enterprises; a research and development institute is a research institute.
    """
    for place, word in enumerate(words):
        before = next((each for each in reversed(words[:place]) if each.role is not Role.STOP), None)
        united = place + 1 < len(words) and words[place + 1].key in _UNITED_IN
        formed = place + 1 < len(words) and words[place + 1].role in _FORMED
        made = word.key == _PRODUCTION or (word.key == _DEVELOPMENT and formed)
        if not made or before is None or before.key != _RESEARCH:
            continue
        words[place] = replace(word, role=Role.STOP)
        if united:
            words[place + 1] = replace(words[place + 1], role=Role.BUSINESS, key=_ENTERPRISE)
    return words


def _without_owner(words: list[Word]) -> list[Word]:
    """Lists put the owner before the name: `United Shipbuilding Corporation, Joint Stock Company "35th Shipyard"`."""
    for place in range(1, len(words) - 1):
        ends = words[place - 1].key in _OWNERS and words[place].key == _STOCK_COMPANY
        if ends and not any(word.role is Role.LEGAL for word in words[: place - 1]):
            rest = {word.role for word in words[place:]}
            return _silenced(words, range(place)) if rest & IDENTIFYING else words
    return words


def _without_ministry(words: list[Word]) -> list[Word]:
    """A body of a ministry is the same with and without the ministry's name behind it."""
    place = next((place for place, word in enumerate(words) if word.key == _MINISTRY), 0)
    before = {word.role for word in words[:place]}
    after = {word.role for word in words[place + 1 :]}
    if not before & _BODIES or not before & _TELLING or after - _OF_MINISTRY:
        return words
    return _silenced(words, range(place, len(words)))


def _without_parent(words: list[Word]) -> list[Word]:
    """An institute of a national academy of sciences is the same with and without the academy's name."""
    if not [word for word in words if word.key == _ACADEMY or word.latin in _PARENT_LETTERS]:
        return words
    sounding = [i for i, word in enumerate(words) if word.role is not Role.STOP]
    keys = " ".join(words[i].key.replace(" ", "") for i in sounding)
    silent: set[int] = set()
    for found in _PARENT.finditer(keys) if _ACADEMY in keys else ():
        first = keys.count(" ", 0, found.start())
        silent.update(sounding[first : first + len(found.group().split())])
    for before, i in pairwise([-1, *sounding]):
        if words[i].latin in _PARENT_LETTERS:
            silent.update({i, before} if before >= 0 and words[before].latin in _BRANCH_LETTERS else {i})
    left = [words[i] for i in sounding if i not in silent]
    rest = {word.role for word in left}
    letters = bool(left) and left[-1].role is Role.NAME and left[-1].shown.isupper() and len(left) <= _NAME_AND_LETTERS
    if not silent or not (letters or (rest & _BODIES and rest & _TELLING)):
        return words
    return _silenced(words, silent)


def _said_once(words: list[Word], segments: Sequence[int]) -> list[Word]:
    """A word weighs once, however often it is said; but for what sort of body it is, as an institute may have institutes.
    Behind a comma may stand the whole name of another body: `Laboratory of Explosion Technology, Institute of Technology`.
    """
    if len({word.key for word in words}) == len(words):
        return words
    bodies = {segment for segment, word in zip(segments, words, strict=True) if word.role is Role.HEAD}
    said: set[tuple[int, str]] = set()
    for place, word in enumerate(words):
        if word.role in SILENT or word.role in _SAID_OFTEN or len(word.key) <= _SHORT_NAME:
            continue
        key = (segments[place] if segments[place] in bodies else 0, word.key)
        if key in said:
            words[place] = replace(word, role=Role.STOP)
        said.add(key)
    return words


def _silenced(words: list[Word], places: Collection[int], keys: Collection[str] = ()) -> list[Word]:
    """The words at these places, or those of them with these keys, without weight."""
    return [
        replace(word, role=Role.STOP) if place in places and (not keys or word.key in keys) else word
        for place, word in enumerate(words)
    ]


def _of_management(words: list[Word]) -> list[Word]:
    """A management company is a form of company."""
    forms = [
        place
        for place, (word, after) in enumerate(pairwise(words))
        if word.key == _MANAGEMENT and after.key == _COMPANY
    ]
    return _silenced(words, forms)


def _of_medicine(words: list[Word]) -> list[Word]:
    """At a university medical sciences are medicine: `Tarmidi Medical University`, دانشگاه علوم پزشکی."""
    if not any(word.key == UNIVERSITY for word in words):
        return words
    for place, (word, after) in enumerate(pairwise(words)):
        beside = {word.key, after.key}
        goes_on = place + 2 < len(words) and words[place + 2].latin in _AND
        if beside == {_MEDICINE, _SCIENCE_FIELD} and not goes_on:
            return _silenced(words, (place, place + 1), (_SCIENCE_FIELD,))
    return words


def _of_warfare(words: list[Word]) -> list[Word]:
    """What Russian calls radio-electronic warfare is electronic warfare."""
    return _silenced(words, [place for place, word in enumerate(words) if word.key == _RADIO])


def _of_compass(words: list[Word]) -> list[Word]:
    """`North-Western` and `South East` are one word."""
    for place, (word, after) in enumerate(pairwise(words)):
        if (word.key in _POLES or word.latin == _FAR) and after.key in _SIDES:
            first = _FAR if word.latin == _FAR else word.key.removeprefix(_PLACE)
            key = _PLACE + first + after.key.removeprefix(_PLACE)
            words[place : place + 2] = [replace(word, role=Role.STOP), replace(after, key=key)]
    return words


def _of_peter(words: list[Word]) -> list[Word]:
    """`St.`, `Saint` and `Sankt` say nothing before Petersburg."""
    saints = [
        place
        for place, (word, after) in enumerate(pairwise(words))
        if after.key == _PETERSBURG and word.latin in _SAINT
    ]
    return _silenced(words, saints)


def _of_arms(words: list[Word]) -> list[Word]:
    """An army's schools are called university, academy, college and institute by turns: `Army Infantry College`."""
    heads = [place for place, word in enumerate(words) if word.role is Role.HEAD]
    if len(heads) != 1 or words[heads[0]].key not in _SCHOOLS or any(word.key == _RESEARCH for word in words):
        return words
    (head,) = heads
    if not any(word.key in _ARMS for word in words[:head]):
        return words
    return [replace(word, key=UNIVERSITY) if place == head else word for place, word in enumerate(words)]


def _of_city(words: list[Word]) -> list[Word]:
    """A city's university is not the state's: `Moscow City University`."""
    if not any(word.key == UNIVERSITY for word in words):
        return words
    return [replace(word, role=Role.FIELD) if word.key == _CITY else word for word in words]


def _of_order(words: list[Word]) -> list[Word]:
    """Orders that a body was given say nothing of which body it is: `Order of Lenin`, `ордена Почёта`."""
    orders = [place for place, word in enumerate(words) if word.key == _ORDER]
    given = [
        place
        for order in orders
        for place in range(max(order - 1, 0), min(order + _LONGEST_ORDER, len(words)))
        if words[place].latin in _GIVEN
    ]
    return _silenced(words, given)


def _of_radio(words: list[Word]) -> list[Word]:
    """`Radio Technical` is radio engineering, as is Russian `радиотехнический`."""
    for place, (word, after) in enumerate(pairwise(words)):
        if word.key == _RADIO and after.key == _TECHNICAL:
            words[place + 1] = replace(after, key=_ENGINEERING)
    return words


def _of_machines(words: list[Word]) -> list[Word]:
    """Mechanical engineering is the building of machines: `машиностроение`, 机械工程."""
    for place, (word, after) in enumerate(pairwise(words)):
        if after.key == _ENGINEERING and (word.key == _MACHINE or word.latin == _MECHANICAL):
            words[place : place + 2] = [replace(word, key=_MACHINE), replace(after, role=Role.STOP)]
    return words


def _of_technological(words: list[Word]) -> list[Word]:
    """Of universities a technological one may be another than one of technology; of institutes and centres it is the same."""
    if any(word.key == UNIVERSITY for word in words):
        return words
    return [replace(word, key=_TECHNOLOGY) if word.key == _TECHNOLOGICAL else word for word in words]


def _of_centre(words: list[Word]) -> list[Word]:
    """A brand's scientific and technical centre, or `NTC`, is its science and technology centre: words of form."""
    if not any(word.role is Role.NAME for word in words):
        return words
    for place in range(2, len(words)):
        before = tuple(word.key for word in words[:place] if word.role is not Role.STOP)[-2:]
        if words[place].key == _CENTRE and before in _OF_CENTRES:
            return _silenced(words, range(max(place - 3, 0), place), _OF_CENTRES_KEYS)
    return words


def _of_trade(words: list[Word]) -> list[Word]:
    """What stands last in a company's name behind its brand says next to nothing: `Huawei Technologies`. Behind a trade it
    names another company: `COSCO Shipping Technology`.
    """
    roles = {word.role for word in words}
    last = next((place for place in range(len(words) - 1, 0, -1) if words[place].role not in _FORMS), 0)
    brand = any(word.role is Role.NAME for word in words[:last])
    brand = brand and words[last - 1].role is not Role.FIELD
    if words[last].key != _TECHNOLOGY or roles & _BODIES or not brand or words[last].linked:
        return words
    return [replace(word, role=Role.QUALIFIER) if place == last else word for place, word in enumerate(words)]


_RULES = (
    *((key, _of_arms) for key in sorted(_ARMS)),
    (_CITY, _of_city),
    (_TECHNOLOGICAL, _of_technological),
    (_RADIO, _of_radio),
    (_ENGINEERING, _of_machines),
    (_PETERSBURG, _of_peter),
    (_ORDER, _of_order),
    (f"{_PLACE}east", _of_compass),
    (_CENTRE, _of_centre),
    (_TECHNOLOGY, _of_trade),
    (f"{_PLACE}north", _of_compass),
    (f"{_PLACE}south", _of_compass),
    (_MANAGEMENT, _of_management),
    (_WARFARE, _of_warfare),
    (_MEDICINE, _of_medicine),
    (_NAMED, _of_whom),
    (_PRODUCTION, _of_research_and_production),
    (_DEVELOPMENT, _of_research_and_production),
    (_STOCK_COMPANY, _without_owner),
    (_MINISTRY, _without_ministry),
)
"""What is done with the words of a body's name that has a word with this key, in this order."""
_RULED = frozenset(key for key, _ in _RULES)
