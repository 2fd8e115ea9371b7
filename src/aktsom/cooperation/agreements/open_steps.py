"""Which steps are open where an agreement stands, and what each of them wants of a person."""

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.moving import is_of_a_breach
from aktsom.engine.agreements.lifecycle import Given, Step, on_day, possible, take

WANTED: dict[Step, tuple[str, ...]] = {
    Step.NEGOTIATE: (),
    Step.REOPEN: (),
    Step.SIGN: ("on",),
    Step.RENEW: ("last_day", "reason"),
    Step.GIVE_NOTICE: ("on", "reason", "last_day", "upload"),
    Step.TERMINATE: ("on", "reason", "upload"),
    Step.REVIEW: ("on", "reason"),
}


def steps_open(agreement: Agreement) -> tuple[Step, ...]:
    """The steps that a person can take where it stands today; days are changed in the form, a breach goes by its plan."""
    today = timezone.localdate()
    return tuple(
        each
        for each in possible(on_day(agreement.life(today), today))
        if each is not Step.AMEND and not is_of_a_breach(each, agreement)
    )


def wanted_for(step: Step) -> tuple[str, ...]:
    """The fields of the form that a step needs."""
    return WANTED.get(step, ("reason",))


def last_day_help(step: Step, agreement: Agreement) -> str:
    """What to know of the last day that a step asks for."""
    if step is Step.RENEW:
        return (
            _("Now it is %(day)s.") % {"day": date_format(agreement.last_day, "DATE_FORMAT")}
            if agreement.last_day
            else ""
        )
    if step not in steps_open(agreement):
        return ""
    said = _("No length of notice is registered. If you leave it blank and give notice today, it ends on %(day)s.")
    if agreement.notice_months or agreement.notice_days:
        said = _("Leave it blank to have it counted by the notice that is registered: given today, it ends on %(day)s.")
    return said % {"day": date_format(_if_noticed(agreement), "DATE_FORMAT")}


def _if_noticed(agreement: Agreement) -> date:
    """The last day of one that notice is given of today."""
    today = timezone.localdate()
    ends = take(agreement.life(today), Step.GIVE_NOTICE, today, Given(document=True, reason="-")).ends
    assert ends
    return ends
