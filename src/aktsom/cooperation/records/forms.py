"""What people fill in about a record, and how the filters of a list are read from the address."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.records.models import Record
from aktsom.cooperation.records.queries import SORTS, differing
from aktsom.core.actor import Actor
from aktsom.core.forms import offer
from aktsom.core.http import one_of, uuid_of, words_of
from aktsom.institutions.models import Member, Unit
from aktsom.institutions.queries import member_by_email

Choice = tuple[str, str]
NONE: Choice = ("", "—")


class RecordForm(forms.Form):
    """The answers about a record, one that is there (`current`) or a new one. A room's form adds the fields.

    `renamed` says which fields cannot be called in a form as they are in a draft.
    """

    renamed: ClassVar[Mapping[str, str]] = {}

    @staticmethod
    def units_of(actor: Actor) -> list[Unit]:
        """The units that the actor may register for."""
        raise NotImplementedError

    def __init__(self, actor: Actor, *args: Any, current: Record | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        present = current.unit if current else None
        choices = with_present([_choice(unit) for unit in self.units_of(actor)], _choice(present) if present else None)
        offer(self, "unit", [("", _("My own unit")), *choices])

    def values(self) -> dict[str, Any]:
        """The answers, by the names of a draft."""
        names = {field: name for name, field in self.renamed.items()}
        answers = {names.get(field, field): value for field, value in self.cleaned_data.items()}
        return answers | {"unit": uuid_of(answers["unit"])}

    def colleague(self, written: str, present: Member | None) -> UUID | None:
        """The colleague with this address; the actor without one. Who stands there at present may stay after leaving."""
        if not written:
            return self.actor.member_id
        if present is not None and written == present.user.email:
            return present.pk
        member = member_by_email(self.actor, written)
        if member is None:
            raise forms.ValidationError(_("Nobody in your institution has this e-mail address."))
        return member.pk

    @classmethod
    def initial_of(cls, record: Any) -> dict[str, Any]:
        """What the form shows of a record that is there."""
        raise NotImplementedError

    def theirs(self, record: Record) -> list[tuple[str, str]]:
        """Label and saved value of every answer that differs from what the form holds, for a person to compare."""
        saved = self.initial_of(record)
        fields = [self.renamed.get(name, name) for name in differing(record, self.values())]
        return [(str(self.fields[field].label), in_words(saved[field], self.fields[field])) for field in fields]


def with_present(choices: list[Choice], present: Choice | None) -> list[Choice]:
    """The choices, before them what is chosen at present where it is none of them."""
    return choices if present is None or present[0] in dict(choices) else [present, *choices]


def _choice(unit: Unit) -> Choice:
    return str(unit.pk), unit.name


def in_words(value: object, field: forms.Field) -> str:
    """A saved value in the words that the form offers for it."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    words = dict(getattr(field, "choices", ()))
    parts = value if isinstance(value, list) else [field.prepare_value(value)]
    return ", ".join(str(words.get(each, each)) for each in parts if each not in ("", None))


def filters_in(query: QueryDict, kinds: Sequence[str], states: Sequence[str]) -> dict[str, Any]:
    """The filters of every register in an address; what cannot be understood is left out."""
    country = query.get("country", "")
    return {
        "text": words_of(query.get("q", "")),
        "country": country.upper()[:2] if country.isalpha() else "",
        "unit": uuid_of(query.get("unit", "")),
        "kind": one_of(query.get("kind", ""), kinds),
        "state": one_of(query.get("state", ""), states),
        "partner": uuid_of(query.get("partner", "")),
    }


def sort_of(query: QueryDict) -> str:
    """The order in an address."""
    return one_of(query.get("sort", ""), SORTS) or "newest"


def version_of(form: QueryDict) -> int:
    """The version that somebody looked at, 0 when the form does not say."""
    version = form.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
