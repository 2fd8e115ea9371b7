"""The words by which texts name a country: its names, adjectives, states with laws of their own, and towns."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from babel import Locale


@cache
def country_names() -> Mapping[str, frozenset[str]]:
    """Names and adjectives of countries, their states and towns, in small letters, with the countries' ISO codes."""
    found: dict[str, set[str]] = {}
    for name, code in (*_territories(), *(each for table in (ADJECTIVES, STATES, TOWNS) for each in _rows(table))):
        found.setdefault(name, set()).add(code)
    return {name: frozenset(codes) for name, codes in found.items()}


@cache
def names_by_beginning() -> Mapping[str, Sequence[str]]:
    """The same names by their first words, the longest first."""
    found = defaultdict[str, list[str]](list)
    for name in sorted(country_names(), key=len, reverse=True):
        found[name.split(" ")[0]].append(name)
    return found


@cache
def towns() -> frozenset[str]:
    """Towns, which have courts but no law."""
    return frozenset(name for name, _code in _rows(TOWNS)) - {name for name, _code in _rows(STATES)}


def _territories() -> Iterator[tuple[str, str]]:
    """Each country as it is called, and what is its: "singapores rett", "singapore's law"."""
    for language, owns in (("en", "'s"), ("nb", "s")):
        for code, named in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                name = named.casefold()
                yield from ((name, code), (name + owns, code))


def _rows(table: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for code, words in table.items():
        for word in words.split():
            yield word.replace("_", " "), code


ADJECTIVES = {
    "NO": "norwegian norsk norske norges norway's",
    "SE": "swedish svensk svenske",
    "DK": "danish dansk danske",
    "FI": "finnish finsk finske",
    "IS": "icelandic islandsk",
    "CN": "chinese kinesisk kinesiske prc people's_republic_of_china folkerepublikken_kina",
    "RU": "russian russisk russiske russian_federation den_russiske_føderasjon",
    "IR": "iranian iransk iranske islamic_republic_of_iran",
    "US": "american amerikansk amerikanske united_states_of_america usa",
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
    "CA": "canadian kanadisk kanadiske",
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
    "IE": "irish irsk irske",
    "LU": "luxembourgish luxembourgsk",
    "SK": "slovak slovakisk",
    "SI": "slovenian slovensk",
    "HR": "croatian kroatisk",
    "RO": "romanian rumensk",
    "BG": "bulgarian bulgarsk",
    "CY": "cypriot kypriotisk",
    "MT": "maltese maltesisk",
    "LI": "liechtensteinsk",
    "KW": "kuwaiti kuwaitisk",
    "OM": "omani omansk",
    "BH": "bahraini bahrainsk",
    "JO": "jordanian jordansk",
    "LB": "lebanese libanesisk",
    "YE": "yemeni jemenittisk",
    "UZ": "uzbek usbekisk",
    "TM": "turkmen turkmensk",
    "KG": "kyrgyz kirgisisk",
    "TJ": "tajik tadsjikisk",
    "AZ": "azerbaijani aserbajdsjansk",
    "AM": "armenian armensk",
    "GE": "georgian georgisk",
    "MN": "mongolian mongolsk",
    "TW": "taiwanese taiwansk",
    "PH": "philippine filipino filippinsk",
    "BD": "bangladeshi bangladeshisk",
    "LK": "sri_lankan srilankisk",
    "NP": "nepalese nepali nepalsk",
    "KH": "cambodian kambodsjansk",
    "LA": "lao laotian laotisk",
    "MA": "moroccan marokkansk",
    "DZ": "algerian algerisk",
    "TN": "tunisian tunisisk",
    "LY": "libyan libysk",
    "SD": "sudanese sudansk",
    "RW": "rwandan rwandisk",
    "ZM": "zambian zambisk",
    "ZW": "zimbabwean zimbabwisk",
    "MZ": "mozambican mosambikisk",
    "NA": "namibian namibisk",
    "BW": "botswanan botswansk",
    "MW": "malawian malawisk",
    "SN": "senegalese senegalesisk",
    "CM": "cameroonian kamerunsk",
    "AO": "angolan angolansk",
    "PE": "peruvian peruansk",
    "CO": "colombian colombiansk",
    "EC": "ecuadorian ecuadoriansk",
    "BO": "bolivian boliviansk",
    "UY": "uruguayan uruguayansk",
    "PY": "paraguayan paraguayansk",
    "NZ": "newzealandsk",
    "MD": "moldovan moldovsk",
    "BA": "bosnian bosnisk",
    "MK": "macedonian makedonsk",
    "AL": "albanian albansk",
    "ME": "montenegrin montenegrinsk",
    "AF": "afghan afghansk",
}
TOWNS = {
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
STATES = {
    "US": "alabama alaska arizona arkansas california colorado connecticut delaware district_of_columbia florida georgia "
    "hawaii idaho illinois indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi "
    "missouri montana nebraska nevada new_hampshire new_jersey new_mexico new_york north_carolina north_dakota ohio oklahoma "
    "oregon pennsylvania puerto_rico rhode_island south_carolina south_dakota tennessee texas utah vermont virginia washington "
    "west_virginia wisconsin wyoming texan californian",
    "CA": "alberta british_columbia manitoba new_brunswick newfoundland nova_scotia ontario prince_edward_island quebec québec "
    "saskatchewan",
    "AU": "new_south_wales queensland south_australia tasmania tasmanian victoria western_australia northern_territory",
    "AE": "emirate emirates emiratenes emiratene abu_dhabi dubai sharjah",
}
"""States, provinces and emirates with laws of their own."""
