"""Django's entry for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """What registered cooperation and agreements have in common as records; it keeps none itself."""

    name = "aktsom.cooperation.records"
    label = "records"
    verbose_name = _("Records of the registers")
