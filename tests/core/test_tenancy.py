"""The border between institutions holds below the code: shown with plain SQL under the application role."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

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


def test_after_every_block_the_connection_acts_for_whom_it_did_before_whatever_was_rolled_back_inside(
    institution: Institution, other_institution: Institution
) -> None:
    here, there = Actor.system("t", institution.pk), Actor.system("t", other_institution.pk)
    with acting_for(here):
        with pytest.raises(RuntimeError), transaction.atomic(), acting_for(there):
            raise RuntimeError
        assert acts_for() == str(institution.pk)
        with pytest.raises(DatabaseError), transaction.atomic(), acting_for(there), connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        assert acts_for() == str(institution.pk)
        with acting_for(there), acting_for(here):
            act_for_nobody()
        assert acts_for() == str(institution.pk)
    assert acts_for() == ""


def test_a_block_takes_one_round_trip_to_enter_and_one_to_leave(institution: Institution) -> None:
    with CaptureQueriesContext(connection) as queries, acting_for(Actor.system("t", institution.pk)):
        pass
    assert len(queries) == 2


def acts_for() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('aktsom.institution', true)")
        return str(cursor.fetchone()[0] or "")


def test_every_table_of_an_institution_stands_behind_the_border() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'institution_id'"
            " WHERE c.relkind = 'r' AND NOT c.relrowsecurity AND c.relnamespace = 'public'::regnamespace"
        )
        assert cursor.fetchall() == []
