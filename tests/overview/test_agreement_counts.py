"""How many agreements there are of each kind, state, unit, country and partner: pictures, the printed report and the API."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.translation import override

from aktsom.cooperation.agreements.drafts import PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.overview.agreements.presenting import shown
from aktsom.overview.agreements.views import paper_of
from tests.cooperation.agreements.conftest import agreement, draft
from tests.cooperation.conftest import partner, unit
from tests.overview.samples import API, MakeAgreement, MakeUnit, Person, in_force

__all__ = ["agreement", "draft", "partner", "unit"]
pytestmark = pytest.mark.django_db


def test_the_pictures_count_agreements_in_force_and_lead_to_them(
    person: Person, agreement: MakeAgreement, partner: Callable[..., Partner], unit: MakeUnit
) -> None:
    officer, place = person(Duty.AGREEMENTS_OFFICER), unit("Hall of Snow")
    parties = (PartyDraft(partner=partner("Institute of Fog", country="DK").pk),)
    agreement(officer, **in_force("Accord"), parties=parties, unit=place.pk)
    for state in ("dropped", "ended", "draft"):
        made = agreement(officer, **in_force(state), parties=parties, unit=place.pk)
        with acting_for(officer):
            Agreement.objects.filter(pk=made.pk).update(state=state)
    with acting_for(officer), override("en"):
        found = {each.by: each for each in shown(officer).pictures}
    counted = {by: [(mark.label, mark.value) for mark in each.marks] for by, each in found.items()}
    state = counted.pop("state")
    assert counted == {
        "country": [("Denmark", 1)],
        "partner": [("Institute of Fog", 1)],
        "kind": [("memorandum of understanding", 1)],
        "unit": [("Hall of Snow (en)", 1)],
    }
    assert sorted(state) == [("draft", 1), ("dropped", 1), ("ended", 1), ("in force", 1)]
    assert found["state"].label == "By state: all agreements, also those not in force"
    assert found["country"].marks[0].url == "/agreements/?country=DK&running=yes"
    assert found["state"].marks[0].url.startswith("/agreements/?state=")
    assert "running" not in found["state"].marks[0].url


def test_the_printed_report_counts_by_country_partner_and_unit_in_ten_lines_each(
    person: Person, agreement: MakeAgreement, partner: Callable[..., Partner], unit: MakeUnit
) -> None:
    officer, place = person(Duty.AGREEMENTS_OFFICER), unit("Hall of Snow")
    codes = ("DK", "SE", "FI", "IS", "DE", "FR", "NL", "BE", "PL", "ES", "IT", "PT")
    for code in codes:
        draft = (PartyDraft(partner=partner(f"Institute of {code}", country=code).pk),)
        agreement(officer, **in_force(f"Accord {code}"), parties=draft, unit=place.pk)
    with acting_for(officer), override("en"):
        paper = paper_of(officer)
    section = paper.partition("Agreements in force by country, partner and unit")[2].partition("</section>")[0]
    countries, partners, units = section.split("<table>")[1:]
    assert (countries.count("<tr><td>"), partners.count("<tr><td>"), units.count("<tr><td>")) == (10, 10, 1)
    assert "<tr><td>Belgium</td><td>1</td></tr>" in countries
    assert "<tr><td>Institute of " in partners
    assert "<tr><td>Hall of Snow (en)</td><td>12</td></tr>" in units
    assert ["and 2 more" in each for each in (countries, partners, units)] == [True, True, False]


def test_the_api_counts_agreements_and_narrows_those_with_a_gap(
    person: Person,
    agreement: MakeAgreement,
    partner: Callable[..., Partner],
    unit: MakeUnit,
    client_for: Callable[[Actor], Client],
) -> None:
    officer, place = person(Duty.AGREEMENTS_OFFICER), unit("Hall of Snow")
    fog = partner("Institute of Fog", country="DK")
    agreement(officer, **in_force("Accord"), parties=(PartyDraft(partner=fog.pk),), unit=place.pk)
    agreement(officer, **in_force("Bond"), kind="gift", parties=(PartyDraft(partner=partner("Rime", "SE").pk),))
    draft = agreement(officer, title="Covenant", parties=(PartyDraft(partner=fog.pk),))
    assert draft.state == "draft"
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    counts = client.get(f"{API}/agreement-counts").json()
    assert sorted((each["key"], each["label"], each["agreements"]) for each in counts["countries"]) == [
        ("DK", "Denmark", 1),
        ("SE", "Sweden", 1),
    ]
    assert {"key": str(fog.pk), "label": "Institute of Fog", "agreements": 1} in counts["partners"]
    assert counts["partners_in_all"] == 2
    assert {"key": str(place.pk), "label": "Hall of Snow (en)", "agreements": 1} in counts["units"]
    assert {"key": "", "label": "no unit", "agreements": 1} in counts["units"]
    assert {"key": "gift", "label": "gift", "agreements": 1} in counts["kinds"]
    assert {each["key"]: each["agreements"] for each in counts["states"]} == {"in-force": 2, "draft": 1}
    for query, found in (
        ("", ["Accord", "Bond"]),
        ("?country=dk", ["Accord"]),
        (f"?unit={place.pk}", ["Accord"]),
        ("?kind=gift", ["Bond"]),
        ("?kind=gift&country=DK", []),
    ):
        items = client.get(f"{API}/agreement-gaps/unchecked{query}").json()["items"]
        assert [each["title"] for each in items] == found
    assert client.get(f"{API}/agreement-gaps/unchecked?kind=nonsense").status_code == 422
    nobody = client_for(person()).get(f"{API}/agreement-counts").json()
    assert nobody["countries"] == nobody["units"] == nobody["states"] == []
