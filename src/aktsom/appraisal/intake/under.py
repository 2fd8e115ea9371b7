"""The agreement that a cooperation is to go on under: what the check of its papers knows need not be asked.

None in a compartment: the cooperation will be in none, and whoever sees it would read what the papers say.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.stepping import uuid_of
from aktsom.cooperation.agreements.facts import facts_of_papers
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.core.actor import Actor
from aktsom.core.bulk import any_of
from aktsom.core.errors import InvalidError
from aktsom.engine.agreements.lifecycle import OVER
from aktsom.engine.flags.types import Fact
from aktsom.engine.guides.types import Question

UNDER = "agreement"
"""Beside the answers to questions: the id of the agreement, until the cooperation is registered."""


def offered(actor: Actor, row: Appraisal, question: Question) -> list[Agreement]:
    """Agreements with the chosen partners whose check answers the question, and under which the actor may put something."""
    asks_of_papers = question.known_from and all(name.startswith("agreement.") for name in question.known_from)
    if row.cooperation_id is not None or not asks_of_papers or not row.partners:
        return []
    partners = [key for each in row.partners if (key := uuid_of(each)) is not None]
    rows = _open_ones(actor).filter(parties__partner__in=any_of(partners))
    rows = rows.filter(checks__current=True).exclude(state__in=OVER).select_related("unit").distinct()
    return [each for each in rows.order_by("title", "pk") if may_change(actor, {"agreement": each})]


def chosen(actor: Actor, row: Appraisal) -> Agreement | None:
    """The agreement that was chosen, as far as the actor sees it and nobody has put it into a compartment since."""
    key = uuid_of(row.answers.get(UNDER, ""))
    return _open_ones(actor).filter(pk=key).first() if key else None


def checked(actor: Actor, answer: object) -> str:
    """The id as it is kept; "" for none. Raises `InvalidError` for one that the actor may put nothing under."""
    key = uuid_of(answer)
    found = _open_ones(actor).filter(pk=key).select_related("unit").first() if key else None
    if answer and (found is None or not may_change(actor, {"agreement": found})):
        raise InvalidError(fields={"answer": _("Choose one of the agreements that are shown.")})
    return str(found.pk) if found else ""


def facts_under(actor: Actor, row: Appraisal) -> tuple[Fact, ...]:
    """What its papers say, with the day of the check; of a registered cooperation the room of agreements tells it itself."""
    agreement = chosen(actor, row) if row.cooperation_id is None else None
    return tuple(facts_of_papers(agreement)) if agreement else ()


def _open_ones(actor: Actor) -> QuerySet[Agreement]:
    rows: QuerySet[Agreement] = Agreement.objects.visible_to(actor).filter(compartment__isnull=True)
    return rows
