"""Which of the EU's ten critical technology areas a title, keyword or topic points to."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aktsom.engine.documents import LANGUAGES, Entry, Texts, once, read_document
from aktsom.engine.wording import said

_SEPARATORS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class CriticalArea:
    """One area with the words that point to it; a final * stands for any ending."""

    id: str
    title: Texts
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaMatch:
    """An area that a text points to, with the words of the text that did, in order of appearance."""

    area: str
    words: tuple[str, ...]


class CriticalAreas:
    """All areas, with one compiled pattern for all their words."""

    def __init__(self, areas: Iterable[CriticalArea]) -> None:
        self.areas = tuple(areas)
        self._whole: dict[str, tuple[str, ...]] = {}
        self._stems: dict[str, tuple[str, ...]] = {}
        for area in self.areas:
            for word in area.words:
                kept = self._stems if word.endswith("*") else self._whole
                plain = _plain(word)
                kept[plain] = tuple(dict.fromkeys((*kept.get(plain, ()), area.id)))
        self._pattern = _pattern(self._whole, self._stems)

    def critical_areas(self, text: str) -> list[AreaMatch]:
        """The areas that a text points to, in order of appearance; empty for most texts."""
        found: dict[str, dict[str, None]] = {}
        for match in self._pattern.finditer(f" {_plain(text)} "):
            areas = self._whole.get(match[1]) or self._stems.get(match[2] or "", ())
            for area in areas:
                found.setdefault(area, {})[match[1]] = None
        return [AreaMatch(area, tuple(words)) for area, words in found.items()]


def load_critical_areas(path: Path) -> CriticalAreas:
    """The areas in a YAML file. Raises DocumentError that names the entry."""
    document = read_document(path)
    document.only(("source", "areas"))
    unique = once(lambda found: document.refuse(said("{found} stands twice.", found=found), said("Remove one.")))
    areas = [_area(entry) for entry in document.entries("areas")]
    for area in areas:
        unique(area.id)
    return CriticalAreas(areas)


def _area(entry: Entry) -> CriticalArea:
    entry.only(("id", "title", *LANGUAGES))
    words = tuple(word for language in LANGUAGES for word in entry.strings(language))
    for word in words:
        if not _plain(word):
            raise entry.refuse(said("“{word}” has no letter to find.", word=word), said("Remove it."))
    return CriticalArea(entry.text("id"), entry.texts("title"), words)


def _plain(text: str) -> str:
    return _SEPARATORS.sub(" ", text.casefold()).strip()


def _pattern(whole: Mapping[str, object], stems: Mapping[str, object]) -> re.Pattern[str]:
    """Longest first, so that a phrase wins over a word in it; group 1 is the found words, group 2 the stem."""
    parts = sorted([(word, False) for word in whole] + [(stem, True) for stem in stems], key=lambda part: -len(part[0]))
    stem_words = "|".join(re.escape(word) for word, stem in parts if stem) or r"(?!)"
    whole_words = "|".join(re.escape(word) for word, stem in parts if not stem) or r"(?!)"
    # The blank before is asked for first: most positions fail there at once.
    return re.compile(rf"(?<= )((?:{whole_words})(?= )|({stem_words})\w*(?= ))")
