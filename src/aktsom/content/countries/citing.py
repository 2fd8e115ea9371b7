"""Where facts about countries come from, as it is cited: facts keep the English name, readers of Bokmål get theirs."""

import re
from collections.abc import Sequence

from aktsom.content.countries.facts import V_DEM

WHOLE = {
    V_DEM: "V-Dem-instituttet, indeksen for akademisk frihet",
    "European Council declaration, Madrid, 27 June 1989": "Det europeiske råds erklæring, Madrid, 27. juni 1989",
}
ACT = re.compile(r"(Decisions?|Common Position|Regulations?) \(?\w+\)?")
IN_ACTS: Sequence[tuple[str, str]] = (
    (r"\bDecisions\b", "beslutningene"),
    (r"\bDecision\b", "beslutning"),
    (r"\bCommon Position\b", "felles holdning"),
    (r"\bRegulations\b", "forordningene"),
    (r"\bRegulation\b", "forordning"),
    (r"\bUNSCR\b", "FNs sikkerhetsråds resolusjon"),
    (r"\bCFSP\b", "FUSP"),
    (r"\bEC\b", "EF"),
    (r"\bNo (?=\d)", "nr. "),
    (r"\band\b", "og"),
)


def cited(source: str, language: str) -> str:
    """A source about a country in "nb" or "en"; other sources as they are."""
    if language != "nb":
        return source
    if source in WHOLE:
        return WHOLE[source]
    if not ACT.match(source):
        return source
    for pattern, word in IN_ACTS:
        source = re.sub(pattern, word, source)
    return source[0].upper() + source[1:]
