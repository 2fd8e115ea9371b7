"""What was done with an agreement, in plain words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from aktsom.cooperation.records import history as records
from aktsom.cooperation.records.history import Told
from aktsom.core.models import AuditEvent
from aktsom.engine.agreements.lifecycle import Step

SENTENCES: dict[str, Promise] = {
    "register an agreement": gettext_lazy("%(who)s registered it."),
    "change an agreement": gettext_lazy("%(who)s changed %(what)s."),
    "say who is bound by an agreement": gettext_lazy("%(who)s changed who is bound and who signs."),
    "say which units work under an agreement": gettext_lazy("%(who)s changed the units."),
    "put a cooperation under an agreement": gettext_lazy("%(who)s put a cooperation under it."),
    "take a cooperation from under an agreement": gettext_lazy("%(who)s took a cooperation from under it."),
    "take a step with an agreement": gettext_lazy("%(who)s: %(step)s."),
    "add a paper to an agreement": gettext_lazy("%(who)s added a paper."),
    "withdraw a paper of an agreement": gettext_lazy("%(who)s withdrew a paper."),
    "put back a paper of an agreement": gettext_lazy("%(who)s put a paper back."),
    "say what a paper of an agreement is": gettext_lazy("%(who)s said what a paper is."),
    "register one of a drawer": gettext_lazy("%(who)s registered it by hand from a drawer."),
    "draft an agreement": gettext_lazy("%(who)s made a draft."),
    "compare a returned draft": gettext_lazy("%(who)s compared a draft that came back."),
    "have a paper checked": gettext_lazy("%(who)s had a paper checked."),
    "keep what a check found": gettext_lazy("The check was done for %(who)s."),
    "say that a paper cannot be read": gettext_lazy("The check could not read the paper."),
    "judge a finding": gettext_lazy("%(who)s judged a finding."),
    "withdraw an agreement": gettext_lazy("%(who)s withdrew it."),
    "restore an agreement": gettext_lazy("%(who)s restored it."),
    "put an agreement into a compartment": gettext_lazy("%(who)s put it into a compartment."),
    "take an agreement out of its compartment": gettext_lazy("%(who)s took it out of its compartment."),
}
CHANGED: dict[str, Promise] = {
    "title": gettext_lazy("the title"),
    "kind": gettext_lazy("the kind"),
    "unit": gettext_lazy("the unit"),
    "owner": gettext_lazy("who answers for it"),
    "starts": gettext_lazy("the first day"),
    "ends": gettext_lazy("the last day"),
    "notice_months": gettext_lazy("the notice"),
    "notice_days": gettext_lazy("the notice"),
    "renewal_months": gettext_lazy("the renewal"),
    "review_months": gettext_lazy("the review"),
    "signed_on": gettext_lazy("the day of signing"),
    "summary": gettext_lazy("the summary"),
    "reference": gettext_lazy("the reference"),
    "parent": gettext_lazy("what it hangs on"),
    "relation": gettext_lazy("what it hangs on"),
    "value": gettext_lazy("the value"),
    "currency": gettext_lazy("the value"),
    "language": gettext_lazy("the language"),
    "law": gettext_lazy("the governing law"),
    "forum": gettext_lazy("where disputes are settled"),
    "flags": gettext_lazy("the red flags it answers"),
}
STEPS: dict[str, Promise] = {
    Step.NEGOTIATE: gettext_lazy("Say that it is negotiated"),
    Step.REOPEN: gettext_lazy("Negotiate again"),
    Step.SIGN: gettext_lazy("Say that it is signed"),
    Step.DROP: gettext_lazy("Drop it"),
    Step.ENTER_FORCE: gettext_lazy("It came into force"),
    Step.AMEND: gettext_lazy("Other days or periods"),
    Step.RENEW: gettext_lazy("Renew it"),
    Step.KEEP: gettext_lazy("Let it renew itself"),
    Step.LET_LAPSE: gettext_lazy("Let it run out"),
    Step.GIVE_NOTICE: gettext_lazy("Give notice"),
    Step.WITHDRAW_NOTICE: gettext_lazy("Withdraw the notice"),
    Step.BREACH: gettext_lazy("Record a breach"),
    Step.CURE: gettext_lazy("The breach is put right"),
    Step.SUSPEND: gettext_lazy("Suspend it"),
    Step.RESUME: gettext_lazy("Resume it"),
    Step.REVIEW: gettext_lazy("Note that it was reviewed"),
    Step.TERMINATE: gettext_lazy("Terminate it"),
    Step.END: gettext_lazy("It ended"),
}
"""What a step is called, on its button and afterwards."""


def step_in_words(step: str) -> str:
    """What the step is called; its id when it is unknown."""
    return str(STEPS.get(step, step))


def told(events: Iterable[AuditEvent]) -> list[Told]:
    """The events as sentences, in their order."""
    return records.told(events, SENTENCES, CHANGED, STEPS)
