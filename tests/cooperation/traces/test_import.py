"""Importing public data: what is there afterwards, again, and after a failure."""

import json
from pathlib import Path

import pytest

from aktsom.cooperation.partners.models import Merge, Partner, PartnerName
from aktsom.cooperation.traces import queries
from aktsom.cooperation.traces.actions import import_public_data, import_works, rebuild_ties
from aktsom.cooperation.traces.models import Authorship, Participation, Tie, Trace
from aktsom.cooperation.traces.snapshot import PARTICIPANTS, PROJECTS, WORKS, write_trace_snapshot
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError
from aktsom.engine.lists.problems import ListError
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db


def test_works_and_projects_of_one_pair_are_one_tie_with_years_and_fields(
    institution: Institution, public_data: Path
) -> None:
    summary = import_public_data(public_data)
    assert (summary.works, summary.projects, summary.problems) == (3, 1, ())
    tie = Tie.objects.get(home=institution, partner__name="University of Weldenburg")
    assert (tie.works, tie.projects, tie.first_year, tie.last_year) == (2, 1, 2019, 2022)
    assert tie.years == {"2019": 1, "2020": 1, "2021": 2, "2022": 1}
    assert tie.fields == ["quantum"]
    assert tie.partner.domain == "uw.example"


def test_the_other_language_is_merged_and_the_misspelling_waits(institution: Institution, public_data: Path) -> None:
    summary = import_public_data(public_data)
    reasons = dict(Merge.objects.values_list("reason", "state"))
    assert reasons["other-language"] == Merge.State.MERGED
    assert reasons["looks-alike"] == Merge.State.WAITING
    assert (summary.merges, summary.waiting) == (Merge.objects.filter(state="merged").count(), 1)


def test_importing_again_changes_nothing(institution: Institution, public_data: Path) -> None:
    def state() -> list[object]:
        models = (Trace, Partner, PartnerName, Participation, Authorship, Merge)
        return [
            *(model.objects.count() for model in models),
            *Tie.objects.order_by("pk").values_list("pk", "works", "years"),
        ]

    import_public_data(public_data)
    before = state()
    again = import_public_data(public_data)
    assert state() == before
    assert (again.merges, again.waiting) == (0, 0)


def test_authors_are_kept_only_where_an_institution_of_ours_took_part(
    institution: Institution, public_data: Path
) -> None:
    import_public_data(public_data)
    assert set(Authorship.objects.values_list("trace__key", flat=True)) == {"openalex:W1", "openalex:W2"}


def test_a_file_that_breaks_in_the_middle_leaves_nothing_behind(institution: Institution, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text(json.dumps({"id": "W1", "display_name": "x", "authorships": []}), "utf-8")
    bad.write_bytes(b"")
    with pytest.raises(ListError):
        import_works(Actor.system("import"), [good, bad])
    assert not Trace.objects.exists()


def test_a_work_that_stands_twice_is_said_and_kept_once(institution: Institution, tmp_path: Path) -> None:
    path = tmp_path / "twice.jsonl"
    path.write_text("\n".join([json.dumps({"id": "W1", "display_name": "x", "authorships": []})] * 2), "utf-8")
    found = import_works(Actor.system("import"), [path])
    assert (found.traces, [problem.row for problem in found.problems]) == (1, [2])


@pytest.mark.parametrize(
    "said",
    [
        {"display_name": "Issue Information"},
        {"display_name": "ABC volume 7 issue 2 Cover and Front matter"},
        {"display_name": "Rivers in winter", "type": "paratext"},
    ],
)
def test_promise_p101_front_matter_makes_no_ties(
    institution: Institution, tmp_path: Path, said: dict[str, str]
) -> None:
    """Two who sit on the board of a journal have not worked together; and a work is not told by one word of its title."""
    path = tmp_path / "works.jsonl"
    work = {"id": "W2", "display_name": "Issue information and the public", "authorships": []}
    path.write_text("\n".join(map(json.dumps, [{"id": "W1", "authorships": [], **said}, work])), "utf-8")
    found = import_works(Actor.system("import"), [path])
    assert (found.traces, [problem.row for problem in found.problems]) == (1, [1])
    assert Trace.objects.get().key == "openalex:W2"


def test_only_publications_of_very_many_make_a_tie_one_of_many(institution: Institution, tmp_path: Path) -> None:
    def work(number: int, others: int) -> str:
        names = ["Universitetet i Nordvik", *(f"Institute {each} of Weldenburg" for each in range(others))]
        parties = [{"display_name": each, "country_code": "NO" if "Nordvik" in each else "XB"} for each in names]
        said = {"id": f"W{number}", "display_name": "x", "publication_year": 2024}
        return json.dumps({**said, "authorships": [{"institutions": parties}]})

    path = tmp_path / "works.jsonl"
    path.write_text("\n".join([work(1, 101), work(2, 2)]), "utf-8")
    import_works(Actor.system("import"), [path])
    rebuild_ties(Actor.system("import"))
    many = Tie.objects.filter(home=institution)
    assert {each.partner.name for each in many.filter(one_of_many=False)} == {
        "Institute 0 of Weldenburg",
        "Institute 1 of Weldenburg",
    }
    assert many.filter(one_of_many=True).count() == 99


def test_only_the_platform_operator_may_import(person, acting, public_data: Path) -> None:  # type: ignore[no-untyped-def]
    adviser, operator = person(Duty.RESEARCH_SECURITY_ADVISER), person(Duty.PLATFORM_OPERATOR)
    files = [public_data / "works" / "works.jsonl"]
    with acting(adviser), pytest.raises(NotAllowedError):
        import_works(adviser, files)
    with acting(operator):
        assert import_works(operator, files).traces == 3


def test_the_snapshot_has_facts_alone_and_gives_the_same_ties(
    institution: Institution, public_data: Path, tmp_path: Path
) -> None:
    target = tmp_path / "snapshot"
    (public_data / "works" / "works.jsonl").rename(public_data / "works" / "w.jsonl")
    size = write_trace_snapshot(public_data, target)
    assert (size.works, size.projects, size.participations) == (3, 1, 3)
    summary = import_public_data(target)
    assert summary.ties == Tie.objects.count() > 0
    assert not Authorship.objects.exists()
    packed = b"".join((target / part).read_bytes() for part in (WORKS, PROJECTS, PARTICIPANTS))
    write_trace_snapshot(public_data, target)
    assert packed == b"".join((target / part).read_bytes() for part in (WORKS, PROJECTS, PARTICIPANTS))


def test_years_have_no_gaps(institution: Institution, public_data: Path) -> None:
    import_public_data(public_data)
    actor = Actor.system("tests")
    tie = queries.ties(actor).get(partner__name="University of Weldenburg")
    tie.years = {"2019": 1, "2022": 2}
    assert queries.years_of([tie]) == {2019: 1, 2020: 0, 2021: 0, 2022: 2}
