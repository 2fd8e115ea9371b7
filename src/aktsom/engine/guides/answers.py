"""Answers: whether one fits its question, and the facts that it gives."""

from aktsom.engine.flags.schema import FactSchema
from aktsom.engine.flags.types import Fact, FactValue
from aktsom.engine.guides.errors import AnswerError
from aktsom.engine.guides.types import SOURCE, UNKNOWN, Option, Question, QuestionType
from aktsom.engine.wording import said

LONGEST_TEXT = 5_000
_WANTED = {
    QuestionType.PARTNER: said("Choose at least one partner."),
    QuestionType.PERIOD: said("Write the first day, the last day, or both."),
    QuestionType.TEXT: said("Write an answer."),
}
"""What to do where nothing was answered and there is nothing to choose from."""


def answer_value(question: Question, raw: object) -> object:
    """The answer in the form that is kept. Raises AnswerError with the reason in both languages."""
    if raw == UNKNOWN:
        return UNKNOWN
    if raw is None or raw in ("", [], {}, ()):
        raise AnswerError(question.id, _WANTED.get(question.type) or said("Choose an answer."))
    if not question.options:
        return _free(question, raw)
    if question.type is not QuestionType.SEVERAL:
        return _known(question, raw).id
    if not isinstance(raw, list | tuple):
        raise AnswerError(question.id, said("Choose one of the answers that are offered."))
    return _several(question, [_known(question, each) for each in raw])


def fits(question: Question, answer: object) -> bool:
    """Whether there is an answer, and one that the question can have."""
    try:
        answer_value(question, answer)
    except AnswerError:
        return False
    return True


def facts_of_answer(question: Question, answer: object, schema: FactSchema) -> list[Fact]:
    """The facts that an answer gives. What the question could have found and the answer rules out is given as such.

    Nothing for “I don't know”. Raises AnswerError for an answer that does not fit.
    """
    if not question.options or answer == UNKNOWN:
        return []
    kept = answer_value(question, answer)
    chosen = [option for option in question.options if option.id in (kept if isinstance(kept, list) else [kept])]
    values: dict[str, FactValue] = {name: schema[name].unknown for name in sorted(question.facts)}
    for option in chosen:
        for name, value in option.gives.items():
            values[name] = _together(values[name], value)
    return [Fact(name, value, SOURCE, detail=question.id) for name, value in values.items()]


def _together(one: FactValue, other: FactValue) -> FactValue:
    """Lists are united; of other values the one that an option gives counts."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return tuple(dict.fromkeys((*one, *other)))
    return other


def _free(question: Question, raw: object) -> object:
    if question.type is QuestionType.TEXT:
        if not isinstance(raw, str) or not raw.strip():
            raise AnswerError(question.id, said("Write an answer."))
        if len(raw) > LONGEST_TEXT:
            too_long = said("Write at most {most} characters; this has {length}.", most=LONGEST_TEXT, length=len(raw))
            raise AnswerError(question.id, too_long)
        return raw.strip()
    return raw


def _known(question: Question, raw: object) -> Option:
    option = question.option(raw) if isinstance(raw, str) else None
    if option is None:
        raise AnswerError(question.id, said("Choose one of the answers that are offered."))
    return option


def _several(question: Question, chosen: list[Option]) -> list[str]:
    if any(option.alone for option in chosen) and len(chosen) > 1:
        raise AnswerError(question.id, said("“None of these” cannot stand beside others."))
    wanted = {option.id for option in chosen}
    return [option.id for option in question.options if option.id in wanted]
