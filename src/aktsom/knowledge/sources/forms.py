"""What people fill in about sources."""

from django import forms


class NamingForm(forms.Form):
    """Which naming of a country is confirmed or withdrawn."""

    topic = forms.CharField(max_length=80)
    naming = forms.CharField(max_length=60)
    act = forms.ChoiceField(choices=[("confirm", "confirm"), ("withdraw", "withdraw")])
