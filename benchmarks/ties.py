"""What the demo sector's real cooperation is, as one JSON object, for `benchmarks.proportion`. Import it once Django is set up.

`partners` are the facts of each partner. `ties` (an institution here and a partner), `works` (an article or project in which an
institution here takes part, with all partners abroad) and `all works` (of the whole sample, most of it without anybody from
here) name partners by their key, with the critical areas that titles point to and why each is slight, as the product says it
of ties.
"""

import sys
from collections import defaultdict

import orjson
from django.utils import timezone

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.traces.facts import slight_ties, why_slight
from aktsom.cooperation.traces.models import Participation, Tie, Trace
from aktsom.cooperation.traces.ties import MOST_COUNTRIES, MOST_ORGANISATIONS
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
    rows = list(Tie.objects.visible_to(actor))
    slight = slight_ties(actor, rows)
    return [
        {
            "partners": [str(row.partner_id)],
            "fields": row.fields,
            "slight": [word for fact in slight.get(row.pk, ()) if isinstance(fact.value, tuple) for word in fact.value],
        }
        for row in rows
    ]


def _works(actor: Actor) -> dict[int, dict[str, object]]:
    """By the key of the trace, those with a partner abroad; each as the tie that it would be if it stood alone."""
    parties: dict[int, list[str]] = defaultdict(list)
    everybody: dict[int, set[tuple[str, str]]] = defaultdict(set)
    parts = Participation.objects.visible_to(actor).values_list("trace_id", "partner_id", "partner__country", "home")
    for trace, partner, country, home in parts:
        everybody[trace].add((str(partner), country))
        if home is None and country != "NO":
            parties[trace].append(str(partner))
    rows = Trace.objects.visible_to(actor).in_bulk(list(parties))
    alone = {key: Tie(last_year=row.last_year, one_of_many=_of_many(row, everybody[key])) for key, row in rows.items()}
    return {
        key: {
            "partners": partners,
            "fields": rows[key].fields,
            "slight": why_slight(alone[key], timezone.localdate()),
        }
        for key, partners in parties.items()
    }


def _of_many(row: Trace, everybody: set[tuple[str, str]]) -> bool:
    many = len(everybody) > MOST_ORGANISATIONS or len({country for _partner, country in everybody}) > MOST_COUNTRIES
    return row.kind == Trace.Kind.WORK and many
