"""Who answers: the check, on documents as they are rendered; a plain keyword search, which is what the check must beat; and a
second reader, who tells how far readers agree.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import yaml

from aktsom.content import clause_library
from aktsom.engine.clauses.checking import check
from aktsom.engine.clauses.types import Standing
from aktsom.engine.papers.reading import read_here
from benchmarks.agreements.corpus import CONDITIONS, FOLDER, Agreement, Verdict
from benchmarks.agreements.figures import Answers
from benchmarks.agreements.rendering import Form, rendered, text_form
from benchmarks.agreements.tune_lines import as_paper

KEYWORDS = {
    "fundamental-values": r"human rights|fundamental|discriminat|menneskerett|grunnverdi|diskriminer",
    "academic-freedom": r"academic freedom|free to|freedom|akademisk\w* frihet|frihet|fritt",
    "reciprocity": r"recipro|mutual|equal|gjensidig|like mange|balanse",
    "ownership": r"background|ownership|owned|intellectual property|bakgrunn|eier|eiendomsrett",
    "publication": r"publi",
    "valorisation": r"licen[cs]|commercial|spin-off|lisens|kommersiell",
    "data-management": r"personal data|gdpr|data management|personopplysning|personvern|datahåndtering",
    "open-science": r"open access|open data|openly|åpen tilgang|åpent tilgjengelig|åpne data",
    "confidentiality": r"confidential|secre|fortrolig|taushet|konfidensi",
    "export-control": r"export|sanction|eksport|sanksjon",
    "research-ethics": r"ethic|integrity|etikk|etisk|redelig",
    "security": r"access to|incident|adgang|sikkerhet",
    "mobility": r"insur|forsikr",
    "funding-transparency": r"fund|costs|finansier|kostnad|midler",
    "law": r"governed by|law applies|laws of|\w+ rett\b|tvist",
    "term": r"years|months|\bår\b|måneder|varighet",
    "exit-strategy": r"terminat|notice|oppsigelse|varsel|opphør",
}


def checked(agreements: Iterable[Agreement], form: Form | None = None) -> Answers:
    """What the check says, on the form given or on the one that falls to each agreement."""
    return {each.id: _checked(each, form or text_form(each)) for each in agreements}


def by_keywords(agreements: Iterable[Agreement]) -> Answers:
    """ "Met" where a word of the condition stands, else absent."""
    return {
        each.id: {
            name: Verdict.MET if re.search(KEYWORDS[name], each.text, re.IGNORECASE) else Verdict.ABSENT
            for name in CONDITIONS
        }
        for each in agreements
    }


def by_a_second_reader() -> Answers:
    """What somebody said of the report half who had seen neither its labels nor the check."""
    letters = {each.value[0]: each for each in Verdict}
    said = yaml.safe_load((FOLDER / "second-reading.yaml").read_text())
    return {
        agreement: dict(zip(CONDITIONS, (letters[each] for each in row), strict=True))
        for agreement, row in said.items()
    }


def _checked(agreement: Agreement, form: Form) -> dict[str, Verdict]:
    paper = read_here(rendered(agreement, form))
    found = check(paper, clause_library(), kind=agreement.kind, partners=agreement.partners)
    return {name: Verdict(found.results[name].standing.value) for name in CONDITIONS}


@dataclass(frozen=True, slots=True)
class Placed:
    """Of so many contradictions, how often their clause is shown as one or as a doubt, and how often only as one to read.

    `to_read` places are named so in all. Where the condition is called `met`, so many of these rows name a place to read.
    """

    contradictions: int
    shown: int
    read: int
    to_read: int
    met: int
    met_with_a_place: int


def placed(agreements: Iterable[Agreement]) -> Placed:
    """Whether a person who looks at the places that the check names comes upon what contradicts a condition."""
    asked = shown = read = to_read = met = met_with_a_place = 0
    for each in agreements:
        paper, clauses = as_paper(each)
        found = check(paper, clause_library(), kind=each.kind, partners=each.partners)
        against = {
            clauses[place.passage]
            for result in found.results.values()
            for place in result.found
            if place.supports in ("contradiction", "doubt", "exception")
        }
        named = {clauses[one.place.passage] for one in found.to_read}
        near = {one.condition for one in found.to_read}
        for name, label in ((name, one) for name, one in each.labels.items() if one.verdict is Verdict.CONTRADICTED):
            asked += 1
            is_met = found.results[name].standing is Standing.MET
            met += is_met
            met_with_a_place += is_met and name in near
            shown += bool(against & set(label.passages))
            read += bool(named & set(label.passages)) and not against & set(label.passages)
        to_read += len(found.to_read)
    return Placed(asked, shown, read, to_read, met, met_with_a_place)
