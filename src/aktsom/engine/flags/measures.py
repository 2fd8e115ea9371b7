"""What typically helps: a catalogue of measures that rules point to and decisions choose from."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from aktsom.engine.documents import Entry, Texts, once, read_document
from aktsom.engine.flags.errors import RuleError
from aktsom.engine.wording import said


@dataclass(frozen=True, slots=True)
class Measure:
    """A condition or mitigation: what is done, by which duty ("owner" is whoever owns the cooperation), within how many
    days as a rule, and what shows that it was done."""

    id: str
    text: Texts
    evidence: Texts
    duty: str
    days: int


def load_measures(path: Path) -> Mapping[str, Measure]:
    """All measures by id. Raises RuleError that names the file and the measure."""
    document = read_document(path, RuleError)
    document.only(("measures",))
    unique = once(lambda found: document.refuse(said("{found} stands twice.", found=found), said("Remove one.")))
    read = [read_measure(entry) for entry in document.entries("measures")]
    return MappingProxyType({unique(measure.id): measure for measure in read})


def read_measure(entry: Entry) -> Measure:
    """One measure, checked."""
    entry.only(("id", "text", "evidence", "duty", "days"))
    days = entry.whole_number("days")
    if not 0 < days <= 730:
        raise entry.refuse(said("“days” is not between 1 and 730."), said("Give it a time in which it can be done."))
    return Measure(entry.text("id"), entry.texts("text"), entry.texts("evidence"), entry.text("duty"), days)
