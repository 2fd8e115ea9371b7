"""Django's entry for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgreementsConfig(AppConfig):
    """The register of agreements with their documents, and the check of their framework conditions."""

    name = "aktsom.cooperation.agreements"
    label = "agreements"
    verbose_name = _("Agreements")
