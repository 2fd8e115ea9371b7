"""How rooms tell an appraisal what they know, without either knowing the other.

A room registers a provider in its `facts.py`; whoever evaluates rules asks all providers about a subject.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import models

from aktsom.core.actor import Actor
from aktsom.engine.flags.types import Fact

Provider = Callable[[Actor, Sequence[models.Model]], Mapping[object, Iterable[Fact]]]


@dataclass(frozen=True, slots=True)
class RegisteredProvider:
    """A room's answer for one kind of subject: the names of the facts it can give, and the function that gives them."""

    room: str
    subject: type[models.Model]
    names: tuple[str, ...]
    provide: Provider


PROVIDERS: list[RegisteredProvider] = []


def provides_facts(room: str, subject: type[models.Model], *names: str) -> Callable[[Provider], Provider]:
    """Register a function that gives, for many subjects at once, the facts of each by primary key."""

    def register(provide: Provider) -> Provider:
        PROVIDERS.append(RegisteredProvider(room, subject, names, provide))
        return provide

    return register


def gather_facts(actor: Actor, subjects: Sequence[models.Model]) -> dict[object, list[Fact]]:
    """All facts that the rooms can give the actor about subjects of one kind, by primary key, in a fixed number of queries."""
    gathered: dict[object, list[Fact]] = {subject.pk: [] for subject in subjects}
    if not subjects:
        return gathered
    for provider in PROVIDERS:
        if isinstance(subjects[0], provider.subject):
            for key, facts in provider.provide(actor, subjects).items():
                gathered[key].extend(facts)
    return gathered
