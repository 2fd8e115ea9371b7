"""An export forgets no record and holds nobody else's: a mark is planted in every declared field of two people."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import orjson
import pytest
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError
from aktsom.core.models import AuditEvent
from aktsom.core.personal import IN_THE_INSTITUTION, Held, Kind, holdings
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Member, User
from aktsom.protection.personal_data.actions import export_person
from aktsom.protection.personal_data.exporting import SHOWN_ON_PAGE, sections_about
from aktsom.protection.personal_data.persons import person_of

pytestmark = pytest.mark.django_db
WRITTEN_BY_OTHERS = ("core.", "procrastinate.", "account.", "personal_data.Pseudonym")


def test_promise_p44_an_export_forgets_no_record_and_holds_nobody_elses(
    institution: Institution, person: Callable[..., Actor]
) -> None:
    person(name="Somebody Else")
    kari, ola = person(name="Kari KARIMARK"), person(name="Ola OLAMARK")
    with acting_for(Actor.system("tests", institution.pk)):
        planted = {(label, name) for label, name in plant("KARIMARK", kari, institution)}
        plant("OLAMARK", ola, institution)
        sections = list(sections_about(person_of(Member.objects.get(pk=kari.member_id))))
    found = {(each.declaration.label, name) for each in sections for row in each.rows for name in row}
    marked = {
        (each.declaration.label, name)
        for each in sections
        for row in each.rows
        for name, value in row.items()
        if "KARIMARK" in str(value)
    }
    assert planted
    assert planted <= found
    assert {(label, name) for label, name in planted if (label, name) in text_fields()} <= marked
    assert "OLAMARK" not in str([each.rows for each in sections])


def test_the_file_holds_the_same_as_json_and_as_a_page_in_each_language(
    institution: Institution, person: Callable[..., Actor]
) -> None:
    kari = person(name="Kari Nordmann")
    with acting_for(kari):
        archive = zipfile.ZipFile(io.BytesIO(export_person(kari, member=Member.objects.get(pk=kari.member_id))))
    assert sorted(archive.namelist()) == ["data-en.html", "data-nb.html", "data.json"]
    data = orjson.loads(archive.read("data.json"))
    assert data["institution"] == institution.name_nb
    assert {section["model"] for section in data["sections"]} >= {"institutions.User", "institutions.Member"}
    assert "passw" not in archive.read("data.json").decode()
    assert "Hva som er lagret om Kari Nordmann" in archive.read("data-nb.html").decode()
    assert "What is kept about Kari Nordmann" in archive.read("data-en.html").decode()


def test_nobody_exports_another_persons_data_without_a_request_of_theirs(person: Callable[..., Actor]) -> None:
    kari, curious, officer = person(), person(Duty.LEADERSHIP), person(Duty.DATA_PROTECTION_OFFICER)
    with acting_for(curious):
        member = Member.objects.get(pk=kari.member_id)
        for somebody in (curious, officer):
            with pytest.raises(NotAllowedError):
                export_person(somebody, member=member)
    with acting_for(Actor.system("tests", kari.institution_id)):
        refused = AuditEvent.objects.filter(verb="export what is kept about a person (refused)")
        assert refused.count() == 2


def test_two_people_of_one_name_are_not_taken_for_each_other(
    institution: Institution, person: Callable[..., Actor]
) -> None:
    first, second = person(name="Kari Nordmann"), person(name="Kari Nordmann")
    with acting_for(Actor.system("tests", institution.pk)):
        plant_named("Kari Nordmann", institution)
        for actor in (first, second):
            labels = {
                each.declaration.label for each in sections_about(person_of(Member.objects.get(pk=actor.member_id)))
            }
            assert "partners.Merge" not in labels


def test_the_page_shows_the_first_entries_and_needs_few_queries(
    person: Callable[..., Actor],
    client_for: Callable[[Actor], Client],
    django_assert_max_num_queries: Callable[..., Any],
) -> None:
    kari = person(name="Kari Nordmann")
    client = client_for(kari)
    with django_assert_max_num_queries(20):
        page = client.get("/personal-data/?show=1")
    assert page.status_code == 200
    for section in page.context["sections"]:
        with django_assert_max_num_queries(22):
            shown = client.get(f"/personal-data/?show={section.place}")
        assert shown.context["opened"].number == min(section.number, SHOWN_ON_PAGE)
    assert client.get("/personal-data/?show=999").context["opened"] is None


def plant(mark: str, actor: Actor, institution: Institution) -> set[tuple[str, str]]:
    """Make a row for everything that a model of ours holds of people here, with the mark in each of its text fields."""
    planted: set[tuple[str, str]] = set()
    for declaration, held in holdings():
        model = declaration.model
        if held.secret or held.whose.kind not in IN_THE_INSTITUTION or declaration.label.startswith(WRITTEN_BY_OTHERS):
            continue
        if held.whose.path == "":
            values = marks(model, held, mark)
            values.pop("name", None)  # they bear the mark in their name already, and other rows know them by it
            model._base_manager.filter(pk=actor.member_id if model is Member else actor.user_id).update(**values)
        else:
            make(model, mark, institution, marks(model, held, mark) | owner(held, actor, mark))
        planted |= {(declaration.label, name) for name in held.fields}
    return planted


def plant_named(name: str, institution: Institution) -> None:
    for declaration, held in holdings():
        if declaration.label == "partners.Merge" and held.whose.kind is Kind.NAME:
            make(declaration.model, "x", institution, {held.whose.path: name})


def owner(held: Held, actor: Actor, mark: str) -> dict[str, Any]:
    if held.whose.kind is Kind.NAME:
        return {held.whose.path: User.objects.get(pk=actor.user_id).name}
    return {f"{held.whose.path}_id": actor.member_id if held.whose.kind is Kind.PLACE else actor.user_id}


def marks(model: type[models.Model], held: Held, mark: str) -> dict[str, Any]:
    fields = {name: model._meta.get_field(name) for name in held.fields if name != held.whose.path}
    return {name: marked(field, mark) for name, field in fields.items() if is_text(field)}


def is_text(field: Any) -> bool:
    if isinstance(field, models.CharField):
        return not field.choices and (field.max_length or 99) > 12
    return isinstance(field, models.TextField | models.JSONField)


def marked(field: Any, mark: str) -> Any:
    if isinstance(field, models.EmailField):
        return f"{mark}@example.org"
    return [mark] if isinstance(field, models.JSONField) else mark


def text_fields() -> set[tuple[str, str]]:
    found = set()
    for declaration, held in holdings():
        model = declaration.model
        found |= {(declaration.label, name) for name in held.fields if is_text(model._meta.get_field(name))}
    return found


def make(model: type[models.Model], mark: str, institution: Institution | None, given: dict[str, Any]) -> models.Model:
    """A row with something in every field that needs a value, and rows of their own where it points."""
    values = dict(given)
    for field in model._meta.concrete_fields:
        if field.name in values or field.attname in values or field.primary_key or field.has_default() or field.null:
            continue
        values[field.name] = filler(field, mark, institution)
    if institution is not None and any(each.name == "institution" for each in model._meta.concrete_fields):
        values["institution"] = institution
    if model._meta.label == "screening.Sharing":  # an institution shares once at a time, and this makes several
        values["withdrawn_at"] = datetime(2026, 1, 2, tzinfo=UTC)
    return model._base_manager.create(**values)


def filler(field: Any, mark: str, institution: Institution | None) -> Any:
    if field.is_relation:
        if field.related_model is Institution:
            return institution
        found = Member.objects.filter(user__name="Somebody Else").first() if field.related_model is Member else None
        return found or make(field.related_model, "other", institution, {})
    if isinstance(field, models.DateTimeField):
        return datetime(2026, 1, 1, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return date(2026, 1, 1)
    if isinstance(field, models.CharField | models.TextField):
        made = field.choices[0][0] if field.choices else f"{mark}{next(COUNTER)}"
        return made[: field.max_length] if field.max_length else made
    if isinstance(field, ArrayField | models.JSONField):
        return []
    return next(COUNTER)


COUNTER = iter(range(10**6))
