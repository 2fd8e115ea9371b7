"""A program reads what the institution knows: partners, ties, sources, countries, hits, flags, the overview."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from aktsom.cooperation.partners.models import Merge, Partner
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.engine.lists import ftm
from aktsom.engine.lists.listing import LegalEffect, ListedName, Listing, NameKind, PartyKind
from aktsom.engine.lists.snapshot import write_listings
from aktsom.knowledge.screening import api as screening_api
from aktsom.knowledge.screening.asking import stop_asking
from aktsom.knowledge.screening.models import ScreeningHit
from aktsom.knowledge.screening.processes import Lists
from aktsom.knowledge.sources.actions import put_in_force
from aktsom.knowledge.sources.command import export
from aktsom.knowledge.sources.models import CountryFact
from tests.api.conftest import V1, Program
from tests.knowledge.samples import edition, listing

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def client(adviser: Actor, program: Program) -> Client:
    return program(adviser)


def test_partners_are_found_by_any_name(client: Client, partner: Partner) -> None:
    found = client.get(f"{V1}/partners", {"q": "光学", "seen": "all"}).json()
    assert [each["id"] for each in found["items"]] == [str(partner.pk)]
    assert client.get(f"{V1}/partners", {"q": "nobody", "seen": "all"}).json()["total"] == 0


def test_the_dossier_has_names_hits_and_merges(client: Client, partner: Partner, hit: ScreeningHit) -> None:
    dossier = client.get(f"{V1}/partners/{partner.pk}").json()
    assert {each["script"] for each in dossier["names"]} == {"Latn", "Hani"}
    assert dossier["hits"][0]["explanation"] == "The names are the same."
    assert dossier["hits"][0]["parts"][0]["listed_part"] == "optics"
    assert client.get(f"{V1}/partners/{partner.pk}/hits").json()["total"] == 1


def test_a_partner_and_its_hits_are_given_as_followthemoney(
    client: Client, partner: Partner, hit: ScreeningHit
) -> None:
    put_in_force(Actor.system("tests"), edition=edition(listing(1, "Harbour Institute of Optics")))
    ScreeningHit.objects.filter(pk=hit.pk).update(listing="un-sc:T.001")
    given = client.get(f"{V1}/partners/{partner.pk}/ftm").json()
    assert (given["entity"]["schema"], given["entity"]["caption"]) == ("Organization", partner.name)
    assert any("光学" in name for name in given["entity"]["properties"]["alias"])
    (found,) = given["hits"]
    assert (found["entity"]["id"], found["score"], found["verdict"]) == ("un-sc:T.001", hit.score, "")


def test_a_partner_is_added_and_found_again_instead_of_twice(client: Client) -> None:
    wanted = {"name": "Fjord Analytics", "country": "CH"}
    first = client.post(f"{V1}/partners", wanted, content_type=JSON)
    again = client.post(f"{V1}/partners", wanted, content_type=JSON)
    assert (first.status_code, first.json()["own"]) == (201, True)
    assert first.json()["id"] == again.json()["id"]


def test_a_waiting_merge_is_decided_once(client: Client, partner: Partner) -> None:
    other = Partner.objects.create(name="Harbor Institute of Optics", country="CN")
    merge = Merge.objects.create(kept=partner, gone=other, state=Merge.State.WAITING, score=0.9, reason="similar")
    waiting = client.get(f"{V1}/merges").json()["items"]
    assert [each["id"] for each in waiting] == [str(merge.pk)]
    address = f"{V1}/merges/{merge.pk}/decision"
    assert client.post(address, {"decision": "one"}, content_type=JSON).json()["state"] == "merged"
    assert client.post(address, {"decision": "apart"}, content_type=JSON).status_code == 409
    assert client.post(address, {"decision": "undo"}, content_type=JSON).json()["state"] == "undone"


def test_a_hit_waits_until_it_is_judged(client: Client, partner: Partner, hit: ScreeningHit) -> None:
    assert client.get(f"{V1}/hits").json()["total"] == 1
    said = {"subject_id": str(partner.pk), "listing": hit.listing, "verdict": "rejected", "reason": "Another city."}
    assert client.post(f"{V1}/judgements", said, content_type=JSON).status_code == 201
    assert client.get(f"{V1}/hits").json()["total"] == 0
    (shown,) = client.get(f"{V1}/partners/{partner.pk}/hits").json()["items"]
    assert (shown["judgement"]["verdict"], shown["judgement"]["judged_by"]) == ("rejected", "Astrid")
    empty = client.post(f"{V1}/judgements", {**said, "reason": " "}, content_type=JSON)
    assert (empty.status_code, list(empty.json()["fields"])) == (422, ["reason"])


def test_names_are_checked_against_the_lists(client: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = Listing(
        "us-el:17", "us-el", PartyKind.ORGANISATION, (ListedName("Harbour Institute of Optics", NameKind.PRIMARY),), "EL",
        (LegalEffect.EXPORT_LICENCE,), ("CN",),
    )  # fmt: skip
    write_listings(tmp_path / "lists.gz", [listing])
    lists = Lists((tmp_path / "lists.gz",), tmp_path, "test")
    monkeypatch.setattr(screening_api, "lists_in_force", lambda _actor: lists)
    try:
        one = client.post(f"{V1}/screen", {"name": "Harbour Inst. of Optics", "country": "CN"}, content_type=JSON)
        many = client.post(
            f"{V1}/screen/many",
            {"names": [{"id": "a", "name": "Harbour Institute of Optics"}, {"id": "b", "name": "Meadow College"}]},
            content_type=JSON,
        )
    finally:
        stop_asking()
    assert one.json()["hits"][0]["listing"] == "us-el:17"
    assert {part["listed_part"] for part in one.json()["hits"][0]["parts"]} >= {"Harbour", "Optics"}
    assert [(each["id"], len(each["hits"])) for each in many.json()] == [("a", 1), ("b", 0)]


def test_more_than_a_thousand_names_are_refused(client: Client) -> None:
    answer = client.post(f"{V1}/screen/many", {"names": [{"name": "x"}] * 1001}, content_type=JSON)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["names"])
    assert "1000" in answer.json()["fields"]["names"]


def test_ties_and_traces_of_a_partner(client: Client, partner: Partner, tie: Tie) -> None:
    (shown,) = client.get(f"{V1}/partners/{partner.pk}/ties").json()["items"]
    assert (shown["works"], shown["years"]) == (3, {"2020": 1, "2023": 2})
    assert client.get(f"{V1}/ties", {"country": "CN"}).json()["total"] == 1
    assert client.get(f"{V1}/ties/{tie.pk}").json()["partner"] == str(partner.pk)
    assert client.get(f"{V1}/partners/{partner.pk}/traces").json()["total"] == 0


def test_sources_are_listed_with_their_versions(client: Client) -> None:
    sources = client.get(f"{V1}/sources").json()
    assert "eu-acts" in {each["id"] for each in sources}
    assert client.get(f"{V1}/sources/eu-acts/versions").json()["total"] == 0
    assert client.get(f"{V1}/sources/nothing").status_code == 404
    assert client.get(f"{V1}/sources/eu-acts/versions/1/changes").status_code == 404
    assert client.get(f"{V1}/listings/eu:1").status_code == 404


def test_listings_count_while_they_are_in_force_and_come_as_follow_the_money_too(
    client: Client, tmp_path: Path
) -> None:
    over = replace(listing(1, "Harbour Institute of Optics"), starts=date(2024, 1, 1), ends=date(2026, 7, 23))
    put_in_force(Actor.system("tests"), edition=edition(over, listing(2, "Meadow Institute")))

    def names(**wanted: str) -> list[str]:
        return [each["name"] for each in client.get(f"{V1}/listings", wanted).json()["items"]]

    assert names() == ["Meadow Institute"]
    assert names(on="2026-07-23") == ["Harbour Institute of Optics", "Meadow Institute"]
    assert names(on="2023-12-31") == ["Meadow Institute"]
    first, _ = client.get(f"{V1}/listings/ftm", {"on": "2024-05-01"}).json()["items"]
    assert first["entity"]["properties"]["name"] == ["Harbour Institute of Optics"]
    assert first["sanction"]["properties"]["endDate"] == ["2026-07-23"]
    file = tmp_path / "un.ftm.json"
    export(("un-sc",), date(2024, 5, 1), file)
    assert [(each.name, each.ends) for each in ftm.read(file)] == [
        ("Harbour Institute of Optics", date(2026, 7, 23)),
        ("Meadow Institute", None),
    ]


def test_a_naming_has_effect_once_the_lead_confirms_it(
    person: Callable[..., Actor], program: Program, client: Client
) -> None:
    CountryFact.objects.create(
        country="QQ",
        name="country.threat_assessments",
        value=["pst-2025"],
        detail={"namings": [{"id": "pst-2025", "title": "Assessment"}]},
        source="PST",
        source_date=date(2025, 2, 1),
        retrieved_at=timezone.now(),
        needs_confirmation=True,
    )
    wanted = {"topic": "country.threat_assessments", "naming": "pst-2025"}
    address = f"{V1}/countries/qq/confirmations"
    assert client.post(address, wanted, content_type=JSON).status_code == 403
    lead = program(person(Duty.RESEARCH_SECURITY_LEAD))
    assert lead.post(address, wanted, content_type=JSON).status_code == 201
    assert client.get(f"{V1}/countries/QQ").json()["namings"][0]["confirmed_at"] is not None
    assert lead.delete(f"{address}?topic=country.threat_assessments&naming=pst-2025").json() == {"done": True}
    assert client.get(f"{V1}/countries/QQ").json()["namings"][0]["confirmed_at"] is None
    assert lead.post(address, {**wanted, "naming": "made-up"}, content_type=JSON).status_code == 404


def test_rules_and_requirements_are_said_in_the_readers_language(client: Client) -> None:
    rules = client.get(f"{V1}/rules").json()
    assert rules
    assert all(each["title"] and each["sources"] for each in rules)
    requirements = client.get(f"{V1}/requirements").json()
    assert {"EU-14a", "NO-5"} <= {each["id"] for each in requirements}


def test_flags_of_what_is_not_visible_are_not_found(client: Client, partner: Partner) -> None:
    assert client.get(f"{V1}/partners/{partner.pk}/flags").status_code == 200
    nobody = "00000000-0000-4000-8000-000000000000"
    for kind in ("partners", "ties", "cooperation"):
        assert client.get(f"{V1}/{kind}/{nobody}/flags").status_code == 404


def test_the_overview_counts_lists_and_exports(client: Client) -> None:
    assert client.get(f"{V1}/overview/counts").json()["rows"] == 0
    assert client.get(f"{V1}/overview/rows", {"scope": "sector", "weight": "concern"}).json()["items"] == []
    sheet = client.get(f"{V1}/overview/export/csv")
    assert sheet["Content-Type"].startswith("text/csv")
    assert client.get(f"{V1}/overview/export/xlsx").content[:2] == b"PK"
    assert client.get(f"{V1}/overview/export/pdf").status_code == 422
