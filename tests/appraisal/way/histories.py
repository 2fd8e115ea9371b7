"""Random histories of matters: people come, go, fall ill and lead; facts change; the machine is started anew."""

from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from random import Random

from aktsom.appraisal.way.matter import Matter, StepRefusedError
from aktsom.appraisal.way.posts import Posts, Turn
from aktsom.appraisal.way.words import DECIDING, REFUSALS, SETTLED, WAITING, Outcome, State, needs_dossier
from aktsom.engine.flags.route import Step as Level
from aktsom.engine.flags.types import Weight

ROUTE = {
    None: Level.GO_AHEAD,
    Weight.NOTE: Level.GO_AHEAD,
    Weight.CONCERN: Level.UNIT_LEADER,
    Weight.SERIOUS: Level.LEADER_ABOVE,
    Weight.STOP: Level.LEADERSHIP,
}
WEIGHTS = (None, Weight.NOTE, Weight.CONCERN, Weight.SERIOUS, Weight.STOP)
PEOPLE = tuple(f"person {number}" for number in range(9))


@dataclass
class House:
    """Who holds which duty at which of three levels, and who is away today."""

    leaders: list[set[str]] = field(default_factory=lambda: [set(), set(), set()])
    advisers: list[set[str]] = field(default_factory=lambda: [set(), set(), set()])
    deputies: set[str] = field(default_factory=set)
    away: set[str] = field(default_factory=set)

    def posts(self) -> Posts:
        """As the product sees it: leadership is the last level of both."""
        leaders = tuple(frozenset(each - self.away) for each in self.leaders)
        advisers = tuple(frozenset(each - self.away) for each in self.advisers)
        return Posts(leaders, (*advisers, leaders[-1]), frozenset(self.deputies - self.away))

    def changed(self, random: Random) -> None:
        """Somebody gets or loses a duty, goes away or comes back."""
        person, place = random.choice(PEOPLE), random.randrange(3)
        places = (self.leaders[place], self.advisers[place], self.deputies, self.away)
        random.choice(places).symmetric_difference_update({person})


