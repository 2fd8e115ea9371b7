"""What rules rest on: law, guidelines, lists and studies, each once, with the day on which its address was last checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from aktsom.engine.documents import Entry, once, read_document
from aktsom.engine.flags.errors import RuleError
from aktsom.engine.wording import said

WAYS = ("page", "cited")
"""How an address was checked: the page itself was read, or others cite this title at this address."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a rule rests on in law, guideline or list.

    `checked` is the day on which title and address were compared with something outside, `how` one of `WAYS`. Both are empty
    for what we have not verified, and for what an institution adds, which answers for it itself.
    """

    title: str
    url: str
    year: int
    checked: date | None = None
    how: str = ""
    is_ours: bool = True

    @property
    def is_unverified(self) -> bool:
        """Whether it ships and nobody has compared it with anything yet."""
        return self.is_ours and self.checked is None


Sources = Mapping[str, Source]


def load_sources(path: Path) -> Sources:
    """All sources by id. Raises RuleError that names the file and the source."""
    document = read_document(path, RuleError)
    document.only(("sources",))
    unique = once(lambda found: document.refuse(said("{found} stands twice.", found=found), said("Remove one.")))
    return MappingProxyType({unique(each.text("id")): _shipped(each) for each in document.entries("sources")})


def read_source(entry: Entry) -> Source:
    """A source that an institution writes into a rule of its own."""
    entry.only(("title", "url", "year"))
    return Source(entry.text("title"), _address(entry), entry.whole_number("year"), is_ours=False)


def _shipped(entry: Entry) -> Source:
    entry.only(("id", "title", "url", "year", "checked", "how"))
    checked, how = entry.data.get("checked"), entry.optional("how")
    day = checked if isinstance(checked, date) else None
    if (day is None and checked != "no") or (day is not None) is not (how in WAYS):
        raise entry.refuse(
            said("It does not say whether the address was checked."),
            said("Write checked: no, or the day with how: page or how: cited."),
        )
    return Source(entry.text("title"), _address(entry), entry.whole_number("year"), day, how)


def _address(entry: Entry) -> str:
    url = entry.text("url")
    if not url.startswith("https://"):
        raise entry.refuse(
            said("“{url}” is no secure web address.", url=url), said("Write an address that begins with https://.")
        )
    return url
