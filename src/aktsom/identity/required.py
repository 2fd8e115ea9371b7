"""Which duties need a second factor, and who lacks one."""

from django.conf import settings
from django.http import HttpRequest

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.identity.signing_in import STRONG


def duties_with_second_factor() -> frozenset[Duty]:
    """The duties that the installation names; without a setting, all."""
    named = settings.AKTSOM_SECOND_FACTOR
    return (
        frozenset(Duty)
        if "all" in named.split(",")
        else frozenset(Duty(each.strip()) for each in named.split(",") if each.strip())
    )


def lacks_second_factor(request: HttpRequest, actor: Actor) -> bool:
    """Whether the person's duties need a second factor and this session began without one. The demo's people are exempt."""
    email = getattr(request.user, "email", "")
    if settings.IS_DEMO and email.endswith(("@demo.aktsom.example", ".demo.aktsom.example")):
        return False
    return actor.holds(*duties_with_second_factor()) and not request.session.get(STRONG)
