"""How an agreement lives: draft → negotiated → signed → in force → notice given or lapsing → ended, and what may happen.

A breach and a suspension lie over an agreement that runs; they do not replace where it stands. Each step says where it may be
taken and what a person must bring; the clock takes only those that need nobody. What its last day ended can be renewed, and its
days corrected; where nobody had decided, that is asked after the end too.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from aktsom.engine.agreements.terms import ONE_DAY, Deadline, Kind, Known, Terms, deadlines, notice_ends
from aktsom.engine.errors import EngineError
from aktsom.engine.lengths import Length
from aktsom.engine.wording import Sentence, said


class State(StrEnum):
    """Where an agreement stands."""

    DRAFT = "draft"
    NEGOTIATED = "negotiated"
    SIGNED = "signed"
    IN_FORCE = "in-force"
    LAPSING = "lapsing"
    NOTICE_GIVEN = "notice-given"
    ENDED = "ended"
    TERMINATED = "terminated"
    DROPPED = "dropped"


BEFORE = frozenset({State.DRAFT, State.NEGOTIATED, State.SIGNED})
RUNNING = frozenset({State.IN_FORCE, State.LAPSING, State.NOTICE_GIVEN})
ENDING = frozenset({State.LAPSING, State.NOTICE_GIVEN})
OVER = frozenset({State.ENDED, State.TERMINATED, State.DROPPED})
ASKED_AFTER = Length(years=1)
"""How long after its end an agreement that ran out without a decision is asked about."""


class Step(StrEnum):
    """What can be done to an agreement."""

    NEGOTIATE = "negotiate"
    REOPEN = "reopen"
    SIGN = "sign"
    DROP = "drop"
    ENTER_FORCE = "enter-force"
    AMEND = "amend"
    RENEW = "renew"
    KEEP = "keep"
    LET_LAPSE = "let-lapse"
    GIVE_NOTICE = "give-notice"
    WITHDRAW_NOTICE = "withdraw-notice"
    BREACH = "breach"
    CURE = "cure"
    SUSPEND = "suspend"
    RESUME = "resume"
    REVIEW = "review"
    TERMINATE = "terminate"
    END = "end"


class Need(StrEnum):
    """What a person must bring for a step."""

    SIGNATORIES = "signatories"
    DOCUMENT = "document"
    REASON = "reason"
    EVIDENCE = "evidence"
    LAST_DAY = "last-day"
    TERMS = "terms"


@dataclass(frozen=True, slots=True)
class Transition:
    """Where a step may be taken, where it leads (None: it stays), and what it needs."""

    origins: frozenset[State]
    target: State | None = None
    needs: frozenset[Need] = frozenset()


def _way(origins: Collection[State], target: State | None = None, *needs: Need) -> Transition:
    return Transition(frozenset(origins), target, frozenset(needs))


TRANSITIONS = {
    Step.NEGOTIATE: _way([State.DRAFT], State.NEGOTIATED),
    Step.REOPEN: _way([State.NEGOTIATED], State.DRAFT),
    Step.SIGN: _way([State.DRAFT, State.NEGOTIATED], State.SIGNED, Need.SIGNATORIES, Need.DOCUMENT),
    Step.DROP: _way(BEFORE, State.DROPPED, Need.REASON),
    Step.ENTER_FORCE: _way([State.SIGNED], State.IN_FORCE),
    Step.AMEND: _way([*BEFORE, State.IN_FORCE, State.ENDED], None, Need.TERMS),
    Step.RENEW: _way([State.IN_FORCE, State.LAPSING, State.ENDED], State.IN_FORCE, Need.LAST_DAY, Need.REASON),
    Step.KEEP: _way([State.IN_FORCE], None, Need.REASON),
    Step.LET_LAPSE: _way([State.IN_FORCE, State.ENDED], State.LAPSING, Need.REASON),
    Step.GIVE_NOTICE: _way([State.IN_FORCE, State.LAPSING], State.NOTICE_GIVEN, Need.REASON, Need.DOCUMENT),
    Step.WITHDRAW_NOTICE: _way([State.NOTICE_GIVEN], State.IN_FORCE, Need.REASON),
    Step.BREACH: _way(RUNNING, None, Need.REASON, Need.EVIDENCE),
    Step.CURE: _way(RUNNING, None, Need.REASON, Need.EVIDENCE),
    Step.SUSPEND: _way(RUNNING, None, Need.REASON),
    Step.RESUME: _way(RUNNING, None, Need.REASON),
    Step.REVIEW: _way(RUNNING, None, Need.REASON),
    Step.TERMINATE: _way([State.SIGNED, *RUNNING], State.TERMINATED, Need.REASON, Need.DOCUMENT),
    Step.END: _way(RUNNING, State.ENDED),
}
BY_THE_CLOCK = frozenset({Step.ENTER_FORCE, Step.END})
"""Steps that a day takes by itself."""


NEEDED = {
    Need.SIGNATORIES: said("Each party must have signed, and who signed for it must be named."),
    Need.DOCUMENT: said("The document is missing."),
    Need.REASON: said("A reason is missing."),
    Need.EVIDENCE: said("What shows it is missing."),
    Need.LAST_DAY: said("The last day is missing."),
    Need.TERMS: said("The new terms are missing."),
}


class LifeError(EngineError):
    """The step is not possible where the agreement stands, or something it needs is missing; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Life:
    """Where an agreement stands.

    `ends` is the day fixed by notice, by letting it lapse or by its termination; `decided_until` the last day of the term that
    a person decided about last. `breached` and `suspended` say since when, `reviewed` when somebody last looked at it.
    """

    terms: Terms
    parties: frozenset[str]
    state: State = State.DRAFT
    signed: date | None = None
    ends: date | None = None
    decided_until: date | None = None
    breached: date | None = None
    suspended: date | None = None
    reviewed: date | None = None

    def last_day(self, today: date) -> date | None:
        """The last day in force as things stand; None until further notice."""
        return self.ends or self.terms.term_of(max(today, self.terms.start)).last

    @property
    def ran_its_term(self) -> bool:
        """Whether the last day that was agreed ended it, not a notice and not a termination."""
        return self.state is State.ENDED and self.ends == self.terms.end and not self.terms.renewal

    @property
    def lapsed_unasked(self) -> bool:
        """Whether it ran its term and nobody had decided that it should."""
        decided = self.ends and self.decided_until and self.decided_until >= self.ends
        return self.ran_its_term and not decided


