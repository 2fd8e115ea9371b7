"""What a person chooses."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aktsom.reminders.models import ReminderChoice


class PaceForm(forms.Form):
    """How often mail comes."""

    pace = forms.ChoiceField(label=_("Mail about what waits for you"), choices=ReminderChoice.Pace.choices)
