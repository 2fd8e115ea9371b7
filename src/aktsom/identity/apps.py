"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    """How people show who they are."""

    name = "aktsom.identity"
    label = "identity"
    verbose_name = _("Sign-in")

    def ready(self) -> None:
        """Listen to sign-ins."""
        import_module("aktsom.identity.signing_in")
