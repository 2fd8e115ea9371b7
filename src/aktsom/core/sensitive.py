"""Records of which it is kept who looked at them, and what the log says about them.

A room marks a model by making it `Sensitive`, and calls `core.audit.record_read` where a row of it is shown.
"""

from functools import cache
from typing import ClassVar

from django.apps import apps
from django.db import models
from django.db.models import CharField, F, Q, Value
from django.db.models.functions import Cast, Concat

from aktsom.core.actor import Actor
from aktsom.core.errors import Sentence
from aktsom.core.visibility import Everything, Nothing, Visible


class Sensitive(Visible):
    """A model whose readers are on record.

    `log_name` is what a row is called in a word, `log_page` the name of its page, `log_related` what its title needs, and
    `log_exports` are the verbs of exports that may hold it.
    """

    log_name: ClassVar[Sentence] = ""
    log_page: ClassVar[str] = ""
    log_related: ClassVar[tuple[str, ...]] = ()
    log_exports: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def is_sensitive(self) -> bool:
        """Whether it is kept who looks at this row; a model may hold public rows too."""
        return True

    @classmethod
    def in_log(cls, actor: Actor) -> Q:
        """The rows whose events the actor may know of: those that they may see, unless the model says more."""
        return cls.visibility(actor)

    @classmethod
    def about(cls, actor: Actor) -> Q:
        """The rows about the actor or made by them, whose readers they may know. None unless a model says so."""
        del actor
        return Nothing


def subject_of(row: models.Model | type[models.Model]) -> str:
    """How the log names a row, such as "register.cooperation:<id>"; for a model itself, all its rows: without the id."""
    if isinstance(row, models.Model):
        return f"{row._meta.label_lower}:{row.pk}"
    return f"{row._meta.label_lower}:"


@cache
def sensitive_models() -> dict[str, type[Sensitive]]:
    """The marked models by their label, such as "register.cooperation"."""
    return {model._meta.label_lower: model for model in apps.get_models() if issubclass(model, Sensitive)}


def known_in_log(actor: Actor) -> Q:
    """Events on no sensitive record, or on one that the actor may know of. What is hidden is hidden in the log as well."""
    condition = Q()
    for label, model in sensitive_models().items():
        condition &= (
            ~Q(subject__startswith=f"{label}:") | Q(subject=f"{label}:") | Q(subject__in=_subjects(model, actor))
        )
    return condition


def about_actor(actor: Actor) -> Q:
    """Events on records that are about the actor and that they may know of."""
    condition = Nothing
    for model in sensitive_models().values():
        condition |= Q(subject__in=_subjects(model, actor, model.about(actor)))
    return condition


def _subjects(model: type[Sensitive], actor: Actor, condition: Q = Everything) -> "models.QuerySet[Sensitive, str]":
    rows = model._default_manager.filter(model.in_log(actor), condition).order_by()
    named = Concat(Value(f"{model._meta.label_lower}:"), Cast(F("pk"), CharField()))
    found: models.QuerySet[Sensitive, str] = rows.annotate(subject_in_log=named).values_list(
        "subject_in_log", flat=True
    )
    return found
