"""What this room tells an appraisal: the lists on which a partner stands, and what is known of its country."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import models

from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.facts import provides_facts
from aktsom.engine.flags.types import Fact
from aktsom.knowledge.screening.facts import NAMES as LISTING_FACTS
from aktsom.knowledge.screening.facts import listing_facts_of
from aktsom.knowledge.sources.facts import NAMES as COUNTRY_FACTS
from aktsom.knowledge.sources.facts import country_facts_of


@provides_facts("partners", Partner, *LISTING_FACTS)
def listings(actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """Lists on which the partners stand, as far as they were judged."""
    ids: list[UUID] = [subject.pk for subject in subjects]
    return dict(listing_facts_of(actor, "partner", ids).items())


@provides_facts("partners", Partner, *COUNTRY_FACTS)
def countries(actor: Actor, subjects: Sequence[models.Model]) -> Mapping[object, Iterable[Fact]]:
    """What is known of the partners' countries: of places, never of people."""
    return country_facts_of(actor, {each.pk: each.country for each in subjects if isinstance(each, Partner)})
