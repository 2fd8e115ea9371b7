"""Django's entry for the room."""

from importlib import import_module

from django.apps import AppConfig


class PersonalDataConfig(AppConfig):
    """Retention, people's rights, and the record of processing."""

    name = "aktsom.protection.personal_data"
    label = "personal_data"

    def ready(self) -> None:
        """Take part in rounds, and let the start page know what waits for the data protection officer."""
        import_module("aktsom.protection.personal_data.retention")
        import_module("aktsom.protection.personal_data.start")
