"""The border between institutions holds below the code: shown with plain SQL under the application role."""

import pytest
from django.db import DatabaseError, connection, transaction

from aktsom.core.actor import Actor
from aktsom.core.tenancy import act_for_nobody, acting_for
from aktsom.institutions.actions import add_unit
from aktsom.institutions.models import Institution, Unit

pytestmark = pytest.mark.django_db


def test_the_application_role_is_no_superuser_and_cannot_pass_the_border() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)


def test_promise_p19_the_database_itself_refuses_another_institutions_rows(
    institution: Institution, other_institution: Institution
) -> None:
    with acting_for(Actor.system("t", institution.pk)):
        add_unit(Actor.system("t", institution.pk), name_nb="Fakultet")
    with acting_for(Actor.system("t", other_institution.pk)), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM institutions_unit")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE institutions_unit SET name_nb = 'x'")
        assert cursor.rowcount == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            Unit.objects.create(institution=institution, name_nb="Smuglet")


def test_a_connection_that_acts_for_nobody_sees_no_institutions_rows(institution: Institution) -> None:
    with acting_for(Actor.system("t", institution.pk)):
        add_unit(Actor.system("t", institution.pk), name_nb="Fakultet")
    act_for_nobody()
    assert Unit.objects.count() == 0


def test_every_table_of_an_institution_stands_behind_the_border() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'institution_id'"
            " WHERE c.relkind = 'r' AND NOT c.relrowsecurity AND c.relnamespace = 'public'::regnamespace"
        )
        assert cursor.fetchall() == []
