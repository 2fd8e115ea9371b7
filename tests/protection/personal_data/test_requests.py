"""People's requests about their own data: who may do what at which step, by when, and what it does."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.audit import verify_chain
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.keys import actor_with_key, make_key
from aktsom.institutions.models import ApiKey, Institution, Member, User
from aktsom.institutions.queries import place_of
from aktsom.overview.models import Visit
from aktsom.protection.personal_data.actions import (
    answer_request,
    ask,
    decide_request,
    extend,
    register_request,
    use_again,
)
from aktsom.protection.personal_data.models import Pseudonym, RightsRequest, Tombstone
from aktsom.protection.personal_data.pseudonyms import stop_use

pytestmark = pytest.mark.django_db
Kind, State = RightsRequest.Kind, RightsRequest.State
Person = Callable[..., Actor]


@pytest.fixture
def officer(person: Person) -> Actor:
    return person(Duty.DATA_PROTECTION_OFFICER, name="Petra Vern")


@pytest.fixture
def leader(person: Person) -> Actor:
    return person(Duty.LEADERSHIP, name="Rektor Lund")


@pytest.fixture
def kari(person: Person) -> Actor:
    return person(name="Kari Nordmann")


def erased(kari: Actor, officer: Actor, leader: Actor) -> RightsRequest:
    """Kari's place ended, she wrote, and two people agreed."""
    Member.objects.filter(pk=kari.member_id).update(ended_at=timezone.now())
    member = Member.objects.get(pk=kari.member_id)
    asked = register_request(
        officer, member=member, kind=Kind.ERASURE, text="Please.", received_on=timezone.localdate()
    )
    answer_request(officer, request=asked, grant=True, answer="It is done.")
    return decide_request(leader, request=asked, agree=True)


def test_promise_p45_erasing_and_stopping_take_two_people_who_are_not_the_one_who_asks(
    kari: Actor, officer: Actor, leader: Actor, person: Person
) -> None:
    with acting_for(officer):
        asked = ask(kari, kind=Kind.RESTRICTION, text="My title is disputed.")
        assert answer_request(officer, request=asked, grant=True, answer="We stop.").state == State.PROPOSED
        with pytest.raises(NotAllowedError):
            decide_request(officer, request=asked, agree=True)
        assert Pseudonym.objects.count() == 0
        assert decide_request(leader, request=asked, agree=True).state == State.GRANTED
        own = ask(officer, kind=Kind.RESTRICTION, text="Me too.")
        with pytest.raises(NotAllowedError):
            answer_request(officer, request=own, grant=True, answer="Yes.")
        second = person(Duty.DATA_PROTECTION_OFFICER)
        answer_request(second, request=own, grant=True, answer="Yes.")
        with pytest.raises(NotAllowedError):
            decide_request(officer, request=own, agree=True)


def test_promise_p47_a_request_shows_the_day_by_which_law_wants_an_answer(
    kari: Actor, officer: Actor, client_for: Callable[[Actor], Client]
) -> None:
    with acting_for(officer):
        member = Member.objects.get(pk=kari.member_id)
        asked = register_request(officer, member=member, kind=Kind.ACCESS, text="What?", received_on=date(2026, 1, 31))
        assert (asked.due, asked.last_day) == (date(2026, 2, 28), date(2026, 4, 28))
    page = client_for(officer).get("/personal-data/requests/").content.decode()
    assert "28. februar 2026" in page
    assert "over fristen" in page


def test_erasure_leaves_no_trace_of_the_person_but_a_pseudonym_and_the_log_stays_whole(
    kari: Actor, officer: Actor, leader: Actor, institution: Institution
) -> None:
    with acting_for(officer):
        Visit.objects.create(institution=institution, member_id=kari.member_id, latest=timezone.now())
        kept = Cooperation.objects.create(
            institution=institution, title="Optics", kind="event", registered_by_id=kari.member_id
        )
        ask(kari, kind=Kind.CORRECTION, text="My title is wrong.")
        did = AuditEvent.objects.get(member_id=kari.member_id)
        assert did.who == "Kari Nordmann"
        erased(kari, officer, leader)
        assert AuditEvent.objects.get(pk=did.pk).who.startswith("N.N. ")
        kept.refresh_from_db()
        assert kept.registered_by_id == kari.member_id
        assert str(kept.registered_by).startswith("N.N. ")
        assert not Visit.objects.exists()
        assert not User.objects.filter(pk=kari.user_id).exists()
        stone = Tombstone.objects.get()
        assert (stone.why, stone.label) == ("request", "institutions.Member")
        assert verify_chain(institution.pk) is None
        assert "Kari" not in str([vars(each) for each in AuditEvent.objects.all()])


def test_nobody_who_still_works_here_is_erased(kari: Actor, officer: Actor) -> None:
    with acting_for(officer):
        asked = ask(kari, kind=Kind.ERASURE, text="Forget me.")
        with pytest.raises(ConflictError):
            answer_request(officer, request=asked, grant=True, answer="Yes.")
        assert answer_request(officer, request=asked, grant=False, answer="You work here.").state == State.DECLINED


