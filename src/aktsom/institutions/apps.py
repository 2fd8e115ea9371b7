"""Django's entry for the room."""

from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from aktsom.core.jobs import load_actors_with


class InstitutionsConfig(AppConfig):
    """Institutions, units, members, duties."""

    name = "aktsom.institutions"
    label = "institutions"
    verbose_name = _("Institutions")

    def ready(self) -> None:
        """Tell background work how a member becomes an actor."""
        load_actors_with(import_string("aktsom.institutions.queries.actor_of_member"))
