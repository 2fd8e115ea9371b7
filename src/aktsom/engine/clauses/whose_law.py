"""Whose country a law, a court or a language belongs to: ours, theirs (any foreign one) or one that is fair to both."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from babel import Locale

from aktsom.engine.clauses.sentences import word_set


@dataclass(frozen=True, slots=True)
class Countries:
    """Whose law is ours and whose is theirs: ISO codes; without partners' codes any other country may be theirs."""

    home: str = "NO"
    partners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mention:
    """A country that words name: at which place, which, and whether by a town of it."""

    place: int
    code: str
    town: bool


def countries_in(texts: Sequence[str], countries: Countries) -> Iterator[tuple[int, str]]:
    """Theirs wherever it is named; ours and a neutral one only where the words speak of its law or of its courts."""
    named = list(_named(texts))
    foreign = frozenset(each.place for each in named if _is_foreign(each.code, countries))
    places = frozenset(each.place for each in named)
    for each in named:
        whose = "home" if each.code == countries.home else "neutral"
        if each.place in foreign:
            yield each.place, "partner"
        elif each.town:
            yield each.place, f"{whose}seat"
        elif _has_law(each.place, texts, places, foreign):
            yield each.place, whose


def _named(texts: Sequence[str]) -> Iterator[_Mention]:
    names = country_names()
    for place, text in enumerate(texts):
        here = {text, *(" ".join(texts[place : place + length]) for length in (2, 3, 4))}
        for name in here & names.keys():
            yield from (_Mention(place, code, name in _towns()) for code in names[name])


def _is_foreign(code: str, countries: Countries) -> bool:
    return code != countries.home and (not countries.partners or code in countries.partners or code not in _NEUTRAL)


def _has_law(place: int, texts: Sequence[str], named: frozenset[int], foreign: frozenset[int]) -> bool:
    """Whether a name goes with a law or a court: "norsk materiell rett", "the law is that of Norway".

    A language does not ("skrevet på norsk og underlagt kinesisk rett"), nor does somebody under another's law ("students
    from Norway follow the laws of China"). A country, no language, alone in a sentence about law is taken for the law's.
    """
    if texts[place] in _LANGUAGES and texts[place - 1 : place] in _SPOKEN_IN and not _is_legal(texts, place + 1):
        return False
    for after in range(place + 1, min(place + 6, len(texts))):
        if after in named:
            break
        if _is_legal(texts, after):
            return not foreign & set(_of_it(after, texts))
    for before in range(place - 1, max(place - 8, -1), -1):
        joined = _JOINS.issuperset(texts[before + 1 : place])
        if (before in named and not joined) or (texts[place] in _LANGUAGES and texts[before] in _SPOKEN):
            return False
        if _is_legal(texts, before):
            return True
    alone = texts[place] not in _LANGUAGES and not foreign
    return alone and any(_is_legal(texts, each) for each in range(len(texts)))


def _of_it(legal: int, texts: Sequence[str]) -> Iterator[int]:
    """The words behind one of law that say whose it is: "the laws of the People's Republic of China"."""
    for place in range(legal + 1, min(legal + 5, len(texts))):
        if texts[place] in _DIVIDES:
            return
        yield place


def _is_legal(texts: Sequence[str], place: int) -> bool:
    """Whether a word is one of law; "rett til" is a right."""
    here, following = texts[place : place + 1], texts[place + 1 : place + 2]
    return bool(here and _LEGAL.match(here[0])) and not (here == ["rett"] and following == ["til"])


