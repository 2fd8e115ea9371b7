"""Hits are found, kept as long as they hold, and judged by people whose word is never overwritten."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from uuid import UUID, uuid4

import pytest
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import InvalidError, NotAllowedError, NotVisibleError
from aktsom.engine.lists.listing import LegalEffect
from aktsom.institutions.models import Institution
from aktsom.knowledge.screening import subjects, views
from aktsom.knowledge.screening.actions import judge_hit, keep_hits
from aktsom.knowledge.screening.asking import Asked, ask, stop_asking
from aktsom.knowledge.screening.facts import listing_facts_of
from aktsom.knowledge.screening.keeping import Compared
from aktsom.knowledge.screening.lists import lists_in_force
from aktsom.knowledge.screening.models import Judgement, ScreeningHit
from aktsom.knowledge.screening.processes import FoundHit
from aktsom.knowledge.screening.queries import grouped, hits_of, waiting_hits
from aktsom.knowledge.screening.subjects import Subject, SubjectKind, SubjectTitle
from aktsom.knowledge.screening.watching import screen_partners
from aktsom.knowledge.sources.actions import put_in_force
from tests.knowledge.samples import edition, listing

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
Acting = Callable[[Actor], AbstractContextManager[None]]
Verdict = Judgement.Verdict
BODY = "Zorvania Institute of Thunder Physics"
PARTNER = Subject(UUID(int=7), (BODY, "ZITP Zorvania"), "XK")
HARMLESS = Subject(UUID(int=8), ("Quiet College of Gardening",), "NO")


@pytest.fixture(autouse=True)
def partners(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def titles(actor: Actor, ids: Iterable[UUID]) -> dict[UUID, SubjectTitle]:
        return {each: SubjectTitle("Partner", "XK", "/") for each in ids}

    kind = SubjectKind("partner", lambda: iter((PARTNER, HARMLESS)), titles, lambda a, i: (), lambda a: [PARTNER.id])
    monkeypatch.setitem(subjects.KINDS, "partner", kind)
    yield
    stop_asking()


@pytest.fixture
def lists() -> None:
    put_in_force(SYSTEM, edition=edition(listing(1, BODY), listing(2, "Another Body Entirely")))
    put_in_force(
        SYSTEM, edition=edition(listing(1, BODY, list_id="us-el", effect=LegalEffect.EXPORT_LICENCE), source="us-csl")
    )


@pytest.fixture
def hits(lists: None) -> None:
    found("exact")


def found(strength: str, *, score: float = 1.0, names: tuple[str, ...] = PARTNER.names) -> None:
    records = [
        FoundHit(
            str(PARTNER.id), BODY, f"{of}:T.001", of, BODY, BODY, score, strength, None, {"en": "Same", "nb": "Likt"}
        )
        for of in ("un-sc", "us-el")
    ]
    keep_hits(SYSTEM, kind="partner", compared=Compared([Subject(PARTNER.id, names)]), found=records)


def judge(actor: Actor, verdict: Verdict, list_id: str = "un-sc") -> Judgement:
    return judge_hit(
        actor,
        kind="partner",
        subject_id=PARTNER.id,
        listing=f"{list_id}:T.001",
        verdict=verdict,
        reason="Compared the addresses.",
    )


def facts(actor: Actor) -> dict[str, object]:
    return {fact.name: fact.value for fact in listing_facts_of(actor, "partner", [PARTNER.id]).get(PARTNER.id, [])}


def test_a_listed_partner_is_found_once_for_all_its_lists_and_a_harmless_one_is_not(lists: None) -> None:
    first = screen_partners(SYSTEM, lambda line: None, processes=0)
    again = screen_partners(SYSTEM, lambda line: None, processes=1)

    assert (first.subjects, first.names, first.new) == (2, 3, 2)
    assert (again.whole, again.listings, again.new, again.gone) == (0, 0, 0, 0)
    by_partner = hits_of(SYSTEM, "partner", [PARTNER.id, HARMLESS.id], "nb")
    (body,) = grouped(by_partner[PARTNER.id])
    assert [view.hit.list_id for view in body.hits] == ["un-sc", "us-el"]
    assert HARMLESS.id not in by_partner


def test_a_name_is_checked_in_a_process_of_its_own(lists: None) -> None:
    lists_now = lists_in_force(SYSTEM)

    answer = ask(lists_now, Asked(BODY.upper(), "XK"), patience=20)

    assert answer is not None
    assert {hit.listing for hit in answer} == {"un-sc:T.001", "us-el:T.001"}
    assert ask(lists_now, Asked("Quiet College of Gardening"), patience=20) == []


def test_an_unchanged_hit_keeps_its_date_and_a_changed_one_begins_anew(hits: None) -> None:
    before = ScreeningHit.objects.get(list_id="un-sc")

    found("exact")
    before.refresh_from_db()
    assert before.until is None

    found("possible", score=0.8)
    before.refresh_from_db()
    assert before.until is not None
    assert ScreeningHit.objects.filter(list_id="un-sc", until=None).get().strength == "possible"


def test_facts_without_an_institution_are_unjudged(hits: None) -> None:
    assert facts(SYSTEM) == {
        "partner.sanctions_lists_unjudged": ("un-sc",),
        "partner.end_user_lists_unjudged": ("us-el",),
    }


@pytest.mark.parametrize(
    ("verdict", "name"),
    [
        (Verdict.CONFIRMED, "partner.sanctions_lists"),
        (Verdict.PART_OF, "partner.part_of_listed"),
        (Verdict.UNSURE, "partner.sanctions_lists_unjudged"),
        (Verdict.REJECTED, ""),
    ],
)
def test_a_judgement_decides_what_a_hit_says(
    hits: None, person: Callable[..., Actor], acting: Acting, verdict: Verdict, name: str
) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    with acting(adviser):
        judge(adviser, verdict)
        assert facts(adviser) == {
            **({name: ("un-sc",)} if name else {}),
            "partner.end_user_lists_unjudged": ("us-el",),
        }


def test_weak_hits_are_matches_to_look_at(lists: None) -> None:
    found("possible", score=0.75)
    assert facts(SYSTEM) == {"partner.unjudged_matches": ("un-sc", "us-el")}


def test_a_judgement_is_the_institutions_own(
    hits: None, person: Callable[..., Actor], acting: Acting, other_institution: Institution
) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    elsewhere = person(Duty.RESEARCH_SECURITY_ADVISER, institution=other_institution)
    with acting(adviser):
        judge(adviser, Verdict.REJECTED)
        assert [hit.list_id for hit in waiting_hits(adviser, "partner")] == ["us-el"]
    with acting(elsewhere):
        assert waiting_hits(elsewhere, "partner").count() == 2
        assert not Judgement.objects.exists()
        assert facts(elsewhere) == facts(SYSTEM)


def test_a_judgement_holds_until_the_names_change(hits: None, person: Callable[..., Actor], acting: Acting) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    with acting(adviser):
        judge(adviser, Verdict.REJECTED)
    found("exact", names=(*PARTNER.names, "A New Spelling"))
    with acting(adviser):
        view = hits_of(adviser, "partner", [PARTNER.id])[PARTNER.id][0]
        assert view.waits
        assert [each.verdict for each in view.earlier] == ["rejected"]


def test_a_judgement_holds_until_the_listing_changes(hits: None, person: Callable[..., Actor], acting: Acting) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    with acting(adviser):
        judge(adviser, Verdict.REJECTED)
        judge(adviser, Verdict.REJECTED, "us-el")
    put_in_force(SYSTEM, edition=edition(listing(1, f"{BODY} and Lightning"), listing(2, "Another Body Entirely")))
    found("exact")
    with acting(adviser):
        assert [hit.list_id for hit in waiting_hits(adviser, "partner")] == ["un-sc"]


def test_a_later_judgement_stands_beside_the_earlier(hits: None, person: Callable[..., Actor], acting: Acting) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    with acting(adviser):
        judge(adviser, Verdict.UNSURE)
        judge(adviser, Verdict.CONFIRMED)
        view = hits_of(adviser, "partner", [PARTNER.id])[PARTNER.id][0]
    assert view.judgement is not None
    assert view.judgement.verdict == "confirmed"
    assert [each.verdict for each in view.earlier] == ["unsure"]


@pytest.mark.parametrize(
    ("duty", "may"),
    [
        (Duty.RESEARCH_SECURITY_ADVISER, True),
        (Duty.RESEARCH_SECURITY_LEAD, True),
        (Duty.LEADERSHIP, False),
        (Duty.INTERNAL_AUDITOR, False),
        (Duty.PLATFORM_OPERATOR, False),
        (Duty.UNIT_LEADER, False),
    ],
)
def test_who_may_judge(hits: None, person: Callable[..., Actor], acting: Acting, duty: Duty, may: bool) -> None:
    actor = person(duty)
    with acting(actor), nullcontext() if may else pytest.raises(NotAllowedError):
        judge(actor, Verdict.CONFIRMED)


def test_a_judgement_needs_a_reason_and_a_hit(hits: None, person: Callable[..., Actor], acting: Acting) -> None:
    adviser = person(Duty.RESEARCH_SECURITY_ADVISER)
    said = {"kind": "partner", "verdict": Verdict.CONFIRMED}
    with acting(adviser):
        with pytest.raises(InvalidError):
            judge_hit(adviser, **said, subject_id=PARTNER.id, listing="un-sc:T.001", reason="  ")  # type: ignore[arg-type]
        with pytest.raises(NotVisibleError):
            judge_hit(adviser, **said, subject_id=uuid4(), listing="un-sc:T.001", reason="Why")  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_an_adviser_judges_on_the_page_of_waiting_hits(
    hits: None,
    person: Callable[..., Actor],
    client_for: Callable[[Actor], Client],
    language: str,
    django_assert_max_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    client = client_for(person(Duty.RESEARCH_SECURITY_ADVISER))
    client.cookies["aktsom_language"] = language
    with django_assert_max_num_queries(20):
        page = client.get("/screening/hits/?meaning=sanctions&scope=all&strength=exact")
    assert "un-sc:T.001" in page.content.decode()
    assert "us-el:T.001" not in page.content.decode()

    given = {"subject_id": str(PARTNER.id), "listing": "un-sc:T.001", "verdict": "rejected", "reason": "Another city."}
    answer = client.post("/screening/judge/partner/", {**given, "next": "https://elsewhere.example.org/"})

    assert answer["Location"] == "/screening/hits/"
    assert "un-sc:T.001" not in client.get("/screening/hits/").content.decode()
    assert "us-el:T.001" in client.get("/screening/hits/?meaning=end-user").content.decode()


def test_the_check_page_says_that_nothing_found_is_no_proof_and_that_loading_takes_a_moment(
    lists: None, person: Callable[..., Actor], client_for: Callable[[Actor], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_for(person())
    client.cookies["aktsom_language"] = "en"
    monkeypatch.setattr(views, "ask", lambda lists, asked: [])
    assert "not proof that there is none" in client.get("/screening/?name=Quiet").content.decode()

    monkeypatch.setattr(views, "ask", lambda lists, asked: None)
    assert client.get("/screening/?name=Quiet")["Refresh"] == "2"

    listed = FoundHit("", BODY, "un-sc:T.001", "un-sc", BODY, BODY, 1.0, "exact", None, {"en": "The same name."})
    monkeypatch.setattr(views, "ask", lambda lists, asked: [listed])
    page = client.get("/screening/?name=Zorvania").content.decode()
    assert "The same name." in page
    assert "Put on record" not in page
