"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """Facts of all rooms and the rules on them, as red flags on partners and cooperation."""

    name = "aktsom.appraisal"
    label = "appraisal"

    def ready(self) -> None:
        """Follow the other rooms’ changes, tell facts, and show what this room has on their pages."""
        import_module("aktsom.appraisal.following")
        import_module("aktsom.appraisal.concerns")
        import_module("aktsom.appraisal.facts")
        import_module("aktsom.appraisal.watch.following")
        import_module("aktsom.appraisal.panels")
        import_module("aktsom.appraisal.start")
