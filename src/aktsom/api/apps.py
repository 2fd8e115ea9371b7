"""Django's entry for the room."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The HTTP API, assembled from the rooms."""

    name = "aktsom.api"
    label = "api"