@dataclass
class History:
    """One matter and everything that happened to it."""

    random: Random
    house: House = field(default_factory=House)
    matter: Matter = field(default_factory=Matter)
    today: date = date(2026, 1, 1)
    interested: set[str] = field(default_factory=lambda: {PEOPLE[0]})
    steps: list[str] = field(default_factory=list)
    decisions: list[tuple[str, Turn, bool]] = field(default_factory=list)

    def walk(self, steps: int) -> None:
        """Take random steps, each of them checked."""
        for _each in range(steps):
            before = self.matter
            self.random.choice(STEPS)(self)
            self.check(before)

    def check(self, before: Matter) -> None:
        """What must hold after every step."""
        matter, posts = self.matter, self.house.posts()
        turn = matter.turn(posts, self.interested)
        if matter.state in WAITING:
            assert matter.due is not None, "a task without a day"
            assert not turn.people & self.interested, "somebody with an interest has the turn"
            self._nobody_is_passed_over(turn, posts)
        else:
            assert turn == Turn(), "nobody needs to act, and somebody is asked"
        if matter.state is State.WITH_LEADER:
            assert not needs_dossier(matter.route), "something serious is decided without a dossier"
        if matter.state is State.WENT_AHEAD:
            assert matter.route is Level.GO_AHEAD, "something heavier went ahead by itself"
        if matter.state in SETTLED and matter.outcome not in (*REFUSALS, Outcome.POSTPONE):
            assert matter.valid_until is not None, "nothing brings it up again"
        if matter.state is State.DECIDED and matter.outcome is Outcome.POSTPONE:
            assert matter.until is not None, "put off for ever"
        assert before.state is not State.CLOSED or matter == before, "closed is closed"

    def _nobody_is_passed_over(self, turn: Turn, posts: Posts) -> None:
        """When nobody has the turn, really nobody at or above the level is left who could have it, and no deputy.

        A deputy of leadership has it only where nobody in leadership may.
        """
        levels = posts.advisers if self.matter.state is State.PREPARING else posts.leaders
        out = {*self.interested, self.matter.preparer, self.matter.decider}
        if not turn.people:
            assert not levels[-1] - out, "lost: leadership could act, and is not asked"
            assert not posts.substitutes - out, "lost: a deputy of leadership could act, and is not asked"
        if self.matter.escalated >= len(levels):
            assert levels[-1] - out <= turn.people, "lifted to the end, and leadership is not asked"
        if not turn.people <= frozenset().union(*levels):
            assert not levels[-1] - out, "a deputy acts where leadership may"

    # ── Steps

    def submit(self) -> None:
        weight = self.random.choice(WEIGHTS)
        self._try(lambda: self.matter.submitted(weight, ROUTE[weight], 14, self.today))

    def hand_over(self) -> None:
        person = self.random.choice(PEOPLE)
        self._by(person, (State.PREPARING,), lambda: self.matter.handed_over(person, *self._now()))

    def send_back(self) -> None:
        person = self.random.choice(PEOPLE)
        self._by(person, (State.WITH_DECIDER,), lambda: self.matter.sent_back(person, *self._now()))

    def decide(self) -> None:
        person, outcome = self.random.choice(PEOPLE), self.random.choice(list(Outcome))
        turn, before = self._turn(), self.matter
        until = self.today + timedelta(days=self.random.choice((-1, 0, 1, 90, 365, 400)))
        begun = self.random.random() < 0.5
        decided = self._by(
            person,
            DECIDING,
            lambda: self.matter.decided(person, outcome, *self._now(), until=until, has_begun=begun),
        )
        if decided:
            assert begun or outcome is not Outcome.TERMINATE, "what has not begun is terminated"
            assert person in turn.people
            assert person != before.preparer or before.state is State.WITH_LEADER
            assert before.state is not State.UNDER_APPEAL or person != before.decider

    def appeal(self) -> None:
        self._try(lambda: self.matter.appealed(self.today))

    def step_aside(self) -> None:
        people = sorted(self._turn().people)
        if people:
            self.interested.add(self.random.choice(people))

    def resume(self) -> None:
        self._try(lambda: self.matter.resumed(self.today))

    def found_more(self) -> None:
        weight = self.random.choice(WEIGHTS)
        if self.matter.state in WAITING:
            self._try(lambda: self.matter.rerouted(weight, ROUTE[weight], 14, self.today))
        else:
            self._try(lambda: self.matter.reopened(weight, ROUTE[weight], 14, self.today))

    def ask_again(self) -> None:
        self._try(lambda: self.matter.asked_again(self.today))

    def escalate(self) -> None:
        if self.matter.is_overdue(self.today):
            before, lifted = self._turn(), self.matter.escalated
            done = self._try(lambda: self.matter.escalated_further(self.today))
            assert not done or self.matter.escalated > lifted, "its day has passed, and nobody more may act"
            assert self._turn().people >= before.people, "lifting takes it away from nobody"

    def close(self) -> None:
        if self.random.random() < 0.05:
            self._try(lambda: self.matter.closed(self.today))

    def days_pass(self) -> None:
        self.today += timedelta(days=self.random.choice((1, 3, 12, 40, 400)))

    def duties_change(self) -> None:
        self.house.changed(self.random)

    def restart(self) -> None:
        """What is kept is all that there is."""
        self.matter = Matter(**{name: getattr(self.matter, name) for name in asdict(self.matter)})

    # ── Helpers

    def _now(self) -> tuple[Posts, set[str], date]:
        return self.house.posts(), self.interested, self.today

    def _turn(self) -> Turn:
        return self.matter.turn(self.house.posts(), self.interested)

    def _try(self, step: object) -> bool:
        try:
            self.matter = step()  # type: ignore[operator]
        except StepRefusedError:
            return False
        return True

    def _by(self, person: str, states: tuple[State, ...], step: object) -> bool:
        may = person in self._turn().people and self.matter.state in states
        done = self._try(step)
        assert may or not done, "a step without right"
        return done

    def finish(self) -> None:
        """From wherever it is: once somebody without an interest holds each level, it comes to an end."""
        fresh = [f"fresh {number}" for number in range(4)]
        self.house = House([{fresh[0]}, {fresh[1]}, {fresh[2], fresh[3]}], [{"adviser"}, {"adviser"}, {"lead"}])
        for _each in range(12):
            matter = self.matter
            if matter.state is State.DRAFT:
                self.matter = matter.submitted(Weight.NOTE, Level.GO_AHEAD, 0, self.today)
            elif matter.state is State.PREPARING:
                self.matter = matter.handed_over(min(self._turn().people), *self._now())
            elif matter.state in DECIDING:
                self.matter = matter.decided(min(self._turn().people), Outcome.APPROVE, *self._now())
            elif matter.state is State.DECIDED and matter.outcome is Outcome.POSTPONE:
                self.today = matter.until or self.today
                self.matter = matter.resumed(self.today)
            else:
                return
        raise AssertionError(f"a dead end: {self.matter}")


STEPS = (
    *(History.submit,) * 3,
    *(History.hand_over,) * 6,
    History.send_back,
    *(History.decide,) * 8,
    *(History.appeal,) * 3,
    History.step_aside,
    History.resume,
    *(History.found_more,) * 2,
    History.ask_again,
    *(History.escalate,) * 3,
    History.close,
    *(History.days_pass,) * 4,
    *(History.duties_change,) * 6,
    *(History.restart,) * 2,
)
