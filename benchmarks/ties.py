"""What the demo sector's real cooperation is, as one JSON object, for `benchmarks.proportion`. Import it once Django is set up.

`partners` are the facts of each partner. `ties` (an institution here and a partner), `works` (an article or project in which an
institution here takes part, with all partners abroad) and `all works` (of the whole sample, most of it without anybody from
here) name partners by their key, with the critical areas that titles point to.
"""

import sys
from collections import defaultdict

import orjson

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.traces.models import Participation, Tie, Trace
from aktsom.core.actor import Actor
from aktsom.core.facts import gather_facts
from aktsom.core.tenancy import acting_for


def write() -> None:
    """Write it to standard output."""
    actor = Actor.system("bench")
    with acting_for(actor):
        homes = Participation.objects.visible_to(actor).exclude(home=None).values_list("trace_id", flat=True)
        works, here = _works(actor), set(homes)
        told = {
            "partners": _partners(actor),
            "ties": _ties(actor),
            "works": [each for trace, each in works.items() if trace in here],
            "all works": list(works.values()),
        }
    sys.stdout.write(orjson.dumps(told).decode())


def _partners(actor: Actor) -> dict[str, object]:
    rows = list(Partner.objects.visible_to(actor))
    facts = gather_facts(actor, rows)
    return {
        str(row.pk): {
            "country": row.country,
            "facts": [{"name": each.name, "value": each.value} for each in facts[row.pk]],
        }
        for row in rows
    }


def _ties(actor: Actor) -> list[dict[str, object]]:
    rows = Tie.objects.visible_to(actor).values_list("partner_id", "fields")
    return [{"partners": [str(partner)], "fields": fields} for partner, fields in rows]


def _works(actor: Actor) -> dict[int, dict[str, object]]:
    """By the key of the trace, those with a partner abroad."""
    parties: dict[int, list[str]] = defaultdict(list)
    abroad = Participation.objects.visible_to(actor).filter(home=None).exclude(partner__country="NO")
    for trace, partner in abroad.values_list("trace_id", "partner_id"):
        parties[trace].append(str(partner))
    fields = dict(Trace.objects.visible_to(actor).values_list("pk", "fields"))
    return {trace: {"partners": partners, "fields": fields[trace]} for trace, partners in parties.items()}
