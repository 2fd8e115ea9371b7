"""What people fill in."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.forms import Unchanged, offer
from aktsom.institutions.models import Member, Unit
from aktsom.protection.access.granting import latest_day
from aktsom.protection.access.models import Compartment, Prerequisite
from aktsom.protection.access.setting_up import Described


class Day(forms.DateInput):
    """A day, chosen with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AskForm(forms.Form):
    """What for, and until when."""

    purpose = forms.CharField(
        label=_("What do you need to do there?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The owner reads this. For example: run the ion mill for the SINTEF project."),
    )
    until = forms.DateField(label=_("Until when?"), widget=Day())

    def __init__(self, compartment: Compartment, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        latest = date_format(latest_day(compartment), "DATE_FORMAT")
        self.fields["until"].help_text = _("At most until %(latest)s.") % {"latest": latest}


class DecideForm(forms.Form):
    """Yes or no, with a reason for no."""

    until = forms.DateField(label=_("Lets in until"), widget=Day(), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed for everything but letting somebody in. The person can read it."),
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class RoundForm(forms.Form):
    """Until when a recertification is to be answered."""

    due = forms.DateField(label=_("To be answered by"), widget=Day())


class PrerequisiteForm(forms.Form):
    """What is required."""

    kind = forms.ChoiceField(label=_("What kind"), choices=Prerequisite.Kind.choices)
    title = forms.CharField(
        label=_("Which one"),
        max_length=200,
        help_text=_("For example: laser safety, or the confidentiality agreement."),
    )


class UploadForm(forms.Form):
    """What a door or identity system gave."""

    upload = forms.FileField(label=_("File from the door or identity system"))


class CompartmentForm(forms.Form):
    """What lies behind the line, who looks after it, and how well it is protected."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("What it is"), choices=Compartment.Kind.choices)
    level = forms.ChoiceField(
        label=_("Protection level"),
        choices=Compartment.Level.choices,
        help_text=_(
            "It decides for how long access lasts at most: limited two years, protected one year, strictly half a year."
        ),
    )
    description = forms.CharField(
        label=_("What people should know"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=5000
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    owner = forms.ChoiceField(
        label=_("Owner"),
        help_text=_("Answers questions for access. Only owners of facilities and systems can be chosen."),
    )
    deputy = forms.ChoiceField(
        label=_("Deputy"), required=False, help_text=_("Answers when the owner is away, and when the owner asks.")
    )
    reference = forms.CharField(label=_("Name in the door or identity system"), required=False, max_length=100)
    recertify_months = forms.TypedChoiceField(
        label=_("Go through all access"),
        coerce=int,
        choices=(
            (3, _("every 3 months")),
            (6, _("every 6 months")),
            (12, _("every year")),
            (0, _("only when I begin it")),
        ),
    )
    is_listed = forms.BooleanField(label=_("Everyone who works here may know that it exists"), required=False)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Member.objects.visible_to(actor).filter(ended_at=None).select_related("user").order_by("user__name")
        owners = members.filter(duties__duty=Duty.FACILITY_OWNER, duties__starts__lte=timezone.localdate()).distinct()
        nobody = [("", "–")]
        offer(self, "unit", nobody + [(str(u.pk), u.name) for u in Unit.objects.visible_to(actor)])
        offer(self, "owner", nobody + [(str(m.pk), m.user.name) for m in owners])
        offer(self, "deputy", nobody + [(str(m.pk), m.user.name) for m in members])

    def described(self) -> Described:
        """The answers as the actions take them."""
        said = self.cleaned_data
        return Described(**said | {name: said[name] or None for name in ("unit", "deputy")})


class ChangeForm(Unchanged, CompartmentForm):
    """A compartment that is there, described anew."""


def initial_of(compartment: Compartment) -> dict[str, Any]:
    """What the form shows for a compartment that is there."""
    plain = ("name", "kind", "level", "description", "reference", "recertify_months", "is_listed")
    people = {name: str(getattr(compartment, f"{name}_id") or "") for name in ("unit", "owner", "deputy")}
    return {name: getattr(compartment, name) for name in plain} | people
