"""Registering, changing and moving agreements, as people with duties do it."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements import actions, papers, queries
from aktsom.cooperation.agreements.drafts import AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement, StepTaken
from aktsom.cooperation.agreements.moving import StepDraft, move_by_calendar, take_step
from aktsom.cooperation.agreements.open_steps import steps_open
from aktsom.cooperation.partners.actions import merge_partners
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError, NotVisibleError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.engine.agreements.lifecycle import Step
from aktsom.institutions.models import Institution, Unit

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
MakeUnit = Callable[..., Unit]
MakeDraft = Callable[..., AgreementDraft]
MakeAgreement = Callable[..., Agreement]
MakeUpload = Callable[..., SimpleUploadedFile]


def test_a_researcher_registers_for_the_own_unit_and_answers_for_it(
    person: Person, unit: MakeUnit, draft: MakeDraft
) -> None:
    physics = unit("Fysikk")
    researcher = person(unit=physics)
    with acting_for(researcher):
        made = actions.register_agreement(researcher, draft=draft(value=Decimal("100.50"), currency="NOK"))
        assert (made.unit_id, made.owner_id, made.state) == (physics.pk, researcher.member_id, "draft")
        ours, theirs = queries.parties_of(made)
        assert (ours.side, theirs.side, str(theirs.partner)) == ("ours", "theirs", "Testmark Institute of Ice")
        event = AuditEvent.objects.get(verb="register an agreement")
    assert event.subject == f"agreements.agreement:{made.pk}"
    assert "Sea ice" not in str(event.details)
    assert "Ektor" not in str(event.details)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"kind": "friendship"}, "kind"),
        ({"state": "terminated"}, "state"),
        ({"parties": ()}, "parties"),
        ({"parties": (PartyDraft(partner=uuid4()),)}, "parties"),
        ({"owner": uuid4()}, "owner"),
        ({"unit": uuid4()}, "unit"),
        ({"starts": date(2024, 1, 1), "ends": date(2023, 1, 1)}, "ends"),
        ({"starts": date(2024, 1, 1), "renewal_months": 12}, "ends"),
        ({"starts": date(1066, 1, 1)}, "ends"),
        ({"notice_months": -1}, "notice_months"),
        ({"value": Decimal(10)}, "currency"),
        ({"value": Decimal(-1), "currency": "NOK"}, "value"),
        ({"currency": "kr."}, "currency"),
        ({"currency": "ABC"}, "currency"),
        ({"currency": "DEM"}, "currency"),
        ({"currency": "XXX"}, "currency"),
        ({"currency": "NO\u212a"}, "currency"),
        ({"law": "XX"}, "law"),
        ({"language": "tlh"}, "language"),
    ],
)
def test_what_is_wrong_is_said_field_by_field(
    person: Person, draft: MakeDraft, given: dict[str, object], field: str
) -> None:
    actor = person()
    with acting_for(actor), pytest.raises(InvalidError) as caught:
        actions.register_agreement(actor, draft=draft(**given))
    assert field in caught.value.fields
    with acting_for(actor):
        assert not Agreement.objects.exists()


def test_a_currency_that_has_gone_out_of_use_since_stays_until_somebody_chooses_another(
    person: Person, agreement: MakeAgreement
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    row = agreement(officer, value=Decimal(500), currency="NOK")
    with acting_for(officer):
        Agreement.objects.filter(pk=row.pk).update(currency="HRK")
        row = actions.change_agreement(officer, agreement=row, version=row.version, changes={"value": Decimal(600)})
        assert (row.value, row.currency) == (Decimal(600), "HRK")
        with pytest.raises(InvalidError):
            actions.change_agreement(officer, agreement=row, version=row.version, changes={"currency": "DEM"})


def test_promise_p82_a_signed_agreement_says_from_its_days_where_it_stands(
    person: Person, agreement: MakeAgreement
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    past = today - timedelta(400)
    runs = agreement(officer, state="signed", starts=past)
    over = agreement(officer, state="signed", starts=past, ends=today - timedelta(1))
    renews = agreement(officer, state="signed", starts=past, ends=today - timedelta(1), renewal_months=12)
    future = agreement(officer, state="signed", starts=today + timedelta(1))
    assert [each.state for each in (runs, over, renews, future)] == ["in-force", "ended", "in-force", "signed"]
    with acting_for(Actor.system("agreements", officer.institution_id)):
        system = Actor.system("agreements", officer.institution_id)
        assert move_by_calendar(system, today=today + timedelta(1)) == 1
        assert Agreement.objects.get(pk=future.pk).state == "in-force"
        assert StepTaken.objects.get(agreement=future).step == "enter-force"


def test_it_is_signed_with_its_paper_and_who_signed_and_ends_with_a_notice(
    person: Person, agreement: MakeAgreement, upload: MakeUpload
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    made = agreement(officer, notice_months=3)
    with acting_for(officer):
        with pytest.raises(ConflictError, match="Dokumentet mangler"):
            take_step(officer, agreement=made, step=Step.SIGN, given=StepDraft())
        papers.add_document(officer, agreement=made, upload=upload())
        signed = take_step(officer, agreement=made, step=Step.SIGN, given=StepDraft())
        assert (signed.state, signed.signed_on, signed.starts) == ("in-force", today, today)
        assert Step.DROP not in steps_open(signed)
        with pytest.raises(ConflictError, match="Dokumentet mangler"):
            take_step(officer, agreement=made, step=Step.GIVE_NOTICE, given=StepDraft(reason="Nobody uses it"))
        letter = StepDraft(reason="Nobody uses it", upload=upload("letter.pdf"))
        noticed = take_step(officer, agreement=made, step=Step.GIVE_NOTICE, given=letter)
        assert noticed.state == "notice-given"
        assert noticed.ends_on
        assert noticed.ends_on > today
        latest = queries.steps_of(noticed)[0]
        assert (latest.reason, latest.shown_by and latest.shown_by.filename) == ("Nobody uses it", "letter.pdf")
        assert "Nobody" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_notice_counts_from_the_day_of_the_letter_and_not_from_the_day_it_was_recorded(
    person: Person, agreement: MakeAgreement, upload: MakeUpload, client_for: Callable[[Actor], Client]
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    last = today + timedelta(28)
    made = agreement(
        officer, state="signed", starts=today - timedelta(300), ends=last, notice_days=30, renewal_months=12
    )
    form = {"on": (today - timedelta(3)).isoformat(), "reason": "Nobody uses it", "upload": upload("letter.pdf")}
    address = f"/agreements/{made.pk}/steps/give-notice/"
    late = {**form, "on": (today + timedelta(1)).isoformat()}
    assert client_for(officer).post(address, late).status_code == 409
    assert client_for(officer).post(address, form | {"upload": upload("letter.pdf")}).status_code == 302
    with acting_for(officer):
        assert Agreement.objects.get(pk=made.pk).ends_on == last
        assert StepTaken.objects.get().taken_on == today - timedelta(3)


def test_what_is_possible_follows_the_day_and_not_the_last_night(person: Person, agreement: MakeAgreement) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    made = agreement(officer, state="signed", starts=today + timedelta(1))
    with acting_for(officer):
        Agreement.objects.filter(pk=made.pk).update(starts=today)
        stale = Agreement.objects.get(pk=made.pk)
        assert stale.state == "signed"
        assert Step.DROP not in steps_open(stale)


def test_a_review_is_noted_on_the_page_and_over_the_api(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    made = agreement(officer, state="signed", starts=today - timedelta(800), review_months=12)
    client, address = client_for(officer), f"/agreements/{made.pk}/steps/review/"
    assert f'action="{address}"' in client.get(f"/agreements/{made.pk}/").content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Well", "on": (today + timedelta(1)).isoformat()}).status_code == 409
    assert client.post(address, {"reason": "All is well", "on": (today - timedelta(9)).isoformat()}).status_code == 302
    answer = client.post(
        f"/api/v1/agreements/{made.pk}/steps", {"step": "review", "reason": "Fine"}, content_type="application/json"
    )
    assert answer.json()["reviewed_on"] == today.isoformat()
    with acting_for(officer):
        assert [each.reason for each in queries.steps_of(made)] == ["Fine", "All is well"]
        assert "well" not in str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert "/steps/review/" not in client.get(f"/agreements/{agreement(officer, state='signed').pk}/").content.decode()


def test_reviews_of_an_agreement_without_days_count_from_its_registration(
    person: Person, agreement: MakeAgreement
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    made = agreement(officer, state="signed", review_months=12)
    assert made.terms(today + timedelta(500)).start == today


def test_days_that_ended_an_agreement_by_mistake_are_corrected_with_a_reason(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    made = agreement(officer, state="signed", starts=today - timedelta(400), ends=today - timedelta(30))
    assert (made.state, made.decided_until) == ("ended", made.ends)
    client, address = client_for(officer), f"/agreements/{made.pk}/edit/"
    sent = {
        "title": made.title,
        "kind": made.kind,
        "version": "1",
        "starts": made.starts.isoformat() if made.starts else "",
        "ends": (today + timedelta(3000)).isoformat(),
    }
    assert 'name="reason"' in client.get(address).content.decode()
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"reason": "The year was mistyped"}).status_code == 302
    with acting_for(officer):
        corrected = Agreement.objects.get(pk=made.pk)
        assert (corrected.state, corrected.ends_on, corrected.decided_until) == ("in-force", None, None)
        assert StepTaken.objects.get().reason == "The year was mistyped"
        assert "mistyped" not in str(list(AuditEvent.objects.values_list("details", flat=True)))
    assert 'name="reason"' not in client.get(address).content.decode()


def test_an_end_that_was_not_registered_can_be_told_afterwards(person: Person, agreement: MakeAgreement) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    made = agreement(officer, state="signed", starts=today - timedelta(400))
    with acting_for(officer):
        past = today - timedelta(3)
        told = actions.change_agreement(officer, agreement=made, version=1, changes={"ends": past})
    assert (told.state, told.ends_on, told.decided_until) == ("ended", past, past)


def test_a_step_that_makes_no_sense_is_refused_and_changes_nothing(person: Person, agreement: MakeAgreement) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    made = agreement(officer)
    with acting_for(officer):
        for step in (Step.RENEW, Step.GIVE_NOTICE, Step.CURE, Step.ENTER_FORCE, Step.END):
            with pytest.raises(ConflictError):
                take_step(officer, agreement=made, step=step, given=StepDraft(reason="x"))
        assert not StepTaken.objects.exists()
        assert Agreement.objects.get(pk=made.pk).version == 1


def test_a_breach_is_never_recorded_without_what_stops_with_it(
    person: Person, agreement: MakeAgreement, client_for: Callable[[Actor], Client]
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    made = agreement(officer, state="signed", starts=today - timedelta(10))
    with acting_for(officer):
        move_by_calendar(Actor.system("agreements", officer.institution_id), today=today)
        for step in (Step.BREACH, Step.CURE):
            with pytest.raises(ConflictError, match="der planen"):
                take_step(officer, agreement=made, step=step, given=StepDraft(reason="They kept the data"))
        assert Agreement.objects.get(pk=made.pk).breached_since is None
        assert Step.TERMINATE in steps_open(made)
        broken = Agreement.objects.get(pk=made.pk)
        broken.breached_since = today
        assert not {Step.TERMINATE, Step.CURE} & set(steps_open(broken))
        with pytest.raises(ConflictError, match="der planen"):
            take_step(officer, agreement=broken, step=Step.TERMINATE, given=StepDraft(reason="They kept the data"))
    page = client_for(officer).get(f"/agreements/{made.pk}/").content.decode()
    assert "/steps/suspend/" in page
    assert "/steps/breach/" not in page
    assert "/exit/breach/" in page


def test_other_days_amend_what_is_in_force_and_the_former_ones_are_kept(
    person: Person, agreement: MakeAgreement
) -> None:
    officer, today = person(Duty.AGREEMENTS_OFFICER), timezone.localdate()
    ends = today + timedelta(100)
    made = agreement(officer, state="signed", starts=today - timedelta(100), ends=ends)
    with acting_for(officer):
        later = ends + timedelta(100)
        changed = actions.change_agreement(
            officer, agreement=made, version=1, changes={"ends": later, "title": "Sea ice"}
        )
        assert (changed.ends, changed.title, changed.version) == (later, "Sea ice", 2)
        assert StepTaken.objects.get().terms_before["ends"] == ends.isoformat()
        with pytest.raises(ConflictError, match="Avtalen gjelder i dag"):
            actions.change_agreement(
                officer, agreement=made, version=2, changes={"ends": today - timedelta(1), "starts": None}
            )
        with pytest.raises(ConflictError, match=r"Noen endret|Somebody changed"):
            actions.change_agreement(officer, agreement=made, version=1, changes={"title": "Mine"})


def test_who_sees_and_changes_it(
    person: Person, unit: MakeUnit, agreement: MakeAgreement, other_institution: Institution
) -> None:
    physics, music = unit("Fysikk"), unit("Musikk")
    author = person(unit=physics)
    made = agreement(author)
    sees = [author, person(Duty.UNIT_LEADER, unit=physics), person(Duty.AGREEMENTS_OFFICER)]
    not_there = [
        person(unit=physics),
        person(Duty.UNIT_LEADER, unit=music),
        person(Duty.PLATFORM_OPERATOR),
        person(Duty.AGREEMENTS_OFFICER, institution=other_institution),
    ]
    for actor in sees:
        with acting_for(actor):
            assert queries.agreement_of(actor, made.pk) == made
    for actor in not_there:
        with acting_for(actor), pytest.raises(NotVisibleError):
            queries.agreement_of(actor, made.pk)
    auditor = person(Duty.INTERNAL_AUDITOR)
    with acting_for(auditor), pytest.raises(NotAllowedError):
        actions.withdraw_agreement(auditor, agreement=queries.agreement_of(auditor, made.pk))
    with acting_for(author):
        actions.set_units(author, agreement=made, units=[music.pk])
    with acting_for(not_there[1]):
        assert queries.agreement_of(not_there[1], made.pk) == made


def test_promise_p86_when_partners_become_one_their_agreements_go_along(
    person: Person, agreement: MakeAgreement, partner: Callable[..., Partner]
) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    kept, gone = partner("Weldenburg University"), partner("University of Weldenburg")
    made = agreement(adviser, parties=(PartyDraft(partner=gone.pk),))
    with acting_for(adviser):
        merge_partners(adviser, kept, gone)
        assert queries.with_partner(adviser, kept, 5) == [made]
        assert list(queries.agreements(adviser, queries.Filters(partner=kept.pk))) == [made]
        assert len(queries.with_places(queries.agreements(adviser))[0].places) == 1


def test_an_agreement_does_not_stand_under_itself(person: Person, agreement: MakeAgreement) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    above = agreement(officer, title="Above")
    below = agreement(officer, title="Below", parent=above.pk, relation="under")
    with acting_for(officer):
        assert queries.children_of(officer, above) == [below]
        for parent in (above, below):
            with pytest.raises(InvalidError):
                actions.change_agreement(officer, agreement=above, version=1, changes={"parent": parent.pk})


def test_leadership_may_take_back_the_notice_that_it_may_give(
    person: Person, agreement: MakeAgreement, upload: MakeUpload
) -> None:
    rector, today = person(Duty.LEADERSHIP), timezone.localdate()
    made = agreement(person(), state="signed", signed_on=today, starts=today, notice_months=3)
    given = {
        Step.GIVE_NOTICE: (StepDraft(reason="Nobody uses it", upload=upload("letter.pdf")), "notice-given"),
        Step.WITHDRAW_NOTICE: (StepDraft(reason="They do after all"), "in-force"),
    }
    with acting_for(rector):
        for step, (draft, state) in given.items():
            made = take_step(rector, agreement=made, step=step, given=draft)
            assert made.state == state
