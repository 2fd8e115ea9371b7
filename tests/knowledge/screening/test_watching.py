"""After a change only what changed is compared, and what comes of it is what comparing everything would give."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from aktsom.core.actor import Actor
from aktsom.knowledge.screening import keeping, watching, workers
from aktsom.knowledge.screening.models import ComparedSubject, ScreeningHit
from aktsom.knowledge.screening.processes import Asking, FoundHit, Lists, screen_all
from aktsom.knowledge.screening.subjects import KINDS, Subject, SubjectKind
from aktsom.knowledge.screening.watching import Screened, screen_partners
from aktsom.knowledge.sources.actions import put_in_force
from tests.knowledge.samples import edition, listing

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
BODIES = ("Zorvania Institute of Thunder Physics", "Oroveshti Bureau of Tides", "Quelmar Laboratory of Glass")
SUBJECTS = [Subject(UUID(int=n), (name,), "XK") for n, name in enumerate(BODIES, 1)]
FILLING = [listing(n, f"Harmless Society of Gardening {n}") for n in range(100, 140)]


@pytest.fixture(autouse=True)
def partners(monkeypatch: pytest.MonkeyPatch) -> list[Subject]:
    subjects = list(SUBJECTS)
    kind = SubjectKind("partner", lambda: iter(subjects), lambda a, i: {}, lambda a, i: (), lambda a: [])
    monkeypatch.setitem(KINDS, "partner", kind)
    return subjects


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Asking]:
    """What was compared, each time."""
    seen: list[Asking] = []

    def noting(lists: Lists, *askings: Asking, processes: int) -> list[FoundHit]:
        seen.extend(each for each in askings if each.queries)
        return screen_all(lists, *askings, processes=processes)

    monkeypatch.setattr(watching, "screen_all", noting)
    return seen


def lists(*bodies: str, note: str = "") -> None:
    listings = [listing(n, name + note) for n, name in enumerate(bodies)]
    put_in_force(SYSTEM, edition=edition(*listings, *FILLING))


def screened() -> Screened:
    return screen_partners(SYSTEM, lambda _line: None, processes=0)


def hits() -> dict[UUID, ScreeningHit]:
    return {hit.subject_id: hit for hit in ScreeningHit.objects.filter(until=None)}


def test_only_new_listings_are_compared_with_partners_that_are_as_they_were(asked: list[Asking]) -> None:
    lists(BODIES[0])
    screened()
    asked.clear()
    lists(BODIES[0], BODIES[1])
    result = screened()
    assert [each.only for each in asked] == [frozenset({"un-sc:T.001"})]
    assert (result.whole, result.listings, result.new, result.gone) == (0, 1, 1, 0)
    assert hits().keys() == {SUBJECTS[0].id, SUBJECTS[1].id}


def test_only_new_partners_and_those_with_new_names_are_compared_with_all_lists(
    asked: list[Asking], partners: list[Subject]
) -> None:
    lists(*BODIES)
    partners[:] = [*partners[:1], Subject(SUBJECTS[1].id, ("Something Else",))]
    screened()
    asked.clear()
    partners[1:] = SUBJECTS[1:]
    result = screened()
    assert [[query.name for query in each.queries] for each in asked] == [[BODIES[1], BODIES[2]]]
    assert (result.whole, result.new) == (2, 2)


def test_a_listing_that_has_ended_is_no_hit_and_takes_those_along_that_it_had(monkeypatch: pytest.MonkeyPatch) -> None:
    over = replace(listing(0, BODIES[0]), ends=date(2026, 1, 31))
    put_in_force(SYSTEM, edition=edition(over, listing(1, BODIES[1]), *FILLING))
    with monkeypatch.context() as before_it_ended:
        before_it_ended.setattr(workers, "counting", lambda: lambda _listing: True)
        screened()
        assert hits().keys() == {SUBJECTS[0].id, SUBJECTS[1].id}
    assert screened().gone == 1
    assert hits().keys() == {SUBJECTS[1].id}


def test_nothing_new_compares_nothing(asked: list[Asking]) -> None:
    lists(*BODIES)
    screened()
    asked.clear()
    assert (screened().whole, asked) == (0, [])


def test_a_listing_that_went_or_says_something_else_takes_its_hits_along() -> None:
    lists(*BODIES)
    screened()
    lists(BODIES[0], BODIES[1], note=" of the Navy")
    result = screened()
    assert result.gone >= 1
    assert SUBJECTS[2].id not in hits()
    assert all(hit.listing_digest for hit in hits().values())


def test_promise_p64_a_hit_that_a_list_update_brings_says_since_when_it_is_new() -> None:
    lists(BODIES[0])
    screened()
    lists(BODIES[0], BODIES[1])
    screened()
    first, new = hits()[SUBJECTS[0].id], hits()[SUBJECTS[1].id]
    assert first.new_since is None
    assert new.new_since == new.found_at


def test_a_hit_that_only_reads_differently_is_not_news(monkeypatch: pytest.MonkeyPatch) -> None:
    lists(BODIES[0])
    screened()
    lists(BODIES[0], BODIES[1])
    screened()
    before = hits()[SUBJECTS[1].id]
    ScreeningHit.objects.filter(pk=before.pk).update(explanation={"en": "In other words."})
    monkeypatch.setattr(watching, "engine_digest", lambda: "another engine")
    assert screened().whole == len(SUBJECTS)
    after = hits()[SUBJECTS[1].id]
    assert (after.pk != before.pk, after.new_since) == (True, before.new_since)


def test_a_partner_that_was_away_is_compared_whole_when_it_comes_back(partners: list[Subject]) -> None:
    lists(*BODIES)
    screened()
    partners[:] = SUBJECTS[:2]
    screened()
    assert ComparedSubject.objects.count() == 2
    partners[:] = SUBJECTS
    assert screened().whole == 1


@pytest.mark.parametrize("where", ["_note", "_date_anew"])
def test_a_run_that_ends_in_the_middle_leaves_nothing_half_done(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    lists(BODIES[0])
    screened()
    lists(*BODIES)
    with monkeypatch.context() as broken:
        broken.setattr(keeping, where, stopped)
        with pytest.raises(InterruptedError):
            screened()
    assert hits().keys() == {SUBJECTS[0].id}
    assert screened().new == 2
    again = screened()
    assert (again.new, again.gone, len(hits())) == (0, 0, 3)


def stopped(*_given: object) -> None:
    raise InterruptedError


def test_what_is_compared_bit_by_bit_is_what_comparing_everything_gives() -> None:
    for n in range(1, 4):
        lists(*BODIES[:n])
        screened()
    step_by_step = said()
    ComparedSubject.objects.all().delete()
    screened()
    assert said() == step_by_step


def said() -> set[tuple[object, ...]]:
    return {(hit.subject_id, hit.listing, hit.listing_digest, hit.score, hit.strength) for hit in hits().values()}


def test_a_list_of_a_newer_date_dates_the_hits_anew() -> None:
    lists(BODIES[0])
    screened()
    ScreeningHit.objects.update(source_date="2001-02-03")
    lists(BODIES[0], BODIES[1])
    screened()
    assert hits()[SUBJECTS[0].id].source_date is None
