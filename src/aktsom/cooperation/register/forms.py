"""What people fill in about a cooperation, and how the filters of the list are read from the address."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.records.forms import NONE, RecordForm, filters_in
from aktsom.cooperation.register.areas import area_choices
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.queries import Filters, units_to_register_for
from aktsom.core.actor import Actor
from aktsom.core.forms import A_DATE, WrittenDay, offer
from aktsom.core.http import one_of


class CooperationForm(RecordForm):
    """A cooperation, without its partners, which the page lets people search for."""

    renamed = {"fields": "fields_touched"}
    units_of = staticmethod(units_to_register_for)

    title = forms.CharField(
        label=_("Title"),
        max_length=500,
        help_text=_("As colleagues know it, for example “Sea ice and ocean heat 2024–2027”."),
    )
    kind = forms.ChoiceField(label=_("Kind of cooperation"), choices=[NONE, *Cooperation.Kind.choices])
    state = forms.ChoiceField(label=_("State"), choices=Cooperation.State.choices, initial=Cooperation.State.ACTIVE)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    contact = forms.CharField(
        label=_("Contact (e-mail)"),
        required=False,
        max_length=254,
        help_text=_("A colleague who can answer questions. Leave it blank if that is you."),
    )
    starts = WrittenDay(label=_("Start"), help_text=A_DATE)
    ends = WrittenDay(label=_("End"), last=True, help_text=_("Leave it blank if no end is agreed."))
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    reference = forms.CharField(
        label=_("Reference"), required=False, max_length=100, help_text=_("For example the number in your archive.")
    )
    funding = forms.CharField(
        label=_("Funding"),
        required=False,
        max_length=300,
        help_text=_("Who pays, for example a programme or a company."),
    )
    fields_touched = forms.MultipleChoiceField(
        label=_("Critical technology areas it touches"),
        required=False,
        widget=forms.CheckboxSelectMultiple({"class": "ds-input"}),
    )
    sensitive_access = forms.BooleanField(
        label=_("It gives access to valuable or protected rooms, systems, data or samples"), required=False
    )

    def __init__(self, actor: Actor, *args: Any, current: Cooperation | None = None, **options: Any) -> None:
        super().__init__(actor, *args, current=current, **options)
        self.contact_now = current.contact if current else None
        offer(self, "fields_touched", area_choices())

    def clean_contact(self) -> UUID | None:
        """The colleague with this address."""
        return self.colleague(self.cleaned_data["contact"], self.contact_now)

    def values(self) -> dict[str, Any]:
        """The answers, by the names of a draft."""
        answers = super().values()
        return answers | {"fields": tuple(answers["fields"])}

    def draft(self, partners: list[UUID]) -> Draft:
        """The answers with these partners."""
        return Draft(partners=tuple(partners), **self.values())

    @classmethod
    def initial_of(cls, record: Cooperation) -> dict[str, Any]:
        """What the form shows of a cooperation that is there."""
        names = ("title", "kind", "state", "summary", "reference", "funding", "sensitive_access")
        return {name: getattr(record, name) for name in names} | {
            "unit": str(record.unit_id or ""),
            "contact": record.contact.user.email if record.contact else "",
            "starts": record.starts,
            "ends": record.ends,
            "fields_touched": record.fields,
        }


def answers_so_far(data: QueryDict) -> dict[str, Any]:
    """The answers as they were typed, so that a step for partners loses none."""
    boxes = {"fields_touched": data.getlist("fields_touched"), "sensitive_access": "sensitive_access" in data}
    return data.dict() | boxes


def filters_of(query: QueryDict) -> Filters:
    """The filters in an address; what cannot be understood is left out."""
    year = query.get("year", "")
    return Filters(
        **filters_in(query, Cooperation.Kind.values, Cooperation.State.values),
        field=one_of(query.get("field", ""), [area for area, _title in area_choices()]),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )
