"""A small installation of its own: a committed database beside the tests', and a folder."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connections
from pytest_django import DjangoDbBlocker

from aktsom.core.actor import Actor
from aktsom.core.audit import append_event
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution
from aktsom.operation.backup.postgres import Address, drop_database
from tests.database import _as_owner, _migrations_digest, _use

EVENTS = 5
KEY = "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="
PUBLIC_KEY = f"-----BEGIN PUBLIC KEY-----\n{KEY}\n-----END PUBLIC KEY-----\n"


@dataclass(frozen=True)
class Installation:
    """Where the database is, and the folder AKTSOM_HOME."""

    address: Address
    home: Path


@pytest.fixture(scope="module")
def installation(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    """One institution, a few events, and two files."""
    before, name = connections["default"].settings_dict["NAME"], f"test_backed_up_{os.getpid()}"
    home = tmp_path_factory.mktemp("home")
    (home / "files" / "uploads").mkdir(parents=True)
    (home / "files" / "uploads" / "sheet.csv").write_text("Ærøskøbing\n" * 1000, "utf-8")
    (home / "files" / "growing.part").write_text("half")
    (home / "audit" / "public-keys").mkdir(parents=True)
    (home / "audit" / "public-keys" / "one.pem").write_text(PUBLIC_KEY)
    (home / "audit" / "signing-key.pem").write_text("the private key")
    with django_db_blocker.unblock():
        _as_owner("CREATE DATABASE {} TEMPLATE {}", name, f"test_template_{_migrations_digest()}")
        _use(name)
        nordvik = Institution.objects.create(slug="nordvik", name_nb="Nordvik", name_en="Nordvik", kind="university")
        actor = Actor.system("tests", nordvik.pk)
        with acting_for(actor):
            for number in range(EVENTS):
                append_event(actor, verb="count", subject="", details={"number": number})
        _use(before)
    address = Address.of(os.environ["DATABASE_URL"]).named(name)
    yield Installation(address, home)
    with django_db_blocker.unblock():
        drop_database(address, address.named(before))
