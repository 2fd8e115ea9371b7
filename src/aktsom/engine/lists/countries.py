"""Country names, codes and demonyms as sources print them, to ISO 3166-1 alpha-2."""

import re
import unicodedata
from functools import cache, lru_cache

import pycountry
from babel import Locale

_OTHER_CODES = {"EL": "GR", "UK": "GB", "XK": "XK", "PRC": "CN", "DPRK": "KP", "ROK": "KR", "UAE": "AE", "USA": "US",
    "DRC": "CD", "CAR": "CF", "USSR": "SU", "KSA": "SA", "KOS": "XK", "XKX": "XK", "NM": "MK"}  # fmt: skip
"""Codes of other systems. The Commission writes EL and UK; XK stands for Kosovo until ISO gives it a code."""

_NO_COUNTRY = frozenset({"SU"})

_OTHER_NAMES = {
    "AE": "emirates; uae; u a e",
    "BA": "bosnia; bosnia herzegovina",
    "BN": "brunei",
    "BO": "bolivia",
    "CD": "democratic republic congo; dr congo; congo kinshasa; congo democratic republic; zaire; d r congo",
    "CG": "congo brazzaville; republic congo",
    "CI": "ivory coast; cote d ivoire",
    "CN": "china; people s republic china; peoples republic china; mainland china; p r china; china people s republic",
    "CV": "cape verde",
    "CZ": "czech republic; czechia",
    "FK": "falkland islands",
    "FM": "micronesia",
    "GB": "great britain; britain; england; scotland; wales; northern ireland; united kingdom; u k",
    "GM": "gambia",
    "HK": "hong kong; hongkong; hong kong china; hong kong sar; hong kong s a r; hong kong special administrative; "
    "china hong kong special administrative",
    "IM": "man isle of",
    "IR": "iran; islamic republic iran; i r iran",
    "KP": "north korea; democratic people s republic korea; dpr korea; dprk; korea north; korea dpr; d p r k",
    "KR": "south korea; republic korea; korea south; korea; korea republic",
    "LA": "laos; lao",
    "MD": "moldova",
    "MK": "macedonia; north macedonia; fyrom; former yugoslav republic macedonia",
    "MM": "burma; myanmar; myanmar burma; burma myanmar",
    "MO": "macau; macao; macau sar; macao sar",
    "NL": "holland; netherlands",
    "PS": "palestine; palestinian territories; west bank; gaza; gaza strip; occupied palestinian territory; "
    "northern gaza; north gaza; palestinian",
    "RU": "russia; russian federation; russian",
    "ST": "sao tome",
    "SX": "saint maarten",
    "SY": "syria",
    "SZ": "swaziland",
    "TL": "east timor",
    "TR": "turkey; turkiye; trkiye",
    "TW": "taiwan; taiwan province china; taiwan china",
    "TZ": "tanzania; united republic tanzania",
    "UA": "ukraine; crimea; crimea occupied",
    "US": "america; united states; united states america; u s a; u s; usa",
    "VA": "vatican; holy see",
    "VE": "venezuela",
    "VG": "british virgin islands; bvi",
    "VI": "us virgin islands",
    "VN": "vietnam",
    "XK": "kosovo",
}