@cache
def country_names() -> Mapping[str, frozenset[str]]:
    """Names and adjectives of countries in small letters, with their ISO codes."""
    found: dict[str, set[str]] = {}
    for language in ("en", "nb"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found.setdefault(name.casefold(), set()).add(code)
    for known in (_ADJECTIVES, _TOWNS):
        for code, words in known.items():
            for word in words.split():
                found.setdefault(word.replace("_", " "), set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


@cache
def _towns() -> frozenset[str]:
    """Towns, which have courts but no law."""
    return frozenset(word.replace("_", " ") for words in _TOWNS.values() for word in words.split())


_LEGAL = re.compile(
    r"laws?$|legal|legislat|statut|court|tribunal|arbitrat|jurisdiction|judge|mediat|seat|"
    r"rett(?:en|s\w*)?$|lov(?:en|er|givning\w*)?$|domstol|\w*tingrett|voldgift|verneting|jus$|mekl"
)
_LANGUAGES = word_set(
    "norwegian norsk english engelsk swedish svensk danish dansk finnish finsk icelandic islandsk german tysk "
    "french fransk dutch nederlandsk italian italiensk spanish spansk portuguese portugisisk polish polsk"
)
_SPOKEN = word_set("in på language språk text tekst written skrevet")
_JOINS = word_set("and or og eller of the i , / laws law")
_DIVIDES = word_set("and or og eller but men for ; , ( )")
_SPOKEN_IN = (["in"], ["på"])
_NEUTRAL = word_set(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK SG"
)
"""Whose law or courts are fair to both when they are neither's: of the EEA, Switzerland and the United Kingdom,
where the Lugano or the Hague Convention holds, and Singapore, a common seat of arbitration. Any other is foreign."""


_ADJECTIVES = {
    "NO": "norwegian norsk norske norges norway's",
    "SE": "swedish svensk svenske",
    "DK": "danish dansk danske",
    "FI": "finnish finsk finske",
    "IS": "icelandic islandsk",
    "CN": "chinese kinesisk kinesiske prc people's_republic_of_china folkerepublikken_kina",
    "RU": "russian russisk russiske russian_federation den_russiske_føderasjon",
    "IR": "iranian iransk iranske islamic_republic_of_iran",
    "US": "american amerikansk amerikanske united_states_of_america usa delaware california new_york massachusetts",
    "GB": "english engelsk engelske british britisk britiske england wales scotland united_kingdom uk storbritannia",
    "DE": "german tysk tyske",
    "FR": "french fransk franske",
    "CH": "swiss sveitsisk sveitsiske",
    "NL": "dutch nederlandsk nederlandske",
    "BE": "belgian belgisk belgiske",
    "AT": "austrian østerriksk",
    "IT": "italian italiensk italienske",
    "ES": "spanish spansk spanske",
    "PT": "portuguese portugisisk",
    "PL": "polish polsk polske",
    "EE": "estonian estisk",
    "LV": "latvian latvisk",
    "LT": "lithuanian litauisk",
    "IN": "indian indisk indiske",
    "PK": "pakistani pakistansk pakistanske",
    "JP": "japanese japansk japanske",
    "KR": "korean koreansk koreanske south_korea sør-korea republic_of_korea",
    "SG": "singaporean singaporsk",
    "HK": "hong_kong hongkong hongkongsk",
    "AE": "emirati emiratisk uae",
    "SA": "saudi saudi-arabian saudiarabisk",
    "QA": "qatari qatarsk",
    "TR": "turkish tyrkisk tyrkiske",
    "IL": "israeli israelsk israelske",
    "EG": "egyptian egyptisk egyptiske",
    "ZA": "sørafrikansk",
    "BR": "brazilian brasiliansk brasilianske",
    "CA": "canadian kanadisk kanadiske ontario",
    "AU": "australian australsk australske",
    "VN": "vietnamese vietnamesisk vietnamesiske",
    "MY": "malaysian malaysisk",
    "ID": "indonesian indonesisk",
    "TH": "thai thailandsk",
    "BY": "belarusian belarusisk hviterussisk",
    "KZ": "kazakh kasakhisk kasakhstansk",
    "UA": "ukrainian ukrainsk ukrainske",
    "ET": "ethiopian etiopisk",
    "TZ": "tanzanian tanzaniansk",
    "UG": "ugandan ugandisk",
    "KE": "kenyan kenyansk",
    "GH": "ghanaian ghanesisk",
    "NG": "nigerian nigeriansk",
    "CU": "cuban kubansk kubanske",
    "VE": "venezuelan venezuelansk",
    "SY": "syrian syrisk",
    "IQ": "iraqi irakisk",
    "KP": "north_korean nordkoreansk north_korea nord-korea",
    "MM": "burmese burmesisk myanmar",
    "MX": "mexican meksikansk",
    "AR": "argentinian argentinsk",
    "CL": "chilean chilensk",
    "GR": "greek gresk",
    "HU": "hungarian ungarsk",
    "CZ": "czech tsjekkisk",
    "RS": "serbian serbisk",
}
_TOWNS = {
    "NO": "oslo bergen trondheim tromsø stavanger ås",
    "SE": "stockholm",
    "DK": "copenhagen københavn",
    "FI": "helsinki helsingfors",
    "IS": "reykjavik",
    "CN": "beijing shanghai",
    "RU": "moscow moskva st_petersburg",
    "IR": "tehran teheran",
    "GB": "london",
    "DE": "berlin munich münchen",
    "FR": "paris",
    "CH": "geneva genève zurich zürich",
    "NL": "hague haag amsterdam",
    "BE": "brussels brussel",
    "AT": "vienna wien",
    "IT": "rome roma milan",
    "ES": "madrid",
    "PT": "lisbon",
    "PL": "warsaw warszawa",
    "EE": "tallinn",
    "LV": "riga",
    "LT": "vilnius",
    "IN": "delhi new_delhi mumbai",
    "PK": "islamabad",
    "JP": "tokyo",
    "KR": "seoul",
    "AE": "dubai abu_dhabi",
    "SA": "riyadh",
    "QA": "doha",
    "TR": "ankara istanbul",
    "IL": "jerusalem tel_aviv",
    "EG": "cairo kairo",
    "ZA": "pretoria johannesburg",
    "BR": "brasília",
    "CA": "toronto",
    "AU": "sydney",
    "VN": "hanoi",
    "MY": "kuala_lumpur",
    "ID": "jakarta",
    "TH": "bangkok",
    "BY": "minsk",
    "KZ": "astana almaty",
    "UA": "kyiv kiev",
    "ET": "addis_ababa",
    "UG": "kampala",
    "KE": "nairobi",
    "GH": "accra",
    "NG": "lagos abuja",
    "CU": "havana",
    "VE": "caracas",
    "SY": "damascus damaskus",
    "IQ": "baghdad bagdad",
    "KP": "pyongyang",
    "AR": "buenos_aires",
    "CL": "santiago",
    "GR": "athens athen",
    "HU": "budapest",
    "CZ": "prague praha",
    "RS": "belgrade beograd",
}
