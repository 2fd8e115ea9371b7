"""Django's entry for the room."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    """Versions of the published lists, country facts, and what changed between versions."""

    name = "aktsom.knowledge.sources"
    label = "sources"
