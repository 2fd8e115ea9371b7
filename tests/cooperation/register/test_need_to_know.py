"""What one faculty registered shows nowhere to another, not even as a partner that suddenly counts as the institution's own."""

from collections.abc import Callable

import pytest

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.partners.subjects import near
from aktsom.cooperation.register import actions
from aktsom.cooperation.register.drafts import Draft
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Unit

pytestmark = pytest.mark.django_db


def test_hits_to_look_at_do_not_tell_with_whom_another_faculty_cooperates(
    person: Callable[..., Actor],
    unit: Callable[..., Unit],
    partner: Callable[..., Partner],
    draft: Callable[..., Draft],
) -> None:
    adviser, hidden = person(Duty.RESEARCH_SECURITY_ADVISER), partner("Hidden Institute of Weldenburg")
    leader = person(Duty.UNIT_LEADER, unit=unit("Engineering"))
    with acting_for(adviser):
        elsewhere = draft(partners=(hidden.pk,), unit=unit("Natural sciences").pk)
        cooperation = actions.register_cooperation(adviser, draft=elsewhere)
        assert hidden.pk in set(near(adviser))
    with acting_for(leader):
        assert hidden.pk not in set(near(leader))
    with acting_for(adviser):
        actions.withdraw_cooperation(adviser, cooperation=cooperation)
        assert hidden.pk not in set(near(adviser))
