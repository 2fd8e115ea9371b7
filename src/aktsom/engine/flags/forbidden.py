"""What no rule may rest on: who somebody is or where they come from.

The ground is the hard rule of fairness: nationality, citizenship, ethnicity, birthplace, religion, language and
names-as-proxy are never inputs to a rule, a route, a ranking or a default.
"""

import re
import unicodedata

_ANYWHERE = (
    *("nationalit", "citizen", "ethnic", "birthplace", "placeofbirth", "birthcountry", "countryofbirth", "cityofbirth"),
    *("birthland", "bornin", "foreignborn", "religio", "worship", "language", "mothertongue", "nativetongue"),
    *("nativespeaker", "dialect", "racial", "skincolo", "ancestr", "diaspora", "immigra", "migrant", "homeland"),
    *("passportcountry", "tribal", "surname", "firstname", "givenname", "lastname", "familyname", "middlename"),
    *("forename", "personname", "fullname", "nameorigin", "namebased"),
    *("nasjonalit", "statsborg", "etnisk", "etnisit", "fodested", "fodeland", "fodtland", "fodtutland", "hudfarge"),
    *("herkomst", "avstamning", "landbakgrunn", "livssyn", "trossamfunn", "trosretning", "sprak", "morsmal"),
    *("etternavn", "fornavn", "mellomnavn", "personnavn", "slektsnavn", "opprinnelse", "innvandr", "hjemland"),
    *("folkegruppe", "minoritetsbakgrunn"),
)
"""Forbidden wherever the letters stand in an identifier or a text, whatever is put between them."""

_AS_WORD = frozenset(
    {"race", "races", "faith", "caste", "creed", "tribe", "descent", "name", "names", "tongue", "origin", "origins"}
    | {"born", "nation", "folk", "rase", "raser", "tro", "kaste", "navn", "birth", "fodt"}
)
"""Forbidden as a word of its own; inside other words (trace, control) the letters mean nothing."""

_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "å": "a", "ð": "d", "þ": "th", "ł": "l"})
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмнтвοαινρτυχεκАВЕКМНОРСТУХІЈЅΑΒΕΗΙΚΜΝΟΡΤΥΧ", "aeopcyxijsdhkmhtboaivptuxekABEKMHOPCTYXIJSABEHIKMNOPTYX"
)
"""Cyrillic and Greek letters that look like Latin ones: they would hide a word from this list and not from a reader."""

_WORD_BREAK = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-zÀ-ɏ]+")


def forbidden_term(text: str) -> str | None:
    """The forbidden term that an identifier or text contains, or None.

    >>> forbidden_term("person.NationalityCode")
    'nationalit'
    """
    words = [_fold(word) for word in _WORD_BREAK.split(_plain(text)) if word]
    joined = "".join(words)
    for term in _ANYWHERE:
        if term in joined:
            return term
    return next((word for word in words if word in _AS_WORD), None)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).translate(_LOOKALIKES)


def _fold(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    return "".join(letter for letter in decomposed if letter.isalpha())
