"""Django's entry for the spine."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

from aktsom.core.roles import grant_after_migrate


class CoreConfig(AppConfig):
    """Grants the application role its rights after every migration, and reads what the rooms declare of personal data."""

    name = "aktsom.core"
    label = "core"

    def ready(self) -> None:
        """Connect the grants; import each room's `personal.py`."""
        post_migrate.connect(grant_after_migrate, sender=self, dispatch_uid="aktsom.core.grants")
        import_module("aktsom.core.personal_own")
        autodiscover_modules("personal")
