"""An agreement as the check reads it: its sentences, without what is struck, foreign or not binding, and their words."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aktsom.engine.clauses.marks import marks, parties_named
from aktsom.engine.clauses.sentences import Sentence, language_by, lead_ins, small_words, spans, texts_of, words_in
from aktsom.engine.clauses.striking import struck
from aktsom.engine.clauses.whose_law import Countries
from aktsom.engine.papers.languages import foreign
from aktsom.engine.papers.types import Passage

_PREAMBLE = re.compile(
    r"^(?:whereas|recitals?|preamble|background(?: and purpose)?|considering|introduction|fortale|innledning|bakgrunn"
    r"(?: og formål)?|ettersom|preambel)\b",
    re.IGNORECASE,
)
_RECITAL = re.compile(
    r"^\W*(?:\w\W+)?(?:whereas|considering|recogni[sz]ing|noting|desiring|acknowledging|having regard|mindful|ettersom|"
    r"i erkjennelse|som erkjenner|under henvisning|idet partene)\b",
    re.IGNORECASE,
)
_SCHEDULE = re.compile(r"^(?:schedule|annex|appendix|exhibit|vedlegg|bilag)\b", re.IGNORECASE)
# These read small letters, which is far quicker than to ignore the case.
_ANNEXED = re.compile(r"schedule|annex|appendi|exhibit|vedlegg|bilag")
_NOT_BINDING = re.compile(
    r"not binding|no(?:t form)? part|illustrat|information only|for guidance|no legal effect|not bind|ikke bind|"
    r"ikke (?:en )?del|orientering|til opplysning|uten rettslig"
)
_DEFINED = re.compile(
    r"[“\"«'‘](?P<term>[^”\"»'’]{3,60})[”\"»'’]\s*(?:\([^)]*\)\s*)?"
    r"(?:means?|shall mean|is|are|refers to|betyr|menes|er|skal bety|:|–|-)\s+"
)
_BEGINNING = 15
"""In so many passages the parties are named."""
_LONGEST_DEFINITION = 20
"""A definition of at most so many words is lent to the sentences which use the term; a longer one says too many things."""


Places = Mapping[int, Sequence[int]]
"""Sentence → the places of words in it."""


@dataclass(slots=True)
class Contract:
    """The sentences that bind, by language, and where each word stands."""

    language: str
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    places: Mapping[str, Mapping[str, Places]] = field(default_factory=dict)
    """Language → word → sentence → places."""


def read_contract(passages: Sequence[Passage], countries: Countries) -> Contract:
    """The agreement that the passages of a document make."""
    others = foreign(passages)
    language, spoken = _languages(passages, others)
    sentences = tuple(_sentences(passages, _binding(passages) - others, spoken, countries))
    return Contract(language, tuple(passages), sentences, _index(sentences))


def _binding(passages: Sequence[Passage]) -> set[int]:
    """The passages that are in force: not struck by a later one, and not in a schedule that does not bind."""
    texts = [each.text.casefold() for each in passages]
    kept = set(range(len(passages)))
    if any(map(_says_not_binding, re.split("[.;]", " ".join(texts)))):
        kept -= set(_schedules(passages))
    for each in struck(passages):
        kept -= set(each.gone)
    return kept


def _says_not_binding(text: str) -> bool:
    annexed = _ANNEXED.search(text)
    return bool(annexed and _NOT_BINDING.search(text, annexed.end()))


def _schedules(passages: Sequence[Passage]) -> Iterator[int]:
    inside = False
    for place, passage in enumerate(passages):
        if _SCHEDULE.match(passage.text) and len(passage.text) < 120:
            inside = True
        if inside:
            yield place


def _languages(passages: Sequence[Passage], others: frozenset[int]) -> tuple[str, list[str]]:
    """The language of the whole, and of each passage. Those in `others` tell nothing: they are in none that is known."""
    counted = [(0, 0) if place in others else small_words(each.text) for place, each in enumerate(passages)]
    whole = language_by(*(sum(each[at] for each in counted) for at in (0, 1)))
    return whole, [language_by(*each, otherwise=whole) for each in counted]


def _sentences(
    passages: Sequence[Passage], kept: set[int], spoken: Sequence[str], countries: Countries
) -> Iterator[Sentence]:
    parties = parties_named(" ".join(each.text for each in passages[:_BEGINNING]))
    defined, chains = _definitions(passages), _heading_chains(passages)
    leads = {place: texts_of(passages[lead].text) for place, lead in lead_ins(passages).items()}
    for place in sorted(kept):
        text, chain, lead = passages[place].text, chains[place], leads.get(place, ())
        in_preamble = bool(chain) and bool(_PREAMBLE.match(passages[chain[-1]].text.strip()))
        for start, end in spans(text):
            own, (first, last) = words_in(text, start, end)
            whole = text[start:end]
            lent = [word for term, meaning in defined.items() if term in whole for word in meaning]
            words = (*lead, *own, *([";", *lent] if lent else ()))
            yield Sentence(
                place,
                spoken[place],
                first,
                last,
                words,
                unlent=len(lead) + len(own),
                headings=chain,
                weak=in_preamble or bool(_RECITAL.match(whole)),
                is_heading=bool(passages[place].level),
                marks=marks(words, countries, parties),
            )


def _heading_chains(passages: Sequence[Passage]) -> list[tuple[int, ...]]:
    """For each passage the headings that it stands under, the outermost first."""
    chains, chain = list[tuple[int, ...]](), list[tuple[int, int]]()
    for place, passage in enumerate(passages):
        if passage.level:
            chain = [*(each for each in chain if each[0] < passage.level), (passage.level, place)]
        chains.append(tuple(heading for _level, heading in chain if heading != place))
    return chains


def _definitions(passages: Sequence[Passage]) -> dict[str, Sequence[str]]:
    """The words that defined terms mean, by the term as it is written."""
    found: dict[str, Sequence[str]] = {}
    for passage in passages:
        for defined in _DEFINED.finditer(passage.text):
            words = texts_of(passage.text[defined.end() :].partition(";")[0])
            if len(words) <= _LONGEST_DEFINITION:
                found[defined["term"]] = words
    return found


def _index(sentences: Sequence[Sentence]) -> dict[str, dict[str, dict[int, list[int]]]]:
    places: dict[str, dict[str, dict[int, list[int]]]] = {}
    for number, sentence in enumerate(sentences):
        words = places.setdefault(sentence.language, {})
        for place, word in enumerate(sentence.words):
            words.setdefault(word, {}).setdefault(number, []).append(place)
    return places


def word_counts(contract: Contract) -> list[Counter[str]]:
    """How often each word stands in each passage."""
    return [Counter(texts_of(passage.text)) for passage in contract.passages]
