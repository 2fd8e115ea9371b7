"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    """Reviews, notices, renewals and expiry of agreements as work, and the year view."""

    name = "aktsom.cooperation.deadlines"
    label = "deadlines"
    verbose_name = _("Days of agreements")

    def ready(self) -> None:
        """Tell the spine what this room follows and what waits in it."""
        for part in ("keeping", "panels", "personal", "start"):
            import_module(f"aktsom.cooperation.deadlines.{part}")
