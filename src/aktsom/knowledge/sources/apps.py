"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Versions of the published lists, country facts, and what changed between versions."""

    name = "aktsom.knowledge.sources"
    label = "sources"

    def ready(self) -> None:
        """Take part in rounds, do work in the background, and let the start page know what the room has for it."""
        import_module("aktsom.knowledge.sources.tasks")
        import_module("aktsom.knowledge.sources.start")
