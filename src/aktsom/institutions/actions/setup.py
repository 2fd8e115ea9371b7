"""Opening the platform for an institution."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError
from aktsom.institutions.models import Institution

LONGEST_CODE = 200


@action("set up an institution", may=only_system)
def set_up_institution(
    actor: Actor, *, slug: str, name_nb: str, name_en: str, kind: str, domain: str = ""
) -> Institution:
    """Open the platform for an institution, or bring its public data up to date; its slug stays."""
    institution, _ = Institution.objects.update_or_create(
        slug=slug, defaults={"name_nb": name_nb, "name_en": name_en, "kind": kind, "domain": domain}
    )
    return institution


def own(actor: Actor) -> int:
    """The actor's institution; raises `InvalidError` for the system's work that belongs to none."""
    if actor.institution_id is None:
        raise InvalidError("This belongs to an institution, and the actor has none.")
    return actor.institution_id


def usable_code(code: str) -> None:
    """Raises `InvalidError` when another system's code for a unit or person is too long to be kept."""
    if len(code) > LONGEST_CODE:
        raise InvalidError(_("The code is too long."), fields={"external_id": _("Use at most 200 letters and digits.")})
