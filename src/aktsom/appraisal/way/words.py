"""The words of the way: where a matter stands, what can be done with it, how it can be decided, who it goes to."""

from enum import StrEnum

from aktsom.engine.flags.route import Step as Level


class State(StrEnum):
    """Where a matter stands."""

    DRAFT = "draft"
    WENT_AHEAD = "went-ahead"
    WITH_LEADER = "with-leader"
    PREPARING = "preparing"
    WITH_DECIDER = "with-decider"
    DECIDED = "decided"
    UNDER_APPEAL = "under-appeal"
    CLOSED = "closed"


WAITING = (State.WITH_LEADER, State.PREPARING, State.WITH_DECIDER, State.UNDER_APPEAL)
"""Where somebody other than the owner must act."""
DECIDING = (State.WITH_LEADER, State.WITH_DECIDER, State.UNDER_APPEAL)
SETTLED = (State.WENT_AHEAD, State.DECIDED)
"""Where nobody must act, and the watch goes on."""


class Step(StrEnum):
    """What happened to a matter."""

    BEGIN = "begin"
    SUBMIT = "submit"
    HAND_ON = "hand-on"
    HAND_OVER = "hand-over"
    SEND_BACK = "send-back"
    DECIDE = "decide"
    APPEAL = "appeal"
    RESUME = "resume"
    ESCALATE = "escalate"
    REMIND = "remind"
    REOPEN = "reopen"
    ASK_AGAIN = "ask-again"
    STEP_ASIDE = "step-aside"
    WITHDRAW = "withdraw"
    CLOSE = "close"


class Outcome(StrEnum):
    """How a matter is decided."""

    APPROVE = "approve"
    APPROVE_WITH_MEASURES = "approve-with-measures"
    POSTPONE = "postpone"
    DECLINE = "decline"
    TERMINATE = "terminate"


REFUSALS = (Outcome.DECLINE, Outcome.TERMINATE)


def outcomes_of(has_begun: bool) -> tuple[Outcome, ...]:
    """How a matter can be decided: what has not begun cannot be terminated."""
    return tuple(each for each in Outcome if has_begun or each is not Outcome.TERMINATE)


def needs_dossier(route: Level) -> bool:
    """From one level up on an adviser prepares a dossier first."""
    return route.rank >= Level.LEADER_ABOVE.rank
