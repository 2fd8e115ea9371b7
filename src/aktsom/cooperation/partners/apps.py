"""Django's entry for the room."""

from django.apps import AppConfig


class PartnersConfig(AppConfig):
    """External organisations under all their names; merges are visible and reversible."""

    name = "aktsom.cooperation.partners"
    label = "partners"
