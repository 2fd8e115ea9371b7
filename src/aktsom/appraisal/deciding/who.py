"""Who may act on an appraisal today, from the duties that are assigned: read once for any number of appraisals."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from aktsom.appraisal.models import Appraisal, StepAside
from aktsom.appraisal.way.posts import Posts, Turn
from aktsom.core.actor import Actor
from aktsom.core.compiled import prepared
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import DutyAssignment, Member
from aktsom.institutions.paths import paths_up
from aktsom.institutions.queries import assignments_in_force, who_acts
from aktsom.protection.access.models import AccessGrant, in_force

WHOLE = ""
DUTIES = (Duty.UNIT_LEADER, Duty.LEADERSHIP, Duty.RESEARCH_SECURITY_ADVISER, Duty.RESEARCH_SECURITY_LEAD)
Held = Mapping[tuple[Duty, str], frozenset[UUID]]


def interested_in(row: Appraisal) -> set[UUID]:
    """Who has an interest in the matter: its owner, who began it, the cooperation's people, and who said that they have one.

    The row needs `cooperation` and `asides` at hand.
    """
    people: set[UUID | None] = {row.owner_id, row.begun_by_id, *(each.member_id for each in row.asides.all())}
    if row.cooperation is not None:
        people |= {row.cooperation.contact_id, row.cooperation.registered_by_id}
    return {each for each in people if each is not None}


@dataclass
class Who:
    """The duties of one institution on one day. The connection must act for the institution."""

    institution_id: int
    today: date = field(default_factory=timezone.localdate)

    def turn(self, row: Appraisal) -> Turn:
        """Whose turn the appraisal is. The row needs `unit`, `cooperation` and `asides` at hand."""
        return row.matter.turn(self.posts(row), interested_in(row))

    def posts(self, row: Appraisal) -> Posts:
        """The posts above the appraisal's unit; of a cooperation in a compartment only those who may enter it."""
        posts = self.posts_above(row.unit.path if row.unit else WHOLE)
        compartment = row.cooperation.compartment_id if row.cooperation else None
        return posts if compartment is None else _only(posts, self._inside(compartment))

    def posts_above(self, path: str) -> Posts:
        """The posts above a unit, by its path; for "" those of the whole institution."""
        held, paths = self._held, _upwards(path)
        leadership = held.get((Duty.LEADERSHIP, WHOLE), frozenset())
        nobody: frozenset[UUID] = frozenset()
        leaders = [held.get((Duty.UNIT_LEADER, each), nobody) for each in paths]
        advisers = [held.get((Duty.RESEARCH_SECURITY_ADVISER, each), nobody) for each in paths]
        lead = held.get((Duty.RESEARCH_SECURITY_LEAD, WHOLE), nobody)
        return Posts(
            leaders=(*leaders[:-1], leaders[-1] | leadership),
            advisers=(*advisers, lead, leadership),
            substitutes=self._deputies_of_leadership,
        )

    @cached_property
    def _rows(self) -> list[DutyAssignment]:
        return _assigned.read(self.institution_id, self.today)

    @cached_property
    def _held(self) -> Held:
        found: dict[tuple[Duty, str], frozenset[UUID]] = {}
        for row in self._rows:
            acting = who_acts(row, self.today)
            if acting is not None:
                key = Duty(row.duty), row.unit.path if row.unit else WHOLE
                found[key] = found.get(key, frozenset()) | {acting.member.pk}
        return found

    @cached_property
    def _deputies_of_leadership(self) -> frozenset[UUID]:
        """Those who are here today, whether or not the one for whom they stand in is away."""
        rows = [each for each in self._rows if each.duty == Duty.LEADERSHIP]
        deputies = [each.deputy for each in rows if each.unit is None and each.deputy is not None]
        return frozenset(each.pk for each in deputies if each.is_here and not each.is_away(self.today))

    def _inside(self, compartment: UUID) -> frozenset[UUID]:
        return self._entered.get(compartment, frozenset())

    @cached_property
    def _entered(self) -> Mapping[UUID, frozenset[UUID]]:
        """Who may enter which compartment: asked by the system, since who asks may not know of others' grants."""
        found: dict[UUID, frozenset[UUID]] = {}
        with acting_for(Actor.system("appraisal", self.institution_id)):
            rows = AccessGrant.objects.filter(in_force(timezone.now()), institution_id=self.institution_id)
            for compartment, member in rows.values_list("compartment", "member"):
                found[compartment] = found.get(compartment, frozenset()) | {member}
        return found


@prepared
def _assigned(institution_id: int, today: date) -> QuerySet[DutyAssignment]:
    return assignments_in_force(institution_id, today).filter(duty__in=DUTIES)


def turn_of(row: Appraisal) -> Turn:
    """Whose turn one appraisal is now."""
    return Who(row.institution_id).turn(row)


def is_turn_of(actor: Actor, row: Appraisal) -> bool:
    """Whether it is the actor's turn."""
    return actor.member_id is not None and actor.member_id in turn_of(row).people


def members_of(people: Iterable[object]) -> list[Member]:
    """The members behind the ids, by name."""
    rows = Member.objects.filter(pk__in=list(people)).select_related("user", "unit")
    return list(rows.order_by("user__name"))


def aside_of(row: Appraisal, member: UUID) -> StepAside:
    """Keep that a person has an interest; said twice it is kept once."""
    kept, _new = StepAside.objects.get_or_create(institution_id=row.institution_id, appraisal=row, member_id=member)
    return kept


def _upwards(path: str) -> list[str]:
    """The unit's own path and those above it, the whole institution ("") last."""
    return [*paths_up(path), WHOLE]


def _only(posts: Posts, inside: frozenset[UUID]) -> Posts:
    return Posts(
        tuple(each & inside for each in posts.leaders),
        tuple(each & inside for each in posts.advisers),
        posts.substitutes & inside,
    )
