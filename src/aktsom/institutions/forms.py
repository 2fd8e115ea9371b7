"""What people fill in about themselves."""

from django import forms
from django.utils.translation import gettext_lazy as _


class KeyForm(forms.Form):
    """Which program a key is for."""

    label = forms.CharField(
        label=_("What will use it"),
        max_length=100,
        help_text=_("A name that you will recognise, such as “Research archive”."),
    )
    sensitive = forms.BooleanField(
        label=_("It may also do sensitive things, such as decide, export and grant access"),
        required=False,
        help_text=_("You will be asked to show again who you are."),
    )
