"""What people fill in: a name to check, a judgement, and the filters of the hits that wait."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aktsom.core.countries import code_of_country
from aktsom.core.forms import offer
from aktsom.engine.lists.catalogue import LISTS
from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.types import Strength
from aktsom.knowledge.screening.models import Judgement

STRENGTHS = {
    Strength.EXACT: _("same name"),
    Strength.STRONG: _("nearly the same name"),
    Strength.POSSIBLE: _("similar name"),
    Strength.PART_OF: _("one is part of the other"),
}
ANSWERS = (
    (Judgement.Verdict.CONFIRMED, _("yes, it is the listed party")),
    (Judgement.Verdict.REJECTED, _("no, it is another one")),
    (Judgement.Verdict.PART_OF, _("it is a part of the listed party, or owned by it")),
    (Judgement.Verdict.UNSURE, _("unsure, or the listed party is only a part of it")),
)
"""The verdicts as answers, so that nobody wonders what is a part of what."""
LONGEST_NAME = 300


class CheckForm(forms.Form):
    """A name to look for. It is never kept."""

    name = forms.CharField(
        label=_("Name of the organisation"),
        max_length=LONGEST_NAME,
        help_text=_("In any script or spelling, for example Харбинский политехнический университет."),
    )
    country = forms.CharField(
        label=_("Country"),
        max_length=100,
        required=False,
        help_text=_("Two letters, such as CN, or its name. It helps to tell namesakes apart."),
    )
    kind = forms.ChoiceField(
        label=_("What it is"),
        required=False,
        choices=[(PartyKind.ORGANISATION, _("An organisation")), (PartyKind.UNKNOWN, _("I am not sure"))],
    )

    def clean_country(self) -> str:
        """The code; one that nobody knows would tell a listed body apart from itself."""
        code = code_of_country(self.cleaned_data["country"])
        if code is None:
            raise forms.ValidationError(_("We know no country with this name or code. Write it such as CN or China."))
        return code

    def party_kind(self) -> PartyKind:
        """The chosen kind."""
        return PartyKind(self.cleaned_data["kind"] or PartyKind.ORGANISATION)


class CompareForm(forms.Form):
    """Two names to compare. They are never kept."""

    one = forms.CharField(label=_("One name"), max_length=LONGEST_NAME)
    other = forms.CharField(label=_("The other name"), max_length=LONGEST_NAME)
    kind = forms.ChoiceField(
        label=_("What they name"),
        required=False,
        choices=[
            (PartyKind.ORGANISATION, _("Organisations")),
            (PartyKind.PERSON, _("Persons")),
            (PartyKind.UNKNOWN, _("I am not sure")),
        ],
    )

    def party_kind(self) -> PartyKind:
        """The chosen kind."""
        return PartyKind(self.cleaned_data["kind"] or PartyKind.ORGANISATION)


class JudgeForm(forms.Form):
    """A judgement of one hit."""

    subject_id = forms.UUIDField(widget=forms.HiddenInput)
    listing = forms.CharField(widget=forms.HiddenInput, max_length=200)
    verdict = forms.ChoiceField(label=_("Is it the listed party?"), choices=Judgement.Verdict.choices)
    reason = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, help_text=_("What you looked at.")
    )


class HitFilter(forms.Form):
    """Filters of the list of hits, all optional; unknown values are passed over."""

    list = forms.ChoiceField(label=_("List"), required=False)
    strength = forms.ChoiceField(
        label=_("How close"), required=False, choices=[("", _("All")), *((s.value, w) for s, w in STRENGTHS.items())]
    )
    meaning = forms.ChoiceField(
        label=_("What the list means"),
        required=False,
        choices=[
            ("", _("All")),
            ("sanctions", _("Sanctions that bind in Norway")),
            ("end-user", _("End users under export control")),
            ("unverified", _("End users that could not be checked")),
            ("foreign-sanctions", _("Sanctions of another state")),
            ("research-concern", _("Reason for concern")),
        ],
    )
    scope = forms.ChoiceField(
        label=_("Which partners"),
        required=False,
        choices=[("", _("Those that we work with")), ("all", _("All partners in the sector"))],
    )

    new = forms.ChoiceField(
        label=_("New since"),
        required=False,
        choices=[
            ("", _("Any time")),
            ("update", _("The latest update of the lists")),
            ("visit", _("My last visit here")),
            ("7", _("7 days ago")),
            ("30", _("30 days ago")),
        ],
    )

    def __init__(self, *args: Any, language: str = "nb", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = [(each.id, each.titles.get(language, each.titles["en"])) for each in LISTS]
        offer(self, "list", [("", _("All")), *lists])
