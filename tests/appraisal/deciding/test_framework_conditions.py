"""Agreements and appraisals: what a heavy flag makes mandatory becomes a measure, and what a paper says is not asked again."""

from dataclasses import replace

import pytest

from aktsom.appraisal.deciding.actions import decide
from aktsom.appraisal.deciding.forms import lines_for, wanted_in
from aktsom.appraisal.intake.actions import answer, begin
from aktsom.appraisal.intake.drafting import drafted
from aktsom.appraisal.models import Measure
from aktsom.appraisal.way.words import Outcome
from aktsom.cli.demo.appraisals import harmless
from aktsom.content import clause_library, handbook
from aktsom.cooperation.register.models import Cooperation
from aktsom.core import facts
from aktsom.engine.flags.types import Fact
from tests.appraisal.samples import cooperation

pytestmark = pytest.mark.django_db
TERMS = handbook().questions["terms"]


def test_a_condition_that_a_flag_asks_for_becomes_a_measure_with_its_id(house, partners, sent_in, as_):
    row = sent_in(partners.exposed, said={"critical_field": ["quantum"]})
    assert row.weight == "concern"
    asked = clause_library().mandatory("", [flag["rule"] for flag in row.flags if flag["weight"] != "note"])
    with as_(house.head):
        lines = [line for line in lines_for(row) if line.clause]
        assert tuple(line.clause for line in lines) == asked
        chosen = wanted_in([replace(lines[0], is_chosen=True), *lines[1:]])
        decide(
            house.head,
            appraisal=row,
            version=row.version,
            outcome=Outcome.APPROVE_WITH_MEASURES,
            reason="With conditions.",
            measures=chosen,
        )
        assert [each.clause for each in Measure.objects.filter(appraisal=row)] == [asked[0]]


def test_what_the_agreements_papers_say_is_not_asked(house, partners, as_, monkeypatch):
    """The check of an agreement gives every fact of the question, also those that are not so."""
    given = {name: handbook().schema[name].unknown for name in TERMS.known_from}

    def papers(_actor, subjects):
        return {each.pk: [Fact(name, value, "agreements") for name, value in given.items()] for each in subjects}

    assert "terms" in _asked(house, partners, as_)
    monkeypatch.setattr(
        facts, "PROVIDERS", [*facts.PROVIDERS, facts.RegisteredProvider("agreements", Cooperation, (), papers)]
    )
    assert "terms" not in _asked(house, partners, as_)


def _asked(house, partners, as_) -> set[str]:
    """The questions that are asked of a registered cooperation."""
    made = cooperation(house.institution, partners.quiet, unit=house.department)
    with as_(house.adviser):
        row, seen = begin(house.adviser, kind="commissioned-research", cooperation=_of_kind(made)), set()
        while (question := drafted(house.adviser, row).next) is not None:
            seen.add(question.id)
            value = harmless(question) or "Light"
            row = answer(house.adviser, appraisal=row, version=row.version, question=question.id, answer=value)
    return seen


def _of_kind(made: Cooperation) -> Cooperation:
    made.kind = "commissioned-research"
    made.save()
    return made
