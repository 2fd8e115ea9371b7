"""What is known: a listing that the partner may be, and a country that a threat assessment names."""

from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.knowledge.screening.actions import keep_hits, share_judgements
from aktsom.knowledge.screening.keeping import Compared
from aktsom.knowledge.screening.models import ScreeningHit
from aktsom.knowledge.screening.reconciling import key_for
from aktsom.knowledge.sources.actions import put_in_force, refuse_version, take_reading
from aktsom.knowledge.sources.confirming import confirm_country_naming
from aktsom.knowledge.sources.countries import update_country_facts
from aktsom.knowledge.sources.models import CountryFact
from tests.knowledge.samples import edition, listing
from tests.security.driving import Sent
from tests.security.world import WHOLE, World

ORDER = 40
V1 = "/api/v1"
TOPIC, NAMING = "country.threat_assessments", "pst-2025"
NAMED = {"topic": TOPIC, "naming": NAMING}


def things(world: World) -> None:
    """One version of one list in force, a hit, and a naming that was confirmed and one that waits."""
    with acting_for(Actor.system("tests")):
        version = put_in_force(Actor.system("tests"), edition=edition(*map(listing, range(1, 4))))
        hit = ScreeningHit.objects.create(
            subject_kind="partner",
            subject_id=world.things["partner_id"],
            listing="un-sc:T.001",
            list_id="un-sc",
            listing_name="Invented Institute of Moonlight 1",
            query_name=world.things["partner_name"],
            matched_name="Invented Institute of Moonlight 1",
            score=0.97,
            strength="exact",
            explanation={"en": "The names are the same.", "nb": "Navnene er like.", "parts": []},
            listing_digest="a" * 64,
            names_digest="b" * 64,
            found_at=timezone.now(),
        )
        for code in ("QQ", "QR"):
            CountryFact.objects.create(
                country=code,
                name=TOPIC,
                value=True,
                detail={"namings": [{"id": NAMING, "title": "Assessment"}]},
                source="An invented assessment",
                retrieved_at=timezone.now(),
                needs_confirmation=True,
            )
    for whose in (world.people[Duty.RESEARCH_SECURITY_LEAD.value, scope].actor for scope in (WHOLE, "elsewhere")):
        with acting_for(whose):
            confirm_country_naming(whose, topic=TOPIC, country="QR", naming=NAMING)
            share_judgements(whose)
    world.things |= {
        "source": "un-sc",
        "number": str(version.pk),
        "listing": hit.listing,
        "kind": "partner",
        "code": "QQ",
        "openrefine_key": key_for(world.author),
    }


def _new_version(actor: Actor, _world: World) -> object:
    return put_in_force(actor, edition=edition(*map(listing, range(1, 5))))


SENT = {
    "GET /sources/countries/{code}/": Sent(),
    "POST /sources/countries/{code}/naming/": Sent({**NAMED, "act": "confirm"}),
    "POST /sources/countries/{code}/naming/ # withdraw": Sent(
        {**NAMED, "act": "withdraw"}, address="/sources/countries/QR/naming/"
    ),
    "POST /screening/judge/{kind}/": Sent(
        {"subject_id": "{partner_id}", "listing": "{listing}", "verdict": "unsure", "reason": "Looked at both"}
    ),
    "GET /screening/compare/": Sent(query="?one=Moonlight&other=Moonlight+Institute"),
    "POST /screening/sharing/ # share": Sent({"share": "yes"}),
    "POST /screening/sharing/ # stop": Sent({"share": "no"}),
    "GET /screening/hits/": Sent(query="?scope=all"),
    f"POST {V1}/countries/{{code}}/confirmations": Sent(NAMED),
    f"DELETE {V1}/countries/{{code}}/confirmations": Sent(
        address=f"{V1}/countries/QR/confirmations", query=f"?topic={TOPIC}&naming={NAMING}"
    ),
    f"POST {V1}/screen": Sent({"name": "Moonlight"}),
    "GET /screening/reconcile/{openrefine_key}/": Sent(),
    "GET /screening/listing/": Sent(query="?id={listing}"),
    "POST /screening/reconcile/{openrefine_key}/": Sent({"queries": '{"q0": {"query": "Moonlight"}}'}),
    "GET /screening/reconcile/{openrefine_key}/preview/": Sent(query="?id={listing}"),
    f"POST {V1}/screen/ftm": Sent({"entities": [{"schema": "Company", "properties": {"name": ["Moonlight"]}}]}),
    f"POST {V1}/compare": Sent({"one": "Moonlight", "other": "Moon light"}),
    f"POST {V1}/screen/many": Sent({"names": [{"name": "Moonlight"}]}),
    f"POST {V1}/judgements": Sent(
        {"subject_id": "{partner_id}", "listing": "{listing}", "verdict": "unsure", "reason": "Looked at both"}
    ),
    "ACTION put a version of a source in force": Sent(call=_new_version),
    "ACTION take what kept files of a source say as they are read now": Sent(
        call=lambda actor, _world: take_reading(actor, edition=edition(*map(listing, range(1, 5))))
    ),
    "ACTION refuse a version of a source": Sent(
        call=lambda actor, _world: refuse_version(
            actor, delivery=edition(listing(9)).delivery, reason={"en": "Broken", "nb": "Ødelagt"}
        )
    ),
    "ACTION update the country facts": Sent(call=lambda actor, _world: update_country_facts(actor, freedom={})),
    "ACTION keep hits of screening": Sent(
        call=lambda actor, _world: keep_hits(actor, kind="partner", compared=Compared(()), found=[])
    ),
}
