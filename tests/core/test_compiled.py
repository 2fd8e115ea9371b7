"""SQL that is put together once: the answers are always those of now, and of the one who asks."""

from collections.abc import Callable
from uuid import UUID

import pytest
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from aktsom.cooperation.partners.models import Partner
from aktsom.core.compiled import Compiled, Rows, Slot, among, compiled, prepared, rows_by_key
from aktsom.core.visibility import Nothing

pytestmark = pytest.mark.django_db


@compiled
def by_country(country: str, *, names: Slot) -> QuerySet[Partner]:
    """Partners of a country with one of these names."""
    return Partner.objects.filter(among("name", names), country=country).order_by("name")


@prepared
def by_key(*, key: Slot) -> QuerySet[Partner, tuple[UUID, str]]:
    """A partner by its key."""
    return Partner.objects.filter(pk=key).values_list("pk", "name")


@pytest.fixture(autouse=True)
def known() -> list[Partner]:
    return [Partner.objects.create(name=name, country="DE") for name in ("Alpha", "Beta", "Gamma")]


def test_what_was_written_meanwhile_is_there(known: list[Partner]) -> None:
    assert [row.name for row in by_country.read("DE", names=["Beta", "Alpha", "Delta"])] == ["Alpha", "Beta"]
    Partner.objects.create(name="Delta", country="DE")
    assert [row.name for row in by_country.read("DE", names=["Delta"])] == ["Delta"]
    assert by_country.count("DE", names=["Alpha", "Delta"]) == 2
    assert by_country.count("DE", names=[]) == by_country.count("NL", names=["Alpha"]) == 0
    assert by_key.first(key=known[2].pk) == (known[2].pk, "Gamma")


def test_one_question_is_one_query(
    known: list[Partner], django_assert_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    with django_assert_num_queries(3):
        for each in known:
            by_key.read(key=each.pk)


def test_where_no_row_can_fit_the_database_is_not_asked(
    django_assert_num_queries: Callable[..., CaptureQueriesContext],
) -> None:
    none = compiled(lambda: Partner.objects.filter(Nothing))
    with django_assert_num_queries(0):
        assert (none.read(), none.count(), none.first(), none.sql()[0]) == ([], 0, None, "")


def test_whatever_is_made_of_an_answer_is_an_ordinary_query(known: list[Partner]) -> None:
    rows = by_country.read("DE", names=["Alpha"])
    assert Partner.objects.filter(pk__in=[row.pk for row in rows]).exclude(name="Alpha").count() == 0


def test_a_function_that_builds_another_query_from_the_same_arguments_is_found() -> None:
    countries = iter(("DE", "NL"))
    unsteady: Compiled[Partner] = compiled(lambda: Partner.objects.filter(country=next(countries)))
    with pytest.raises(AssertionError, match="another query"):
        unsteady.read()


def test_rows_are_shown_page_by_page() -> None:
    rows: Rows[int] = Rows(lambda: 5, lambda start, stop: list(range(5))[start:stop])
    assert (len(rows), rows[1:3], rows[:2]) == (5, [1, 2], [0, 1])


def test_rows_that_take_long_to_find_are_found_once_and_shown_in_their_order(known: list[Partner]) -> None:
    asked, newest_first = [], [row.pk for row in reversed(known)]

    def keys() -> list[UUID]:
        asked.append("keys")
        return newest_first

    rows = rows_by_key(keys, lambda wanted: Partner.objects.filter(pk__in=wanted).order_by("name"))
    assert (len(rows), [row.name for row in rows[:2]]) == (3, ["Gamma", "Beta"])
    assert asked == ["keys"]
    known[1].delete()
    assert [row.name for row in rows[:2]] == ["Gamma"]
