"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig


class TracesConfig(AppConfig):
    """What public sources show of cooperation: publications and projects, as ties."""

    name = "aktsom.cooperation.traces"
    label = "traces"

    def ready(self) -> None:
        """Tell the spine and the rooms below what this room knows."""
        import_module("aktsom.cooperation.traces.facts")
        import_module("aktsom.cooperation.traces.receivers")
        import_module("aktsom.cooperation.traces.panels")
