"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    """Compartments and the grants to enter them."""

    name = "aktsom.protection.access"
    label = "access"
    verbose_name = _("Access")

    def ready(self) -> None:
        """Tell the spine who may enter what, and what waits here."""
        import_module("aktsom.protection.access.entering")
        import_module("aktsom.protection.access.start")
