"""The world of the matrix, built once for all its tests and taken back at the end."""

import logging
import pkgutil
import subprocess
from collections.abc import Callable, Hashable, Iterator
from copy import copy
from importlib import import_module
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from allauth.mfa.adapter import DefaultMFAAdapter
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from aktsom.core import audit, printing
from aktsom.identity import step_up
from aktsom.identity.backend import Accounts
from aktsom.identity.session_store import SessionStore
from aktsom.institutions import keys
from aktsom.protection.personal_data import actions as personal_data
from aktsom.web import middleware
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
    # All have proven who they are when the world was made, which is longer ago on a busy machine.
    proofs_last = patch.object(step_up, "LASTS_SECONDS", 86_400)
    # What a page says is asked elsewhere; a process for each PDF would take minutes.
    papers = patch.object(printing, "_laid_out", lambda _page: subprocess.CompletedProcess([], 0, b"%PDF", b""))
    # Nor is a picture for a phone's camera looked at here.
    pictures = patch.object(DefaultMFAAdapter, "build_totp_svg", lambda *_given: "<svg/>")
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    # The test client would copy the whole context of every template and every part that it includes.
    contexts = patch("django.test.client.store_rendered_templates", lambda *_given, **_named: None)
    with (
        files,
        papers,
        pictures,
        keys_remembered,
        proofs_last,
        contexts,
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        made = build_world()
        add_things(made, [module.things for module in room_modules()])
        yield made
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def known_people(world: World) -> Iterator[None]:
    """Who is behind a session or a key is read once for each person, not at each of tens of thousands of requests.

    Every request leaves the world as it was, so nobody changes in between. That a session, a place or a duty that ended is
    over at the next request is asked elsewhere (test_outsiders.py, tests/identity/test_sessions.py). All have asked in vain
    so often that it is noted no more (tests/core/test_looking.py asks when it is), and refusals go to no server log. What is
    kept about a person is not put together for each who may have it (tests/protection/personal_data asks what is in it).
    """
    ours = {each.session for each in world.people.values()}
    log = logging.getLogger("django.request")
    session = once(
        SessionStore._get_session_from_db, lambda store: store.session_key if store.session_key in ours else None
    )
    user = once(Accounts.get_user, lambda _backend, user_id: user_id)
    place = once(middleware.place_of, lambda *which: which)
    actor = once(middleware.actor_of, lambda member: member.pk)
    entered = once(keys.entered_by, lambda member_id: member_id)
    with (
        patch.object(SessionStore, "_get_session_from_db", session),
        patch.object(personal_data, "export_of", lambda *_given: b"PK"),
        patch.object(Accounts, "get_user", user),
        patch.object(middleware, "place_of", place),
        patch.object(middleware, "actor_of", actor),
        patch.object(keys, "entered_by", entered),
        patch.object(audit, "IN_VAIN_PER_HOUR", 0),
    ):
        log.setLevel(logging.ERROR)
        yield
        log.setLevel(logging.NOTSET)


def once(read: Callable[..., Any], about: Callable[..., Hashable]) -> Callable[..., Any]:
    """`read`, that reads once about each; about None it reads every time."""
    found: dict[Hashable, Any] = {}

    def remembered(*given: Any) -> Any:
        asked = about(*given)
        if asked is None:
            return read(*given)
        if asked not in found:
            found[asked] = read(*given)
        return copy(found[asked])

    return remembered


@pytest.fixture(scope="module")
def driver(world: World) -> Driver:
    """Sends what the cells stand for."""
    return Driver(world, what_is_sent())
