"""Every change goes through an action: may the actor, one transaction, run, one audit event.

The registry of actions is the list of what the product can do; the web, the API and the command line call the same ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import models, transaction

from aktsom.core.actor import Actor
from aktsom.core.audit import LOOKING, REFUSED, append_event, without_private
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError, StepUpNeededError
from aktsom.core.sensitive import subject_of

P = ParamSpec("P")
R = TypeVar("R")
Permission = Callable[[Actor, Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class RegisteredAction:
    """An action as the registry knows it: its verb, its module, who may, a step-up or not, and what the log leaves out."""

    verb: str
    module: str
    name: str
    may: Permission
    step_up: bool = False
    private: tuple[str, ...] = ()


READERS = (Duty.INTERNAL_AUDITOR, Duty.PLATFORM_OPERATOR)
ACTIONS: dict[str, RegisteredAction] = {}


def action(
    verb: str, *, may: Permission, private: tuple[str, ...] = (), step_up: bool = False
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Mark a function as an action. Its first parameter is the actor; `private` names arguments that the log leaves out.

    Of an argument with parts, such as a draft, "draft.title" leaves out the words of one part; that it was given is kept.

    With `step_up` the person must have shown again within 15 minutes who they are.

    Raises `NotAllowedError`, and leaves an event of the attempt, when the actor may not; `StepUpNeededError` when the actor
    may, and must first show who they are.
    """

    def mark(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        if verb in ACTIONS or verb.startswith(LOOKING):
            raise ValueError(f"two actions are called {verb}, or looking is called an action")
        ACTIONS[verb] = RegisteredAction(verb, function.__module__, function.__name__, may, step_up, private)
        shape = signature(function)

        @wraps(function)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            given = dict(shape.bind(actor, *args, **kwargs).arguments)
            del given[next(iter(shape.parameters))]
            logged = without_private(given, private)
            try:
                _check(actor.is_system or may(actor, given))
                _check_proof(actor, step_up)
                with transaction.atomic():
                    result = function(actor, *args, **kwargs)
                    append_event(actor, verb=verb, subject=_subject(result, given), details=logged)
            except NotAllowedError:
                append_event(actor, verb=f"{verb}{REFUSED}", subject=_subject(None, given), details=logged)
                raise
            return result

        return run

    return mark


def _check(allowed: bool) -> None:
    if not allowed:
        raise NotAllowedError


def _check_proof(actor: Actor, step_up: bool) -> None:
    if step_up and not (actor.is_system or actor.proven):
        raise StepUpNeededError(by_key=actor.by_key)


def any_member(actor: Actor, _given: Mapping[str, Any]) -> bool:
    """Everyone who has a place in the institution."""
    return actor.member_id is not None


def reads_only(actor: Actor) -> bool:
    """Auditors look at everything and change nothing; operators run the machine. Other duties do not lift that."""
    return actor.holds(*READERS)


def any_contributor(actor: Actor, _given: Mapping[str, Any]) -> bool:
    """Every member but auditors and operators."""
    return actor.member_id is not None and not reads_only(actor)


def only_system(_actor: Actor, _given: Mapping[str, Any]) -> bool:
    """Nobody but the system itself."""
    return False


def held_by(*duties: Duty) -> Permission:
    """Whoever holds one of the duties, for whichever unit; auditors and operators only by a duty of their own that is named."""

    def may(actor: Actor, _given: Mapping[str, Any]) -> bool:
        own = actor.holds(*{*duties} & {*READERS}) if reads_only(actor) else True
        return own and actor.holds(*duties)

    return may


def held_for_all(*duties: Duty) -> Permission:
    """Whoever holds one of the duties for the whole institution: for what concerns more than one unit."""
    anywhere = held_by(*duties)

    def may(actor: Actor, given: Mapping[str, Any]) -> bool:
        return anywhere(actor, given) and actor.holds(*duties, path="/")

    return may


def _subject(result: object, given: Mapping[str, Any]) -> str:
    found = (each for each in (result, *given.values()) if isinstance(each, models.Model))
    return next((subject_of(each) for each in found), "")
