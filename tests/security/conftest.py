"""The world of the matrix, built once for all its tests and taken back at the end."""

import pkgutil
import subprocess
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from unittest.mock import patch

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from aktsom.core import printing
from aktsom.institutions import keys
from tests.security import rooms
from tests.security.driving import Driver, Sent
from tests.security.world import World, add_things, build_world


def room_modules() -> list[ModuleType]:
    """The rooms' parts of the world, by name, but what others build on first (see `ORDER`)."""
    names = sorted(each.name for each in pkgutil.iter_modules(rooms.__path__))
    modules = [import_module(f"tests.security.rooms.{name}") for name in names]
    return sorted(modules, key=lambda module: getattr(module, "ORDER", 50))


def what_is_sent() -> dict[str, Sent]:
    """What is sent to each operation, from all rooms."""
    sent: dict[str, Sent] = {}
    for module in room_modules():
        for operation, each in module.SENT.items():
            assert operation not in sent, f"two rooms say what is sent to {operation}"
            sent[operation] = each
    return sent


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The whole world, with all rooms' things; uploaded files go to a folder of its own."""
    # One person after the other asks, a hundred in turn: their keys are remembered longer than the usual two seconds.
    keys_remembered = patch.object(keys, "KNOWN_SECONDS", 600.0)
    # What a page says is asked elsewhere; a process for each PDF would take minutes.
    papers = patch.object(printing, "_laid_out", lambda _page: subprocess.CompletedProcess([], 0, b"%PDF", b""))
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    with files, papers, keys_remembered, django_db_blocker.unblock(), transaction.atomic():
        made = build_world()
        add_things(made, [module.things for module in room_modules()])
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def driver(world: World) -> Driver:
    """Sends what the cells stand for."""
    return Driver(world, what_is_sent())
