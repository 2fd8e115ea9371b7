"""Django's entry for the room."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    """Hits of screening, and how people judged them."""

    name = "aktsom.knowledge.screening"
    label = "screening"
