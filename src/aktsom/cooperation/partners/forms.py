"""What people fill in: filters of the list, a partner's shown name, a partner to add."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.queries import PartnerFilter
from aktsom.core.forms import offer

SEEN = {"sector": _("Anybody in the sector"), "mine": _("My institution"), "all": _("All known partners")}
ORDER = {"traces": _("Most traces"), "mine": _("Most traces here"), "name": _("Name"), "country": _("Country")}


class FilterForm(forms.Form):
    """Filters of the list, all optional; what cannot be understood is passed over."""

    q = forms.CharField(label=_("Name"), required=False, max_length=200)
    country = forms.ChoiceField(label=_("Country"), required=False)
    seen = forms.ChoiceField(label=_("Seen with"), required=False, choices=tuple(SEEN.items()))
    hits = forms.BooleanField(label=_("On a list, or like a name on one"), required=False)
    order = forms.ChoiceField(label=_("Sorted by"), required=False, choices=tuple(ORDER.items()))

    def __init__(self, *args: Any, countries: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "country", [("", _("All countries abroad")), *countries])

    def wanted(self) -> PartnerFilter:
        """The filters as they are in force."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return PartnerFilter(
            text=given.get("q") or "",
            country=given.get("country") or "",
            seen=given.get("seen") or "sector",
            hits=bool(given.get("hits")),
            order=given.get("order") or "traces",
        )


class AddForm(forms.Form):
    """A partner to add."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=500)
    country = forms.CharField(
        label=_("Country"), max_length=100, required=False, help_text=_("A name, or a code such as CN.")
    )
    domain = forms.CharField(
        label=_("Internet domain"), max_length=200, required=False, help_text=_("Such as example.edu, if you know it.")
    )


class NameForm(forms.Form):
    """The name under which a partner is shown."""

    name = forms.CharField(label=_("Shown name"), max_length=500)
