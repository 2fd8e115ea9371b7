"""A part of a listed body weighs as the body does: no more than a list that forbids nothing allows."""

import pytest

from aktsom.core.duties import Duty
from aktsom.knowledge.screening.actions import judge_hit
from aktsom.knowledge.screening.facts import listing_facts_of
from aktsom.knowledge.screening.models import Judgement
from tests.appraisal.samples import hit, partner

pytestmark = pytest.mark.django_db
Verdict = Judgement.Verdict


@pytest.mark.parametrize(
    ("list_id", "confirmed", "part", "open_"),
    [
        ("us-el", "partner.end_user_lists", "partner.part_of_listed", "partner.end_user_lists_unjudged"),
        (
            "us-sdn",
            "partner.foreign_sanctions_lists",
            "partner.part_of_listed",
            "partner.foreign_sanctions_lists_unjudged",
        ),
        (
            "us-uvl",
            "partner.unverified_end_user_lists",
            "partner.part_of_concern_lists",
            "partner.unverified_end_user_lists_unjudged",
        ),
        (
            "us-1286",
            "partner.research_concern_lists",
            "partner.part_of_concern_lists",
            "partner.research_concern_lists_unjudged",
        ),
    ],
)
def test_what_a_hit_says_follows_the_list_and_the_judgement(person, acting, list_id, confirmed, part, open_):
    row, adviser = partner("Granskog Hospital"), person(Duty.RESEARCH_SECURITY_ADVISER)
    hit(row, list_id)

    def said() -> list[str]:
        return [fact.name for fact in listing_facts_of(adviser, "partner", [row.pk])[row.pk]]

    with acting(adviser):
        assert said() == [open_]
        for verdict, name in ((Verdict.CONFIRMED, confirmed), (Verdict.PART_OF, part), (Verdict.UNSURE, open_)):
            judge_hit(
                adviser, kind="partner", subject_id=row.pk, listing=f"{list_id}:1", verdict=verdict, reason="Read it."
            )
            assert said() == [name]
