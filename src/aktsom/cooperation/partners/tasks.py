"""The partners' work in the background: screening those that an institution added itself."""

from aktsom.cooperation.partners.subjects import own_partners
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.jobs import job
from aktsom.core.rounds import OWN_PARTNERS, Report, register_step
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution
from aktsom.knowledge.screening.watching import screen_own


@job("screen own partners", once=True)
def screen_own_partners(actor: Actor) -> None:
    """Compare the partners that the institution added with all lists in force, and let flags follow."""
    subjects = list(own_partners(actor))
    if subjects:
        screen_own(actor, kind="partner", subjects=subjects)
        announce(actor.institution_id, "partner", [each.id for each in subjects])


def screen_everywhere(_report: Report) -> None:
    """Screen every institution's own partners again: a step of the round."""
    for institution in Institution.objects.order_by("pk"):
        actor = Actor.system("screening", institution.pk)
        with acting_for(actor):
            subjects = list(own_partners(actor))
            if subjects:
                screen_own(actor, kind="partner", subjects=subjects)


register_step("partners", OWN_PARTNERS, screen_everywhere)
