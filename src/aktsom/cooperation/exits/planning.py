"""The dated plan of an agreement: from its own strategy, or from the one that its kind starts from."""

from dataclasses import dataclass, replace
from datetime import date

from aktsom.content.exits import DECIDER, left_texts
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.drafts import StepDraft, StrategyDraft, draft_of, notice_of, starting_for
from aktsom.cooperation.exits.models import NOT_BROKEN, Anchor, ExitStrategy, Trigger, in_words
from aktsom.engine.agreements import exits as engine
from aktsom.engine.agreements.lifecycle import OVER, on_day
from aktsom.engine.lengths import Length


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan with its words. `own`: whether by the agreement's own strategy; `named`: whether that names what sets it off.

    `other_notice`: whether the agreement itself gives another notice than its strategy.
    """

    plan: engine.Plan
    titles: dict[str, str]
    access_keys: frozenset[str]
    decisions: frozenset[str]
    decides: str
    own: bool
    named: bool
    other_notice: bool


def dated(agreement: Agreement, trigger: Trigger, day: date) -> Planned:
    """What would be done by when if the plan were set off on a day."""
    strategy = ExitStrategy.objects.filter(agreement=agreement).first()
    draft = draft_of(strategy) if strategy else starting_for(agreement)
    draft = _only_left(draft) if trigger in NOT_BROKEN else draft
    notice, given = Length(months=draft.notice_months, days=draft.notice_days), notice_of(agreement)
    last_day, fixed = _last_day(agreement, trigger, day)
    made = engine.plan(_plain(draft, notice), engine.Trigger(trigger), day, last_day=last_day, fixed=fixed)
    return Planned(
        made,
        {each.key: each.title for each in draft.steps},
        frozenset(each.key for each in draft.steps if each.stops_access),
        frozenset(each.key for each in draft.steps if each.role == DECIDER),
        draft.decides,
        strategy is not None,
        trigger in draft.triggers,
        bool(given) and given != notice,
    )


def _only_left(draft: StrategyDraft) -> StrategyDraft:
    """Where nobody broke it nothing is to be put right, and access goes on until the last day; nothing waits for its end."""
    to_the_end = {each.key for each in draft.steps if each.stops_access}
    return replace(draft, cure_days=0, steps=tuple(_step_only_left(each, to_the_end) for each in draft.steps))


def _step_only_left(step: StepDraft, to_the_end: set[str]) -> StepDraft:
    ended = step.stops_access or step.anchor == Anchor.ENDED
    return replace(
        step,
        title=in_words(left_texts(step.title)),
        anchor=(Anchor.ENDED if ended else Anchor.AT_ONCE).value,
        after=tuple(key for key in step.after if key not in to_the_end),
    )


def _plain(draft: StrategyDraft, notice: Length) -> engine.Strategy:
    return engine.Strategy(
        steps=tuple(
            engine.ExitStep(each.key, _role(each, draft), each.days, engine.Anchor(each.anchor), each.after)
            for each in draft.steps
        ),
        triggers=frozenset(map(engine.Trigger, draft.triggers)),
        notice=notice,
        cure=Length(days=draft.cure_days),
    )


def _role(step: StepDraft, draft: StrategyDraft) -> str:
    return draft.decides if step.role == DECIDER else step.role


def _last_day(agreement: Agreement, trigger: Trigger, day: date) -> tuple[date | None, bool]:
    """Its last day if there is one, and whether that stands. One that renews itself could go on.

    It stands when it is over, when it runs out, or when nobody broke it and its end is decided; a breach can bring it forward.
    """
    life = on_day(agreement.life(day), day)
    if life.ends:
        return life.ends, life.state in OVER or trigger in NOT_BROKEN
    runs_out = agreement.ends and not agreement.renewal_months and agreement.ends >= day
    return (agreement.ends, trigger == Trigger.EXPIRY) if runs_out else (None, False)
