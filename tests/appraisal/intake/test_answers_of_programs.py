"""What a program answers is checked as a form is: nothing is kept that a page could not show."""

import pytest

from aktsom.appraisal.intake.actions import answer, begin
from aktsom.core.errors import InvalidError

pytestmark = pytest.mark.django_db
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    ("question", "given"),
    [
        *[("period", each) for each in ({"starts": "soon"}, {"from": "2026"}, "2026", ["2026-01-01"])],
        ("period", {"starts": "2026-02-02", "ends": "2025-01-01"}),
        *[("unit", each) for each in ("optics", NOBODY, ["optics"], {"id": "optics"})],
        *[("partner", each) for each in ("Harbin", [NOBODY], ["Harbin"], {"id": "Harbin"})],
    ],
)
def test_what_does_not_fit_the_question_is_refused_in_words(house, partners, as_, question, given):
    with as_(house.researcher):
        row = begin(house.researcher, kind="event")
        row = answer(house.researcher, appraisal=row, version=row.version, question="subject", answer="Light")
        if question != "partner":
            chosen = [str(partners.quiet.pk)]
            row = answer(house.researcher, appraisal=row, version=row.version, question="partner", answer=chosen)
        with pytest.raises(InvalidError):
            answer(house.researcher, appraisal=row, version=row.version, question=question, answer=given)


def test_days_are_kept_as_days_however_they_are_written(house, partners, as_):
    with as_(house.researcher):
        row, chosen = begin(house.researcher, kind="event"), [str(partners.quiet.pk)]
        for question, given in (("subject", "Light"), ("partner", chosen), ("period", {"starts": "1.3.2026"})):
            row = answer(house.researcher, appraisal=row, version=row.version, question=question, answer=given)
        assert row.answers["period"] == {"starts": "2026-03-01"}
