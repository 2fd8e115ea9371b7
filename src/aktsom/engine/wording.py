"""Sentences of the engine: English where they are written, Bokmål from the catalogue in `locale/`. No Django needed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations, translation
from pathlib import Path
from string import Formatter

_LOCALE = Path(__file__).parent / "locale"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text with `{places}` and the values for them; a value can be a sentence too, or several. As `str` it is English."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)
    of_many: str = ""
    number: int = 1

    def __str__(self) -> str:
        return self.in_language("en")

    def __hash__(self) -> int:
        return hash(str(self))

    def in_language(self, language: str) -> str:
        """The sentence in English or, for "nb" and its kin, in Bokmål."""
        values = {name: _worded(value, language) for name, value in self.values.items()}
        if not _is_norwegian(language):
            return (self.of_many if self.of_many and self.number != 1 else self.text).format(**values)
        many = self.of_many
        text = _bokmaal().ngettext(self.text, many, self.number) if many else _bokmaal().gettext(self.text)
        return _NORWEGIAN.vformat(text, (), values)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text that content gives in both languages, as a value in a sentence or by itself."""

    texts: Mapping[str, str]

    def __str__(self) -> str:
        return self.in_language("en")

    def __hash__(self) -> int:
        return hash(str(self))

    def in_language(self, language: str) -> str:
        """The text in English or, for "nb" and its kin, in Bokmål."""
        return self.texts["nb" if _is_norwegian(language) else "en"]


Words = Sentence | Phrase | str


def said(text: str, /, **values: object) -> Sentence:
    """Mark a sentence for translation, as `_` does elsewhere; `make messages` finds it by this name."""
    return Sentence(text, values)


def counted(one: str, many: str, number: int, /, **values: object) -> Sentence:
    """The same for what is said of one or of many, as `ngettext` elsewhere; `{number}` is filled in."""
    return Sentence(one, {"number": number, **values}, many, number)


def worded(words: Words, language: str) -> str:
    """Words in a language; a plain text is the same in each."""
    return words if isinstance(words, str) else words.in_language(language)


def place_in_file(file: str, row: int | None = None, column: str = "") -> Words:
    """Where in a file: as precisely as is known."""
    if row and column:
        return said("{file}, row {row}, column {column}", file=file, row=row, column=column)
    if row:
        return said("{file}, row {row}", file=file, row=row)
    return said("{file}, column {column}", file=file, column=column) if column else file


def _worded(value: object, language: str) -> object:
    if isinstance(value, tuple):
        return " ".join(str(_worded(each, language)) for each in value)
    return value.in_language(language) if isinstance(value, Sentence | Phrase) else value


def _is_norwegian(language: str) -> bool:
    return language[:2] in ("nb", "nn", "no")


class _Norwegian(Formatter):
    """Thousands are set apart by a space and decimals by a comma, as people write them."""

    def format_field(self, value: object, format_spec: str) -> str:
        shown: str = super().format_field(value, format_spec)
        if format_spec.endswith("f"):
            return shown.replace(".", ",")
        return shown.replace(",", "\u00a0") if format_spec == "," else shown


_NORWEGIAN = _Norwegian()


@cache
def _bokmaal() -> NullTranslations:
    return translation("django", _LOCALE, ["nb"], fallback=True)
