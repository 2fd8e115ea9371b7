"""Institutions that agree let the others read how they judge public organisations: advice that can be taken back."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest
from django.conf import settings
from django.db import ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, NotAllowedError
from aktsom.institutions.models import Institution
from aktsom.knowledge.screening.actions import judge_hit, keep_hits, share_judgements, stop_sharing
from aktsom.knowledge.screening.keeping import Compared
from aktsom.knowledge.screening.models import Judgement, ScreeningHit, SharedVerdict, Sharing
from aktsom.knowledge.screening.processes import FoundHit
from aktsom.knowledge.screening.queries import HitView, hits_of, waiting_hits
from aktsom.knowledge.screening.subjects import Subject

pytestmark = pytest.mark.django_db
Acting = Callable[[Actor], AbstractContextManager[None]]
Person = Callable[..., Actor]
Verdict = Judgement.Verdict
PUBLIC, PRIVATE = UUID(int=7), UUID(int=8)
LEAD, ADVISER = Duty.RESEARCH_SECURITY_LEAD, Duty.RESEARCH_SECURITY_ADVISER


def found(actor: Actor, subject: UUID, name: str = "Zorvania Institute") -> None:
    hit = FoundHit(str(subject), name, "un-sc:T.1", "un-sc", name, name, 1.0, "exact", None, {"en": "Same name."})
    keep_hits(actor, kind="partner", compared=Compared([Subject(subject, (name,))]), found=[hit])


@pytest.fixture(autouse=True)
def public_hit(db: None) -> None:
    found(Actor.system("tests"), PUBLIC)


def judge(actor: Actor, verdict: Verdict, subject: UUID = PUBLIC, reason: str = "Another address.") -> Judgement:
    return judge_hit(actor, kind="partner", subject_id=subject, listing="un-sc:T.1", verdict=verdict, reason=reason)


def seen_by(actor: Actor, subject: UUID = PUBLIC) -> HitView:
    (view,) = hits_of(actor, "partner", [subject], "en")[subject]
    return view


@pytest.fixture
def neighbour(person: Person, other_institution: Institution) -> Actor:
    return person(ADVISER, institution=other_institution)


def test_promise_p66_what_another_institution_shares_is_advice_and_can_be_taken_back(
    person: Person, acting: Acting, neighbour: Actor
) -> None:
    lead = person(LEAD)
    with acting(lead):
        share_judgements(lead)
        judge(lead, Verdict.REJECTED)
    with acting(neighbour):
        view = seen_by(neighbour)
        (advice,) = view.advice
        assert (advice.verdict, advice.reason) == ("rejected", "Another address.")
        assert advice.institution == Institution.objects.get(pk=lead.institution_id).name_en
        assert (view.judgement, view.is_rejected, view.waits) == (None, False, True)
        assert waiting_hits(neighbour, "partner").count() == 1
    with acting(lead):
        stop_sharing(lead)
        assert seen_by(lead).is_rejected
    with acting(neighbour):
        assert seen_by(neighbour).advice == ()


def test_what_was_judged_before_the_institution_agreed_stays_with_it(
    person: Person, acting: Acting, neighbour: Actor
) -> None:
    lead = person(LEAD)
    with acting(lead):
        judge(lead, Verdict.REJECTED)
        share_judgements(lead)
    with acting(neighbour):
        assert seen_by(neighbour).advice == ()


def test_a_newer_judgement_takes_the_place_of_the_advice_and_doubt_takes_it_away(
    person: Person, acting: Acting, neighbour: Actor
) -> None:
    lead = person(LEAD)
    for verdict, expected in ((Verdict.REJECTED, ["rejected"]), (Verdict.PART_OF, ["part-of"]), (Verdict.UNSURE, [])):
        with acting(lead):
            share_judgements(lead)
            judge(lead, verdict)
        with acting(neighbour):
            assert [each.verdict for each in seen_by(neighbour).advice] == expected


def test_nothing_about_the_institutions_own_partners_is_shared(person: Person, acting: Acting) -> None:
    lead = person(LEAD)
    system = Actor.system("tests", lead.institution_id)
    with acting(system):
        found(system, PRIVATE)
    with acting(lead):
        share_judgements(lead)
        judge(lead, Verdict.REJECTED, PRIVATE)
        assert SharedVerdict.objects.count() == 0


def test_the_database_refuses_to_share_what_is_not_public_and_to_write_for_others(
    person: Person, acting: Acting, neighbour: Actor
) -> None:
    lead = person(LEAD)
    given = {
        "listing": "un-sc:T.1",
        "subject_kind": "partner",
        "listing_digest": "",
        "names_digest": "",
        "verdict": "rejected",
        "reason": "x",
        "judged_on": timezone.localdate(),
    }
    with acting(lead):
        for subject, institution in ((PRIVATE, lead.institution_id), (PUBLIC, neighbour.institution_id)):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                SharedVerdict.objects.create(institution_id=institution, subject_id=subject, **given)
        share_judgements(lead)
        judge(lead, Verdict.CONFIRMED)
    with acting(neighbour):
        assert SharedVerdict.objects.count() == 1
        assert SharedVerdict.objects.update(reason="mine") == 0
        assert SharedVerdict.objects.all().delete()[0] == 0
        assert (Judgement.objects.count(), Sharing.objects.count()) == (0, 0)


def test_advice_on_other_names_or_another_listing_is_not_shown(
    person: Person, acting: Acting, neighbour: Actor
) -> None:
    lead = person(LEAD)
    with acting(lead):
        share_judgements(lead)
        judge(lead, Verdict.REJECTED)
    ScreeningHit.objects.filter(subject_id=PUBLIC).update(names_digest="another")
    with acting(neighbour):
        assert seen_by(neighbour).advice == ()


def test_only_the_lead_of_the_whole_institution_decides_and_stopping_twice_is_told(
    person: Person, acting: Acting
) -> None:
    adviser, lead = person(ADVISER), person(LEAD)
    with acting(adviser), pytest.raises(NotAllowedError):
        share_judgements(adviser)
    with acting(lead):
        first = share_judgements(lead)
        assert share_judgements(lead).pk == first.pk
        stop_sharing(lead)
        with pytest.raises(ConflictError):
            stop_sharing(lead)


def test_the_page_says_what_is_shared_and_lets_the_lead_change_it(
    person: Person, client_for: Callable[[Actor], Client]
) -> None:
    client = client_for(person(LEAD))
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert "Share from now on" in client.get("/screening/sharing/").content.decode()
    client.post("/screening/sharing/", {"share": "yes"})
    assert "Stop sharing" in client.get("/screening/sharing/").content.decode()
    assert "shares verdicts and reasons" in client.get("/screening/hits/").content.decode()
