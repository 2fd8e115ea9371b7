"""Django's entry for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IdentityConfig(AppConfig):
    """How people show who they are."""

    name = "aktsom.identity"
    label = "identity"
    verbose_name = _("Sign-in")
