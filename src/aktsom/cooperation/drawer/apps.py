"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DrawerConfig(AppConfig):
    """The bulk import of agreements."""

    name = "aktsom.cooperation.drawer"
    label = "drawer"
    verbose_name = _("Drawers of agreements")

    def ready(self) -> None:
        """Tell the spine what this room holds and what waits in it."""
        for part in ("personal", "start"):
            import_module(f"aktsom.cooperation.drawer.{part}")
