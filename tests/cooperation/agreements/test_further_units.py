"""A further unit that works under an agreement finds it among its own."""

from collections.abc import Callable

import pytest
from django.test import Client

from aktsom.cooperation.agreements.actions import set_units
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.queries import Filters, agreements
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Unit
from aktsom.overview.agreements import gaps
from tests.overview.samples import in_force

pytestmark = pytest.mark.django_db
Person, MakeUnit, MakeAgreement = Callable[..., Actor], Callable[..., Unit], Callable[..., Agreement]


def test_the_filter_by_unit_finds_what_a_further_unit_works_under(
    person: Person, unit: MakeUnit, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    officer, ours, theirs = person(Duty.AGREEMENTS_OFFICER), unit("Faculty of Ice"), unit("Faculty of Fog")
    below = unit("Department of Frost", ours)
    dean = person(Duty.UNIT_LEADER, unit=ours)
    shared = agreement(officer, **in_force("Accord"), unit=theirs.pk)
    agreement(officer, **in_force("Bond"), unit=theirs.pk)
    with acting_for(officer):
        set_units(officer, agreement=shared, units=[below.pk])
        for place, number in ((ours, 1), (below, 1), (theirs, 2)):
            assert agreements(officer, Filters(unit=place.pk)).count() == number
    client, query = client_for(dean), f"?unit={ours.pk}"
    page = client.get(f"/agreements/{query}").content.decode()
    assert ("Accord" in page, "Bond" in page) == (True, False)
    assert [each["title"] for each in client.get(f"/api/v1/agreements{query}").json()["items"]] == ["Accord"]
    sheet = b"".join(client.get(f"/agreements/export/csv/{query}")).decode()  # type: ignore[arg-type]
    assert ("Accord" in sheet, "Bond" in sheet) == (True, False)


def test_the_bar_of_a_unit_counts_further_units_once(
    person: Person, unit: MakeUnit, agreement: MakeAgreement, django_assert_num_queries: Callable[..., object]
) -> None:
    officer, faculty, other = person(Duty.AGREEMENTS_OFFICER), unit("Faculty of Ice"), unit("Faculty of Fog")
    first, second = unit("Department of Frost", faculty), unit("Department of Rime", faculty)
    near, far, nowhere = (
        agreement(officer, **in_force(title), unit=place)
        for title, place in (("Accord", first.pk), ("Bond", other.pk), ("Covenant", None))
    )
    with acting_for(officer):
        set_units(officer, agreement=near, units=[second.pk])
        set_units(officer, agreement=far, units=[first.pk, second.pk])
        set_units(officer, agreement=nowhere, units=[other.pk])
        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            found = {row.name_nb if row else "": number for row, number in gaps.by_unit(officer)}
        assert found == {
            "Faculty of Ice": 2,
            "Department of Frost": 2,
            "Department of Rime": 2,
            "Faculty of Fog": 2,
            "": 1,
        }
        for row, number in gaps.by_unit(officer):
            assert row is None or agreements(officer, Filters(unit=row.pk, running="yes")).count() == number
