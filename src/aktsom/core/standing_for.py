"""One actor who stands for all that differ only in which person they are, where, and of which compartments.

Who may see what hangs on what sort of actor asks: which duties are held, whether for a unit or for all, how many compartments
are open. The rest is only compared with columns. So a query is put together once for each sort, with values of their own kind
that nothing real ever has, and these are exchanged for the real ones when it is asked (`compiled.py`).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from uuid import UUID

from aktsom.core.actor import Actor

MARK = "1947301"
"""Stands in everything that is exchanged, so that what was made of it otherwise is noticed."""
_INSTITUTION, _USER = int(f"{MARK}901"), int(f"{MARK}902")
_NAME = f"{MARK} stands in"
_MOST = 1_000
"""Units and compartments of one actor; beyond that, a query is their own."""


class NotExchangeableError(Exception):
    """Something was made of a value that is to be exchanged, so that it cannot be found again."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What stands for what: numbers and keys as they are, and keys and parts of paths within texts."""

    values: Mapping[object, object] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)

    def real(self, value: Any) -> Any:
        """A parameter as it is for the real actor."""
        if isinstance(value, str):
            return self._text(value) if MARK in value else value
        if isinstance(value, list | tuple):
            return type(value)(map(self.real, value))
        if isinstance(value, int | UUID):
            return self.values.get(value, value)
        return value

    def _text(self, text: str) -> str:
        for stands, real in self.texts.items():
            text = text.replace(stands, real)
        return text


def stood_for(shape: tuple[Hashable, ...]) -> tuple[tuple[Hashable, ...], Exchange] | None:
    """The same arguments with a stand-in for the one actor among them, and what to exchange; None where nobody stands in."""
    at = next((at for at, each in enumerate(shape) if isinstance(each, Actor)), None)
    found = None if at is None else _stand_in(shape[at])
    if at is None or found is None:
        return None
    stand_in, exchange = found
    return (*shape[:at], stand_in, *shape[at + 1 :]), exchange


def check_exchangeable(sql: str, parameters: tuple[Any, ...]) -> None:
    """Raises `NotExchangeableError` where a stand-in's value went into the SQL itself or into something unknown."""
    if MARK in sql or any(MARK in repr(each) and not _is_known(each) for each in parameters):
        raise NotExchangeableError


def _is_known(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(MARK not in repr(each) or _is_known(each) for each in value)
    return isinstance(value, str | int | UUID)


@lru_cache(maxsize=4096)
def _stand_in(actor: Any) -> tuple[Actor, Exchange] | None:
    held = {actor.unit_path, *(each.unit_path for each in actor.duties)}
    if max(len(held), len(actor.compartments)) >= _MOST:
        return None
    paths, parts = _paths(sorted(held))
    entered = {each: _key(place) for place, each in enumerate(sorted(actor.compartments))}
    stand_in = replace(
        actor,
        name=_NAME,
        institution_id=_INSTITUTION if actor.institution_id is not None else None,
        member_id=_key(_MOST) if actor.member_id is not None else None,
        user_id=_USER if actor.user_id is not None else None,
        unit_path=paths[actor.unit_path],
        duties=tuple(replace(each, unit_path=paths[each.unit_path]) for each in actor.duties),
        compartments=frozenset(entered.values()),
    )
    values: dict[object, object] = {stands: real for real, stands in entered.items()}
    values |= {_key(_MOST): actor.member_id, _INSTITUTION: actor.institution_id, _USER: actor.user_id}
    texts = {_NAME: actor.name, **parts} | {str(stands): str(real) for stands, real in values.items()}
    return stand_in, Exchange(values, texts)


def _paths(held: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Paths, in their order, with what stands for each, and the parts of that with what they stand for.

    What lies under what stays so, and their order; how deep a unit lies makes no difference.
    """
    found, parts = {"": "", "/": "/"}, dict[str, str]()
    for place, path in enumerate(held):
        if path not in found:
            above = max((each for each in found if path.startswith(each)), key=len)
            part = f"{MARK}{place:05}"
            found[path] = f"{found[above] or '/'}{part}/"
            parts[part] = path.removeprefix(above).strip("/")
    return found, parts


def _key(place: int) -> UUID:
    return UUID(f"{MARK}0-0000-4000-8000-{place:012}")
