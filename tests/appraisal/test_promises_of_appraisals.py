"""The promises of docs/USE-CASES.md about appraisals, told as stories."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from aktsom.appraisal.actions import raise_flags
from aktsom.appraisal.deciding.actions import Wanted, appeal, decide, hand_over, step_aside
from aktsom.appraisal.deciding.evidence import evidence_of
from aktsom.appraisal.deciding.measures import complete_measure
from aktsom.appraisal.deciding.who import turn_of
from aktsom.appraisal.dossier.papers import attach
from aktsom.appraisal.intake.actions import answer, begin, hand_on
from aktsom.appraisal.intake.drafting import drafted
from aktsom.appraisal.models import Appraisal, Attachment, Decision, Measure
from aktsom.appraisal.queries import appraisal_of
from aktsom.appraisal.watch.following import watch_all
from aktsom.appraisal.way.words import Outcome
from aktsom.appraisal.work.queries import desk_of
from aktsom.cooperation.register.protecting import put_into_compartment
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError, NotVisibleError, StepUpNeededError
from aktsom.core.files import kind_of, safe_name
from aktsom.core.models import Evidence
from aktsom.institutions.models import DutyAssignment, Member
from aktsom.protection.access.models import AccessGrant, Compartment
from tests.appraisal.conftest import fill
from tests.appraisal.samples import hit

pytestmark = pytest.mark.django_db
PUBLIC = Actor.system("appraisal")


def again(house, as_, row) -> Appraisal:
    with as_(house.system):
        return Appraisal.objects.select_related("unit", "cooperation").prefetch_related("asides").get(pk=row.pk)


def test_promise_p68_whoever_asks_learns_at_once_whether_to_go_ahead_or_who_decides_by_when(
    house, partners, sent_in, as_
):
    assert sent_in(partners.quiet).state == "went-ahead"
    row = sent_in(partners.concern)
    assert row.due == timezone.localdate() + timedelta(days=7)
    with as_(house.researcher):
        assert turn_of(row).people == {house.head.member_id}


def test_promise_p69_nobody_answers_more_than_eight_questions(house, partners, sent_in):
    for partner in (partners.quiet, partners.exposed, partners.serious):
        assert sent_in(partner).asked <= 8


def test_promise_p70_an_answer_is_saved_at_once_and_two_tabs_do_not_overwrite_each_other(house, partners, as_):
    with as_(house.researcher):
        row = begin(house.researcher, kind="event")
        first = answer(house.researcher, appraisal=row, version=row.version, question="subject", answer="Mirrors")
        with pytest.raises(ConflictError):
            answer(house.researcher, appraisal=row, version=row.version, question="subject", answer="Lenses")
        assert appraisal_of(house.researcher, row.pk).answers["subject"] == "Mirrors"
        assert drafted(house.researcher, first).next.id != "subject"


def test_promise_p71_an_intake_can_be_handed_to_a_colleague_who_goes_on_where_it_was_left(house, partners, as_):
    with as_(house.researcher):
        row = begin(house.researcher, kind="event")
        row = answer(house.researcher, appraisal=row, version=row.version, question="subject", answer="Mirrors")
        colleague = Member.objects.get(pk=house.colleague.member_id)
        hand_on(house.researcher, appraisal=row, member=colleague)
        passage = row.passages.get(step="hand-on")
        assert (passage.by_id, passage.to_id) == (house.researcher.member_id, colleague.pk)
    with as_(house.colleague):
        row = fill(house.colleague, appraisal_of(house.colleague, row.pk), partner=partners.quiet)
        assert row.answers["subject"] == "Mirrors"
    with as_(house.researcher), pytest.raises(NotAllowedError):
        answer(house.researcher, appraisal=row, version=row.version, question="subject", answer="Mine")


def test_promise_p72_nobody_decides_on_a_cooperation_of_their_own_or_in_which_they_have_an_interest(
    house, partners, sent_in, as_
):
    own = sent_in(partners.concern, by=house.head)
    with as_(house.head), pytest.raises(NotAllowedError):
        decide(house.head, appraisal=own, version=own.version, outcome=Outcome.APPROVE, reason="Mine.")
    row = sent_in(partners.concern)
    with as_(house.head):
        step_aside(house.head, appraisal=row)
        with pytest.raises(NotAllowedError):
            decide(house.head, appraisal=row, version=row.version + 1, outcome=Outcome.APPROVE, reason="Still.")


def test_promise_p73_a_duty_that_nobody_fills_takes_a_matter_one_level_up_and_never_loses_it(
    house, partners, sent_in, as_
):
    row = sent_in(partners.concern)
    with as_(house.system):
        for holder, following in ((house.head, house.dean), (house.dean, house.rector)):
            DutyAssignment.objects.filter(member_id=holder.member_id).update(ended_at=timezone.now())
            assert turn_of(again(house, as_, row)).people == {following.member_id}


def test_promise_p74_every_decision_has_a_reason_and_keeps_what_it_rests_on(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.head):
        with pytest.raises(InvalidError):
            decide(house.head, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason=" ")
        row = decide(house.head, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="Published.")
        kept = evidence_of(row)
    assert kept["weight"] == "concern"
    assert {"name", "value", "source", "source_date"} <= set(kept["facts_of_partners"][str(partners.concern.pk)][0])
    with as_(house.head):
        assert not Evidence.objects.exists(), "evidence is read through its decision alone"


def test_promise_p75_a_decision_needs_a_fresh_proof_of_who_decides(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    stale = replace(house.head, proven=False)
    with as_(stale), pytest.raises(StepUpNeededError):
        decide(stale, appraisal=row, version=row.version, outcome=Outcome.APPROVE, reason="Fine.")


def test_promise_p76_a_refusal_can_be_appealed_and_somebody_else_hears_it(house, partners, sent_in, as_):
    row = sent_in(partners.concern)
    with as_(house.head):
        decide(house.head, appraisal=row, version=row.version, outcome=Outcome.DECLINE, reason="No.")
    with as_(house.researcher):
        found = appeal(house.researcher, appraisal=row, reason="All is open.")
        assert house.head.member_id not in turn_of(found).people
        assert turn_of(found).people


def test_promise_p77_after_a_decision_its_owner_sees_what_changed_and_a_heavier_flag_opens_it_again(
    house, partners, sent_in, as_
):
    row = sent_in(partners.quiet)
    raise_flags(PUBLIC)
    watch_all(lambda _line: None)
    hit(partners.quiet, "us-1286")
    raise_flags(PUBLIC)
    watch_all(lambda _line: None)
    found = again(house, as_, row)
    assert (found.state, [each["rule"] for each in found.news]) == (
        "with-leader",
        ["partner.research-concern-unjudged"],
    )


def test_promise_p78_a_measure_has_an_owner_a_day_and_what_shows_that_it_was_done(house, partners, sent_in, as_):
    row, due = sent_in(partners.concern), timezone.localdate() + timedelta(days=9)
    wanted = Wanted(text="Lock it", owner=house.researcher.member_id, due=due)
    with as_(house.head):
        decide(
            house.head, appraisal=row, version=row.version, outcome=Outcome.APPROVE_WITH_MEASURES, reason="So.",
            measures=[wanted],
        )  # fmt: skip
    with as_(house.researcher):
        measure = Measure.objects.get()
        with pytest.raises(InvalidError):
            complete_measure(house.researcher, measure=measure, shown_by="")
        assert complete_measure(house.researcher, measure=measure, shown_by="Key log 7").done_at is not None
        with pytest.raises(ConflictError):
            complete_measure(house.researcher, measure=measure, shown_by="Twice")


def test_promise_p79_an_appraisal_in_a_compartment_is_nowhere_for_who_may_not_enter(house, partners, sent_in, as_):
    row = sent_in(partners.serious)
    with as_(house.system):
        compartment = Compartment.objects.create(
            institution=house.institution, name="Dual use", kind="records", level="strict",
            owner_id=house.researcher.member_id,
        )  # fmt: skip
        put_into_compartment(house.system, cooperation=row.cooperation, compartment=compartment)
    for actor in (house.adviser, house.rector, house.dean, house.auditor, house.researcher):
        with as_(actor):
            with pytest.raises(NotVisibleError):
                appraisal_of(actor, row.pk)
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM appraisal_passage")
                assert cursor.fetchone() == (0,)
            assert desk_of(actor).turn == ()
    with as_(house.system):
        now = timezone.now()
        AccessGrant.objects.create(
            institution=house.institution, compartment=compartment, member_id=house.lead.member_id, state="granted",
            purpose="Duty", asked_until=date(2030, 1, 1), begins=now, until=now + timedelta(days=9),
        )  # fmt: skip
        assert turn_of(again(house, as_, row)).people == {house.lead.member_id}
    inside = replace(house.lead, compartments=frozenset({compartment.pk}))
    with as_(inside):
        assert hand_over(inside, appraisal=again(house, as_, row)).state == "with-decider"
        assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", b"<html><script>alert(1)</script>"),
        ("a.png", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.docx", b"PK\x03\x04 broken"),
        ("a.txt", b""),
        ("a.exe", bytes(range(256))),
        ("cut-off.pdf", b"%PDF-1.7\n1 0 obj\nendobj\nstartxref\n0\n%%EOF\n" + b"2 0 obj <<>> stream\n" * 100),
        ("cut-off.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("cut-off.jpg", b"\xff\xd8\xff\xe1\x00\x06\xff\xd9\x00\x00\xff\xda\x00\x08"),
    ],
)
def test_promise_p80_a_file_is_taken_only_when_its_content_is_of_a_harmless_kind(
    house, partners, sent_in, as_, name, content
):
    row = sent_in(partners.concern)
    with as_(house.researcher):
        with pytest.raises(InvalidError):
            attach(house.researcher, appraisal=row, upload=SimpleUploadedFile(name, content))
        assert not Attachment.objects.exists()


def test_a_document_with_macros_is_refused_and_names_are_made_safe():
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
        archive.writestr("word/vbaProject.bin", "x")
    with pytest.raises(InvalidError):
        kind_of(packed.getvalue())
    assert safe_name("../../etc/pass\x00wd.php", "application/pdf") == "passwd.pdf"
    assert safe_name("…/<b>.html", "text/plain; charset=utf-8") == "b.txt"
