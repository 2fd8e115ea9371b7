"""What the guides refuse."""

from types import MappingProxyType

from aktsom.engine.documents import Texts
from aktsom.engine.errors import EngineError


class GuideError(EngineError):
    """A question or a guide cannot be used; no guide of the folder comes into force."""


class AnswerError(EngineError):
    """An answer does not fit its question. `reason` says it in both languages, for the field on the page."""

    def __init__(self, question: str, en: str, nb: str) -> None:
        super().__init__(en, place=question)
        self.reason: Texts = MappingProxyType({"en": en, "nb": nb})