_DEMONYMS = {
    "AE": "emirati", "AF": "afghan; afgan", "AL": "albanian", "AM": "armenian", "AO": "angolan", "AR": "argentinian; "
    "argentine", "AT": "austrian", "AU": "australian", "AZ": "azerbaijani; azeri", "BA": "bosnian", "BD": "bangladeshi",
    "BE": "belgian", "BF": "burkinabe", "BG": "bulgarian", "BH": "bahraini", "BI": "burundian", "BJ": "beninese",
    "BR": "brazilian", "BY": "belarusian; belarussian", "CA": "canadian", "CF": "central african",
    "CH": "swiss", "CI": "ivorian", "CL": "chilean", "CM": "cameroonian", "CN": "chinese", "CO": "colombian",
    "CU": "cuban", "CY": "cypriot", "CZ": "czech", "DE": "german", "DK": "danish", "DO": "dominican republic",
    "DZ": "algerian", "EC": "ecuadorian", "EE": "estonian", "EG": "egyptian", "ER": "eritrean", "ES": "spanish",
    "ET": "ethiopian", "FI": "finnish", "FR": "french", "GB": "british", "GE": "georgian", "GH": "ghanaian",
    "GN": "guinean", "GR": "greek", "GT": "guatemalan", "HN": "honduran", "HR": "croatian", "HT": "haitian",
    "HU": "hungarian", "ID": "indonesian", "IE": "irish", "IL": "israeli", "IN": "indian", "IQ": "iraqi",
    "IR": "iranian", "IS": "icelandic", "IT": "italian", "JO": "jordanian", "JP": "japanese", "KE": "kenyan",
    "KG": "kyrgyz", "KH": "cambodian", "KP": "north korean", "KR": "south korean", "KW": "kuwaiti", "KZ": "kazakh; "
    "kazakhstani", "LB": "lebanese", "LK": "sri lankan", "LR": "liberian", "LT": "lithuanian", "LU": "luxembourgish",
    "LV": "latvian", "LY": "libyan", "MA": "moroccan", "MD": "moldovan", "ME": "montenegrin", "ML": "malian",
    "MM": "burmese", "MN": "mongolian", "MR": "mauritanian", "MT": "maltese", "MX": "mexican", "MY": "malaysian",
    "NG": "nigerian", "NI": "nicaraguan", "NL": "dutch", "NO": "norwegian", "NP": "nepalese", "OM": "omani",
    "PA": "panamanian", "PE": "peruvian", "PH": "filipino; philippine", "PK": "pakistani", "PL": "polish",
    "PS": "palestinian", "PT": "portuguese", "PY": "paraguayan", "QA": "qatari", "RO": "romanian", "RS": "serbian",
    "RW": "rwandan", "SA": "saudi; saudi arabian", "SD": "sudanese", "SE": "swedish", "SG": "singaporean",
    "SI": "slovenian", "SK": "slovak", "SN": "senegalese", "SO": "somali; somalian", "SS": "south sudanese",
    "SV": "salvadoran", "SY": "syrian", "TD": "chadian", "TG": "togolese", "TH": "thai", "TJ": "tajik", "TM": "turkmen",
    "TN": "tunisian", "TR": "turkish", "TW": "taiwanese", "TZ": "tanzanian", "UA": "ukrainian", "UG": "ugandan",
    "US": "american", "UY": "uruguayan", "UZ": "uzbek; uzbekistani", "VE": "venezuelan", "VN": "vietnamese",
    "YE": "yemeni", "ZA": "south african", "ZM": "zambian", "ZW": "zimbabwean",
}  # fmt: skip

_SMALL_WORDS = frozenset({"the", "of", "and", "region", "presumed", "possibly", "allegedly", "assumed", "citizen",
    "citizenship", "national", "passport", "by", "birth", "a", "b", "c", "or"})  # fmt: skip
_NOT_WORD = re.compile(r"[^\w]+")
_BRACKETED = re.compile(r"\([^()]*\)")
_SEPARATORS = re.compile(r"\(\w\)|(?<!\w)\w\)|[,;/()]|\.\s|\s(?:and/or|and|or)\s", re.IGNORECASE)


@lru_cache(maxsize=8192)
def country_code(text: str) -> str | None:
    """The alpha-2 code (upper case) of one country given as code, name or demonym; None when it is none we know.

    Understands alpha-2 and alpha-3 codes, EL, UK and XK, official, common and many printed names in English, in any
    case and with or without diacritics.
    """
    shown = text.strip()
    if not shown or len(shown) > 100:
        return None
    if len(shown) <= 4 and shown.isascii():
        by_code = _codes().get(shown.upper())
        if by_code:
            return by_code
    return _names().get(_key(shown))


def country_as_written(text: str) -> str | None:
    """The alpha-2 code of one country as `country_code` understands it, or by its Norwegian name."""
    return country_code(text) or _norwegian().get(text.strip().casefold())


def country_codes(text: str) -> tuple[str, ...]:
    """Every country in a text such as "(a) German; (b) Algerian", each once, in printed order."""
    whole = country_code(text)
    if whole:
        return (whole,)
    found = (country_code(part) for part in _SEPARATORS.split(text[:500]) if part)
    return tuple(dict.fromkeys(code for code in found if code))


def country_of_address(address: str) -> str | None:
    """The country that an address ends with, when its last part names one."""
    parts = [part for part in _BRACKETED.sub(" ", address).split(",") if part.strip()]
    return country_code(parts[-1].strip(' ."')) if parts else None


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words = _NOT_WORD.sub(" ", plain).split()
    return " ".join(word for word in words if word not in _SMALL_WORDS)


@cache
def _codes() -> dict[str, str]:
    known = {country.alpha_3: country.alpha_2 for country in pycountry.countries}
    known |= {country.alpha_2: country.alpha_2 for country in pycountry.countries}
    known |= {code: target for code, target in _OTHER_CODES.items() if target not in _NO_COUNTRY}
    return known


@cache
def _norwegian() -> dict[str, str]:
    territories = Locale("nb").territories.items()
    return {name.casefold(): code for code, name in territories if code in _codes()} | {
        "storbritannia": "GB",
        "hviterussland": "BY",
    }


@cache
def _names() -> dict[str, str]:
    known: dict[str, str] = {}
    for country in pycountry.countries:
        for name in (country.name, getattr(country, "common_name", ""), getattr(country, "official_name", "")):
            if name:
                known[_key(name)] = country.alpha_2
    for table in (_DEMONYMS, _OTHER_NAMES):
        for code, names in table.items():
            known |= {_key(name): code for name in names.split("; ")}
    return known
