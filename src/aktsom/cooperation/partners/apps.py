"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """External organisations under all their names; merges are visible and reversible."""

    name = "aktsom.cooperation.partners"
    label = "partners"

    def ready(self) -> None:
        """Tell the spine and the rooms below what this room knows."""
        import_module("aktsom.cooperation.partners.facts")
        import_module("aktsom.cooperation.partners.start")
        import_module("aktsom.cooperation.partners.subjects")
        import_module("aktsom.cooperation.partners.tasks")
