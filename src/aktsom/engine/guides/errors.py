"""What the guides refuse."""

from types import MappingProxyType

from aktsom.engine.documents import LANGUAGES, Texts
from aktsom.engine.errors import EngineError
from aktsom.engine.wording import Sentence


class GuideError(EngineError):
    """A question or a guide cannot be used; no guide of the folder comes into force."""


class AnswerError(EngineError):
    """An answer does not fit its question. `reason` says it in both languages, for the field on the page."""

    def __init__(self, question: str, sentence: Sentence) -> None:
        super().__init__(sentence, place=question)
        self.question = question
        self.sentence = sentence

    @property
    def reason(self) -> Texts:
        """What is wrong with the answer, by language."""
        return MappingProxyType({language: self.sentence.in_language(language) for language in LANGUAGES})
