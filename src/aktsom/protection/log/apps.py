"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LogConfig(AppConfig):
    """The log as people read it."""

    name = "aktsom.protection.log"
    label = "log"
    verbose_name = _("Log")

    def ready(self) -> None:
        """Show on other rooms' pages who has looked."""
        import_module("aktsom.protection.log.panels")
