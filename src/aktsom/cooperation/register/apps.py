"""Django's entry for the room."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The register of cooperation, and the guided import of an institution's own sheets."""

    name = "aktsom.cooperation.register"
    label = "register"
