"""What agreements tell an appraisal about the cooperation that goes on under them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aktsom.cooperation.agreements import checking, papers, protecting
from aktsom.cooperation.agreements.actions import put_under
from aktsom.cooperation.agreements.facts import EXPIRED, MISSING, SAID, agreement_facts
from aktsom.cooperation.agreements.models import Agreement, Finding
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.protecting import put_into_compartment as protect_cooperation
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from aktsom.protection.access.models import Compartment

pytestmark = pytest.mark.django_db
VETO = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))
SILENT = Paper(PaperKind.DOCX, (Passage("The parties will meet in Bergen."),))
NO_EXIT, EXCLUSIVITY = "agreement.no_exit", "agreement.exclusivity"
THREE_YEARS = "The Agreement is in force for three years from the day of the last signature."
REVIEWED = "The Parties evaluate the Agreement six months before its end, and it is renewed only in writing and signed by both."
ROLLS_ON = (
    "The Agreement is in force for three years and is renewed automatically for successive periods of three years."
)
LOCKED = "Neither Party may terminate this Agreement before it expires."
NOTICE = "Either Party may terminate this Agreement with three months' written notice."
ALL_TO_ONE = (
    "All results and background belong to the Partner, and the University assigns every right in them to the Partner."
)
ONE_SIDE = "The Partner obtains a free, exclusive and perpetual licence to use the results."
NOBODY_ELSE = "The University shall not cooperate with any third party in this field."


def facts(actor: Actor, cooperation: Cooperation) -> dict[str, object]:
    with acting_for(actor):
        return {each.name: each.value for each in agreement_facts(actor, [cooperation])[cooperation.pk]}


def paper_of(*words: str) -> Paper:
    return Paper(PaperKind.DOCX, tuple(map(Passage, words)))


def closed(officer: Actor) -> Compartment:
    with acting_for(Actor.system("tests", officer.institution_id)):
        return Compartment.objects.create(
            institution_id=officer.institution_id, name="Closed", kind="records", owner_id=officer.member_id
        )


def judge(actor: Actor, agreement: Agreement, **verdicts: str) -> None:
    """What a person says of conditions; their names are written with `_` for `-`."""
    with acting_for(actor):
        for name, verdict in verdicts.items():
            finding = Finding.objects.get(agreement=agreement, condition=name.replace("_", "-"))
            checking.judge_finding(actor, agreement=agreement, finding=finding, verdict=verdict)


def put_checked(actor: Actor, agreement: Agreement, cooperation: Cooperation, paper: Paper) -> None:
    with acting_for(actor):
        put_under(actor, agreement=agreement, cooperation=cooperation)
        version = papers.add_document(actor, agreement=agreement, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4 x"))
        waiting = checking.start_check(actor, agreement=agreement, version=version)
        checking.keep_findings(actor, agreement=agreement, waiting=waiting, paper=paper)


def test_the_courts_of_a_registered_partners_country_are_foreign(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    """The paper names no country, but whose country it is stands in the register."""
    theirs = "Domstolene i Testmark Institute of Ices land avgjør."
    put_checked(officer, agreement(officer, kind="project"), cooperation, paper_of(theirs))
    assert facts(officer, cooperation)["agreement.foreign_law_only"] is True


def test_a_check_tells_an_appraisal_what_is_so_and_what_is_not(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    assert facts(officer, cooperation) == {}
    put_checked(officer, agreement(officer, kind="project"), cooperation, VETO)
    told = facts(officer, cooperation)
    assert told["agreement.publication_permission"] is True
    assert told["agreement.secrecy"] is False
    assert "publication" in told[MISSING]  # type: ignore[operator]
    assert set(told) == {MISSING, *SAID}


def test_a_person_who_finds_the_condition_met_takes_the_fact_away(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    made = agreement(officer, kind="project")
    put_checked(officer, made, cooperation, VETO)
    with acting_for(officer):
        finding = Finding.objects.get(condition="publication")
        checking.judge_finding(officer, agreement=made, finding=finding, verdict="met")
    told = facts(officer, cooperation)
    assert told["agreement.publication_permission"] is False
    assert "publication" not in told[MISSING]  # type: ignore[operator]


def test_an_amendment_is_not_blamed_for_what_its_agreement_says(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    above = agreement(officer, kind="project")
    amendment = agreement(officer, kind="project", parent=above.pk, relation="amends")
    put_checked(officer, amendment, cooperation, SILENT)
    assert facts(officer, cooperation) == {}


def test_promise_p141_what_an_agreement_that_amends_another_says_is_told_of_what_goes_on_under_that(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    above = agreement(officer, kind="project")
    put_checked(officer, above, cooperation, SILENT)
    assert facts(officer, cooperation)["agreement.publication_permission"] is False
    amendment = agreement(officer, kind="project", parent=above.pk, relation="amends")
    further = agreement(officer, kind="project", parent=amendment.pk, relation="amends")
    with acting_for(officer):
        version = papers.add_document(officer, agreement=further, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4 x"))
        waiting = checking.start_check(officer, agreement=further, version=version)
        checking.keep_findings(officer, agreement=further, waiting=waiting, paper=VETO)
        told = {each.name: each for each in agreement_facts(officer, [cooperation])[cooperation.pk]}
    said = told["agreement.publication_permission"]
    assert (said.value, said.detail) == (True, "amendment")
    assert "publication" in told[MISSING].value  # type: ignore[operator]
    for over in ("withdrawn_at", "state", "relation"):
        value = {"withdrawn_at": timezone.now(), "state": "ended", "relation": "under"}[over]
        with acting_for(officer):
            before = getattr(further, over)
            Agreement.objects.filter(pk=further.pk).update(**{over: value})
            assert facts(officer, cooperation)["agreement.publication_permission"] is False, over
            Agreement.objects.filter(pk=further.pk).update(**{over: before})


def test_cooperation_that_goes_on_when_its_agreement_has_ended_is_told_of(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    today = timezone.localdate()
    ended = agreement(officer, state="signed", starts=today - timedelta(400), ends=today - timedelta(1))
    with acting_for(officer):
        put_under(officer, agreement=ended, cooperation=cooperation)
    assert facts(officer, cooperation) == {EXPIRED: True}
    running = agreement(officer, state="signed", starts=today)
    with acting_for(officer):
        put_under(officer, agreement=running, cooperation=cooperation)
    assert EXPIRED not in facts(officer, cooperation)


def test_promise_p112_an_agreement_in_a_compartment_tells_nothing_of_cooperation_that_others_see(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    made, into = agreement(officer, kind="project"), closed(officer)
    put_checked(officer, made, cooperation, VETO)
    system, inside = Actor.system("tests", officer.institution_id), replace(officer, compartments=frozenset({into.pk}))
    with acting_for(system):
        protecting.put_into_compartment(system, agreement=made, compartment=into)
    assert facts(system, cooperation) == facts(inside, cooperation) == facts(officer, cooperation) == {}


def test_what_ended_in_a_compartment_is_not_told_outside(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    today, into = timezone.localdate(), closed(officer)
    ended = agreement(officer, state="signed", starts=today - timedelta(400), ends=today - timedelta(1))
    system = Actor.system("tests", officer.institution_id)
    with acting_for(system):
        put_under(system, agreement=ended, cooperation=cooperation)
        protecting.put_into_compartment(system, agreement=ended, compartment=into)
    assert facts(system, cooperation) == {}


def test_within_one_compartment_an_agreement_tells_of_the_cooperation_under_it(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    made, into = agreement(officer, kind="project"), closed(officer)
    put_checked(officer, made, cooperation, VETO)
    system = Actor.system("tests", officer.institution_id)
    with acting_for(system):
        protecting.put_into_compartment(system, agreement=made, compartment=into)
        inside = protect_cooperation(system, cooperation=cooperation, compartment=into)
    assert facts(system, inside)["agreement.publication_permission"] is True


CORRECTED = {
    "the way out is met, and the term was met by the check": (
        (THREE_YEARS, REVIEWED, LOCKED),
        {"exit_strategy": "met"},
        False,
    ),
    "the way out is partly met": ((THREE_YEARS, REVIEWED, LOCKED), {"exit_strategy": "partly"}, False),
    "the way out is confirmed as contradicted": ((THREE_YEARS, LOCKED), {"exit_strategy": "contradicted"}, True),
    "the other condition is judged, not the one that it was found on": ((THREE_YEARS, LOCKED), {"term": "met"}, True),
    "it renews by itself, which may hide more": ((ROLLS_ON, LOCKED), {"exit_strategy": "met"}, None),
    "both are met": ((ROLLS_ON, LOCKED), {"exit_strategy": "met", "term": "met"}, False),
    "silence is confirmed": (("We meet in Bergen.",), {"exit_strategy": "absent"}, True),
    "silence has a way out after all": (("We meet in Bergen.",), {"exit_strategy": "met"}, False),
    "silence has an end after all": (("We meet in Bergen.",), {"term": "met"}, False),
    "there is nothing on the way out instead": (
        (THREE_YEARS, LOCKED),
        {"exit_strategy": "absent", "term": "absent"},
        True,
    ),
}
FOUND_BY_A_PERSON = {
    "the way out is contradicted": ({"exit_strategy": "contradicted"}, True),
    "both are contradicted": ({"exit_strategy": "contradicted", "term": "contradicted"}, True),
    "the term alone is contradicted, perhaps as it renews itself": ({"term": "contradicted"}, None),
    "there is nothing on the way out": ({"exit_strategy": "absent"}, None),
    "there is nothing on either": ({"exit_strategy": "absent", "term": "absent"}, True),
    "all is as the check says": ({"exit_strategy": "met", "term": "met"}, False),
}
EXCLUSIVE = {
    "the only condition it was found on is met": ((ALL_TO_ONE,), {"ownership": "met"}, None),
    "both are met": ((ALL_TO_ONE,), {"ownership": "met", "valorisation": "met"}, False),
    "one of two is met": ((ALL_TO_ONE, ONE_SIDE), {"ownership": "met"}, True),
    "the other was judged": ((ALL_TO_ONE,), {"valorisation": "met"}, True),
    "words beside the conditions stand": ((NOBODY_ELSE,), {"ownership": "met"}, True),
    "a person alone found it": (("We meet in Bergen.",), {"ownership": "contradicted"}, None),
}


@pytest.mark.parametrize(("words", "judged", "told"), CORRECTED.values(), ids=CORRECTED)
def test_no_way_out_follows_what_a_person_says_of_the_conditions_it_was_found_on(
    officer: Actor,
    agreement: Callable[..., Agreement],
    cooperation: Cooperation,
    words: tuple[str, ...],
    judged: dict[str, str],
    told: bool | None,
) -> None:
    made = agreement(officer, kind="project")
    put_checked(officer, made, cooperation, paper_of(*words))
    assert facts(officer, cooperation)[NO_EXIT] is True
    judge(officer, made, **judged)
    assert facts(officer, cooperation).get(NO_EXIT) is told


@pytest.mark.parametrize(("judged", "told"), FOUND_BY_A_PERSON.values(), ids=FOUND_BY_A_PERSON)
def test_what_a_person_found_is_not_denied_because_the_check_did_not_find_it(
    officer: Actor,
    agreement: Callable[..., Agreement],
    cooperation: Cooperation,
    judged: dict[str, str],
    told: bool | None,
) -> None:
    made = agreement(officer, kind="project")
    put_checked(officer, made, cooperation, paper_of(THREE_YEARS, REVIEWED, NOTICE))
    assert facts(officer, cooperation)[NO_EXIT] is False
    judge(officer, made, **judged)
    assert facts(officer, cooperation).get(NO_EXIT) is told


@pytest.mark.parametrize(("words", "judged", "told"), EXCLUSIVE.values(), ids=EXCLUSIVE)
def test_exclusivity_follows_what_a_person_says_of_ownership_and_valorisation(
    officer: Actor,
    agreement: Callable[..., Agreement],
    cooperation: Cooperation,
    words: tuple[str, ...],
    judged: dict[str, str],
    told: bool | None,
) -> None:
    made = agreement(officer, kind="project")
    put_checked(officer, made, cooperation, paper_of(*words))
    judge(officer, made, **judged)
    assert facts(officer, cooperation).get(EXCLUSIVITY) is told


def test_a_person_who_finds_a_veto_that_the_check_missed_tells_it(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    made = agreement(officer, kind="project")
    put_checked(officer, made, cooperation, SILENT)
    judge(officer, made, publication="contradicted")
    assert facts(officer, cooperation)["agreement.publication_permission"] is True
    judge(officer, made, publication="")
    assert facts(officer, cooperation)["agreement.publication_permission"] is False


def test_what_a_person_misses_in_an_amendment_the_agreement_above_may_say(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    above = agreement(officer, kind="project")
    amendment = agreement(officer, kind="project", parent=above.pk, relation="amends")
    put_checked(officer, amendment, cooperation, paper_of(THREE_YEARS, REVIEWED, NOTICE))
    judge(officer, amendment, exit_strategy="absent", term="absent")
    assert NO_EXIT not in facts(officer, cooperation)


def test_where_the_check_did_not_count_silence_nobody_does_before_a_person_has_looked(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    above = agreement(officer, kind="project")
    amendment = agreement(officer, kind="project", parent=above.pk, relation="amends")
    put_checked(officer, amendment, cooperation, SILENT)
    with acting_for(officer):
        Agreement.objects.filter(pk=amendment.pk).update(parent=None, relation="")
    assert facts(officer, cooperation)[NO_EXIT] is False


def test_one_paper_that_says_it_is_enough_and_one_that_leaves_it_open_lets_people_be_asked(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    one, other = agreement(officer, kind="project"), agreement(officer, kind="project")
    for each in (one, other):
        put_checked(officer, each, cooperation, paper_of(THREE_YEARS, REVIEWED, NOTICE))
    judge(officer, one, term="contradicted")
    assert NO_EXIT not in facts(officer, cooperation)
    judge(officer, other, exit_strategy="contradicted")
    assert facts(officer, cooperation)[NO_EXIT] is True


def test_a_judgement_costs_no_further_query(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    one, other = agreement(officer, kind="project"), agreement(officer, kind="project")
    put_checked(officer, one, cooperation, SILENT)
    with CaptureQueriesContext(connection) as before:
        facts(officer, cooperation)
    put_checked(officer, other, cooperation, paper_of(THREE_YEARS, LOCKED))
    judge(officer, other, exit_strategy="met", term="absent")
    with CaptureQueriesContext(connection) as after:
        facts(officer, cooperation)
    assert len(after) == len(before)


def test_what_runs_in_a_compartment_keeps_an_agreement_that_ended_before_it_from_being_called_expired(
    officer: Actor, agreement: Callable[..., Agreement], cooperation: Cooperation
) -> None:
    today, into = timezone.localdate(), closed(officer)
    ended = agreement(officer, state="signed", starts=today - timedelta(400), ends=today - timedelta(1))
    successor = agreement(officer, kind="project", state="signed", starts=today)
    system = Actor.system("tests", officer.institution_id)
    with acting_for(officer):
        put_under(officer, agreement=ended, cooperation=cooperation)
    put_checked(officer, successor, cooperation, VETO)
    with acting_for(system):
        protecting.put_into_compartment(system, agreement=successor, compartment=into)
    assert facts(system, cooperation) == {}
    with acting_for(system):
        Agreement.objects.filter(pk=successor.pk).update(state="ended", ends_on=today)
        told = agreement_facts(system, [cooperation])[cooperation.pk]
        assert [(each.name, each.source_date) for each in told] == [(EXPIRED, today - timedelta(1))]
