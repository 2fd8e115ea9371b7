"""What can be asked: compartments, who can enter them, what a person can reach, what waits for whom."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.compiled import Slot, prepared
from aktsom.core.errors import NotVisibleError
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import Member
from aktsom.protection.access.models import (
    OVERSEERS,
    AccessGrant,
    ActualState,
    Compartment,
    Round,
    RoundAnswer,
    in_force,
)

State = AccessGrant.State
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a recertification is."""

    round: Round
    answered: int
    total: int

    @property
    def left(self) -> int:
        """How many grants nobody has answered."""
        return self.total - self.answered


@dataclass(frozen=True, slots=True)
class Difference:
    """Somebody who can enter on one side only. `grant` is set when it is here, `name` is as the other side writes it."""

    name: str
    member: Member | None
    grant: AccessGrant | None

    @property
    def is_only_there(self) -> bool:
        """Whether the door lets in somebody without a grant here."""
        return self.grant is None


def compartments(actor: Actor, kind: str = "", text: str | Slot = "", *, closed: bool = False) -> QuerySet[Compartment]:
    """Those that the actor may know of and that are open, or closed, by name."""
    rows: QuerySet[Compartment] = Compartment.objects.visible_to(actor).filter(closed_at__isnull=not closed)
    if kind:
        rows = rows.filter(kind=kind)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(reference__icontains=text))
    return rows.select_related("unit", "owner__user").order_by("name", "pk")


def with_words(actor: Actor, text: str, most: int) -> list[Compartment]:
    """Open ones with a text in name or reference, by name."""
    return _with_words.read(actor, most, text=text)


@prepared
def _with_words(actor: Actor, most: int, *, text: Slot) -> QuerySet[Compartment]:
    return compartments(actor, text=text)[:most]


def compartment_of(actor: Actor, compartment_id: UUID) -> Compartment:
    """One with its people; raises `NotVisibleError`."""
    found = _compartment.first(actor, key=compartment_id)
    if found is None:
        raise NotVisibleError
    return found


@prepared
def _compartment(actor: Actor, *, key: Slot) -> QuerySet[Compartment]:
    people = ("unit", "owner__user", "deputy__user")
    return Compartment.objects.visible_to(actor).select_related(*people).filter(pk=key).order_by()


def grant_of(actor: Actor, grant_id: UUID) -> AccessGrant:
    """One grant with whom and what it is about; raises `NotVisibleError`."""
    found = _grant.first(actor, key=grant_id)
    if found is None:
        raise NotVisibleError
    return found


@prepared
def _grant(actor: Actor, *, key: Slot) -> QuerySet[AccessGrant]:
    return _with_people(AccessGrant.objects.visible_to(actor)).filter(pk=key).order_by()


def grants_now(actor: Actor, compartment: Compartment) -> QuerySet[AccessGrant]:
    """Who can enter at this moment, as far as the actor may know: all for those who look after it, else oneself."""
    rows = AccessGrant.objects.visible_to(actor).filter(in_force(timezone.now()), compartment=compartment)
    return _with_people(rows).order_by("member__user__name", "pk")


def reach_of(actor: Actor, member: Member) -> QuerySet[AccessGrant]:
    """What a person can enter at this moment, as far as the actor may know."""
    rows = AccessGrant.objects.visible_to(actor).filter(in_force(timezone.now()), member=member)
    return _with_people(rows).order_by("compartment__name", "pk")


def own_grants(actor: Actor) -> QuerySet[AccessGrant]:
    """Everything that the actor asked for, whatever became of it, the latest first."""
    return _with_people(AccessGrant.objects.visible_to(actor).filter(member=actor.member_id)).order_by(
        "-asked_at", "pk"
    )


def own_grant(actor: Actor, compartment: Compartment) -> AccessGrant | None:
    """The grant with which the actor can enter now, or the question that waits."""
    rows = own_grants(actor).filter(compartment=compartment)
    return rows.filter(in_force(timezone.now()) | Q(state=State.ASKED)).order_by("state").first()


