"""When a rule fires: a small, checked part of CEL over declared facts.

Allowed are declared facts, numbers, texts without escapes, lists, comparisons, `&&`, `||`, `!`, `in` and `size()`.
Index access, arithmetic, macros and other functions are not: with them a fact could be reached that the text of the
rule does not show.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import cel

from aktsom.engine.documents import Entry
from aktsom.engine.flags.forbidden import forbidden_term
from aktsom.engine.flags.schema import FactSchema
from aktsom.engine.flags.types import FactValue
from aktsom.engine.wording import said

MOST_FACTS = 8
"""More facts in one rule nobody can read, and their combinations cannot all be tried on loading."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"[^"\\\n]*"|'[^'\\\n]*')|(?P<number>-?\d+(?:\.\d+)?)|(?P<path>[^\W\d]\w*(?:\s*\.\s*\w+)*)"""
    r"""|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!()\[\],])|(?P<other>\S))"""
)
_WORDS = frozenset({"true", "false", "in"})
_FUNCTIONS = frozenset({"size"})
_CEL_FAILURES = (TypeError, ValueError, RuntimeError, KeyError, ArithmeticError)


@dataclass(frozen=True, slots=True)
class Expression:
    """A compiled condition, the facts that it names in order of appearance, and the texts that it compares with.

    `samples` are the values that tell for each fact: the one that stands in when it is unknown, its example, and those on
    both sides of what the condition compares it with.
    """

    facts: tuple[str, ...]
    program: cel.Program
    source: str
    texts: tuple[str, ...]
    samples: Mapping[str, tuple[FactValue, ...]]

    def holds(self, values: Mapping[str, FactValue]) -> bool:
        """Whether the condition holds for these values; every fact of `facts` must be among them."""
        return self.program.execute(_nested({name: values[name] for name in self.facts})) is True

    def assignments(self) -> Iterator[dict[str, FactValue]]:
        """Every combination of the samples for which the condition holds; at least one."""
        for values in itertools.product(*self.samples.values()):
            named = dict(zip(self.facts, values, strict=True))
            if self.holds(named):
                yield named


def compile_expression(source: str, schema: FactSchema, entry: Entry, *, accuses: bool = True) -> Expression:
    """Compile and check the condition of `entry`; its refusals say what is wrong and what to do.

    A condition that `accuses` (of a rule) may not hold because something is unknown; one that only asks (of a question) may.
    """
    tokens = list(_tokens(source, entry))
    facts = _check_tokens(tokens, schema, entry)
    samples = MappingProxyType({name: _samples(name, tokens, schema) for name in facts})
    texts = tuple(text[1:-1] for kind, text in tokens if kind == "text")
    expression = Expression(facts, _program(source, entry), source, texts, samples)
    outcomes = _outcomes(expression, entry)
    if accuses:
        _check_ignorance(expression, outcomes, entry)
    return expression


def _program(source: str, entry: Entry) -> cel.Program:
    try:
        return cel.compile(source)
    except ValueError as cause:
        reason = str(cause).splitlines()[0]
        raise entry.refuse(
            said("The condition does not compile: {reason}", reason=reason), said("Correct “when”.")
        ) from cause


Token = tuple[str, str]


def _tokens(source: str, entry: Entry) -> Iterator[Token]:
    for match in _TOKEN.finditer(source):
        kind = match.lastgroup or ""
        text = "".join(match.group(kind).split()) if kind == "path" else match.group(kind)
        if kind in ("text", "path") and (term := forbidden_term(text)):
            raise entry.refuse(
                said("The condition names something no rule may rest on (“{term}” in {text}).", term=term, text=text),
                said("Remove it: nationality, ethnicity, birthplace, religion, language and names are never inputs."),
            )
        if kind == "other":
            raise entry.refuse(
                said("“{text}” cannot be used in a condition.", text=text),
                said("Use facts, comparisons, &&, ||, in and size()."),
            )
        yield kind, text


