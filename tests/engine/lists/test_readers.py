"""What each reader makes of a small file in its publisher's format."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest

from aktsom.engine.lists import eu_csv, eu_xml, ftm, un_xml, us_csl, us_research
from aktsom.engine.lists.listing import Identifier, LegalEffect, Listing, NameKind, PartyKind
from aktsom.engine.lists.problems import ListError, RowProblem
from tests.engine.lists import samples


@pytest.fixture
def file(tmp_path: Path):
    return lambda content: samples.put(tmp_path / "list.any", content)


def by_id(listings) -> dict[str, Listing]:
    return {listing.id: listing for listing in listings}


class TestEuActs:
    def read(self, file, content=samples.EU_CSV):
        return by_id(eu_csv.read(file(content)))

    def test_the_id_is_act_annex_and_number(self, file):
        assert {"eu:32099R0001:I.A:1", "eu:32014R0833:IV:12"} <= self.read(file).keys()

    def test_a_row_without_number_gets_an_id_that_outlives_reordering(self, file):
        rows = [samples.eu_row(recordId="", name=f"Verk {number}") for number in range(4)]
        first = [listing.id for listing in eu_csv.read(file(samples.eu_csv(*rows)))]
        second = [listing.id for listing in eu_csv.read(file(samples.eu_csv(*reversed(rows))))]
        assert len(set(first)) == 4
        assert second == first[::-1]

    def test_one_number_for_two_parties_gives_two_ids_whatever_the_order(self, file):
        rows = [samples.eu_row(name="Ola"), samples.eu_row(name="Kari"), samples.eu_row(name="Kari")]
        first = {listing.name: listing.id for listing in eu_csv.read(file(samples.eu_csv(*rows)))}
        listings = list(eu_csv.read(file(samples.eu_csv(*rows[::-1]))))
        assert len({listing.id for listing in listings}) == 3
        assert {listing.name: listing.id for listing in listings}["Ola"] == first["Ola"]

    def test_names_come_with_kind_and_script(self, file):
        names = self.read(file)["eu:32099R0001:I.A:1"].names
        assert [(name.text, name.kind, name.script) for name in names] == [
            ("Ola Oppdiktet", NameKind.PRIMARY, "Latn"),
            ("Ола Оппдиктет", NameKind.ALIAS, "Cyrl"),
            ("O. Oppdiktet", NameKind.ALIAS, "Latn"),
            ("Ola Tidligere", NameKind.FORMER, "Latn"),
            ("Ole", NameKind.WEAK_ALIAS, "Latn"),
        ]

    def test_nationality_birth_and_passport_are_read_as_printed(self, file):
        person = self.read(file)["eu:32099R0001:I.A:1"]
        assert person.nationalities == ("RU", "SY")
        assert person.birth_dates == ("1969", "1970", "1971")
        assert person.identifiers == (Identifier("passport", "N1234567"),)
        assert person.starts == date(2022, 2, 25)

    def test_annex_iv_holds_end_users_that_need_an_export_licence(self, file):
        end_user = self.read(file)["eu:32014R0833:IV:12"]
        assert end_user.effects == (LegalEffect.EXPORT_LICENCE,)
        assert end_user.kind is PartyKind.ORGANISATION

    def test_an_organisation_gets_the_country_of_its_address(self, file):
        assert self.read(file)["eu:32099R0001:I.A:2"].countries == ("IR",)

    def test_a_date_that_is_not_understood_is_reported_and_the_ship_kept(self, file):
        problems: list[RowProblem] = []
        listings = by_id(eu_csv.read(file(samples.EU_CSV), problems=problems.append))
        assert listings["eu:32099R0001:I.A:3"].starts is None
        assert [(problem.row, problem.column, problem.kept) for problem in problems] == [(6, "startDate", True)]

    def test_a_row_without_name_is_reported_with_its_line(self, file):
        problems: list[RowProblem] = []
        content = samples.eu_csv(samples.eu_row(name="\u200f "), samples.eu_row(recordId="9"))
        assert len(list(eu_csv.read(file(content), problems=problems.append))) == 1
        assert (problems[0].row, problems[0].column, problems[0].kept) == (2, "name", False)

    def test_without_a_listener_a_lost_row_stops_the_reading(self, file):
        with pytest.raises(ListError, match="row 2, column name"):
            list(eu_csv.read(file(samples.eu_csv(samples.eu_row(name="")))))


class TestUnList:
    def read(self, file):
        return by_id(un_xml.read(file(samples.UN_XML)))

    def test_an_individual_comes_with_everything_that_identifies(self, file):
        person = self.read(file)["un-sc:XXi.001"]
        assert [name.text for name in person.names] == ["OLA OPPDIKTET", "علا", "Ole Opp", "Olemann"]
        assert person.names[1].script == "Arab"
        assert person.names[3].kind is NameKind.WEAK_ALIAS
        assert (person.countries, person.nationalities) == (("IR",), ("KP",))
        assert person.birth_dates == ("1968", "1969", "1970")
        assert person.identifiers == (Identifier("passport", "P7654321"),)
        assert person.effects == (LegalEffect.ASSET_FREEZE, LegalEffect.TRAVEL_BAN)

    def test_an_entity_is_an_organisation_whose_assets_are_frozen(self, file):
        entity = self.read(file)["un-sc:XXe.001"]
        assert (entity.kind, entity.effects) == (PartyKind.ORGANISATION, (LegalEffect.ASSET_FREEZE,))
        assert entity.names[1].kind is NameKind.FORMER

    def test_the_file_dates_itself(self, file):
        assert {listing.source_date for listing in self.read(file).values()} == {date(2026, 2, 27)}


class TestEuFinancialSanctions:
    def read(self, file):
        return by_id(eu_xml.read(file(samples.EU_XML)))

    def test_a_person_comes_with_everything_that_identifies(self, file):
        person = self.read(file)["eu-fsf:EU.99.1"]
        assert [(name.text, name.kind, name.script) for name in person.names] == [
            ("Ola OPPDIKTET", NameKind.PRIMARY, "Latn"),
            ("Ола ОППДИКТЕТ", NameKind.ALIAS, "Cyrl"),
            ("Ole", NameKind.WEAK_ALIAS, "Latn"),
        ]
        assert (person.countries, person.nationalities) == (("BY",), ("RU",))
        assert person.birth_dates == ("1965-03-12", "1966")
        assert person.identifiers == (Identifier("passport", "750000001"),)
        assert (person.programme, person.starts) == ("XXX", date(2022, 2, 24))
        assert (person.source_url, person.source_date) == ("https://example.org/oj", date(2026, 8, 5))

    def test_an_entity_without_reference_uses_the_logical_id(self, file):
        entity = self.read(file)["eu-fsf:8"]
        assert (entity.kind, entity.countries) == (PartyKind.ORGANISATION, ())


class TestConsolidatedScreeningList:
    def read(self, file, content=samples.CSL_GZIP):
        return list(us_csl.read(file(content)))

    def test_each_source_is_a_list_with_its_effect_and_an_unknown_one_is_kept(self, file):
        found = {listing.list_id: listing.effects for listing in self.read(file)}
        assert found == {
            "us-sdn": (LegalEffect.ASSET_FREEZE,),
            "us-el": (LegalEffect.EXPORT_LICENCE,),
            "us-brand-new-concerns-some-department": (LegalEffect.OTHER,),
        }

    def test_an_individual_keeps_the_name_as_printed(self, file):
        person = self.read(file)[0]
        assert (person.id, person.name) == ("us-sdn:42", "OPPDIKTET, Ola")
        assert [name.text for name in person.names[1:]] == ["OPPDIKTET, Ole", "LUFT, Ola"]
        assert (person.birth_dates, person.nationalities) == (("1962-09-15",), ("SY",))
        assert person.source_date == date(2026, 7, 31)

    def test_a_missing_type_is_unknown(self, file):
        assert self.read(file)[1].kind is PartyKind.UNKNOWN

    def test_namesakes_get_ids_that_do_not_depend_on_the_order(self, file):
        backwards = json.dumps({"results": samples.CSL_ENTRIES[::-1]}).encode()
        assert {x.id: x.countries for x in self.read(file)} == {x.id: x.countries for x in self.read(file, backwards)}

    def test_a_bare_list_is_read_too(self, file):
        assert len(self.read(file, json.dumps(samples.CSL_ENTRIES).encode())) == 4

    def test_an_object_without_results_is_another_file(self, file):
        with pytest.raises(ListError, match="no list “results”"):
            self.read(file, b'{"total": 3}')


class TestResearchLists:
    def test_each_report_of_section_1286_is_a_listing_with_its_time(self, file):
        listings = list(us_research.read_1286(file(samples.US_1286)))
        assert [(x.starts, x.ends) for x in listings] == [
            (date(2022, 1, 1), date(2023, 12, 31)), (date(2024, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), None),
        ]  # fmt: skip
        assert len({x.id for x in listings}) == 3
        assert {x.effects for x in listings} == {(LegalEffect.RESEARCH_CONCERN,)}

    def test_a_company_that_left_1260h_and_came_back_has_both_times(self, file):
        first, second = us_research.read_1260h(file(samples.US_1260H))
        assert (first.name, first.countries) == ("Tomverk Robots Co., Ltd.", ("CN",))
        assert [name.text for name in first.names[1:]] == ["Tomverk Robots Co., Ltd. (TOMBOT)", "TOMBOT", "Old Robots"]
        assert (first.ends, second.starts, second.ends) == (date(2024, 1, 31), date(2025, 1, 7), None)

    def test_military_intelligence_end_users_need_a_licence(self, file):
        (end_user,) = us_research.read_mieu(file(samples.US_MIEU))
        assert (end_user.list_id, end_user.effects) == ("us-mieu", (LegalEffect.EXPORT_LICENCE,))
        assert end_user.countries == ("BY",)


class TestFollowTheMoney:
    def read(self, file):
        return by_id(ftm.read(file(samples.FTM_JSON)))

    def test_only_listed_parties_are_given(self, file):
        assert self.read(file).keys() == {"ftm-zz-invented:NK-1", "ftm-collection:NK-3"}

    def test_sanctions_are_joined_and_one_without_end_keeps_the_party_listed(self, file):
        person = self.read(file)["ftm-zz-invented:NK-1"]
        assert (person.programme, person.starts, person.ends) == ("XXX-1; XXX-2", date(2020, 1, 2), None)

    def test_the_caption_is_the_primary_name(self, file):
        person = self.read(file)["ftm-zz-invented:NK-1"]
        assert [(name.text, name.kind) for name in person.names] == [
            ("Ola Oppdiktet", NameKind.PRIMARY), ("O. Oppdiktet", NameKind.ALIAS), ("Олa", NameKind.ALIAS),
            ("Ola Før", NameKind.FORMER), ("Ole", NameKind.WEAK_ALIAS),
        ]  # fmt: skip
        assert (person.countries, person.nationalities) == (("BY",), ("RU",))

    def test_topics_say_the_effect(self, file):
        assert self.read(file)["ftm-collection:NK-3"].effects == (LegalEffect.EXPORT_LICENCE,)

    def test_a_gzipped_file_is_read_too(self, file):
        assert len(list(ftm.read(file(gzip.compress(samples.FTM_JSON))))) == 2