def questions_for(actor: Actor) -> QuerySet[AccessGrant]:
    """Questions that the actor may answer, the oldest first."""
    rows = AccessGrant.objects.visible_to(actor).filter(_mine(actor), state=State.ASKED)
    return _with_people(rows.exclude(member=actor.member_id)).order_by("asked_at", "pk")


def emergencies_for(actor: Actor) -> QuerySet[AccessGrant]:
    """Emergencies that somebody must review, the actor among those who may."""
    rows = AccessGrant.objects.visible_to(actor).filter(is_emergency=True, reviewed_at=None)
    if not actor.holds(*OVERSEERS):
        rows = rows.filter(_mine(actor))
    return _with_people(rows.exclude(member=actor.member_id)).order_by("begins", "pk")


def running_out(actor: Actor) -> QuerySet[AccessGrant]:
    """The actor's own grants that end within thirty days and that nobody was asked to renew."""
    rows = own_grants(actor).filter(in_force(Now()), is_emergency=False)
    asked = AccessGrant.objects.filter(member=actor.member_id, state=State.ASKED).order_by().values("compartment")
    return rows.filter(Q(until__lte=Now() + SOON) | Q(keep_by__lte=Now() + SOON)).exclude(compartment__in=asked)


def round_of(actor: Actor, compartment: Compartment) -> Progress | None:
    """The latest recertification that is not over, with its progress."""
    rows = Round.objects.visible_to(actor).filter(compartment=compartment, due__gt=timezone.now())
    latest = rows.select_related("begun_by__user").order_by("-begun_at").first()
    if latest is None:
        return None
    said = list(latest.answers.values_list("answered_at", flat=True))
    return Progress(latest, sum(each is not None for each in said), len(said))


def answers_of(latest: Round) -> QuerySet[RoundAnswer]:
    """Every grant of a round, those that wait first."""
    people = ("grant__member__user", "grant__compartment__unit", "answered_by__user")
    return latest.answers.select_related(*people).order_by("-answered_at", "grant__member__user__name", "pk")


def answers_waiting(actor: Actor) -> QuerySet[RoundAnswer]:
    """Grants about which the actor should say whether they go on."""
    rows = RoundAnswer.objects.visible_to(actor).filter(
        answered_at=None, round__due__gt=Now(), grant__state=State.GRANTED
    )
    return rows.filter(_mine(actor, "round__compartment__in")).exclude(grant__member=actor.member_id)


def record_compartments(actor: Actor) -> list[Compartment]:
    """The compartments for records that the actor may enter now."""
    rows = Compartment.objects.visible_to(actor).filter(pk__in=sorted(actor.compartments), closed_at=None)
    return list(rows.order_by("name"))


def member_of(actor: Actor, member_id: UUID) -> Member:
    """A colleague; raises `NotVisibleError`."""
    found: Member = get_visible(Member, actor, pk=member_id)
    return found


def latest_state(actor: Actor, compartment: Compartment) -> ActualState | None:
    """What the door or the system said last."""
    return ActualState.objects.visible_to(actor).filter(compartment=compartment).first()


def differences(actor: Actor, compartment: Compartment, state: ActualState) -> list[Difference]:
    """Who can enter there without a grant here, and who has a grant here and cannot enter there."""
    granted = {grant.member.user.email.lower(): grant for grant in grants_now(actor, compartment)}
    there = {str(each).strip().lower() for each in state.people} - {""}
    known = Member.objects.visible_to(actor).filter(user__email__in=there - set(granted)).select_related("user")
    members = {member.user.email.lower(): member for member in known}
    only_there = [Difference(name, members.get(name), None) for name in sorted(there - set(granted))]
    only_here = [Difference(name, granted[name].member, granted[name]) for name in sorted(set(granted) - there)]
    return only_there + only_here


def _mine(actor: Actor, path: str = "compartment__in") -> Q:
    return Q(**{path: Compartment.objects.filter(Compartment.looked_after_by(actor)).order_by().values("pk")})


def _with_people(rows: QuerySet[AccessGrant]) -> QuerySet[AccessGrant]:
    people = ("member__user", "member__unit", "compartment__unit", "decided_by__user", "reviewed_by__user")
    return rows.select_related(*people, "compartment__owner__user")
