"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """The register of agreements with their documents, and the check of their framework conditions."""

    name = "aktsom.cooperation.agreements"
    label = "agreements"
    verbose_name = _("Agreements")

    def ready(self) -> None:
        """Tell the spine what this room knows, and where it shows on others' pages."""
        import_module("aktsom.cooperation.agreements.facts")
        import_module("aktsom.cooperation.agreements.panels")
        import_module("aktsom.cooperation.agreements.protecting")
        import_module("aktsom.cooperation.agreements.start")
