"""Namings of countries have effect in an institution from the day somebody there has read and confirmed them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from aktsom.core.actions import action, held_for_all
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError, NotVisibleError
from aktsom.knowledge.sources.countries import NEED_CONFIRMATION, THREATS
from aktsom.knowledge.sources.models import Confirmation, CountryFact

MAY_CONFIRM = (Duty.RESEARCH_SECURITY_LEAD, Duty.LEADERSHIP)


@action("confirm that a country is named", may=held_for_all(*MAY_CONFIRM))
def confirm_country_naming(actor: Actor, *, topic: str, country: str, naming: str) -> Confirmation:
    """Let a naming (a publication's or a law's id) of a country have effect in the actor's institution.

    `topic` is the fact that it belongs to, such as "country.threat_assessments". Confirming twice changes nothing.
    """
    if actor.institution_id is None:
        raise InvalidError(_("Only an institution can confirm this."))
    if naming not in namings(actor, topic, country):
        raise NotVisibleError
    confirmation, _made = Confirmation.objects.get_or_create(
        institution_id=actor.institution_id,
        topic=topic,
        edition=edition(country, naming),
        withdrawn_at=None,
        defaults={"confirmed_by_id": actor.member_id},
    )
    return confirmation


@action("withdraw that a country is named", may=held_for_all(*MAY_CONFIRM))
def withdraw_country_naming(actor: Actor, *, topic: str, country: str, naming: str) -> int:
    """Let a confirmed naming no longer have effect; the confirmation stays on record. Gives how many were withdrawn."""
    own = Confirmation.objects.visible_to(actor).filter(
        topic=topic, edition=edition(country, naming), withdrawn_at=None
    )
    return own.update(withdrawn_at=timezone.now())


def edition(country: str, naming: str) -> str:
    """How a confirmation names what it confirms."""
    return f"{country}:{naming}"


def namings(actor: Actor, topic: str, country: str) -> list[str]:
    """The ids of what can be confirmed of a country."""
    if topic not in NEED_CONFIRMATION:
        return []
    fact = CountryFact.objects.visible_to(actor).filter(country=country, name=topic, until=None).first()
    return naming_ids(fact) if fact else []


def naming_ids(fact: CountryFact) -> list[str]:
    """The ids of the publications or laws behind a fact that needs confirmation."""
    return [each["id"] for each in fact.detail.get("namings" if fact.name == THREATS else "laws", [])]
