"""What people fill in to show who they are, and to set up how their institution's people do."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError
from aktsom.core.forms import Unchanged, offer
from aktsom.identity.models import Provider
from aktsom.identity.saml_metadata import read_metadata
from aktsom.institutions.forms import ActorForm, UnitField
from aktsom.institutions.models import User

MOST_CLAIMS = 20_000


class PasswordForm(forms.Form):
    """The person's password once more."""

    password = forms.CharField(
        label=_("Your password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class AddressForm(forms.Form):
    """Who wants a link."""

    email = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


class NewPasswordForm(forms.Form):
    """A password, twice."""

    password1 = forms.CharField(
        label=_("The new password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("The new password once more"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.user = user

    def clean_password1(self) -> str:
        """A password that is strong enough for this person."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        """The same as the first."""
        again: str = self.cleaned_data["password2"]
        if self.cleaned_data.get("password1", again) != again:
            raise forms.ValidationError(_("These two are not the same."))
        return again


class SureForm(forms.Form):
    """That somebody made sure who asks for help."""

    sure = forms.BooleanField(label=_("I have made sure that it is this person who asks"))


class CodeForm(forms.Form):
    """A code from the person's app, or one of the recovery codes."""

    code = forms.CharField(
        label=_("Code from your app, or a recovery code"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class ServiceForm(Unchanged):
    """What every sign-in service has."""

    name = forms.CharField(
        label=_("Name"),
        max_length=100,
        help_text=_("As your people know it. It stands on the button: “Sign in with …”."),
    )
    opens_places = forms.BooleanField(
        label=_("Whoever comes for the first time gets a place here"),
        required=False,
        help_text=_("Without this, only people whom you have given a place can come in."),
    )

    def __init__(self, *args: Any, provider: Provider | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.provider = provider
        for name in ("secret", "metadata") if provider else ():
            if name in self.fields:
                self.fields[name].help_text = _("Leave it blank to keep what is there.")

    def wanted(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        return dict(self.cleaned_data)


class OidcForm(ServiceForm):
    """A service of OpenID Connect."""

    issuer = forms.CharField(
        label=_("Issuer"), max_length=500, help_text=_("An address, for example https://auth.dataporten.no for Feide.")
    )
    client_id = forms.CharField(label=_("Client ID"), max_length=300)
    secret = forms.CharField(
        label=_("Client secret"),
        max_length=2000,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept sealed and never shown."),
    )
    hint = forms.CharField(
        label=_("Hint for the service"),
        max_length=300,
        required=False,
        help_text=_("Sent along as login_hint, such as feide|realm|nordvik.no."),
    )
    field_order = ("name", "issuer", "client_id", "secret", "hint", "opens_places")


class SamlForm(ServiceForm):
    """A service of SAML 2.0, described by its metadata."""

    metadata = forms.CharField(
        label=_("The service’s metadata"),
        max_length=500_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("The XML that your service gives out."),
    )
    field_order = ("name", "metadata", "opens_places")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["metadata"].required = self.provider is None

    def clean_metadata(self) -> Any:
        """What the metadata says, or what is there already."""
        try:
            return asdict(read_metadata(self.cleaned_data["metadata"])) if self.cleaned_data["metadata"] else None
        except InvalidError as error:
            raise forms.ValidationError(str(error.happened)) from error

    def wanted(self) -> dict[str, Any]:
        """The answers as the action takes them."""
        said = dict(self.cleaned_data)
        there = self.provider
        kept = {name: getattr(there, name) for name in ("issuer", "sso_address", "certificates")} if there else {}
        return kept | (said.pop("metadata") or {}) | said


class RuleForm(ActorForm):
    """What a claim with a value gives."""

    claim = forms.CharField(
        label=_("Claim"), max_length=200, help_text=_("Its name, such as groups. Dots lead into objects.")
    )
    value = forms.CharField(label=_("Value"), max_length=300, help_text=_("Exactly as the service sends it."))
    duty = forms.ChoiceField(label=_("Gives the duty"), required=False)
    unit = UnitField(label=_("For the unit"), empty=_("The whole institution"))

    def __init__(self, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(actor, *args, **options)
        none = ("", _("no duty: the person works in this unit"))
        offer(self, "duty", [none, *Duty.choices])


class PreviewForm(forms.Form):
    """Claims to try the rules on."""

    claims = forms.CharField(
        label=_("Claims"),
        max_length=MOST_CLAIMS,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        help_text=_("As JSON. Nothing of it is kept."),
    )

    def clean_claims(self) -> Mapping[str, Any]:
        """The claims by their names."""
        try:
            found = json.loads(self.cleaned_data["claims"])
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(_("This is no whole JSON.")) from error
        if not isinstance(found, dict):
            raise forms.ValidationError(
                _("Write one object, such as {“groups”: [“staff”]} with straight quotation marks.")
            )
        return found
