"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """External organisations under all their names; merges are visible and reversible."""

    name = "aktsom.cooperation.partners"
    label = "partners"

    def ready(self) -> None:
        """Let partners be screened, and tell appraisals what is known of them."""
        import_module("aktsom.cooperation.partners.screened")
