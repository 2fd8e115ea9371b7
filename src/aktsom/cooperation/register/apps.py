"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegisterConfig(AppConfig):
    """The register of cooperation, and the guided import of an institution's own sheets."""

    name = "aktsom.cooperation.register"
    label = "register"
    verbose_name = _("Register of cooperation")

    def ready(self) -> None:
        """Tell the spine what this room knows and what waits in it."""
        import_module("aktsom.cooperation.register.facts")
        import_module("aktsom.cooperation.register.panels")
        import_module("aktsom.cooperation.register.protecting")
        import_module("aktsom.cooperation.register.start")
