"""Which clauses an agreement strikes from itself: "Clause 8 is deleted.", "Punkt 8 utgår.", as amendments do.

A clause is struck only where the sentence is about the clause and nothing narrows it. Where data, a duty or a part of a clause
goes, and where a clause only does not apply to something, the clause stands: what is shown needlessly harms nobody.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aktsom.engine.clauses.sentences import lead_ins, spans
from aktsom.engine.papers.types import Passage

_NUMBER = r"\d{1,2}(?:\.\d{1,2})*(?![\d-])"
_NAME = r"(?:clauses?|articles?|sections?|punkt(?:ene|et)?|pkt\.?|artikkel|artiklene|§§?)"
_CLAUSES = rf"{_NAME}\s*{_NUMBER}(?:\s*(?:,|and|og|&|, and)\s*(?:{_NAME}\s*)?{_NUMBER})*"
_HERE = r"(?:of|in|i) (?:the |this |denne )?(?:main )?(?:agreement|contract|memorandum|avtalen?|hovedavtalen)"
_SUBJECT = rf"(?P<clauses>{_CLAUSES})(?:\s*\([^)]{{0,80}}\))?(?:\s+(?:above|ovenfor|{_HERE}))?"
_ENDS = r"\s*(?:[.;]|$)"
_WHOLLY = (
    r"(?:\s+(?:in (?:its|their) entirety|entirely|i sin helhet|from (?:the|this) agreement|from the text|fra avtalen|"
    r"(?:and|og) (?:has|have|har) no (?:further )?effect))?"
)
_ANEW = (
    r"\s*,?\s*(?:(?:by|with|av|med)\s+(?:the|a new|this|følgende|ny|nytt|dette|denne)\b|as follows|slik|"
    r"(?:by|with|av|med)?\s*[:“\"«'])"
)
_TAKEN = (
    r"(?:deleted|struck(?: out)?|removed|repealed|cancelled|revoked|slettet|strøket|opphevet|fjernet|"
    r"slettes|strykes|oppheves|fjernes|utgår|utgå|bortfaller|bortfalle)"
)
_PUT = r"(?:replaced|substituted|erstattes|erstattet|byttes ut)"
_IS = r"(?:(?:is|are|shall be|will be|has been|have been|er|skal|blir)\s+)?(?:hereby\s+|herved\s+)?"
_VOID = (
    r"(?:(?:shall|does|do|will) (?:not|no longer) (?:apply|have effect)|no longer appl(?:y|ies)|ceases? to apply|"
    r"(?:shall have|has|have) no (?:further )?effect|gjelder ikke(?: lenger)?|skal ikke(?: lenger)? gjelde)"
)
_TO_ALL = (
    r"(?:\s+(?:to|for|under|i)\s+(?:this|the present|denne|dette)\s+"
    r"(?:agreement|contract|appendix|annex|addendum|amendment|avtalen|vedlegget|tillegget))?"
)
_OPENS = (
    r"\s*(?:\(?\w{1,3}[.)]\s+|[•–—-]\s+)?"
    r"(?:(?:the parties|it is|partene)\b[^.;:,]{0,30}\b(?:agreed?|enige)\b[^.;:,]{0,20}\b(?:that|om at)\s+|"
    r"(?:(?:the|this|denne)\s+)?(?:agreement|avtalen)\b[^.;:,]{0,30}\b(?:amended|changed|endres)\b[^.;:,]{0,40}:\s*)?"
)
_NAMED = re.compile(_NAME)
_STRUCK = re.compile(
    rf"{_OPENS}(?:"
    rf"{_SUBJECT}\s+{_IS}(?:{_TAKEN}{_WHOLLY}(?:{_ENDS}|\s*,?\s*(?:and|og)\s+{_IS}{_PUT}\b)|{_PUT}{_WHOLLY}{_ANEW})"
    rf"|(?:delete|strike(?: out)?|remove|slett|stryk|fjern)\s+(?P<ordered>{_CLAUSES}){_WHOLLY}"
    rf"(?:{_ENDS}|\s*,?\s*(?:and|og)\s+(?:replace|substitute|insert|erstatt|sett inn)\b)"
    rf"|(?:replace|substitute|erstatt)\s+(?P<exchanged>{_CLAUSES}){_WHOLLY}{_ANEW})"
)
_DOES_NOT_APPLY = re.compile(rf"{_OPENS}{_SUBJECT}\s+{_VOID}{_TO_ALL}{_ENDS}")
_AMENDS = re.compile(r"amend|chang|agree|replac|delet|following|endr|enig|erstatt|følgende|slik")
_CONDITION = re.compile(r"\b(?:if|where|when|unless|until|during|dersom|hvis|når|med mindre|inntil|så lenge)\b")


@dataclass(frozen=True, slots=True)
class Struck:
    """A clause that is struck: its number, the passages that are gone by it, the passage that says so and with what words."""

    clause: str
    gone: tuple[int, ...]
    by: int
    words: str


def struck(passages: Sequence[Passage]) -> Iterator[Struck]:
    """The clauses that a later passage strikes. A clause never strikes what it is a part of."""
    leads = lead_ins(passages)
    for by, passage in enumerate(passages):
        small = passage.text.casefold()
        if not _may_strike(small) or (by in leads and not _leads_to_changes(passages[leads[by]].text.casefold())):
            continue
        for clause, words in _said_in(passage.text):
            gone = tuple(place for place in range(by) if _is_in(passages[place].number, clause))
            if gone and not _is_in(passage.number, clause):
                yield Struck(clause, gone, by, words)


def _may_strike(small: str) -> bool:
    """Whether a clause is named at all: most passages name none."""
    return bool(_NAMED.search(small))


def _leads_to_changes(lead: str) -> bool:
    return bool(_AMENDS.search(lead)) and not _CONDITION.search(lead)


def _said_in(text: str) -> Iterator[tuple[str, str]]:
    """The numbers of the clauses that a passage strikes, each with the sentence.

    A sentence may go on from those before it, which then narrow it: that a clause does not apply must stand first.
    """
    small = text.casefold()
    for start, end in spans(text):
        sentence, before = small[start:end], small[:start].strip()
        found = _STRUCK.match(sentence) or (None if before else _DOES_NOT_APPLY.match(sentence))
        if found and not _CONDITION.search(before):
            named = next(filter(None, found.groups()))
            yield from ((number, text[start:end].strip()) for number in re.findall(_NUMBER, named))


def _is_in(number: str, clause: str) -> bool:
    return number == clause or number.startswith(f"{clause}.")
