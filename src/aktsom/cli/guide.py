"""`aktsom guide`: look at a guide, try it, check the handbook, and see what a change moves. Needs no server and no database."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import click

from aktsom.cli.setup import language_in_use, spoken
from aktsom.content import handbook
from aktsom.content.soundness import findings
from aktsom.engine.errors import EngineError
from aktsom.engine.flags.route import Step
from aktsom.engine.guides.guide import Guide, Stop
from aktsom.engine.guides.types import Answers, Question, QuestionType
from aktsom.engine.handbook.cases import WrittenCase, read_cases
from aktsom.engine.handbook.comparing import Case, Moved, what_if
from aktsom.engine.handbook.handbook import Assessment, Handbook, load_handbook
from aktsom.engine.handbook.lint import unverified
from aktsom.engine.handbook.overrides import apply_override, loosenings, read_override
from aktsom.engine.wording import counted, said

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_SAID = {
    "en": {
        "most": "At most {} questions.",
        "when": "asked when",
        "known": "not asked when these are known",
        "left": "Still asked, at most",
        "open": "open",
        "so far": "nothing asks for a person so far. Answer what is left.",
    },
    "nb": {
        "most": "Høyst {} spørsmål.",
        "when": "spørres når",
        "known": "spørres ikke når disse er kjent",
        "left": "Gjenstår, høyst",
        "open": "åpent",
        "so far": "så langt trengs ingen. Svar på det som gjenstår.",
    },
}
override_option = click.option("--override", type=_FILE, help="A YAML file with what an institution changes.")


@click.group()
def guide() -> None:
    """Look at the guides and rules, check them, and see what a change would move."""


@guide.command()
@click.argument("kind")
@click.option("--answer", "given", multiple=True, metavar="QUESTION=ANSWER", help="Answer as you go; several: a,b.")
@override_option
def preview(kind: str, given: tuple[str, ...], override: Path | None) -> None:
    """Show the guide for a KIND of cooperation: every question, what its answers tell, and when it is asked.

    With --answer it is walked instead: what is asked next, how many are left, and what comes of it.
    """
    book = handbook_with(override)
    if kind not in book.guides:
        raise EngineError(
            said("There is no guide for {kind}.", kind=kind),
            remedy=said("Choose one of: {known}.", known=", ".join(sorted(book.guides))),
        )
    chosen = book.guides[kind]
    lines = _walked(book, chosen, _answers(chosen, given)) if given else _shown(chosen)
    click.echo("\n".join(lines))


@guide.command()
@override_option
def lint(override: Path | None) -> None:
    """Check the handbook: every question used, every rule reachable, no dead end, readable in both languages."""
    book = handbook_with(override)
    found = findings(book)
    for finding in found:
        click.echo(finding.in_language(language_in_use()))
    if found:
        raise EngineError(
            counted("{number} thing to mend.", "{number} things to mend.", len(found)), place=f"handbook {book.version}"
        )
    sound = said(
        "Handbook {version} ({digest}): {rules} rules, {guides} guides, {questions} questions, {measures} measures."
        " All sound.",
        version=book.version,
        digest=book.digest[:12],
        rules=len(book.rules.rules),
        guides=len(book.guides),
        questions=len(book.questions),
        measures=len(book.measures),
    )
    click.echo(spoken(sound))
    for source in unverified(book):
        click.echo(spoken(said("Not yet verified by us: {title}, {url}", title=source.title, url=source.url)))


@guide.command()
@click.option("--cases", type=_FOLDER, required=True, help="A folder of written cases.")
@click.option("--before", type=_FOLDER, help="A folder with the handbook as it was; without it, the one that ships.")
@override_option
def moved(cases: Path, before: Path | None, override: Path | None) -> None:
    """Show which written cases come out otherwise after a change of the handbook, or under an override."""
    old = load_handbook(before) if before else handbook()
    new = handbook_with(override)
    for loose in loosenings(handbook(), read_override(_text(override))) if override else ():
        click.echo(spoken(said("looser: {what} ({reason})", what=loose.what, reason=loose.reason)))
    written = read_cases(cases)
    by_id = {case.id: case for case in written}
    found = list(what_if(old, new, (Case(case.id, *case.given(new)) for case in written)))
    for each in found:
        click.echo("\n".join(_told(each, by_id[str(each.key)])))
    total = counted(
        "{found} of {number} case moves.", "{found} of {number} cases move.", len(written), found=len(found)
    )
    click.echo(spoken(total))


def handbook_with(override: Path | None) -> Handbook:
    """The handbook that ships, with an override from a file laid over it."""
    return apply_override(handbook(), read_override(_text(override))) if override else handbook()


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as cause:
        raise EngineError(
            said("The file is not UTF-8 text."), place=path.name, remedy=said("Save it as UTF-8.")
        ) from cause


def _told(moved: Moved, case: WrittenCase) -> Iterator[str]:
    yield f"{case.id}: {case.story}"
    for word, outcome in ((said("before"), moved.before), (said("after"), moved.after)):
        flags = ", ".join(f"{flag.rule} ({flag.weight})" for flag in outcome.flags) or spoken(said("no flags"))
        yield f"  {spoken(word):6} {outcome.route.step}: {flags}"


def _shown(guide: Guide) -> Iterator[str]:
    language = language_in_use()
    yield f"{guide.title[language]} ({guide.kind}, version {guide.version})"
    yield guide.intro[language]
    yield _SAID[language]["most"].format(guide.longest)
    for number, stop in enumerate(guide.stops, start=1):
        yield ""
        yield from _stop(number, stop, language)


def _stop(number: int, stop: Stop, language: str) -> Iterator[str]:
    question = stop.question
    yield f"{number}. {question.text[language]}  [{question.id}, {question.type}]"
    if stop.when:
        yield f"   {_SAID[language]['when']}: {stop.when.source}"
    if question.known_from:
        yield f"   {_SAID[language]['known']}: {', '.join(question.known_from)}"
    yield f"   {question.why[language]}"
    yield f"   {question.example[language]}"
    for option in question.options:
        gives = ", ".join(f"{name} = {_value(value)}" for name, value in option.gives.items())
        yield f"   - {option.text[language]}  [{option.id}]" + (f"  → {gives}" if gives else "")


def _value(value: object) -> str:
    return "+".join(value) if isinstance(value, tuple) else str(value)


def _answers(guide: Guide, given: Iterable[str]) -> Answers:
    questions = {question.id: question for question in guide.questions}
    answers: dict[str, object] = {each.id: "…" for each in guide.questions if not each.options}
    for each in given:
        name, divided, text = each.partition("=")
        if not divided or name not in questions:
            raise EngineError(
                said("“{each}” is no answer.", each=each),
                remedy=said("Questions are: {known}.", known=", ".join(questions)),
            )
        answers[name] = guide.check(name, _raw(questions[name], text))
    return answers


def _raw(question: Question, text: str) -> object:
    several = question.type is QuestionType.SEVERAL and text != "unknown"
    return [each for each in text.split(",") if each] if several else text


def _walked(book: Handbook, guide: Guide, answers: Answers) -> Iterator[str]:
    language = language_in_use()
    for question in guide.path(answers):
        if question.options:
            yield f"{question.text[language]}  [{question.id}] {answers.get(question.id, '?')}"
    left = guide.remaining(answers)
    yield f"{_SAID[language]['left']}: {left}"
    outcome = book.assess(guide.facts_of(answers), guide.unknowns(answers))
    yield from outcome_lines(outcome, language, is_whole=not left)


def outcome_lines(outcome: Assessment, language: str, *, is_whole: bool) -> Iterator[str]:
    """An assessment in lines of text; nobody is told to go ahead before the answers are whole."""
    for flag in outcome.flags:
        yield f"{flag.weight:8} {flag.title[language]}  [{flag.rule}]"
    for point in outcome.open_points:
        yield f"{_SAID[language]['open']:8} {point.text[language]} {point.remedy[language]}"
    tells = is_whole or outcome.route.step is not Step.GO_AHEAD
    yield f"→ {outcome.route.step}: {outcome.route.next[language] if tells else _SAID[language]['so far']}"
