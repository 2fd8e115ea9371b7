"""What a question, an option and an open point are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from aktsom.engine.documents import Texts
from aktsom.engine.flags.types import FactValue

UNKNOWN = "unknown"
"""The answer “I don't know”. It is always allowed."""

SOURCE = "intake"
"""The source of the facts that answers give."""

Answers = Mapping[str, Any]
"""Question id → answer: "yes", "no", an option's id, a list of them, or whatever the room keeps for a free answer."""


class QuestionType(StrEnum):
    """How a question is answered."""

    YES_NO = "yes-no"
    CHOICE = "choice"
    SEVERAL = "several"
    PARTNER = "partner"
    UNIT = "unit"
    PEOPLE = "people"
    PERIOD = "period"
    TEXT = "text"
    MONEY = "money"


WITH_OPTIONS = frozenset({QuestionType.YES_NO, QuestionType.CHOICE, QuestionType.SEVERAL})


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose, and the facts that it gives. One that stands `alone` excludes all others (“none of these”)."""

    id: str
    text: Texts
    hint: Texts
    gives: Mapping[str, FactValue]
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One question: what, why it is asked in one sentence, an example, more help where needed.

    Where the rooms already give all facts of `known_from`, it is not asked. `open_point` is what the dossier says, and
    `remedy` how to find out, when the answer is “I don't know”.
    """

    id: str
    type: QuestionType
    text: Texts
    why: Texts
    example: Texts
    help: Texts
    options: tuple[Option, ...]
    known_from: tuple[str, ...]
    open_point: Texts
    remedy: Texts
    facts: frozenset[str] = field(default=frozenset())

    def option(self, identifier: str) -> Option | None:
        """The option of that id."""
        return next((option for option in self.options if option.id == identifier), None)


@dataclass(frozen=True, slots=True)
class OpenPoint:
    """Something that was asked and nobody knows, with the facts that stay open."""

    question: str
    text: Texts
    remedy: Texts
    facts: tuple[str, ...]
