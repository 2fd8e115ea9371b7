"""Controls that are drawn without Django's templates are what Django would draw."""

import re

from django import forms

from aktsom.web.templatetags.aktsom import as_input


class Everything(forms.Form):
    """A control of each kind, with attributes that say something, hold marks, or are left out."""

    text = forms.CharField(max_length=9, widget=forms.TextInput(attrs={"placeholder": "<\"&'>", "hidden": False}))
    optional = forms.CharField(
        required=False, help_text="Help.", label="Own", widget=forms.TextInput(attrs={"id": "x"})
    )
    number = forms.IntegerField(min_value=0, max_value=9)
    email = forms.EmailField(widget=forms.EmailInput(attrs={"autofocus": True}))
    url = forms.URLField(assume_scheme="https")
    day = forms.DateField()
    box = forms.BooleanField(required=False)
    hidden = forms.CharField(widget=forms.HiddenInput)
    choice = forms.ChoiceField(choices=[("", "—"), ("<a>", "<b>")])


def test_a_control_is_what_django_would_draw() -> None:
    sent = {"text": "\"><script>alert('x')</script>", "number": "x", "box": "on", "choice": "<a>", "day": "31.2.2026"}
    for form in (Everything(), Everything(sent), Everything(initial={"number": 0, "box": True, "choice": "<a>"})):
        form.is_valid()
        for field in form:
            assert _plain(as_input(field)) == _plain(field.as_widget(attrs={"class": "ds-input"})), field.name


def _plain(drawn: str) -> str:
    return re.sub(r"\s*(<|>)\s*", r"\1", re.sub(r"\s+", " ", drawn))
