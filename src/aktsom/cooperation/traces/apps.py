"""Django's entry for the room."""

from django.apps import AppConfig


class TracesConfig(AppConfig):
    """What public sources show of cooperation: publications and projects, as ties."""

    name = "aktsom.cooperation.traces"
    label = "traces"
