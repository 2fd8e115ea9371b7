"""What people fill in about a cooperation, and how the filters of the list are read from the address."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.register.areas import area_choices
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.queries import SORTS, Filters, differing, member_by_email, units_to_register_for
from aktsom.core.actor import Actor
from aktsom.core.forms import WrittenDay, offer


class CooperationForm(forms.Form):
    """A cooperation, without its partners, which the page lets people search for."""

    title = forms.CharField(
        label=_("Title"),
        max_length=500,
        help_text=_("As colleagues know it, for example “Sea ice and ocean heat 2024–2027”."),
    )
    kind = forms.ChoiceField(label=_("Kind of cooperation"), choices=[("", "—"), *Cooperation.Kind.choices])
    state = forms.ChoiceField(label=_("State"), choices=Cooperation.State.choices, initial=Cooperation.State.ACTIVE)
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    contact = forms.CharField(
        label=_("Contact (e-mail)"),
        required=False,
        max_length=254,
        help_text=_("A colleague who can answer questions. Leave it blank if that is you."),
    )
    starts = WrittenDay(label=_("Start"), help_text=_("A date such as 25.2.2022, or only the year."))
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
        label=_("Critical technology areas it touches"), required=False, widget=forms.CheckboxSelectMultiple
    )
    sensitive_access = forms.BooleanField(
        label=_("It gives access to valuable or protected rooms, systems, data or samples"), required=False
    )

    def __init__(self, actor: Actor, *args: Any, current: Cooperation | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.actor = actor
        units = [(str(unit.pk), unit.name) for unit in units_to_register_for(actor)]
        if current and current.unit and str(current.unit_id) not in dict(units):
            units.insert(0, (str(current.unit_id), current.unit.name))
        offer(self, "unit", [("", _("My own unit")), *units])
        offer(self, "fields_touched", area_choices())

    def clean_contact(self) -> UUID | None:
        """The colleague with this address."""
        written = self.cleaned_data["contact"]
        if not written:
            return self.actor.member_id
        member = member_by_email(self.actor, written)
        if member is None:
            raise forms.ValidationError(_("Nobody in your institution has this e-mail address."))
        return member.pk

    def values(self) -> dict[str, Any]:
        """The answers, by the names of a draft."""
        answers = dict(self.cleaned_data)
        answers["fields"] = tuple(answers.pop("fields_touched"))
        answers["unit"] = uuid_of(answers["unit"])
        return answers

    def draft(self, partners: list[UUID]) -> Draft:
        """The answers with these partners."""
        return Draft(partners=tuple(partners), **self.values())


def initial_of(cooperation: Cooperation) -> dict[str, Any]:
    """What the form shows of a cooperation that is there."""
    names = ("title", "kind", "state", "summary", "reference", "funding", "sensitive_access")
    return {name: getattr(cooperation, name) for name in names} | {
        "unit": str(cooperation.unit_id or ""),
        "contact": cooperation.contact.user.email if cooperation.contact else "",
        "starts": cooperation.starts.isoformat() if cooperation.starts else "",
        "ends": cooperation.ends.isoformat() if cooperation.ends else "",
        "fields_touched": cooperation.fields,
    }


def theirs(cooperation: Cooperation, form: CooperationForm) -> list[tuple[str, str]]:
    """Label and saved value of every answer that differs from what the form holds, for a person to compare."""
    saved = initial_of(cooperation)
    return [
        (str(form.fields[name].label), _shown(saved[name]))
        for name in ("fields_touched" if each == "fields" else each for each in differing(cooperation, form.values()))
    ]


def _shown(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def filters_of(query: QueryDict) -> Filters:
    """The filters in an address; what cannot be understood is left out."""
    year = query.get("year", "")
    return Filters(
        text=query.get("q", "").replace("\x00", "").strip()[:200],
        country=query.get("country", "").upper()[:2] if query.get("country", "").isalpha() else "",
        unit=uuid_of(query.get("unit", "")),
        kind=_one_of(query.get("kind", ""), Cooperation.Kind.values),
        state=_one_of(query.get("state", ""), Cooperation.State.values),
        field=_one_of(query.get("field", ""), [area for area, _title in area_choices()]),
        partner=uuid_of(query.get("partner", "")),
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )


def sort_of(query: QueryDict) -> str:
    """The order in an address."""
    return _one_of(query.get("sort", ""), list(SORTS)) or "newest"


def uuid_of(text: str) -> UUID | None:
    """The id that a text holds, if it does."""
    try:
        return UUID(text)
    except ValueError:
        return None


def _one_of(value: str, known: list[str]) -> str:
    return value if value in known else ""
