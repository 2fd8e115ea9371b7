"""Say in words why a query and a listed name are taken for one party."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from aktsom.engine.names.types import Evidence, Hit, How, PartMatch

_RARE = 0.75
_COMMON = 0.45

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "is exact": "Same name.",
        "is strong": "Nearly the same name.",
        "is possible": "Similar name.",
        "is part of": "One contains the other.",
        How.EXACT: "the same: {parts}",
        How.SPELLING: "spelled differently: {parts}",
        How.TRANSLITERATION: "in another script: {parts}",
        How.MEANING: "the same word in another form or language: {parts}",
        How.INITIAL: "by the first letter only: {parts}",
        "pair": "“{query_part}” = “{listed_part}”",
        "one": "“{query_part}”",
        "rare": "{parts} (rare in the lists)",
        "common": "common in the lists: {parts}",
        "left query": "Only in the query: {words}.",
        "left listed": "Only in the list: {words}.",
        Evidence.ORDER: "The words stand in another order.",
        Evidence.COUNTRY_SAME: "Same country.",
        Evidence.COUNTRY_INFERRED: "The list gives no country; its name points to the same one.",
        Evidence.COUNTRY_OTHER: "Another country: may be a namesake.",
        Evidence.BIRTH_SAME: "The birth dates agree.",
        Evidence.BIRTH_OTHER: "The birth dates differ.",
        Evidence.IDENTIFIER_SAME: "An identifier agrees.",
        Evidence.GENERIC: "The name has only common words, so this proves little.",
        Evidence.ACRONYM: "Only an acronym agrees, so this proves little.",
        Evidence.CURATED: "The name is not the list's own; source: {source}.",
        Evidence.UNVERIFIED: "The name is not the list's own, and that the body bears it is not verified; ask: {source}.",
        Evidence.INSIDE_LISTED: "The listed body looks like a part of the one asked about.",
        Evidence.INSIDE_QUERY: "The one asked about looks like a part of the listed body.",
    },
    "nb": {
        "is exact": "Samme navn.",
        "is strong": "Nesten samme navn.",
        "is possible": "Lignende navn.",
        "is part of": "Den ene inneholder den andre.",
        How.EXACT: "likt: {parts}",
        How.SPELLING: "stavet ulikt: {parts}",
        How.TRANSLITERATION: "skrevet med en annen skrift: {parts}",
        How.MEANING: "samme ord i en annen form eller på et annet språk: {parts}",
        How.INITIAL: "bare forbokstaven: {parts}",
        "pair": "«{query_part}» = «{listed_part}»",
        "one": "«{query_part}»",
        "rare": "{parts} (sjeldent i listene)",
        "common": "vanlig i listene: {parts}",
        "left query": "Bare i søket: {words}.",
        "left listed": "Bare i listen: {words}.",
        Evidence.ORDER: "Ordene står i en annen rekkefølge.",
        Evidence.COUNTRY_SAME: "Samme land.",
        Evidence.COUNTRY_INFERRED: "Listen oppgir ikke land, men navnet tyder på det samme.",
        Evidence.COUNTRY_OTHER: "Et annet land: kan være en navnebror.",
        Evidence.BIRTH_SAME: "Fødselsdatoene stemmer overens.",
        Evidence.BIRTH_OTHER: "Fødselsdatoene er ulike.",
        Evidence.IDENTIFIER_SAME: "Et identifikasjonsnummer stemmer overens.",
        Evidence.GENERIC: "Navnet har bare vanlige ord, så dette beviser lite.",
        Evidence.ACRONYM: "Bare en forkortelse stemmer, så dette beviser lite.",
        Evidence.CURATED: "Navnet står ikke i listen; kilde: {source}.",
        Evidence.UNVERIFIED: "Navnet står ikke i listen, og at det er organets, er ikke kontrollert; spør: {source}.",
        Evidence.INSIDE_LISTED: "Det listeførte organet ser ut til å være en del av det som det søkes på.",
        Evidence.INSIDE_QUERY: "Det som det søkes på, ser ut til å være en del av det listeførte organet.",
    },
}


def explain(hit: Hit, language: str = "en") -> str:
    """One line for people, in English (`en`) or Bokmål (`nb`); another language gives English."""
    words = _WORDS.get(language, _WORDS["en"])
    sentences = [words[f"is {hit.strength}"], _parts(hit.parts, words)]
    for key, left in (("left query", hit.leftover_query), ("left listed", hit.leftover_listed)):
        if left:
            sentences.append(words[key].format(words=", ".join(words["one"].format(query_part=w) for w in left)))
    said = [each for each in hit.evidence if each is not Evidence.CURATED or Evidence.UNVERIFIED not in hit.evidence]
    sentences += [words[evidence].format(source=hit.source) for evidence in said]
    return " ".join(sentence for sentence in sentences if sentence)


def one_line_each(parts: Iterable[tuple[str, str, str, float]]) -> Iterator[tuple[str, str, str, float]]:
    """Parts as query, listed, how and weight: what one part of the query means in several words stands in one line."""
    for (query, how), same in groupby(parts, key=lambda each: (each[0], each[2])):
        group = list(same)
        if how == How.EXACT:
            yield from group
        else:
            yield query, " ".join(each[1] for each in group), how, max(each[3] for each in group)


def _parts(found: tuple[PartMatch, ...], words: dict[str, str]) -> str:
    lines = one_line_each((each.query_part, each.listed_part, each.how, each.weight) for each in found)
    parts = [PartMatch(query, listed, How(how), weight) for query, listed, how, weight in lines]
    clauses = []
    for how in How:
        members = [part for part in parts if part.how is how]
        if members:
            clauses.append(words[how].format(parts=", ".join(_by_rarity(members, words))))
    sentence = "; ".join(clauses)
    return f"{sentence[0].upper()}{sentence[1:]}." if sentence else ""


def _by_rarity(parts: Sequence[PartMatch], words: dict[str, str]) -> list[str]:
    """The words, the rare ones first, those that are common in the lists last; which are is said once."""
    said = []
    for note in ("rare", "", "common"):
        group = ", ".join(_part(part, words) for part in parts if _note(part) == note)
        if group:
            said.append(words[note].format(parts=group) if note else group)
    return said


def _note(part: PartMatch) -> str:
    return "rare" if part.weight >= _RARE else "common" if part.weight < _COMMON else ""


def _part(part: PartMatch, words: dict[str, str]) -> str:
    template = words["one" if part.query_part.casefold() == part.listed_part.casefold() else "pair"]
    return template.format(query_part=part.query_part, listed_part=part.listed_part)
