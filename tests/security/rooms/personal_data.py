"""Personal data: a request of the author's, one that waits for a second person, and somebody whose use is stopped."""

from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.institutions.models import Member, User
from aktsom.protection.personal_data import retention
from aktsom.protection.personal_data.models import Pseudonym, RightsRequest, Tombstone, due_of
from tests.security.driving import Sent
from tests.security.world import OWN, World

ORDER = 60
REQUEST = "/personal-data/requests/{request_id}/"


def things(world: World) -> None:
    """The requests and the stop. Who proposed is nobody whom the matrix knows."""
    proposer, asker, stopped = (_member(world, name) for name in ("proposer", "asker", "stopped"))
    own = _request(world, Member.objects.get(pk=world.author.member_id), RightsRequest.Kind.CORRECTION)
    proposed = _request(world, asker, RightsRequest.Kind.RESTRICTION)
    proposed.state, proposed.proposed_by = RightsRequest.State.PROPOSED, proposer
    proposed.save()
    account = User.objects.create(email="behind@example.org", name="Behind", password="!")
    stop = Pseudonym.objects.create(institution=world.institution, member=stopped, account=account)
    Tombstone.objects.create(
        institution=world.institution, label="overview.Visit", rule="", why="retention", number=7373
    )
    world.things |= {
        "request_id": str(own.pk),
        "proposed_id": str(proposed.pk),
        "pseudonym_id": str(stop.pk),
        "asker_id": str(asker.pk),
    }


def _member(world: World, name: str) -> Member:
    user = User.objects.create(email=f"{name}@example.org", name=name, password="!")
    return Member.objects.create(institution=world.institution, user=user, unit=world.units[OWN])


def _request(world: World, member: Member, kind: RightsRequest.Kind) -> RightsRequest:
    today = timezone.localdate()
    return RightsRequest.objects.create(
        institution=world.institution, member=member, kind=kind, text="Matrixwords", due=due_of(today)
    )


def _remove(actor: Actor, _world: World) -> object:
    rule = retention.rules()[0]
    return retention.remove_past(actor, label=rule.label, rule=str(rule), before=timezone.now())


def _erase(actor: Actor, world: World) -> object:
    return retention.erase_leaver(actor, member=Member(pk=world.things["asker_id"]))


SENT = {
    "POST /personal-data/": Sent({"kind": "correction", "text": "Words"}),
    "POST /personal-data/record/edit/": Sent({"controller": "Nordvik"}),
    "GET /personal-data/requests/": Sent(looks_for="{request_id}"),
    "POST /personal-data/requests/new/": Sent(
        {"email": "asker@example.org", "kind": "correction", "text": "Words", "received_on": "2026-01-01"}
    ),
    f"GET {REQUEST}": Sent(looks_for="Matrixwords"),
    f"POST {REQUEST}answer/": Sent({"grant": "no", "answer": "Words"}),
    f"POST {REQUEST}extend/": Sent({"because": "Words"}),
    f"POST {REQUEST}decide/": Sent({"agree": "yes"}, address="/personal-data/requests/{proposed_id}/decide/"),
    "GET /personal-data/removed/": Sent(looks_for="7373"),
    "ACTION remove what is past its date": Sent(call=_remove),
    "ACTION erase a person who left": Sent(call=_erase),
}
