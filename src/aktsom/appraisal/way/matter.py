"""A matter on its way: each method is one step, guarded by where the matter stands and by whose turn it is."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from aktsom.appraisal.way.posts import Person, Posts, Turn, turn_at
from aktsom.appraisal.way.words import (
    DECIDING,
    REFUSALS,
    SETTLED,
    WAITING,
    Outcome,
    State,
    needs_dossier,
    outcomes_of,
)
from aktsom.core.periods import Period
from aktsom.engine.flags.route import Step as Level
from aktsom.engine.flags.types import Weight

ESCALATED_DAYS, REMINDED_BEFORE = 5, 2
APPEAL_DAYS = ANSWER_DAYS = 21
"""As for complaints under the Norwegian Public Administration Act, section 29: three weeks."""
VALID = {
    Level.GO_AHEAD: Period(years=3),
    Level.UNIT_LEADER: Period(years=2),
    Level.LEADER_ABOVE: Period(years=1),
    Level.LEADERSHIP: Period(years=1),
}
"""For how long an approval holds before the answers are gone through again."""
LONGEST_POSTPONED = Period(years=1)


class StepRefusedError(ValueError):
    """The step is not possible where the matter stands: "state", "turn", "until", "not begun", "late" or "again" says why."""


@dataclass(frozen=True, slots=True)
class Matter:
    """Where a matter stands. `weight` is its heaviest flag's, `route` who decides it within `days`; `until` is the day until
    which it is put off.

    `decider` decided last and `first_decider` before an appeal; `level` is the level at which it was decided.
    """

    state: State = State.DRAFT
    weight: Weight | None = None
    route: Level = Level.GO_AHEAD
    days: int = 0
    round: int = 1
    escalated: int = 0
    due: date | None = None
    valid_until: date | None = None
    outcome: Outcome | None = None
    until: date | None = None
    preparer: Person | None = None
    decider: Person | None = None
    level: int = 0
    decided_on: date | None = None
    is_appealed: bool = False

    def submitted(self, weight: Weight | None, route: Level, days: int, today: date) -> "Matter":
        """The answers are given: it goes ahead at once, or to whom its heaviest flag asks for."""
        self._only(State.DRAFT)
        return self._routed(weight, route, days, today)

    def handed_over(self, person: Person, posts: Posts, interested: Collection[Person], today: date) -> "Matter":
        """The dossier is ready for who decides."""
        self._only(State.PREPARING)
        self._turn_of(person, posts, interested)
        return replace(self._waiting(State.WITH_DECIDER, today), preparer=person)

    def sent_back(self, person: Person, posts: Posts, interested: Collection[Person], today: date) -> "Matter":
        """Who decides wants to know more first."""
        self._only(State.WITH_DECIDER)
        self._turn_of(person, posts, interested)
        return self._waiting(State.PREPARING, today)

    def decided(
        self,
        person: Person,
        outcome: Outcome,
        posts: Posts,
        interested: Collection[Person],
        today: date,
        until: date | None = None,
        *,
        has_begun: bool = False,
    ) -> "Matter":
        """Whoever's turn it is decides; putting it off needs a day within a year, and only what has begun can be terminated."""
        self._only(*DECIDING)
        self._turn_of(person, posts, interested)
        if outcome not in outcomes_of(has_begun):
            raise StepRefusedError("not begun")
        postponed = outcome is Outcome.POSTPONE
        if postponed and (until is None or not today < until <= LONGEST_POSTPONED.after(today)):
            raise StepRefusedError("until")
        return replace(
            self,
            state=State.DECIDED,
            outcome=outcome,
            decider=person,
            level=self.turn(posts, interested).level,
            decided_on=today,
            due=None,
            escalated=0,
            until=until if postponed else None,
            valid_until=None if postponed or outcome in REFUSALS else self._validity(today),
            is_appealed=self.is_appealed or self.state is State.UNDER_APPEAL,
        )

    def appealed(self, today: date) -> "Matter":
        """Who asked does not agree with a refusal: once, within three weeks."""
        self._only(State.DECIDED)
        if self.outcome not in REFUSALS:
            raise StepRefusedError("state")
        if self.is_appealed:
            raise StepRefusedError("again")
        if today > self.appeal_by:
            raise StepRefusedError("late")
        return self._waiting(State.UNDER_APPEAL, today)

    def resumed(self, today: date) -> "Matter":
        """The day until which it was put off has come."""
        self._only(State.DECIDED)
        if self.outcome is not Outcome.POSTPONE or self.until is None or self.until > today:
            raise StepRefusedError("state")
        state = State.WITH_DECIDER if needs_dossier(self.route) else State.WITH_LEADER
        return self._waiting(state, today)

    def reopened(self, weight: Weight | None, route: Level, days: int, today: date) -> "Matter":
        """Something heavier was found since, or something happened: it goes its way anew, at once."""
        self._only(*SETTLED)
        if route is Level.GO_AHEAD:
            raise StepRefusedError("state")
        return self._anew()._routed(weight, route, days, today)

    def rerouted(self, weight: Weight | None, route: Level, days: int, today: date) -> "Matter":
        """Something heavier was found while it waits: it goes to whom that asks for. An appeal stays where it is."""
        self._only(*WAITING)
        if route.rank <= self.route.rank or self.state is State.UNDER_APPEAL:
            return replace(self, weight=weight, route=max(route, self.route, key=lambda each: each.rank))
        return replace(self, preparer=None)._routed(weight, route, days, today)

    def asked_again(self, today: date) -> "Matter":
        """Its time is over or its scope has changed: its owner goes through the answers again."""
        self._only(*SETTLED)
        return replace(self._anew(), state=State.DRAFT, due=today + timedelta(days=30))

    def escalated_further(self, today: date) -> "Matter":
        """The day has passed: the next level up may act as well."""
        self._only(*WAITING)
        return replace(self, escalated=self.escalated + 1, due=today + timedelta(days=ESCALATED_DAYS))

    def closed(self, today: date) -> "Matter":
        """The cooperation is over or withdrawn, or a refusal stands."""
        del today
        if self.state is State.CLOSED:
            raise StepRefusedError("state")
        return replace(self, state=State.CLOSED, due=None, valid_until=None, until=None)

    @property
    def appeal_by(self) -> date:
        """The last day of an appeal."""
        if self.decided_on is None:
            raise StepRefusedError("state")
        return self.decided_on + timedelta(days=APPEAL_DAYS)

    @property
    def stands_refused(self) -> bool:
        """Whether it is refused and nobody has appealed yet, or the appeal was refused as well."""
        return self.state is State.DECIDED and self.outcome in REFUSALS

    def turn(self, posts: Posts, interested: Collection[Person]) -> Turn:
        """Whose turn it is; an empty turn without a gap where nobody needs to act."""
        if self.state not in WAITING:
            return Turn()
        excluded = {*interested, *self._also_excluded()}
        if self.state is State.PREPARING:
            return turn_at(posts.advisers, 0, self.escalated, excluded, posts.substitutes)
        return turn_at(posts.leaders, self._base(posts), self.escalated, excluded, posts.substitutes)

    def is_overdue(self, today: date) -> bool:
        """Whether the day by which somebody should have acted is past."""
        return self.due is not None and self.due < today

    def _base(self, posts: Posts) -> int:
        if self.state is State.UNDER_APPEAL:
            return self.level + 1
        top = len(posts.leaders) - 1
        return {Level.GO_AHEAD: 0, Level.UNIT_LEADER: 0, Level.LEADER_ABOVE: min(1, top), Level.LEADERSHIP: top}[
            self.route
        ]

    def _also_excluded(self) -> set[Person]:
        """Four eyes: who prepared a dossier does not decide on it, and who decided not on the appeal."""
        if self.state is State.UNDER_APPEAL:
            return {self.preparer, self.decider} - {None}
        return {self.preparer} - {None} if self.state is State.WITH_DECIDER else set()

    def _turn_of(self, person: Person, posts: Posts, interested: Collection[Person]) -> None:
        if person not in self.turn(posts, interested).people:
            raise StepRefusedError("turn")

    def _only(self, *states: State) -> None:
        if self.state not in states:
            raise StepRefusedError("state")

    def _routed(self, weight: Weight | None, route: Level, days: int, today: date) -> "Matter":
        found = replace(self, weight=weight, route=route, days=days)
        if route is Level.GO_AHEAD:
            return replace(found, state=State.WENT_AHEAD, due=None, escalated=0, valid_until=VALID[route].after(today))
        return found._waiting(State.PREPARING if needs_dossier(route) else State.WITH_LEADER, today)

    def _waiting(self, state: State, today: date) -> "Matter":
        return replace(
            self, state=state, escalated=0, due=today + timedelta(days=self._days_for(state)), valid_until=None
        )

    def _days_for(self, state: State) -> int:
        """The adviser has half of the days, whoever decides then the rest."""
        preparing = self.days // 2
        return {
            State.PREPARING: preparing,
            State.WITH_DECIDER: self.days - preparing,
            State.UNDER_APPEAL: ANSWER_DAYS,
        }.get(state, self.days)

    def _anew(self) -> "Matter":
        return Matter(round=self.round + 1, weight=self.weight, route=self.route)

    def _validity(self, today: date) -> date:
        return VALID[self.route].after(today)
