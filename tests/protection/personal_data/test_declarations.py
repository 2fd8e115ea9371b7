"""Every field that may hold personal data is declared, and what is declared can be followed."""

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.translation import override

from aktsom.core.personal import (
    DECLARATIONS,
    IN_THE_INSTITUTION,
    After,
    Declaration,
    declarations,
    holdings,
    names_of_fields,
)
from aktsom.protection.personal_data.words import word_of

PERSONS = {"institutions.User", "institutions.Member"}
KEYS_OF_ROWS = (models.AutoField, models.BigAutoField)
TEXTS = (
    models.CharField,
    models.TextField,
    models.JSONField,
    models.BinaryField,
    models.GenericIPAddressField,
    ArrayField,
)


def may_hold_personal_data(field: models.Field) -> bool:  # type: ignore[type-arg]
    """Text of any kind, files, addresses, and whatever points at a person, also by a bare id."""
    if field.is_relation:
        return field.related_model._meta.label in PERSONS
    if field.primary_key and not isinstance(field, models.CharField):
        return False
    return isinstance(field, (*TEXTS, models.UUIDField, models.FileField))


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_every_field_that_may_hold_personal_data_is_declared_or_exempt_with_a_reason(model: type[models.Model]) -> None:
    label = model._meta.label
    assert label in DECLARATIONS, f"declare {label} in its room's personal.py"
    asked = {field.name for field in model._meta.concrete_fields if may_hold_personal_data(field)}
    missing = asked - DECLARATIONS[label].fields
    assert not missing, f"{label}: say in its room's personal.py whether {sorted(missing)} hold personal data"


@pytest.mark.parametrize("declaration", declarations(), ids=lambda declaration: declaration.label)
def test_a_declaration_names_only_fields_that_there_are(declaration: Declaration) -> None:
    known = {field.name for field in declaration.model._meta.get_fields()}
    shared = {"name", "codename", "app_label", "model", "type", "task_name", "periodic_id"}
    allowed = known | (shared if not declaration.model.__module__.startswith("aktsom") else set())
    assert declaration.fields <= allowed


def test_every_date_and_every_path_to_a_person_can_be_followed() -> None:
    for declaration, held in holdings():
        rules = [held.kept] if isinstance(held.kept, After) else []
        for rule in rules:
            assert follows(declaration.model, rule.date) or rule.rows is not None, (declaration.label, rule.date)
            assert set(rule.clear) <= set(held.fields)
        if held.whose.kind in IN_THE_INSTITUTION:
            assert follows(declaration.model, held.whose.path), (declaration.label, held.whose.path)


def test_every_sentence_of_a_declaration_is_there_in_bokmal_too() -> None:
    for declaration, held in holdings():
        for sentence in (declaration.title, held.what, held.purpose.label, held.ground.label):
            with override("en"):
                english = str(sentence)
            with override("nb"):
                assert str(sentence) != english, english


def test_the_names_of_personal_fields_are_told_to_the_logs() -> None:
    assert {"email", "name", "author", "password", "session_data"} <= names_of_fields()


def follows(model: type[models.Model], path: str) -> bool:
    """Whether a lookup path leads somewhere in the models; what comes after a JSON field is its own."""
    for part in filter(None, path.split("__")):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return False
        if isinstance(field, models.JSONField):
            return True
        if field.is_relation and isinstance(field.related_model, type):
            model = field.related_model
    return True


def test_every_field_has_a_word_of_its_own_in_both_languages() -> None:
    for declaration, held in holdings():
        for language in ("en", "nb"):
            with override(language):
                words = [word_of(name) for name in held.fields]
            assert len(set(words)) == len(words), (declaration.label, words)
