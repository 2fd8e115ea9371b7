"""Every change goes through an action: may the actor, one transaction, run, one audit event.

The registry of actions is the list of what the product can do; the web, the API and the command line call the same ones.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import wraps
from inspect import signature
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import models, transaction

from aktsom.core.actor import Actor
from aktsom.core.audit import append_event
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError

P = ParamSpec("P")
R = TypeVar("R")
Permission = Callable[[Actor, Mapping[str, Any]], bool]


@dataclass(frozen=True, slots=True)
class RegisteredAction:
    """An action as the registry knows it: its verb, its module and who may."""

    verb: str
    module: str
    name: str
    may: Permission


READERS = (Duty.INTERNAL_AUDITOR, Duty.PLATFORM_OPERATOR)
ACTIONS: dict[str, RegisteredAction] = {}


def action(
    verb: str, *, may: Permission, private: tuple[str, ...] = ()
) -> Callable[[Callable[Concatenate[Actor, P], R]], Callable[Concatenate[Actor, P], R]]:
    """Mark a function as an action. Its first parameter is the actor; `private` names arguments that the log leaves out.

    Raises `NotAllowedError`, and leaves an event of the attempt, when the actor may not.
    """

    def mark(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
        if verb in ACTIONS:
            raise ValueError(f"two actions are called {verb}")
        ACTIONS[verb] = RegisteredAction(verb, function.__module__, function.__name__, may)
        shape = signature(function)

        @wraps(function)
        def run(actor: Actor, /, *args: P.args, **kwargs: P.kwargs) -> R:
            given = dict(shape.bind(actor, *args, **kwargs).arguments)
            del given[next(iter(shape.parameters))]
            if not (actor.is_system or may(actor, given)):
                append_event(actor, verb=f"{verb} (refused)", subject="", details=_loggable(given, private))
                raise NotAllowedError
            with transaction.atomic():
                result = function(actor, *args, **kwargs)
                append_event(actor, verb=verb, subject=_subject(result, given), details=_loggable(given, private))
            return result

        return run

    return mark


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


def _subject(result: object, given: Mapping[str, Any]) -> str:
    for candidate in (result, *given.values()):
        if isinstance(candidate, models.Model):
            return f"{candidate._meta.label_lower}:{candidate.pk}"
    return ""


def _loggable(given: Mapping[str, Any], private: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in given.items() if name not in private}


def _plain(value: object) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, models.Model):
        return f"{value._meta.label_lower}:{value.pk}"
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {_text(str(key)): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value][:50]
    return _text(str(value))


def _text(value: str) -> str:
    """PostgreSQL keeps no NUL character, and a value that is refused for one must still be logged."""
    return value[:500].replace("\x00", "\N{REPLACEMENT CHARACTER}")
