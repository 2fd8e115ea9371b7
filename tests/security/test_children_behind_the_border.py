"""The log is asked about ids alone: whatever hangs on a record in a compartment is known only to whom the record is."""

from collections.abc import Iterable, Iterator
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models, transaction
from pytest_django import DjangoDbBlocker

from aktsom.cooperation.records.models import Record
from aktsom.core.visibility import Compartmented
from aktsom.institutions.models import Institution
from aktsom.protection.access.models import Compartment
from tests.security.plain_sql import acts_for, insert, rows, values_of
from tests.security.tables import BEHIND

RECORDS = {"agreements_agreement", "partners_partner", "register_cooperation"}
BESIDE = {("agreements_agreement", "parent_id"), ("partners_partner", "merged_into_id")}
"""Records carry their own compartment, and are not in that of a record that they name."""
LINKS_BESIDE = {
    (
        "agreements_agreementparty",
        "partner_id",
    ),  # a partner inside that an agreement outside names: the id of the party alone
    ("agreements_clausecheck", "document_version_id"),
    ("agreements_comparison", "returned_id"),
    ("agreements_comparison", "sent_id"),
    ("agreements_documentversion", "document_id"),
    ("agreements_finding", "clause_check_id"),
    ("agreements_steptaken", "shown_by_id"),
    ("appraisal_measure", "decision_id"),
    ("drawer_draweritem", "clause_check_id"),
    ("exits_breachentry", "breach_id"),
    ("exits_breachentry", "paper_id"),
    ("exits_breachentry", "task_id"),
    ("exits_hangingpeople", "strategy_id"),
    ("exits_hangingthing", "strategy_id"),
    ("exits_plantask", "breach_id"),
    ("exits_strategystep", "strategy_id"),
    ("overview_row", "tie_id"),
    ("register_cooperationtrace", "tie_id"),
}
"""Second ways to a record: what they lead to hangs on the same agreement, appraisal or cooperation as the row itself."""
OF_MANY_KINDS = {"screening_screeninghit", "screening_judgement", "screening_comparedsubject", "appraisal_raisedflag",
                 "appraisal_ownview"}  # fmt: skip


def hanging() -> list[tuple[str, str, str]]:
    """Each table whose rows the log can name, the column by which it hangs on a record, and the table on which it hangs."""
    found: dict[tuple[str, str], str] = {}
    reached = set(RECORDS)
    while True:
        links = {
            (model._meta.db_table, field.column): field.related_model._meta.db_table
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey)
            and isinstance(model._meta.pk, models.UUIDField)
            and field.related_model._meta.db_table in reached
        }
        if links == found:
            break
        found, reached = links, reached | {table for table, _column in links}
    left = {place: on for place, on in found.items() if place not in BESIDE | LINKS_BESIDE and place[0] in BEHIND}
    return sorted((table, column, on) for (table, column), on in left.items())


@pytest.fixture
def ours(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[int]:
    """In a transaction that is never committed, so that rows may refer to what is not there."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Institution.objects.create(slug="a", name_nb="a", name_en="a", kind="university").pk
        transaction.set_rollback(True)


def test_what_can_lie_in_a_compartment_by_itself_is_known() -> None:
    """Days and names carry a copy of their record's compartment."""
    found = {each._meta.db_table for each in apps.get_models() if issubclass(each, Compartmented | Record)}
    assert found == RECORDS | {"deadlines_agreementday", "partners_partnername"}


def test_the_log_knows_whatever_hangs_on_a_record_only_as_the_record_is(ours: int) -> None:
    places = [*hanging(), *((table, "subject_id", "partners_partner") for table in sorted(OF_MANY_KINDS))]
    assert len(places) > 30
    closed = str(uuid4())
    with acts_for(ours):
        kept = {"kind": Compartment.Kind.RECORDS}
        insert("access_compartment", values_of("access_compartment", ours) | kept | {"id": closed})
        made = {place: _made(place, ours, closed) for place in places}
    assert _known(made.values(), ours, "*") == set(made.values())
    assert _known(made.values(), ours, closed) == set(made.values())
    known = _known(made.values(), ours, "")
    assert [place for place, key in made.items() if key in known] == [], (
        "Say in the function aktsom_may_know, in a migration of its own, on what a new table hangs"
    )


def _made(place: tuple[str, str, str], ours: int, closed: str) -> str:
    table, column, on = place
    key, above = str(uuid4()), str(uuid4())
    if on in RECORDS:
        insert(on, values_of(on, ours) | {"id": above, "compartment_id": closed})
    else:
        above = _made(next(each for each in hanging() if each[0] == on), ours, closed)
    insert(table, values_of(table, ours) | {"id": key, column: above})
    return key


def _known(keys: Iterable[str], ours: int, compartments: str) -> set[str]:
    with acts_for(ours, compartments):
        return {key for key in keys if rows("SELECT aktsom_may_know(%s::uuid)", key) == [(True,)]}
