"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Hits of screening, and how people judged them."""

    name = "aktsom.knowledge.screening"
    label = "screening"

    def ready(self) -> None:
        """Take part in rounds, and let the start page know what the room has for it."""
        import_module("aktsom.knowledge.screening.watching")
        import_module("aktsom.knowledge.screening.start")
