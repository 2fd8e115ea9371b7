"""How rooms show what they know about a subject on another room's page, without that page knowing them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from aktsom.core.actor import Actor
from aktsom.core.errors import Sentence

PanelProvider = Callable[[Actor, models.Model], tuple[str, Mapping[str, Any]] | None]


@dataclass(frozen=True, slots=True)
class RegisteredPanel:
    """A room's part of a page about one kind of subject; lower `order` comes first."""

    name: str
    kind: str
    order: int
    title: Sentence
    provider: PanelProvider


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel ready to be included: `{% include panel.template with panel=panel.context %}`."""

    name: str
    title: Sentence
    template: str
    context: Mapping[str, Any]


PANELS: dict[tuple[str, str], RegisteredPanel] = {}


def register_panel(name: str, kind: str, *, order: int, title: Sentence, provider: PanelProvider) -> None:
    """Let a room show a panel on pages about subjects of a kind ("partner", "cooperation").

    `provider(actor, subject)` gives a template and its context, or None when there is nothing to show.
    """
    PANELS[(kind, name)] = RegisteredPanel(name, kind, order, title, provider)


def panels_of(actor: Actor, kind: str, subject: models.Model) -> list[Panel]:
    """The panels that rooms have for this actor and subject, in order."""
    registered = sorted((each for (of, _), each in PANELS.items() if of == kind), key=lambda each: each.order)
    shown = ((each, each.provider(actor, subject)) for each in registered)
    return [Panel(each.name, each.title, found[0], found[1]) for each, found in shown if found is not None]
