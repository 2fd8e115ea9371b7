"""Django's entry for the room."""

from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """All cooperation at a glance: map, table, filters, export."""

    name = "aktsom.overview"
    label = "overview"
