"""What people fill in about personal data."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.forms import Unchanged
from aktsom.institutions.models import Member
from aktsom.protection.personal_data.models import Pseudonym, RecordAddition, RightsRequest

WORDS = forms.Textarea(attrs={"rows": 3})
LONGEST = 5000


class AskForm(forms.Form):
    """A request about one's own data."""

    kind = forms.ChoiceField(label=_("What do you ask for?"), choices=RightsRequest.Kind.choices)
    text = forms.CharField(
        label=_("In your own words"),
        widget=WORDS,
        max_length=LONGEST,
        help_text=_("Say what is wrong, or what you want and why."),
    )


class RegisterForm(forms.Form):
    """A request that came by letter or mail."""

    email = forms.EmailField(
        label=_("E-mail address of the person"), help_text=_("The one that they sign in with, or signed in with.")
    )
    kind = forms.ChoiceField(label=_("What they ask for"), choices=RightsRequest.Kind.choices)
    text = forms.CharField(label=_("In the person's words"), widget=WORDS, max_length=LONGEST)
    received_on = forms.DateField(
        label=_("When it came"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The month to answer counts from this day."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean_email(self) -> Member:
        """The person in the officer's institution, also when use of their data is stopped."""
        members, written = Member.objects.visible_to(self.actor), self.cleaned_data["email"]
        stopped = Pseudonym.objects.visible_to(self.actor).filter(account__email__iexact=written).values("member_id")
        found: Member | None = members.filter(Q(user__email__iexact=written) | Q(pk__in=stopped)).first()
        if found is None:
            raise forms.ValidationError(_("Nobody in your institution has this address."))
        return found


class AnswerForm(forms.Form):
    """The officer's answer to a request."""

    grant = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Yes, as asked")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("What the person is told"),
        widget=WORDS,
        max_length=LONGEST,
        help_text=_("If no: why, and that they can complain to the data protection authority."),
    )


class ExtendForm(forms.Form):
    """Why a request takes longer."""

    because = forms.CharField(
        label=_("Why it takes longer"), widget=forms.Textarea(attrs={"rows": 2}), max_length=LONGEST
    )


class RecordForm(Unchanged, forms.ModelForm):  # type: ignore[type-arg]
    """What the institution adds to its record of processing."""

    class Meta:
        model = RecordAddition
        fields = ("controller", "officer", "law", "recipients", "transfers", "measures")
        widgets = dict.fromkeys(fields, WORDS)
        help_texts = {
            "controller": _("The institution's name and address, and how to reach it."),
            "officer": _("A shared address is better than a person's name."),
            "law": _("GDPR art. 6(3) asks for a ground in national law. Name the act and section."),
            "transfers": _("Write “None” if there are none."),
        }
