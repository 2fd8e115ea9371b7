"""What a cell says of where an agreement stands, what it is worth, its language, and what kind of paper a file is."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache

from django.utils.translation import override

from aktsom.cooperation.agreements.drafts import BEGINS_AS, LANGUAGES, MOST_VALUE, is_currency
from aktsom.cooperation.agreements.models import Agreement, Document

State, Kind = Agreement.State, Document.Kind
BY_ITS_DAYS = (State.IN_FORCE, State.LAPSING, State.ENDED)
"""Where the calendar puts what is signed."""
_STATES = {
    "utkast": State.DRAFT, "under arbeid": State.DRAFT, "forhandlet": State.NEGOTIATED, "ferdig forhandlet": State.NEGOTIATED,
    "underskrevet": State.SIGNED, "signert": State.SIGNED, "aktiv": State.SIGNED, "active": State.SIGNED,
    "gjeldende": State.SIGNED, "løpende": State.SIGNED, "i kraft": State.SIGNED, "gyldig": State.SIGNED, "valid": State.SIGNED,
    "utløpt": State.ENDED, "expired": State.ENDED, "avsluttet": State.ENDED,
}  # fmt: skip
_PAPERS = {
    "avtale": Kind.AGREEMENT, "hovedavtale": Kind.AGREEMENT, "agreement": Kind.AGREEMENT, "main agreement": Kind.AGREEMENT,
    "contract": Kind.AGREEMENT, "kontrakt": Kind.AGREEMENT, "tilleggsavtale": Kind.AMENDMENT, "endring": Kind.AMENDMENT,
    "addendum": Kind.AMENDMENT, "appendix": Kind.ANNEX, "bilag": Kind.ANNEX, "attachment": Kind.ANNEX, "utkast": Kind.DRAFT,
    "draft": Kind.DRAFT, "brev": Kind.LETTER, "letter": Kind.LETTER, "annet": Kind.OTHER, "other": Kind.OTHER,
}  # fmt: skip
_LANGUAGES = {
    "bokmål": "nb", "norsk": "nb", "norwegian": "nb", "no": "nb", "nynorsk": "nn", "engelsk": "en", "english": "en",
    "eng": "en", "annet": "other", "other": "other",
} | dict.fromkeys(
    ("svensk", "swedish", "dansk", "danish", "tysk", "german", "fransk", "french", "spansk", "spanish", "kinesisk", "chinese",
     "russisk", "russian", "japansk", "japanese", "italiensk", "italian", "finsk", "finnish", "portugisisk", "portuguese"),
    "other",
)  # fmt: skip
_CURRENCIES = {"kr": "NOK", "kr.": "NOK", "kroner": "NOK", "€": "EUR", "euro": "EUR", "£": "GBP"}
_AMOUNT = re.compile(
    r"(?P<before>[^\W\d_]*\.?|[€£])\s*(?P<number>[0-9][0-9 .,'’]*?)(?:,-)?\s*(?P<after>[^\W\d_]*\.?|[€£])"
)
"""A currency before or after a number, or none; ",-" is how whole kroner are written."""
_NO_END = frozenset((
    "løpende", "løpende avtale", "til oppsigelse", "inntil oppsigelse", "til den sies opp", "ubestemt", "ubestemt tid",
    "på ubestemt tid", "tidsubestemt", "inntil videre", "ubegrenset", "tidsubegrenset", "evigvarende", "evig", "uten sluttdato",
    "ingen sluttdato", "ongoing", "until further notice", "indefinite", "indefinitely", "open ended", "unlimited",
    "no end date", "no expiry", "no expiry date", "permanent", "perpetual", "perpetuity", "in perpetuity", "until terminated",
    "until termination", "running",
))  # fmt: skip
"""What stands in place of a last day where there is none."""
_NONE = frozenset(
    ("nei", "no", "ingen", "ikke", "none", "nil", "not applicable", "ikke aktuelt", "n a", "na", "null", "")
)
_WHOLE = re.compile(r"[0-9]+|[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*")


def state_of(said: str) -> str:
    """Where it stands; `ended` for what has ended. Raises `ValueError` for where nothing can stand when it is registered."""
    found = _states().get(said.casefold(), "")
    if found not in (*BEGINS_AS, *BY_ITS_DAYS):
        raise ValueError(said)
    return str(found if found in (*BEGINS_AS, State.ENDED) else State.SIGNED)


def paper_of(said: str) -> str:
    """What kind of paper it is. Raises `ValueError`."""
    found = _papers().get(said.casefold())
    if found is None:
        raise ValueError(said)
    return found


def has_no_end(said: str) -> bool:
    """Whether a cell says that there is no last day."""
    return bool(said) and (_plain(said) in _NO_END or says_none(said))


def says_none(said: str) -> bool:
    """Whether a cell says that there is nothing of what it is for."""
    return bool(said) and _plain(said) in _NONE


def language_of(said: str) -> str:
    """The language of the text. Raises `ValueError`."""
    found = _languages().get(said.casefold())
    if found is None:
        raise ValueError(said)
    return found


def amount_of(said: str) -> tuple[Decimal, str]:
    """An amount and the currency that stands beside it, "" where none does. Raises `ValueError`."""
    found = _AMOUNT.fullmatch(said.replace("\u00a0", " ").replace("\u202f", " ").strip())
    if found is None or (found["before"] and found["after"]):
        raise ValueError(said)
    value, beside = _number(found["number"]), found["before"] or found["after"]
    if value >= MOST_VALUE:
        raise ValueError(said)
    return value, currency_of(beside) if beside else ""


def currency_of(said: str) -> str:
    """The code of a currency that is in use (ISO 4217): "tkr" and "mrd" are none. Raises `ValueError`."""
    code = _CURRENCIES.get(said.casefold(), said.upper())
    if not is_currency(code):
        raise ValueError(said)
    return code


def _plain(said: str) -> str:
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFC", said).casefold()))


def _number(said: str) -> Decimal:
    """As people write it: blanks, dots or commas between thousands, and a dot or a comma before one or two decimals."""
    digits = re.sub(r"[ '’]", "", said)
    whole, decimals = digits, ""
    if split := re.fullmatch(r"(.*)[.,]([0-9]{1,2})", digits):
        whole, decimals = split[1], split[2]
    if not _WHOLE.fullmatch(whole):
        raise ValueError(said)
    return Decimal(f"{re.sub(r'[.,]', '', whole)}.{decimals or 0}")


@cache
def _states() -> dict[str, str]:
    return worded(_STATES, State.choices)


@cache
def _papers() -> dict[str, str]:
    return worded(_PAPERS, Kind.choices)


@cache
def _languages() -> dict[str, str]:
    return worded(_LANGUAGES, LANGUAGES.items())


def worded(more: Mapping[str, str], choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Each choice by its own name and by its words in both languages, in small letters, beside what else people write."""
    chosen, words = list(choices), dict[str, str]()
    for language in ("nb", "en"):
        with override(language):
            words |= {str(label).casefold(): value for value, label in chosen}
    return {**more, **words, **{value: value for value, _label in chosen}}
