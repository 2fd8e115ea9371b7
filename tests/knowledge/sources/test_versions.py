"""A version comes into force whole or not at all, and what was known on a day can be asked for ever."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError, UnusableSourceError
from aktsom.engine.lists.snapshot import write_listings
from aktsom.knowledge.sources import actions, queries
from aktsom.knowledge.sources.actions import put_in_force
from aktsom.knowledge.sources.files import is_pointed_to
from aktsom.knowledge.sources.models import SourceVersion, StoredListing
from aktsom.knowledge.sources.updating import Result, load_directory, load_file, load_snapshot
from aktsom.knowledge.sources.verifying import verify_sources
from tests.engine.lists import samples
from tests.knowledge.samples import edition, listing, un_file

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
Acting = Callable[[Actor], AbstractContextManager[None]]


def ids(rows: object) -> list[str]:
    return sorted(row.listing for row in rows)  # type: ignore[attr-defined]


def test_a_new_version_says_what_it_added_removed_and_changed() -> None:
    put_in_force(SYSTEM, edition=edition(listing(1), listing(2), listing(3)))

    second = put_in_force(SYSTEM, edition=edition(listing(1), listing(2, "Renamed Institute"), listing(4)))

    assert (second.added, second.removed, second.changed) == (1, 1, 1)
    assert ids(queries.begun_with(SYSTEM, second)) == ["un-sc:T.004"]
    assert ids(queries.ended_with(SYSTEM, second)) == ["un-sc:T.003"]
    assert ids(queries.changed_with(SYSTEM, second)) == ["un-sc:T.002"]
    assert queries.before_change(SYSTEM, second, ["un-sc:T.002"])["un-sc:T.002"].name.startswith("Invented Institute")


versions_of_listings = st.lists(
    st.dictionaries(st.integers(1, 6), st.sampled_from(["", "Another Name", "Третье имя"]), min_size=1, max_size=6),
    min_size=1,
    max_size=5,
)


@given(versions_of_listings)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_known_at_any_version_is_exactly_what_that_version_held(history: list[dict[int, str]]) -> None:
    StoredListing.objects.all().delete()
    SourceVersion.objects.all().delete()
    known = []
    for step, held in enumerate(history):
        listings = [listing(number, name) for number, name in sorted(held.items())]
        version = put_in_force(SYSTEM, edition=edition(*listings, digest=f"{step:064}"), accepted_because="a test")
        known.append((version.in_force_from, listings))

    for moment, listings in known:
        assert moment is not None
        assert queries.listings_as_of(SYSTEM, moment) == listings


def test_a_suddenly_much_smaller_list_is_refused_and_the_old_one_stays() -> None:
    many = [listing(number) for number in range(50)]
    put_in_force(SYSTEM, edition=edition(*many))

    with pytest.raises(UnusableSourceError, match="39 entries where the one in force has 50"):
        put_in_force(SYSTEM, edition=edition(*many[:39]))

    assert queries.current_listings(SYSTEM).count() == 50


def test_a_list_within_the_file_that_is_gone_is_refused_though_the_file_is_hardly_smaller() -> None:
    entities = [listing(number, list_id="us-el") for number in range(90)]
    military = [listing(number, list_id="us-meu") for number in range(5)]
    put_in_force(SYSTEM, edition=edition(*entities, *military, source="us-csl"))

    with pytest.raises(UnusableSourceError, match="0 entries of “us-meu” where the one in force has 5"):
        put_in_force(SYSTEM, edition=edition(*entities, source="us-csl"))


def test_entries_that_lost_their_other_names_are_refused() -> None:
    many = [listing(number) for number in range(30)]
    put_in_force(SYSTEM, edition=edition(*many))

    with pytest.raises(UnusableSourceError, match="30 names where the one in force has 60"):
        put_in_force(SYSTEM, edition=edition(*(replace(each, names=each.names[:1]) for each in many)))


def test_a_file_of_another_list_never_takes_the_place_of_this_one(tmp_path: Path) -> None:
    put_in_force(SYSTEM, edition=edition(listing(1)))
    other = tmp_path / "consolidated.xml"
    other.write_bytes(samples.US_MIEU)

    outcome = load_file(SYSTEM, "un-sc", other, lambda outcome: None, accepted_because="looks right")

    assert outcome.result is Result.REFUSED
    assert "consolidated.xml is no file of un-sc: it is in the format of us-mieu" in outcome.message
    assert ids(queries.current_listings(SYSTEM)) == ["un-sc:T.001"]


def test_a_person_can_accept_a_smaller_list_with_a_reason_that_stays_on_record() -> None:
    many = [listing(number) for number in range(50)]
    put_in_force(SYSTEM, edition=edition(*many))

    version = put_in_force(SYSTEM, edition=edition(*many[:10]), accepted_because="the regime was lifted")

    assert queries.current_listings(SYSTEM).count() == 10
    assert version.accepted_because == "the regime was lifted"


def test_a_first_version_without_any_entry_is_refused() -> None:
    with pytest.raises(UnusableSourceError):
        put_in_force(SYSTEM, edition=edition())


@pytest.mark.parametrize(
    ("duty", "may"),
    [
        (Duty.PLATFORM_OPERATOR, True),
        (Duty.RESEARCH_SECURITY_LEAD, True),
        (Duty.RESEARCH_SECURITY_ADVISER, False),
        (Duty.LEADERSHIP, False),
        (Duty.INTERNAL_AUDITOR, False),
        (Duty.UNIT_LEADER, False),
    ],
)
def test_who_may_put_a_version_in_force(person: Callable[..., Actor], acting: Acting, duty: Duty, may: bool) -> None:
    actor = person(duty)
    with acting(actor), nullcontext() if may else pytest.raises(NotAllowedError):
        put_in_force(actor, edition=edition(listing(1)))
    assert SourceVersion.objects.exists() is may


@pytest.mark.django_db(transaction=False)
def test_a_failure_half_way_leaves_the_version_before_untouched(monkeypatch: pytest.MonkeyPatch) -> None:
    first = put_in_force(SYSTEM, edition=edition(listing(1), listing(2)))

    def fail(*_args: object) -> None:
        raise DatabaseError("the connection was lost")

    monkeypatch.setattr(actions, "store_listings", fail)
    with pytest.raises(DatabaseError):
        put_in_force(SYSTEM, edition=edition(listing(1), listing(3)))

    assert queries.version_in_force(SYSTEM, "un-sc") == first
    assert ids(queries.current_listings(SYSTEM)) == ["un-sc:T.001", "un-sc:T.002"]
    assert SourceVersion.objects.count() == 1


def test_loading_the_same_folder_again_does_nothing(tmp_path: Path) -> None:
    un_file(tmp_path / "lists" / "un", "Invented Bureau", "Invented Laboratory")
    load_directory(SYSTEM, tmp_path / "lists", lambda outcome: None)

    (again,) = load_directory(SYSTEM, tmp_path / "lists", lambda outcome: None)

    assert again.result is Result.UNCHANGED
    assert SourceVersion.objects.count() == 1


def test_of_a_folder_only_the_named_lists_are_taken_and_one_that_is_not_there_is_told(tmp_path: Path) -> None:
    un_file(tmp_path / "lists" / "un", "Invented Bureau")
    (tmp_path / "lists" / "mieu.csv").write_bytes(samples.US_MIEU)

    outcomes = load_directory(SYSTEM, tmp_path / "lists", lambda outcome: None, sources=("us-mieu", "us-1286"))

    assert [(each.source, each.result) for each in outcomes] == [
        ("us-1286", Result.UNKNOWN),
        ("us-mieu", Result.IN_FORCE),
    ]


def test_a_broken_file_is_refused_with_its_reason_and_others_come_in_all_the_same(tmp_path: Path) -> None:
    whole = un_file(tmp_path / "lists" / "un", "Invented Bureau")
    broken = tmp_path / "lists" / "section.csv"
    broken.write_text("<html><body>Service unavailable</body></html>", encoding="utf-8")

    outcomes = load_directory(SYSTEM, tmp_path / "lists", lambda outcome: None)

    assert [outcome.result for outcome in outcomes] == [Result.UNKNOWN, Result.IN_FORCE]
    whole.write_bytes(whole.read_bytes()[:-40])
    (_, cut) = load_directory(SYSTEM, tmp_path / "lists", lambda outcome: None)
    assert cut.result is Result.REFUSED
    refused = SourceVersion.objects.get(state="refused")
    assert "consolidated.xml" in refused.refusal
    assert queries.current_listings(SYSTEM).count() == 1


@pytest.mark.parametrize("updated_in", ["en", "nb"])
def test_why_a_file_was_refused_is_read_in_the_readers_language_whatever_the_updaters_was(
    tmp_path: Path, updated_in: str
) -> None:
    put_in_force(SYSTEM, edition=edition(*(listing(number) for number in range(50))))
    un_file(tmp_path / "un", "Invented Bureau")
    with translation.override(updated_in):
        load_directory(SYSTEM, tmp_path, lambda outcome: None)
    refused = SourceVersion.objects.get(state="refused")

    with translation.override("en"):
        assert refused.refused_because.startswith("The new version has 1 entries where the one in force has 50.")
    with translation.override("nb"):
        assert "50" in refused.refused_because
        assert "The " not in refused.refused_because


def test_the_snapshot_fills_in_only_where_there_is_nothing_newer(tmp_path: Path) -> None:
    put_in_force(SYSTEM, edition=edition(listing(1)))
    snapshot = tmp_path / "listings.jsonl.gz"
    write_listings(snapshot, [listing(1, "Older Name"), listing(7, list_id="us-mieu")])

    load_snapshot(SYSTEM, snapshot, {}, lambda outcome: None)
    load_snapshot(SYSTEM, snapshot, {}, lambda outcome: None)

    assert ids(queries.current_listings(SYSTEM)) == ["un-sc:T.001", "us-mieu:T.007"]
    assert {state.publication.id: state.is_old for state in queries.source_states(SYSTEM, "en") if state.version} == {
        "un-sc": False,
        "us-mieu": True,
    }


def test_verify_finds_a_changed_row_a_changed_file_and_a_stale_pointer(
    tmp_path: Path, home: Path, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    un_file(tmp_path / "lists" / "un", "Invented Bureau", "Invented Laboratory")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        load_directory(SYSTEM, tmp_path / "lists", lambda outcome: None)
    version = queries.version_in_force(SYSTEM, "un-sc")
    assert version is not None
    assert is_pointed_to(version)
    assert list(verify_sources(SYSTEM)) == []

    row = StoredListing.objects.first()
    assert row is not None
    row.content = [*row.content[:3], ["Somebody Else"], *row.content[4:]]
    row.save()
    kept = home / "files" / version.file / "consolidated.xml"
    kept.write_bytes(kept.read_bytes() + b" ")
    (home / "files" / "sources" / "un-sc" / "in-force.json").unlink()

    reasons = " ".join(defect.reason for defect in verify_sources(SYSTEM))
    assert "listing was changed" in reasons
    assert "files were changed" in reasons
    assert "disk names another version" in reasons


def test_a_new_date_alone_changes_no_listing() -> None:
    put_in_force(SYSTEM, edition=replace(edition(listing(1)), source_date=date(2026, 1, 1)))

    second = replace(edition(listing(1), digest="f" * 64), source_date=date(2026, 2, 1))
    version = put_in_force(SYSTEM, edition=second)

    assert (version.added, version.removed, version.changed) == (0, 0, 0)
    assert version.in_force_from is not None
    (known,) = queries.listings_as_of(SYSTEM, version.in_force_from)
    assert known.source_date == date(2026, 2, 1)