@dataclass(frozen=True, slots=True)
class Given:
    """What a person brings for a step: which parties have signed, a document, a reason, evidence, a last day, other terms.

    `on` is the day on which something happened, when that was before today.
    """

    signatories: frozenset[str] = frozenset()
    document: bool = False
    reason: str = ""
    evidence: bool = False
    last_day: date | None = None
    terms: Terms | None = None
    on: date | None = None


NOTHING_GIVEN = Given()


def possible(life: Life) -> tuple[Step, ...]:
    """The steps that can be taken where an agreement stands, in the order in which they are named; not those of the clock."""
    return tuple(step for step in Step if step not in BY_THE_CLOCK and _refusal(life, step) is None)


def missing(life: Life, step: Step, given: Given) -> tuple[Need, ...]:
    """What a step needs that was not brought."""
    brought = {
        Need.SIGNATORIES: bool(life.parties) and life.parties <= given.signatories,
        Need.DOCUMENT: given.document,
        Need.REASON: bool(given.reason.strip()),
        Need.EVIDENCE: given.evidence,
        Need.LAST_DAY: given.last_day is not None,
        Need.TERMS: given.terms is not None,
    }
    return tuple(need for need in Need if need in TRANSITIONS[step].needs and not brought[need])


def take(life: Life, step: Step, today: date, given: Given = NOTHING_GIVEN) -> Life:
    """The agreement after a step, as the calendar then has it.

    Raises `LifeError` when it cannot be taken there, when something is missing, or when the day given has not come.
    """
    life = on_day(life, today)
    if refusal := _refusal(life, step):
        raise LifeError(refusal, remedy=said("Open the agreement again and see where it stands."))
    for need in missing(life, step, given):
        raise LifeError(NEEDED[need], remedy=said("Add it and try again."))
    if given.on and given.on > today:
        raise LifeError(said("The day has not come yet."), remedy=said("Give today or an earlier day."))
    changed = _CHANGES[step](life, today, given) if step in _CHANGES else life
    return on_day(replace(changed, state=TRANSITIONS[step].target or changed.state), today)