def _check_tokens(tokens: list[Token], schema: FactSchema, entry: Entry) -> tuple[str, ...]:
    facts: dict[str, None] = {}
    before: Token = ("", "")
    for (kind, text), after in itertools.zip_longest(tokens, tokens[1:], fillvalue=("", "")):
        if text == "[" and _is_value(before):
            raise entry.refuse(said("The condition reaches into a value by index."), said("Name the fact itself."))
        if kind == "path" and text not in _WORDS:
            _check_path(text, after == ("sign", "("), schema, entry, facts)
        before = (kind, text)
    if not facts:
        raise entry.refuse(said("The condition rests on no fact."), said("Name at least one declared fact."))
    if len(facts) > MOST_FACTS:
        raise entry.refuse(
            said("The condition names more than {most} facts.", most=MOST_FACTS), said("Split the rule.")
        )
    return tuple(facts)


def _check_path(text: str, called: bool, schema: FactSchema, entry: Entry, facts: dict[str, None]) -> None:
    if called:
        if text not in _FUNCTIONS:
            raise entry.refuse(
                said("There is no function {text}().", text=text),
                said("Use one of: {known}.", known=", ".join(_FUNCTIONS)),
            )
    elif text not in schema:
        raise entry.refuse(
            said("There is no fact {text}.", text=text), said("Correct the name, or declare the fact in facts.yaml.")
        )
    else:
        facts[text] = None


def _is_value(token: Token) -> bool:
    kind, text = token
    return (kind == "path" and text not in _WORDS) or kind == "text" or text in (")", "]")


def _samples(name: str, tokens: list[Token], schema: FactSchema) -> tuple[FactValue, ...]:
    """Values to try a fact with; the first is what stands in when it is unknown."""
    fact = schema[name]
    tried: list[FactValue] = [fact.unknown, fact.example]
    if fact.type in ("int", "float"):
        literals = [float(text) for kind, text in tokens if kind == "number"][:3]
        tried += [fact.read(round(n + d)) if fact.type == "int" else n + d for n in literals for d in (-1, 1)]
    if fact.type in ("string", "list"):
        texts = [text[1:-1] for kind, text in tokens if kind == "text"][:3]
        tried += [(text,) if fact.type == "list" else text for text in texts]
    return tuple(dict.fromkeys(tried))


def _outcomes(expression: Expression, entry: Entry) -> Mapping[tuple[FactValue, ...], bool]:
    """What the condition says of all samples. Refuses type errors and conditions that never hold."""
    tried = itertools.product(*expression.samples.values())
    outcomes = {values: _outcome(expression, values, entry) for values in tried}
    if not any(outcomes.values()):
        raise entry.refuse(said("The condition can never hold."), said("Correct “when”."))
    return outcomes


def _check_ignorance(expression: Expression, outcomes: Mapping[tuple[FactValue, ...], bool], entry: Entry) -> None:
    """Refuse firing because something is unknown, and so also firing always."""
    samples = list(expression.samples.values())
    unknown = [values[0] for values in samples]
    for values, holds in outcomes.items():
        if holds and _rests_on_ignorance(values, unknown, samples, outcomes):
            raise entry.refuse(
                said("The condition holds because a fact is unknown."),
                said("Write it so that an unknown fact never speaks against anyone."),
            )


def _rests_on_ignorance(
    values: tuple[FactValue, ...],
    unknown: list[FactValue],
    samples: list[tuple[FactValue, ...]],
    outcomes: Mapping[tuple[FactValue, ...], bool],
) -> bool:
    if list(values) == unknown:
        return True
    return any(
        not outcomes[(*values[:place], other, *values[place + 1 :])]
        for place, value in enumerate(values)
        if value == unknown[place]
        for other in samples[place]
    )


def _outcome(expression: Expression, values: tuple[FactValue, ...], entry: Entry) -> bool:
    named = dict(zip(expression.facts, values, strict=True))
    try:
        result = expression.program.execute(_nested(named))
    except _CEL_FAILURES as cause:
        reason = str(cause).split(". ")[0]
        raise entry.refuse(
            said("The types in the condition do not fit: {reason}.", reason=reason), said("See facts.yaml for types.")
        ) from cause
    if not isinstance(result, bool):
        raise entry.refuse(
            said("The condition gives neither true nor false."), said("Compare the fact with something.")
        )
    return result


def _nested(values: Mapping[str, FactValue]) -> dict[str, dict[str, object]]:
    """{"partner.listed": ("a",)} as CEL wants it: {"partner": {"listed": ["a"]}}."""
    nested: dict[str, dict[str, object]] = {}
    for name, value in values.items():
        subject, what = name.split(".")
        nested.setdefault(subject, {})[what] = list(value) if isinstance(value, tuple) else value
    return nested