def test_stopped_use_hides_the_person_everywhere_until_it_ends(
    kari: Actor, officer: Actor, leader: Actor, institution: Institution
) -> None:
    with acting_for(officer):
        _key, secret = make_key(kari, label="archive")
        asked = ask(kari, kind=Kind.RESTRICTION, text="It is wrong.")
        answer_request(officer, request=asked, grant=True, answer="We stop.")
        decide_request(leader, request=asked, agree=True)
        assert "Kari" not in str(list(Member.objects.values_list("user__name", "user__email")))
        assert User.objects.filter(pk=kari.user_id, name="Kari Nordmann").exists()
        assert place_of(kari.user_id or 0, institution.pk) is None
        assert ApiKey.objects.count() == 0
        assert actor_with_key(secret) is None
    with acting_for(officer):
        member = use_again(officer, pseudonym=Pseudonym.objects.get())
        assert member.user.name == "Kari Nordmann"
        assert not User.objects.filter(name__startswith="N.N.").exists()


def test_a_letter_from_somebody_whose_use_is_stopped_can_be_put_on_record(
    kari: Actor, officer: Actor, institution: Institution, client_for: Callable[[Actor], Client]
) -> None:
    address = User.objects.get(pk=kari.user_id).email
    with acting_for(officer):
        stop_use(Member.objects.get(pk=kari.member_id))
    client = client_for(officer)
    given = {"kind": "access", "text": "What do you keep?", "received_on": "2026-11-01"}
    refused = client.post("/personal-data/requests/new/", {**given, "email": "nobody@example.org"})
    assert (refused.status_code, "Ingen i institusjonen" in refused.content.decode()) == (422, True)
    assert client.post("/personal-data/requests/new/", {**given, "email": address}).status_code == 302
    with acting_for(Actor.system("tests", institution.pk)):
        assert RightsRequest.objects.get().member_id == kari.member_id


def test_one_who_does_not_agree_sends_it_back(kari: Actor, officer: Actor, leader: Actor) -> None:
    with acting_for(officer):
        asked = ask(kari, kind=Kind.RESTRICTION, text="Stop.")
        answer_request(officer, request=asked, grant=True, answer="We stop.")
        assert decide_request(leader, request=asked, agree=False).state == State.RECEIVED
        with pytest.raises(ConflictError):
            decide_request(leader, request=asked, agree=True)


def test_what_is_answered_cannot_be_answered_again(kari: Actor, officer: Actor) -> None:
    with acting_for(officer):
        asked = ask(kari, kind=Kind.CORRECTION, text="My unit is wrong.")
        answer_request(officer, request=asked, grant=True, answer="Corrected.")
        with pytest.raises(ConflictError):
            answer_request(officer, request=asked, grant=False, answer="No.")
        with pytest.raises(InvalidError):
            ask(kari, kind=Kind.CORRECTION, text="  ")


def test_time_is_extended_once_and_before_it_is_over(kari: Actor, officer: Actor) -> None:
    with acting_for(officer):
        asked = ask(kari, kind=Kind.OBJECTION, text="I object.")
        extended = extend(officer, request=asked, because="It is complex.")
        assert extended.due == extended.last_day
        with pytest.raises(ConflictError):
            extend(officer, request=asked, because="Again.")
        late = register_request(
            officer,
            member=Member.objects.get(pk=kari.member_id),
            kind=Kind.ACCESS,
            text="What?",
            received_on=timezone.localdate() - timedelta(days=60),
        )
        with pytest.raises(ConflictError):
            extend(officer, request=late, because="Too late.")


def test_other_duties_neither_see_nor_answer(kari: Actor, officer: Actor, person: Person) -> None:
    with acting_for(officer):
        asked = ask(kari, kind=Kind.CORRECTION, text="My unit is wrong.")
        for duty in set(Duty) - {Duty.DATA_PROTECTION_OFFICER, Duty.INTERNAL_AUDITOR}:
            somebody = person(duty)
            assert not RightsRequest.objects.visible_to(somebody).exists()
            with pytest.raises(NotAllowedError):
                answer_request(somebody, request=asked, grant=True, answer="Yes.")
        auditor = person(Duty.INTERNAL_AUDITOR)
        assert RightsRequest.objects.visible_to(auditor).count() == 1
        with pytest.raises(NotAllowedError):
            answer_request(auditor, request=asked, grant=True, answer="Yes.")


def test_what_a_person_writes_is_not_in_the_log(kari: Actor) -> None:
    with acting_for(kari):
        ask(kari, kind=Kind.CORRECTION, text="SECRETWORD")
    with acting_for(Actor.system("tests", kari.institution_id)):
        assert "SECRETWORD" not in str([each.details for each in AuditEvent.objects.all()])
