"""An agreement as the check reads it: its sentences, without what is struck or does not bind, and an index of their words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from aktsom.engine.clauses.marks import marks, parties_named
from aktsom.engine.clauses.sentences import Sentence, Word, language_of, lead_ins, spans, words_of
from aktsom.engine.clauses.whose_law import Countries
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
_NOT_BINDING = re.compile(
    r"(?:schedule|annex|appendi|exhibit|vedlegg|bilag)[^.;]*(?:not binding|no(?:t form)? part|illustrat|information only|"
    r"for guidance|no legal effect|not bind|ikke bind|ikke (?:en )?del|orientering|til opplysning|uten rettslig)",
    re.IGNORECASE,
)
_STRUCK = re.compile(
    r"(?:clauses?|articles?|sections?|punkt(?:ene)?|pkt\.?|artikkel|§)\s*(?P<number>\d{1,2}(?:\.\d{1,2})*)[^.;]*?"
    r"(?:deleted|struck|removed|replaced|no longer appl|shall not apply|has no effect|utgår|strykes|oppheves|erstattes|"
    r"bortfaller|gjelder ikke|slettes)",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"[“\"«'‘](?P<term>[^”\"»'’]{3,60})[”\"»'’]\s*(?:\([^)]*\)\s*)?"
    r"(?:means?|shall mean|is|are|refers to|betyr|menes|er|skal bety|:|–|-)\s+"
)
_BEGINNING = 15
"""In so many passages the parties are named."""
_LONGEST_DEFINITION = 20
"""A definition of at most so many words is lent to the sentences which use the term; a longer one says too many things."""


@dataclass(slots=True)
class Contract:
    """The sentences that bind, by language, and where each word stands."""

    language: str
    passages: tuple[Passage, ...]
    sentences: tuple[Sentence, ...]
    places: Mapping[str, Mapping[str, Mapping[int, Sequence[int]]]] = field(default_factory=dict)
    """Language → word → sentence → places."""

    def vocabulary(self, language: str) -> Iterable[str]:
        """All words of the sentences in a language."""
        return self.places.get(language, {})


def read_contract(passages: Sequence[Passage], countries: Countries) -> Contract:
    """The agreement that the passages of a document make."""
    language = language_of(" ".join(each.text for each in passages))
    kept = _binding(passages)
    sentences = tuple(_sentences(passages, kept, language, countries))
    return Contract(language, tuple(passages), sentences, _index(sentences))


def _binding(passages: Sequence[Passage]) -> set[int]:
    """The passages that are in force: not struck by a later one, and not in a schedule that does not bind."""
    whole = " ".join(each.text for each in passages)
    kept = set(range(len(passages)))
    if _NOT_BINDING.search(whole):
        kept -= set(_schedules(passages))
    for at, passage in enumerate(passages):
        for struck in _STRUCK.finditer(passage.text):
            kept -= {place for place in range(at) if _is_in(passages[place].number, struck["number"])}
    return kept


def _is_in(number: str, clause: str) -> bool:
    return number == clause or number.startswith(f"{clause}.")


def _schedules(passages: Sequence[Passage]) -> Iterator[int]:
    inside = False
    for place, passage in enumerate(passages):
        if _SCHEDULE.match(passage.text) and len(passage.text) < 120:
            inside = True
        if inside:
            yield place


def _sentences(passages: Sequence[Passage], kept: set[int], language: str, countries: Countries) -> Iterator[Sentence]:
    parties = parties_named(" ".join(each.text for each in passages[:_BEGINNING]))
    leads, defined, chains = lead_ins(passages), _definitions(passages), _heading_chains(passages)
    for place, passage in enumerate(passages):
        if place not in kept:
            continue
        spoken = language_of(passage.text, language)
        lead = words_of(passages[leads[place]].text) if place in leads else ()
        weak = bool(chains[place]) and bool(_PREAMBLE.match(passages[chains[place][-1]].text.strip()))
        for start, end in spans(passage.text):
            sentence = _sentence(passage.text, (start, end), lead, defined)
            sentence.passage, sentence.language, sentence.headings = place, spoken, chains[place]
            sentence.weak |= weak
            sentence.is_heading = bool(passage.level)
            sentence.marks = marks(sentence.all_words, countries, parties)
            yield sentence


def _sentence(
    whole: str, span: tuple[int, int], lead: Sequence[Word], defined: Mapping[str, tuple[Word, ...]]
) -> Sentence:
    """The sentence with the words lent to it: of the lead-in before its own, of definitions behind them."""
    text, start = whole[slice(*span)], span[0]
    own = tuple(Word(word.text, word.start + start, word.end + start) for word in words_of(text))
    before = tuple(Word(word.text) for word in lead)
    meant = tuple(Word(word.text) for term, words in defined.items() if term in text for word in words)
    return Sentence(0, "", (*before, *own), text, lent=meant, weak=bool(_RECITAL.match(text)))


def _heading_chains(passages: Sequence[Passage]) -> list[tuple[int, ...]]:
    """For each passage the headings that it stands under, the outermost first."""
    chains, chain = list[tuple[int, ...]](), list[tuple[int, int]]()
    for place, passage in enumerate(passages):
        if passage.level:
            chain = [*(each for each in chain if each[0] < passage.level), (passage.level, place)]
        chains.append(tuple(heading for _level, heading in chain if heading != place))
    return chains


def _definitions(passages: Sequence[Passage]) -> dict[str, tuple[Word, ...]]:
    """What defined terms mean, by the term as it is written."""
    found: dict[str, tuple[Word, ...]] = {}
    for passage in passages:
        for defined in _DEFINED.finditer(passage.text):
            meaning = passage.text[defined.end() :].partition(";")[0]
            words = words_of(meaning)
            if len(words) <= _LONGEST_DEFINITION:
                found[defined["term"]] = words
    return found


def _index(sentences: Sequence[Sentence]) -> dict[str, dict[str, dict[int, list[int]]]]:
    places: dict[str, dict[str, dict[int, list[int]]]] = {}
    for number, sentence in enumerate(sentences):
        words = places.setdefault(sentence.language, {})
        for place, word in enumerate(sentence.all_words):
            words.setdefault(word.text, defaultdict(list))[number].append(place)
    return places


def word_counts(contract: Contract) -> list[Counter[str]]:
    """How often each word stands in each passage."""
    return [Counter(word.text for word in words_of(passage.text)) for passage in contract.passages]
