"""The log is for ever, so what people write about each other stays out of it; the record itself keeps the text."""

from collections.abc import Callable
from importlib import import_module
from inspect import signature, unwrap
from typing import get_args

from aktsom.core.actions import ACTIONS, RegisteredAction

WORDS = {
    "reason",
    "purpose",
    "note",
    "notes",
    "comment",
    "text",
    "message",
    "review",
    "because",
    "answer",
    "description",
    "title",
    "reference",
    "subject",
    "external_id",
    "accepted_because",
}
NOT_ABOUT_PEOPLE = {
    ("add a unit", "external_id"): "the unit’s code in the staff system, which names nobody",
    ("rename a unit", "external_id"): "the same",
    ("refuse a version of a source", "reason"): "the system's own sentence about a file that it could not read",
    ("keep access", "answer"): "the row of the recertification, of which only the key is kept",
    ("end access in a recertification", "answer"): "the row of the recertification, of which only the key is kept",
}


def _texts(registered: RegisteredAction) -> set[tuple[str, str]]:
    function = getattr(import_module(registered.module), registered.name)
    return {(registered.verb, name) for name in signature(function).parameters if name in WORDS}


def test_no_text_about_a_person_goes_into_the_log_but_what_is_excepted_by_hand() -> None:
    kept = {each for registered in ACTIONS.values() for each in _texts(registered) if each[1] not in registered.private}
    assert kept == set(NOT_ABOUT_PEOPLE)


def test_what_is_private_is_a_parameter_or_a_part_of_one_so_that_no_misspelt_name_protects_nothing() -> None:
    for registered in ACTIONS.values():
        function = getattr(import_module(registered.module), registered.name)
        parameters = signature(function).parameters
        for name in registered.private:
            whole, _, part = name.partition(".")
            assert whole in parameters, f"{registered.verb}: {name}"
            assert not part or part in _parts(function, whole), f"{registered.verb}: {name}"


def _parts(function: Callable[..., object], whole: str) -> set[str]:
    """The parts that a parameter has by its type; of one that is any mapping, every name is one."""
    hint = unwrap(function).__annotations__[whole]
    found = {name for each in (hint, *get_args(hint)) for name in getattr(each, "__annotations__", {})}
    return found or {*WORDS, "title", "name", "summary", "funding", "reference", "forum", "value", "parties"}
