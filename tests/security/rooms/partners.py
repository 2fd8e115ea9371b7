"""Partners: a public one under two names, an own one of the institution, and pairs in every state."""

from aktsom.cooperation.partners.actions import merge_partners
from aktsom.cooperation.partners.models import Merge, Partner, PartnerName
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from tests.security.driving import Sent
from tests.security.world import World

ORDER = 10
V1 = "/api/v1"


def things(world: World) -> None:
    """What partners there are. Public rows are written while the connection acts for nobody."""
    with acting_for(Actor.system("tests")):
        partner = _partner("Harbour Institute of Optics", "港湾光学研究所")
        waiting = Merge.objects.create(
            kept=partner, gone=_partner("Harbor Optics"), state=Merge.State.WAITING, reason="similar"
        )
        apart = Merge.objects.create(
            kept=partner, gone=_partner("Lighthouse"), state=Merge.State.KEPT_APART, reason="similar"
        )
        merged = Merge.objects.create(
            kept=partner, gone=_partner("Beacon"), state=Merge.State.WAITING, reason="similar"
        )
        merged.state = Merge.State.MERGED
        merged.save()
        Partner.objects.filter(pk=merged.gone_id).update(merged_into=partner)
        second = _partner("Open Sea College")
    own = Partner.objects.create(institution=world.institution, name="Own Quay Company", country="NL")
    own_name = _named(own, "Own Quay Company")
    _named(own, "Own Quay")
    world.things |= {
        "partner_id": str(partner.pk),
        "partner_name": partner.name,
        "second_partner_id": str(second.pk),
        "name_id": str(partner.names.order_by("pk")[0].pk),
        "own_partner_id": str(own.pk),
        "own_partner_name": own.name,
        "own_name_id": str(own_name.pk),
        "merge_id": str(waiting.pk),
        "apart_merge_id": str(apart.pk),
        "merged_merge_id": str(merged.pk),
        "key": str(partner.pk),
        "name": str(own_name.pk),
        "decision": "merge",
    }


def _partner(*names: str) -> Partner:
    partner = Partner.objects.create(name=names[0], country="CN")
    for text in names:
        _named(partner, text)
    return partner


def _named(partner: Partner, text: str) -> PartnerName:
    return PartnerName.objects.create(
        institution_id=partner.institution_id,
        partner=partner,
        text=text,
        key=text.lower(),
        country=partner.country,
        source="by hand" if partner.institution_id else "openalex",
    )


def _merge_by_hand(actor: Actor, world: World) -> object:
    kept, gone = (Partner.objects.get(pk=world.things[each]) for each in ("partner_id", "second_partner_id"))
    return merge_partners(actor, kept, gone)


PAGE, API = "/partners/merges/{key}/{decision}/", f"{V1}/merges/{{merge_id}}/decision"
SENT = {
    "GET /partners/": Sent(query="?seen=all", looks_for="{own_partner_name}"),
    "GET /partners/find/ # public": Sent(query="?search_for=harbour+inst", looks_for="{partner_name}"),
    "GET /partners/find/ # own": Sent(query="?search_for=own+quay", looks_for="{own_partner_name}"),
    "POST /partners/new/": Sent({"name": "Delta Works", "country": "NL", "domain": ""}),
    f"POST {PAGE}": Sent(address="/partners/merges/{merge_id}/merge/"),
    f"POST {PAGE} # apart": Sent(address="/partners/merges/{merge_id}/apart/"),
    f"POST {PAGE} # undo": Sent(address="/partners/merges/{merged_merge_id}/undo/"),
    f"POST {PAGE} # again": Sent(address="/partners/merges/{apart_merge_id}/again/"),
    "POST /partners/names/{name}/split/": Sent(address="/partners/names/{name_id}/split/"),
    "POST /partners/names/{name}/split/ # own": Sent(address="/partners/names/{own_name_id}/split/"),
    "GET /partners/{key}/": Sent(address="/partners/{partner_id}/"),
    "GET /partners/{key}/ # own": Sent(address="/partners/{own_partner_id}/"),
    "POST /partners/{key}/name/": Sent({"name": "Renamed"}, address="/partners/{partner_id}/name/"),
    "POST /partners/{key}/name/ # own": Sent({"name": "Renamed"}, address="/partners/{own_partner_id}/name/"),
    f"GET {V1}/partners": Sent(query="?seen=all", looks_for="{own_partner_name}"),
    f"POST {V1}/partners": Sent({"name": "Delta Works", "country": "NL"}),
    f"GET {V1}/partners/{{partner_id}} # own": Sent(address=f"{V1}/partners/{{own_partner_id}}"),
    f"PATCH {V1}/partners/{{partner_id}}": Sent({"name": "Renamed"}),
    f"PATCH {V1}/partners/{{partner_id}} # own": Sent({"name": "Renamed"}, address=f"{V1}/partners/{{own_partner_id}}"),
    f"POST {API}": Sent({"decision": "one"}),
    f"POST {API} # apart": Sent({"decision": "apart"}),
    f"POST {API} # undo": Sent({"decision": "undo"}, address=f"{V1}/merges/{{merged_merge_id}}/decision"),
    f"POST {API} # ask-again": Sent({"decision": "ask-again"}, address=f"{V1}/merges/{{apart_merge_id}}/decision"),
    "ACTION merge partners": Sent(call=_merge_by_hand),
}
