"""Somebody and a database that other processes see too, for tests that kill these."""

from collections.abc import Iterator

import pytest
from django.db import connection, connections

from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Member, User
from aktsom.institutions.queries import actor_of

KEPT_TABLES = ("django_migrations", "django_content_type", "auth_permission")


@pytest.fixture
def committed_person(django_db_blocker: pytest.FixtureRequest, django_db_setup: None) -> Iterator[Actor]:
    """Somebody whom other processes see too; what they commit is taken away at the end, by the owner of the tables."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        home = Institution.objects.create(slug="kill", name_nb="Nordvik", name_en="Nordvik", kind="university")
        user = User.objects.create_user("killed@example.org", "a long password", name="Kari")
        with acting_for(Actor.system("tests", home.pk)):
            member = Member.objects.create(institution=home, user=user)
            actor = actor_of(Member.objects.select_related("user", "unit").get(pk=member.pk))
        try:
            with acting_for(actor):
                yield actor
        finally:
            empty_the_database()


def act_again(actor: Actor) -> None:
    """The connection is a new one, which acts for nobody yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('aktsom.institution', %s, false)", [str(actor.institution_id)])


def empty_the_database() -> None:
    """Take away what was committed, by the owner of the tables."""
    with connections["owner"].cursor() as cursor:
        tables = [each for each in connections["owner"].introspection.table_names(cursor) if each not in KEPT_TABLES]
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    connections["owner"].close()
