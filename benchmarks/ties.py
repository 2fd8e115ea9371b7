"""The facts of every tie of the sector in this installation, one JSON line each, for `benchmarks.proportion`.

`works` counts what the tie stands for, so that a tie with a hundred articles can weigh more than one with a single one. To be
imported once Django is set up.
"""

import sys

import orjson

from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.facts import gather_facts
from aktsom.core.tenancy import acting_for


def write() -> None:
    """Write them to standard output."""
    actor = Actor.system("bench")
    with acting_for(actor):
        ties = list(Tie.objects.visible_to(actor).select_related("partner"))
        partners = gather_facts(actor, list({tie.partner_id: tie.partner for tie in ties}.values()))
        own = gather_facts(actor, ties)
        for tie in ties:
            facts = [{"name": each.name, "value": each.value} for each in (*partners[tie.partner_id], *own[tie.pk])]
            told = {"country": tie.partner.country, "works": tie.works + tie.projects, "facts": facts}
            sys.stdout.write(orjson.dumps(told).decode() + "\n")
