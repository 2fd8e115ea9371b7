"""What in a clause does not fit what is known of an agreement: another law or place for disputes, and words for two parties."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from aktsom.engine.clauses.country_words import country_names, towns

LAW = "law"
"""The condition that says whose law applies and where disputes are settled."""
Place = tuple[int, int]


class Misfit(StrEnum):
    """What does not fit: the law, the place for disputes, or that there are more parties than two."""

    LAW = "law"
    FORUM = "forum"
    PARTIES = "parties"


@dataclass(frozen=True, slots=True)
class Known:
    """What a clause is held against: the country of the governing law ("" where none is known), the place for disputes in
    words, and how many parties there are."""

    language: str
    law: str = ""
    forum: str = ""
    parties: int = 2


_OF_TWO = {
    "en": re.compile(
        r"\b(?:the other(?:'s|’s)?(?: Party(?:'s|’s)?)?(?! Parties)|both(?: Parties)?|each other|either(?: Party)?|"
        r"neither(?! it\b)(?: Party)?|the two Parties)(?!\w)",
        re.IGNORECASE,
    ),
    "nb": re.compile(
        r"\b(?:den andre(?:s|(?: parten(?:s)?)?)|den ene parten|begge(?: parter| partene|s)?|de to partene)(?!\w)",
        re.IGNORECASE,
    ),
}
"""Words for two parties, wherever they stand."""
_LEGAL = {
    "en": re.compile(r"\blaws?\b", re.IGNORECASE),
    "nb": re.compile(r"\b(?:rett|retten|lov|lovgivning)\b", re.IGNORECASE),
}
_SETTLED = {
    "en": re.compile(r"\b(?:courts|arbitration|tribunal)\b", re.IGNORECASE),
    "nb": re.compile(r"\b(?:domstoler|domstolene|voldgift|\w*tingrett|verneting)\b", re.IGNORECASE),
}
_SENTENCE = re.compile(r"\S.*?(?:[.;](?=\s|$)|$)")


def misfits(condition: str, texts: Sequence[str], known: Known) -> Mapping[Misfit, Sequence[tuple[int, Place]]]:
    """For each thing that does not fit, the places in a clause's paragraphs: which paragraph, from, to."""
    found = {
        Misfit.LAW: list(_other_law(texts, known)) if condition == LAW and known.law else [],
        Misfit.FORUM: list(_other_forum(texts, known)) if condition == LAW and known.forum else [],
        Misfit.PARTIES: list(_of_two(texts, known)) if known.parties > 2 else [],
    }
    return {misfit: places for misfit, places in found.items() if places}


def _of_two(texts: Sequence[str], known: Known) -> Iterator[tuple[int, Place]]:
    for at, text in enumerate(texts):
        yield from ((at, each.span()) for each in _OF_TWO[known.language].finditer(text))


def _other_law(texts: Sequence[str], known: Known) -> Iterator[tuple[int, Place]]:
    """The sentences on law that do not name the country whose law is registered."""
    for at, text in enumerate(texts):
        for start, stop in _sentences(text, _LEGAL[known.language]):
            if not _names(text[start:stop], known.law):
                yield at, (start, stop)


def _other_forum(texts: Sequence[str], known: Known) -> Iterator[tuple[int, Place]]:
    """The sentences on where disputes are settled, unless the clause says the registered place in its words."""
    if any(known.forum.casefold() in text.casefold() for text in texts):
        return
    for at, text in enumerate(texts):
        yield from ((at, place) for place in _sentences(text, _SETTLED[known.language]))


def _sentences(text: str, about: re.Pattern[str]) -> Iterator[Place]:
    return (each.span() for each in _SENTENCE.finditer(text) if about.search(each[0]))


def _names(text: str, country: str) -> bool:
    """Whether a text names a country, by its name or by what is its."""
    words = re.sub(r"[^\w'-]+", " ", text.casefold().replace("’", "'"))
    padded = f" {words} "
    return any(
        country in codes and name not in towns() and f" {name} " in padded for name, codes in country_names().items()
    )