def on_day(life: Life, today: date) -> Life:
    """The agreement as the calendar has it: in force from its first day, ended after its last.

    One that ends because somebody let it, or gave notice, was decided about.
    """
    if life.state is State.SIGNED and today >= life.terms.start:
        life = replace(life, state=State.IN_FORCE)
    last = life.last_day(today)
    if life.state in RUNNING and last and today > last:
        decided = last if life.state in ENDING else life.decided_until
        return replace(life, state=State.ENDED, ends=last, decided_until=decided, breached=None, suspended=None)
    return life


def deadlines_of(life: Life, today: date) -> Iterator[Deadline]:
    """Every day of an agreement that waits for a person. One on its way out is still reviewed, and decided about no more.

    One that ran out without a decision waits for it for a year.
    """
    life = on_day(life, today)
    if life.lapsed_unasked and life.ends and today <= ASKED_AFTER.after(life.ends):
        yield Deadline(Kind.EXPIRY, life.ends)
    if life.state not in RUNNING:
        return
    for each in deadlines(life.terms, today, Known(life.decided_until, life.reviewed)):
        if life.state is State.IN_FORCE or (each.kind is Kind.REVIEW and life.ends and each.day <= life.ends):
            yield each


def days_ahead(life: Life, today: date, until: date) -> Iterator[Deadline]:
    """All days until one: those that wait for a person, and those of the terms that follow if nobody does anything.

    What happens by itself stands among them: the first day of each following term, and the last day of one on its way out.
    """
    life = on_day(life, today)
    yield from deadlines_of(life, today)
    if life.state in ENDING and life.ends:
        yield Deadline(Kind.END, life.ends)
    if life.state is not State.IN_FORCE or not life.terms.renewal:
        return
    term = life.terms.term_of(max(today, life.terms.start))
    while term.last and term.last + ONE_DAY <= until:
        yield Deadline(Kind.RENEWAL, term.last + ONE_DAY)
        term = life.terms.term_of(term.last + ONE_DAY)
        if term.last and not (life.decided_until and life.decided_until >= term.last):
            yield Deadline(Kind.NOTICE, life.terms.notice.before(term.last))


def _refusal(life: Life, step: Step) -> Sentence | None:
    if step in BY_THE_CLOCK:
        return said("The calendar takes this step by itself.")
    if life.state not in TRANSITIONS[step].origins or (life.state is State.ENDED and not _is_open_after(life, step)):
        return said("This step is not possible where the agreement stands.")
    unfit, words = _UNFIT.get(step, (None, None))
    return words if unfit and unfit(life) else None


def _is_open_after(life: Life, step: Step) -> bool:
    """Whether a step is still possible after the end: to let it run out only while nobody has."""
    return life.lapsed_unasked if step is Step.LET_LAPSE else life.ran_its_term


_UNFIT: dict[Step, tuple[Callable[[Life], bool], Sentence]] = {
    Step.BREACH: (lambda life: bool(life.breached), said("A breach is recorded already.")),
    Step.CURE: (lambda life: not life.breached, said("There is no breach to cure.")),
    Step.SUSPEND: (lambda life: bool(life.suspended), said("The agreement is suspended already.")),
    Step.RESUME: (lambda life: not life.suspended, said("The agreement is not suspended.")),
    Step.REVIEW: (lambda life: not life.terms.review, said("No review is agreed: say first how often to look at it.")),
    Step.RENEW: (lambda life: not life.terms.end, said("An agreement without an end needs no renewal.")),
    Step.LET_LAPSE: (
        lambda life: not life.terms.end or bool(life.terms.renewal),
        said("The agreement does not run out by itself: give notice of it."),
    ),
    Step.KEEP: (
        lambda life: not life.terms.renewal,
        said("The agreement does not renew itself: renew it until a day."),
    ),
}
"""When a step makes no sense although the state allows it, and what to say then."""


