"""The database keeps with each check how its findings stand, whoever changes a finding and by whatever way."""

import random
from collections.abc import Callable

import pytest

from aktsom.cooperation.agreements import checking
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Finding
from aktsom.cooperation.agreements.models.checks import Verdict
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
MakeAgreement = Callable[..., Agreement]
Check = Callable[..., ClauseCheck]

VETO = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))


@pytest.fixture
def made(officer: Actor, agreement: MakeAgreement) -> Agreement:
    return agreement(officer, kind="project")


def kept(of: ClauseCheck) -> dict[str, list[str]]:
    of.refresh_from_db(fields=["standings"])
    return of.standings


def read_off(of: ClauseCheck) -> dict[str, list[str]]:
    """The same, said finding by finding."""
    found: dict[str, list[str]] = {}
    for each in of.findings.order_by("condition"):
        found.setdefault(each.judged or each.verdict, []).append(each.condition)
        if each.required:
            found.setdefault(f"required {each.judged or each.verdict}", []).append(each.condition)
    return found


def test_a_check_knows_what_it_found_and_what_a_person_said_after_it(
    officer: Actor, made: Agreement, check: Check
) -> None:
    done = check(made, VETO)
    with acting_for(officer):
        assert "publication" in kept(done)["contradicted"]
        assert kept(done) == read_off(done)
        finding = done.findings.get(condition="publication")
        checking.judge_finding(officer, agreement=made, finding=finding, verdict="met", note="Clause 7 of the annex.")
        assert kept(done)["met"] == ["publication"]
        checking.judge_finding(officer, agreement=made, finding=finding, verdict="", note="")
        assert "met" not in kept(done)
        assert "publication" in kept(done)["required contradicted"]


def test_however_findings_are_written_the_standings_follow(officer: Actor, made: Agreement, check: Check) -> None:
    chance, done, other = random.Random(76), check(made, VETO), check(made, VETO, "annex")
    with acting_for(officer):
        untouched = kept(other)
        for _round in range(60):
            rows = list(done.findings.all())
            some = [row.pk for row in chance.sample(rows, chance.randint(0, len(rows)))]
            change = chance.choice(("judged", "verdict", "required", "delete", "create"))
            if change == "delete":
                Finding.objects.filter(pk__in=some[:2]).delete()
            elif change == "create":
                of = {"institution_id": made.institution_id, "agreement": made, "clause_check": done}
                new = (Finding(**of, condition=f"own-{chance.random()}", verdict="absent") for _each in range(2))  # type: ignore[arg-type]
                Finding.objects.bulk_create(new)
            else:
                said = chance.choice((True, False)) if change == "required" else chance.choice(Verdict.values)
                Finding.objects.filter(pk__in=some).update(**{change: said})
            assert kept(done) == read_off(done)
        assert kept(other) == untouched == read_off(other)
        done.findings.all().delete()
        assert kept(done) == {}
