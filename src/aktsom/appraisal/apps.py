"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """Facts of all rooms and the rules on them, as red flags on partners and cooperation."""

    name = "aktsom.appraisal"
    label = "appraisal"

    def ready(self) -> None:
        """Follow the other rooms' changes, and show flags on their pages."""
        import_module("aktsom.appraisal.following")
        import_module("aktsom.appraisal.panels")
