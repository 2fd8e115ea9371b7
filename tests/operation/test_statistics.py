"""After a bulk load PostgreSQL knows its tables at once, and not only when its own autovacuum comes by."""

from django.db import connection
from pytest_django import DjangoDbBlocker

from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.bulk import insert_rows
from aktsom.core.statistics import refresh_statistics
from aktsom.core.tenancy import acting_for
from tests.operation.conftest import Installation
from tests.operation.test_kills import _at

MANY = 3000


def test_what_a_bulk_load_left_is_looked_at_and_nothing_else(
    installation: Installation, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), _at(installation.address.name):
        refresh_statistics()
        with acting_for(Actor.system("tests")):
            insert_rows(
                Partner,
                (
                    {
                        "name": f"Body {number}",
                        "country": "DE",
                        "kind": "",
                        "domain": "",
                        "identifiers": {},
                        "created_at": "2026-01-01",
                    }
                    for number in range(MANY)
                ),
            )
        assert refresh_statistics() >= 1
        assert _known_rows("partners_partner") >= MANY
        assert refresh_statistics() == 0


def _known_rows(table: str) -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = %s::regclass", [table])
        found = cursor.fetchone()
    return float(found[0]) if found else -1
