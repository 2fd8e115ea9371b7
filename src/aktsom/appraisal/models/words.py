"""The words of the way as people read them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.way import words
from aktsom.engine.flags.route import Step as Level
from aktsom.engine.flags.types import Weight


class State(models.TextChoices):
    """Where an appraisal stands."""

    DRAFT = words.State.DRAFT.value, _("not sent in yet")
    WENT_AHEAD = words.State.WENT_AHEAD.value, _("went ahead at once")
    WITH_LEADER = words.State.WITH_LEADER.value, _("waits for the leader")
    PREPARING = words.State.PREPARING.value, _("an adviser prepares the dossier")
    WITH_DECIDER = words.State.WITH_DECIDER.value, _("waits for a decision")
    DECIDED = words.State.DECIDED.value, _("decided")
    UNDER_APPEAL = words.State.UNDER_APPEAL.value, _("under appeal")
    CLOSED = words.State.CLOSED.value, _("closed")


class Step(models.TextChoices):
    """What happened."""

    BEGIN = words.Step.BEGIN.value, _("begun")
    SUBMIT = words.Step.SUBMIT.value, _("sent in")
    HAND_ON = words.Step.HAND_ON.value, _("handed to a colleague")
    HAND_OVER = words.Step.HAND_OVER.value, _("dossier handed over")
    SEND_BACK = words.Step.SEND_BACK.value, _("sent back for more")
    DECIDE = words.Step.DECIDE.value, _("decided")
    APPEAL = words.Step.APPEAL.value, _("appealed")
    RESUME = words.Step.RESUME.value, _("taken up again")
    ESCALATE = words.Step.ESCALATE.value, _("lifted to the next level, because the day had passed")
    REMIND = words.Step.REMIND.value, _("reminded")
    REOPEN = words.Step.REOPEN.value, _("opened again")
    ASK_AGAIN = words.Step.ASK_AGAIN.value, _("to be gone through again")
    STEP_ASIDE = words.Step.STEP_ASIDE.value, _("stepped aside")
    WITHDRAW = words.Step.WITHDRAW.value, _("taken back")
    CLOSE = words.Step.CLOSE.value, _("closed")


class Outcome(models.TextChoices):
    """How it was decided."""

    APPROVE = words.Outcome.APPROVE.value, _("approve")
    APPROVE_WITH_MEASURES = words.Outcome.APPROVE_WITH_MEASURES.value, _("approve with measures")
    POSTPONE = words.Outcome.POSTPONE.value, _("postpone")
    DECLINE = words.Outcome.DECLINE.value, _("decline")
    TERMINATE = words.Outcome.TERMINATE.value, _("terminate")


DECIDED_AS = {
    Outcome.APPROVE.value: _("approved"),
    Outcome.APPROVE_WITH_MEASURES.value: _("approved with measures"),
    Outcome.POSTPONE.value: _("postponed"),
    Outcome.DECLINE.value: _("declined"),
    Outcome.TERMINATE.value: _("terminated"),
}
"""How a decision is told afterwards."""


class Route(models.TextChoices):
    """Who decides."""

    GO_AHEAD = Level.GO_AHEAD.value, _("goes ahead at once")
    UNIT_LEADER = Level.UNIT_LEADER.value, _("the unit's leader decides")
    LEADER_ABOVE = Level.LEADER_ABOVE.value, _("the leader one level up decides")
    LEADERSHIP = Level.LEADERSHIP.value, _("the institution's leadership decides")


class Heaviest(models.TextChoices):
    """The heaviest flag's weight."""

    NOTE = Weight.NOTE.value, _("note")
    CONCERN = Weight.CONCERN.value, _("concern")
    SERIOUS = Weight.SERIOUS.value, _("serious")
    STOP = Weight.STOP.value, _("stop")
