"""Questions as data: YAML files, each question checked by itself."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from aktsom.engine.documents import LANGUAGES, Entry, Texts, once, read_document
from aktsom.engine.flags.errors import FactError
from aktsom.engine.flags.forbidden import forbidden_term
from aktsom.engine.flags.schema import FactSchema
from aktsom.engine.flags.types import FactValue
from aktsom.engine.guides.errors import GuideError
from aktsom.engine.guides.types import UNKNOWN, WITH_OPTIONS, Option, Question, QuestionType
from aktsom.engine.wording import said

Questions = Mapping[str, Question]

_NOTHING: Texts = MappingProxyType(dict.fromkeys(LANGUAGES, ""))
_YES_NO: Mapping[str, Texts] = {
    "yes": MappingProxyType({"en": "Yes", "nb": "Ja"}),
    "no": MappingProxyType({"en": "No", "nb": "Nei"}),
}
_KEYS = ("id", "type", "text", "why", "example", "help", "options", "gives", "known_from", "open_point", "remedy")
_OPTION_KEYS = ("id", "text", "hint", "gives", "alone")


def load_questions(directory: Path, schema: FactSchema) -> Questions:
    """All questions in the YAML files of a folder, by id. Raises GuideError that names file, question, reason and remedy."""
    unique = once(
        lambda found: GuideError(said("Another question has this id."), place=found, remedy=said("Rename one."))
    )
    found: dict[str, Question] = {}
    for path in sorted(directory.glob("*.yaml")):
        document = read_document(path, GuideError)
        document.only(("questions",))
        for entry in document.entries("questions"):
            question = read_question(entry, schema)
            found[unique(question.id)] = question
    if not found:
        raise GuideError(said("There are no questions here."), place=directory.name, remedy=said("Restore the files."))
    return MappingProxyType(found)


def read_question(entry: Entry, schema: FactSchema) -> Question:
    """One question, checked: declared facts only, nothing asked about who somebody is."""
    entry.only(_KEYS)
    kind = _type(entry)
    options = _options(entry, kind, schema)
    return Question(
        id=_identifier(entry),
        type=kind,
        text=_fair(entry, "text"),
        why=entry.texts("why"),
        example=entry.texts("example"),
        help=entry.texts("help") if "help" in entry.data else _NOTHING,
        options=options,
        known_from=_known_from(entry, schema),
        open_point=entry.texts("open_point") if options else _NOTHING,
        remedy=entry.texts("remedy") if options else _NOTHING,
        facts=frozenset(name for option in options for name in option.gives),
    )


def _identifier(entry: Entry) -> str:
    identifier = entry.text("id")
    if not identifier.isidentifier() or identifier != identifier.lower():
        raise entry.refuse(said("The id is no plain word."), said("Write small letters and _, as in who_pays."))
    if term := forbidden_term(identifier):
        raise entry.refuse(said("No question may ask this (“{term}”).", term=term), said("Remove the question."))
    return identifier


def _type(entry: Entry) -> QuestionType:
    text = entry.text("type")
    if text not in list(QuestionType):
        raise entry.refuse(
            said("“{text}” is no type of question.", text=text),
            said("Use one of: {known}.", known=", ".join(QuestionType)),
        )
    return QuestionType(text)


def _fair(entry: Entry, key: str) -> Texts:
    """A text in both languages that asks nobody who they are or where they come from."""
    texts = entry.texts(key)
    for text in texts.values():
        if term := forbidden_term(text):
            raise entry.refuse(
                said("The question asks what nobody may be asked (“{term}”).", term=term),
                said("Ask about ties, never origin."),
            )
    return texts


def _known_from(entry: Entry, schema: FactSchema) -> tuple[str, ...]:
    named = entry.strings("known_from")
    for name in named:
        _declared(entry, name, schema)
    return named


def _options(entry: Entry, kind: QuestionType, schema: FactSchema) -> tuple[Option, ...]:
    if kind is QuestionType.YES_NO:
        return _yes_and_no(entry, schema)
    if "gives" in entry.data:
        raise entry.refuse(said("Only a yes-no question has “gives”."), said("Write it under the option."))
    if kind not in WITH_OPTIONS:
        _without_options(entry)
        return ()
    unique = once(
        lambda found: entry.refuse(said("The option {found} stands twice.", found=found), said("Rename one."))
    )
    options = tuple(_option(each, schema, kind) for each in entry.entries("options"))
    for option in options:
        unique(option.id)
    if len(options) < 2:
        raise entry.refuse(said("There is only one option."), said("Give a choice."))
    if kind is QuestionType.SEVERAL and sum(option.alone for option in options) != 1:
        raise entry.refuse(
            said("Not exactly one option stands alone."), said("Give one “none of these” with alone: true.")
        )
    return options


def _without_options(entry: Entry) -> None:
    for key in ("options", "open_point", "remedy"):
        if key in entry.data:
            raise entry.refuse(
                said("A question of this type has no “{key}”.", key=key), said("Remove it, or change the type.")
            )


def _yes_and_no(entry: Entry, schema: FactSchema) -> tuple[Option, ...]:
    if "options" in entry.data:
        raise entry.refuse(
            said("A yes-no question has no options."), said("Write under “gives” which facts a yes gives.")
        )
    yes = Option("yes", _YES_NO["yes"], _NOTHING, _gives(entry, schema))
    return yes, Option("no", _YES_NO["no"], _NOTHING, MappingProxyType({}))


def _option(entry: Entry, schema: FactSchema, kind: QuestionType) -> Option:
    entry.only(_OPTION_KEYS)
    identifier = entry.text("id")
    if term := forbidden_term(identifier):
        raise entry.refuse(said("No option may say this (“{term}”).", term=term), said("Remove the option."))
    if identifier == UNKNOWN:
        raise entry.refuse(said("“I don't know” is always there."), said("Remove the option."))
    alone = entry.truth("alone")
    if alone and kind is not QuestionType.SEVERAL:
        raise entry.refuse(said("Only where several can be chosen one stands alone."), said("Remove “alone”."))
    hint = _fair(entry, "hint") if "hint" in entry.data else _NOTHING
    return Option(identifier, _fair(entry, "text"), hint, _gives(entry, schema), alone)


def _gives(entry: Entry, schema: FactSchema) -> Mapping[str, FactValue]:
    if "gives" not in entry.data:
        return MappingProxyType({})
    given = entry.inner("gives").data
    return MappingProxyType({name: _value(entry, name, value, schema) for name, value in given.items()})


def _value(entry: Entry, name: str, value: object, schema: FactSchema) -> FactValue:
    _declared(entry, name, schema)
    try:
        read = schema[name].read(value)
    except FactError as cause:
        raise entry.refuse(
            said("{name} is of type {type}.", name=name, type=schema[name].type), said("Write the value in that type.")
        ) from cause
    for text in read if isinstance(read, tuple) else (read,):
        if isinstance(text, str) and (term := forbidden_term(text)):
            raise entry.refuse(said("No answer may give this (“{term}”).", term=term), said("Remove the value."))
    return read


def _declared(entry: Entry, name: str, schema: FactSchema) -> None:
    if term := forbidden_term(name):
        raise entry.refuse(
            said("No question may rest on {name} (“{term}”).", name=name, term=term), said("Remove the fact.")
        )
    if name not in schema:
        raise entry.refuse(
            said("There is no fact {name}.", name=name), said("Correct the name, or declare the fact in facts.yaml.")
        )
