"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig


class TracesConfig(AppConfig):
    """What public sources show of cooperation: publications and projects, as ties."""

    name = "aktsom.cooperation.traces"
    label = "traces"

    def ready(self) -> None:
        """Listen to what the partners' room announces."""
        import_module("aktsom.cooperation.traces.receivers")
