"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    """Institutions, units, members, duties."""

    name = "aktsom.institutions"
    label = "institutions"
    verbose_name = _("Institutions")

    def ready(self) -> None:
        """Take part in the start page and in the search."""
        import_module("aktsom.institutions.start")
