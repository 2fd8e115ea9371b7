"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExitsConfig(AppConfig):
    """Exit strategies, drills and breaches of agreements."""

    name = "aktsom.cooperation.exits"
    label = "exits"
    verbose_name = _("Ways out of agreements")

    def ready(self) -> None:
        """Tell the spine what this room knows and what waits in it."""
        for part in ("asking", "going_on", "handing_on", "hindrances", "panels", "personal", "start"):
            import_module(f"aktsom.cooperation.exits.{part}")
