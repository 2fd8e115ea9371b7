"""Django's entry for the room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Layout, components, start page, search, charts."""

    name = "aktsom.web"
    label = "web"
