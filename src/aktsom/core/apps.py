"""Django's entry for the spine."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from aktsom.core.roles import grant_after_migrate


class CoreConfig(AppConfig):
    """Grants the application role its rights after every migration."""

    name = "aktsom.core"
    label = "core"

    def ready(self) -> None:
        """Connect the grants."""
        post_migrate.connect(grant_after_migrate, sender=self, dispatch_uid="aktsom.core.grants")
