"""What the API takes of days, drawers, gaps and ways out is what the register can hold, word by word.

The words stand in the API's own types and not as the models' choices.
"""

from typing import get_args

import pytest

from aktsom.cooperation.deadlines.api import KindName
from aktsom.cooperation.deadlines.models import AgreementDay
from aktsom.cooperation.drawer.api import ItemsWanted
from aktsom.cooperation.drawer.models import DrawerItem
from aktsom.cooperation.exits.models import Anchor, HangingPeople, HangingThing, Trigger
from aktsom.cooperation.exits.shapes import AnchorName, PeopleShape, ThingShape, TriggerName
from aktsom.overview.agreements.api import GapName
from aktsom.overview.agreements.gaps import Gap


@pytest.mark.parametrize(
    ("taken", "held"),
    [
        (KindName, AgreementDay.Kind),
        (get_args(ItemsWanted.model_fields["outcome"].annotation)[0], DrawerItem.Outcome),
        (TriggerName, Trigger),
        (AnchorName, Anchor),
        (ThingShape.model_fields["sort"].annotation, HangingThing.Sort),
        (ThingShape.model_fields["way"].annotation, HangingThing.Way),
        (PeopleShape.model_fields["role"].annotation, HangingPeople.Role),
        (GapName, Gap),
    ],
    ids=["days", "drawers", "triggers", "anchors", "things", "ways", "people", "gaps"],
)
def test_the_api_takes_every_word_that_the_register_holds_and_no_other(taken: object, held: type[str]) -> None:
    assert sorted(get_args(taken)) == sorted(str(each.value) for each in held)  # type: ignore[attr-defined]
