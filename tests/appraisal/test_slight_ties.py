"""A list counts as a note for a tie of which nothing is left to decide, and in full wherever something could be shared."""

import pytest
from django.utils import timezone

from aktsom.appraisal.actions import raise_flags
from aktsom.appraisal.queries import flags_of
from aktsom.appraisal.slight import COUNTED_AS, facts_of_tie
from aktsom.content import fact_schema, handbook
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.engine.flags.types import Fact
from aktsom.institutions.models import Institution
from tests.appraisal.samples import cooperation, hit, partner, tie

PUBLIC = Actor.system("appraisal")
LISTED = Fact("partner.end_user_lists", ("us-el",), "a list")
SLIGHT = Fact("tie.slight", ("one-of-many",), "traces")


@pytest.mark.parametrize(
    ("own", "weight"),
    [
        ([], "serious"),
        ([SLIGHT], "note"),
        ([SLIGHT, Fact("field.critical_areas", ("quantum",), "traces")], "serious"),
        ([SLIGHT, Fact("access.sensitive", True, "register")], "serious"),
        ([SLIGHT, Fact("people.state_tie", True, "appraisal")], "serious"),
    ],
)
def test_promise_p100_a_slight_tie_is_counted_and_asks_nobody_and_in_a_critical_field_it_counts_in_full(
    own: list[Fact], weight: str
) -> None:
    assert handbook().assess(facts_of_tie([LISTED], own)).weight == weight


@pytest.mark.parametrize(
    "name", ["partner.sanctions_lists", "partner.part_of_listed", "partner.foreign_sanctions_lists"]
)
def test_sanctions_and_ownership_are_never_lightened(name: str) -> None:
    facts = [Fact(name, fact_schema()[name].example, "a list")]
    assert handbook().assess(facts_of_tie(facts, [SLIGHT])).weight == handbook().assess(facts).weight


def test_what_is_counted_otherwise_is_declared() -> None:
    assert all(name in fact_schema() for name in (*COUNTED_AS, *COUNTED_AS.values()))


@pytest.mark.django_db
def test_only_the_tie_is_a_note_and_not_what_is_registered_with_the_same_partner(institution: Institution) -> None:
    listed, this_year = partner("Granskog Tekniske"), timezone.localdate().year
    hit(listed, "us-el")
    old = tie(institution, listed, first=this_year - 9, last=this_year - 8)
    registered = cooperation(institution, listed)
    raise_flags(PUBLIC)
    own = Actor.system("appraisal", institution.pk)
    with acting_for(own):
        of_tie = flags_of(own, "tie", [old.pk])[old.pk]
        of_cooperation = flags_of(own, "cooperation", [registered.pk])[registered.pk]
    assert [each.rule for each in of_tie] == ["partner.listed-slight"]
    assert [each.rule for each in of_cooperation] == ["partner.end-user-unjudged"]
