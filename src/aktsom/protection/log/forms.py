"""The filters of the log, from the address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from aktsom.protection.log.queries import Filters


class FilterForm(forms.Form):
    """Every field may be empty; one that cannot be read is left out."""

    person = forms.CharField(label=_("Person"), required=False, max_length=200)
    verb = forms.CharField(label=_("What was done"), required=False, max_length=140)
    record = forms.CharField(required=False, max_length=200)
    first = forms.DateField(label=_("From"), required=False)
    last = forms.DateField(label=_("To"), required=False)

    def wanted(self) -> Filters:
        """The filters that can be read."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Filters(**given)