def _signed(life: Life, today: date, given: Given) -> Life:
    return replace(life, signed=_when(today, given))


def _amended(life: Life, today: date, given: Given) -> Life:
    """Other terms ask anew what was decided about the running term, and cannot undo that the agreement runs.

    Two exceptions: it ran for want of a last day that is now told, or its days were wrong when they ended it. Whoever tells of
    a last day that is over has said that it ended.
    """
    assert given.terms
    over = given.terms.last_of(today) < today
    if life.state in RUNNING and (given.terms.start > today or (over and life.terms.end)):
        raise LifeError(
            said("The agreement is in force today, and the new terms say that it is not."),
            remedy=said("Correct its days, or terminate it."),
        )
    if life.state is State.ENDED:
        if not given.reason.strip():
            raise LifeError(NEEDED[Need.REASON], remedy=said("Add it and try again."))
        life = replace(life, state=State.SIGNED, ends=None)
    term = given.terms.term_of(max(today, given.terms.start))
    decided = min(term.first - ONE_DAY, life.decided_until) if term.renewals and life.decided_until else None
    return replace(life, terms=given.terms, decided_until=given.terms.end if over else decided)


def _renewed(life: Life, today: date, given: Given) -> Life:
    old = life.last_day(today)
    if not given.last_day or not old or given.last_day <= old:
        raise LifeError(
            said("A renewal must last longer than the agreement does."), remedy=said("Give a later last day.")
        )
    return replace(life, terms=replace(life.terms, end=given.last_day), ends=None, decided_until=old)


def _kept(life: Life, today: date, _given: Given) -> Life:
    return replace(life, decided_until=life.last_day(today))


def _lapsing(life: Life, today: date, _given: Given) -> Life:
    return replace(life, ends=life.last_day(today))


def _noticed(life: Life, today: date, given: Given) -> Life:
    """It ends when the notice has run out, counted from the day on which it was given, or on the day that a person names.

    Never later than it would have ended anyhow, nor before its first day.
    """
    on = _when(today, given)
    ends = given.last_day or max(notice_ends(life.terms, on), life.terms.start)
    anyhow = life.ends or (None if life.terms.renewal else life.terms.end)
    if ends < max(on, life.terms.start):
        raise LifeError(said("The last day is before the day of the notice."), remedy=said("Give a later last day."))
    return replace(life, ends=min(ends, anyhow or ends))


def _notice_withdrawn(life: Life, today: date, _given: Given) -> Life:
    """A term that began while notice ran did not begin in silence."""
    term = life.terms.term_of(today)
    told = term.first - ONE_DAY if term.renewals else life.decided_until
    return replace(life, ends=None, decided_until=max(filter(None, (told, life.decided_until)), default=None))


def _terminated(life: Life, today: date, given: Given) -> Life:
    return replace(life, ends=_when(today, given), breached=None, suspended=None)


def _reviewed(life: Life, today: date, given: Given) -> Life:
    """One that is told of later than one after it changes nothing."""
    return replace(life, reviewed=max(filter(None, (life.reviewed, _when(today, given)))))


def _when(today: date, given: Given) -> date:
    return given.on or today


_CHANGES: dict[Step, Callable[[Life, date, Given], Life]] = {
    Step.SIGN: _signed,
    Step.AMEND: _amended,
    Step.RENEW: _renewed,
    Step.KEEP: _kept,
    Step.LET_LAPSE: _lapsing,
    Step.GIVE_NOTICE: _noticed,
    Step.WITHDRAW_NOTICE: _notice_withdrawn,
    Step.BREACH: lambda life, today, given: replace(life, breached=_when(today, given)),
    Step.CURE: lambda life, _today, _given: replace(life, breached=None),
    Step.SUSPEND: lambda life, today, given: replace(life, suspended=_when(today, given)),
    Step.RESUME: lambda life, _today, _given: replace(life, suspended=None),
    Step.REVIEW: _reviewed,
    Step.TERMINATE: _terminated,
}
