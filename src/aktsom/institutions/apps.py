"""Django's entry for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InstitutionsConfig(AppConfig):
    """Institutions, units, members, duties."""

    name = "aktsom.institutions"
    label = "institutions"
    verbose_name = _("Institutions")
