"""Django's entry for the room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RemindersConfig(AppConfig):
    """Mail and calendar."""

    name = "aktsom.reminders"
    label = "reminders"
    verbose_name = _("Reminders")
