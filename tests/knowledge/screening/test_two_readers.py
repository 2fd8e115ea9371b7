"""Persons are never public, are seen and judged only by their readers, and a hit on one is settled by two."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import UUID

import pytest

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError
from aktsom.engine.lists.listing import LegalEffect, ListedName, Listing, PartyKind
from aktsom.engine.names.screener import Screener
from aktsom.engine.names.types import Query
from aktsom.knowledge.screening.actions import judge_hit, keep_hits, share_judgements
from aktsom.knowledge.screening.keeping import Compared
from aktsom.knowledge.screening.models import Judgement, ScreeningHit, SharedVerdict
from aktsom.knowledge.screening.processes import FoundHit
from aktsom.knowledge.screening.queries import HitView, hits_of, waiting_hits
from aktsom.knowledge.screening.subjects import KINDS, Subject, SubjectKind
from aktsom.knowledge.screening.watching import queries_of
from aktsom.knowledge.screening.workers import found_hits

pytestmark = pytest.mark.django_db
Acting = Callable[[Actor], AbstractContextManager[None]]
Verdict = Judgement.Verdict
READER = Duty.HR_RECRUITER
SOMEBODY = Subject(UUID(int=9), ("Arkadiy Zelentsov",), country="RU", birth_date="1961-04-02")
KIND = "person in tests"


@pytest.fixture(autouse=True)
def persons(monkeypatch: pytest.MonkeyPatch) -> None:
    kind = SubjectKind(
        KIND, lambda: iter(()), lambda a, i: {}, lambda a, i: (), lambda a: [], persons=True, readers=(READER,)
    )
    monkeypatch.setitem(KINDS, KIND, kind)


@pytest.fixture
def readers(person: Callable[..., Actor], acting: Acting) -> list[Actor]:
    people = [person(READER) for _ in range(3)]
    system = Actor.system("tests", people[0].institution_id)
    name = SOMEBODY.names[0]
    hit = FoundHit(str(SOMEBODY.id), name, "un-sc:T.1", "un-sc", name, name, 0.9, "strong", None, {"en": "Nearly."})
    with acting(system):
        keep_hits(system, kind=KIND, compared=Compared([SOMEBODY]), found=[hit])
    return people


def judge(actor: Actor, verdict: Verdict) -> Judgement:
    return judge_hit(
        actor, kind=KIND, subject_id=SOMEBODY.id, listing="un-sc:T.1", verdict=verdict, reason="The dates."
    )


def seen_by(actor: Actor) -> HitView:
    (view,) = hits_of(actor, KIND, [SOMEBODY.id], "en")[SOMEBODY.id]
    assert waiting_hits(actor, KIND).exists() == view.waits
    return view


def test_promise_p65_a_hit_on_a_person_is_settled_by_two(readers: list[Actor], acting: Acting) -> None:
    one, two, three = readers
    for reader, verdict, settled in (
        (one, Verdict.REJECTED, ""),
        (one, Verdict.REJECTED, ""),  # the same reader again is still one
        (two, Verdict.CONFIRMED, ""),  # they do not agree
        (three, Verdict.CONFIRMED, "confirmed"),
        (one, Verdict.REJECTED, ""),  # who doubts it opens it again
        (two, Verdict.REJECTED, "rejected"),
    ):
        with acting(reader):
            judge(reader, verdict)
            view = seen_by(reader)
            assert (view.judgement.verdict if view.judgement else "") == settled
            assert view.awaits_second == (not settled)
    with acting(one):
        assert Judgement.objects.count() == 6


def test_two_who_are_unsure_settle_nothing(readers: list[Actor], acting: Acting) -> None:
    for reader in readers[:2]:
        with acting(reader):
            judge(reader, Verdict.UNSURE)
            assert seen_by(reader).waits


def test_nobody_but_their_readers_sees_or_judges(
    readers: list[Actor], person: Callable[..., Actor], acting: Acting
) -> None:
    with acting(readers[0]):
        judge(readers[0], Verdict.REJECTED)
    for duty in (Duty.RESEARCH_SECURITY_ADVISER, Duty.RESEARCH_SECURITY_LEAD, Duty.INTERNAL_AUDITOR):
        outsider = person(duty)
        with acting(outsider):
            assert hits_of(outsider, KIND, [SOMEBODY.id]) == {}
            assert not Judgement.objects.visible_to(outsider).exists()
            with pytest.raises(NotAllowedError):
                judge(outsider, Verdict.CONFIRMED)


def test_persons_are_never_public_nor_shared(
    readers: list[Actor], person: Callable[..., Actor], acting: Acting
) -> None:
    with pytest.raises(NotAllowedError):
        keep_hits(Actor.system("tests"), kind=KIND, compared=Compared([SOMEBODY]), found=[])
    lead = person(Duty.RESEARCH_SECURITY_LEAD)
    with acting(lead):
        share_judgements(lead)
    with acting(readers[0]):
        judge(readers[0], Verdict.REJECTED)
        assert not SharedVerdict.objects.exists()
        assert ScreeningHit.objects.filter(subject_kind=KIND, institution=None).count() == 0


def test_a_person_is_asked_for_by_name_and_birth_date_on_binding_lists_alone() -> None:
    (query,) = queries_of(KIND, [SOMEBODY])
    assert (query.country, query.kind, query.birth_date) == ("", PartyKind.PERSON, "1961-04-02")
    listed = [_listed("un-sc", PartyKind.PERSON), _listed("us-sdn", PartyKind.PERSON)]
    listed.append(_listed("un-sc", PartyKind.ORGANISATION, number=2))
    hits = found_hits(Screener.build(listed), [query])
    assert [hit.listing for hit in hits] == ["un-sc:1"]
    organisation = Query(name=SOMEBODY.names[0], kind=PartyKind.ORGANISATION)
    assert {hit.listing for hit in found_hits(Screener.build(listed), [organisation])} <= {"un-sc:2"}


def _listed(list_id: str, kind: PartyKind, number: int = 1) -> Listing:
    names = (ListedName("Zelentsov Arkadiy"),)
    return Listing(f"{list_id}:{number}", list_id, kind, names, "", (LegalEffect.ASSET_FREEZE,))
