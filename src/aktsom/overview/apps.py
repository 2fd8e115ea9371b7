"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """All cooperation at a glance: map, table, filters, export."""

    name = "aktsom.overview"
    label = "overview"

    def ready(self) -> None:
        """Follow the other rooms' changes, and tell the start page what is new."""
        import_module("aktsom.overview.following")
        import_module("aktsom.overview.start")
