"""An adviser sorts partners; what others can then see, and what happens when two decide at once."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from aktsom.cooperation.partners import actions, queries
from aktsom.cooperation.partners.models import Merge, Partner, PartnerName
from aktsom.cooperation.traces.actions import import_public_data
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser(person: Callable[..., Actor], institution: Institution, public_data: Path) -> Iterator[Actor]:
    import_public_data(public_data)
    somebody = person(Duty.RESEARCH_SECURITY_ADVISER)
    with acting_for(somebody):
        yield somebody


def waiting() -> Merge:
    return Merge.objects.get(state=Merge.State.WAITING)


def test_a_merge_moves_names_and_ties_and_undoing_brings_both_back(adviser: Actor, institution: Institution) -> None:
    merge = waiting()
    before = dict(Tie.objects.values_list("partner__name", "projects"))
    actions.accept_merge(adviser, merge)
    kept = Tie.objects.get(home=institution, partner=merge.kept)
    assert (kept.works, kept.projects) == (0, 1)
    assert Partner.objects.get(pk=merge.gone_id).merged_into_id == merge.kept_id
    actions.undo_merge(adviser, merge)
    assert dict(Tie.objects.filter(projects__gt=0).values_list("partner__name", "projects")) == before
    assert Partner.objects.get(pk=merge.gone_id).merged_into_id is None


def test_two_people_who_decide_get_one_decision(adviser: Actor, person: Callable[..., Actor]) -> None:
    merge, colleague = waiting(), person(Duty.RESEARCH_SECURITY_LEAD)
    actions.keep_apart(adviser, merge)
    with pytest.raises(ConflictError):
        actions.accept_merge(colleague, merge)
    assert Merge.objects.get(pk=merge.pk).decided_by == "Universitetet i Nordvik"


def test_what_was_kept_apart_is_not_asked_again_by_the_next_import(adviser: Actor, public_data: Path) -> None:
    actions.keep_apart(adviser, waiting())
    assert import_public_data(public_data).waiting == 0


def test_a_name_split_off_stays_so_after_the_next_import(adviser: Actor, public_data: Path) -> None:
    name = PartnerName.objects.get(text="UNIVERSITAET WELDENBURG")
    partner = actions.split_name(adviser, name)
    import_public_data(public_data)
    assert PartnerName.objects.get(pk=name.pk).partner_id == partner.pk


def test_a_member_without_the_duty_decides_nothing(adviser: Actor, person: Callable[..., Actor]) -> None:
    for duty in (Duty.HR_RECRUITER, Duty.INTERNAL_AUDITOR):
        colleague = person(duty)
        with pytest.raises(NotAllowedError):
            actions.keep_apart(colleague, waiting())


def test_an_added_partner_is_seen_by_its_institution_alone(  # type: ignore[no-untyped-def]
    adviser: Actor, person, acting, other_institution: Institution
) -> None:
    stranger = person(Duty.RESEARCH_SECURITY_ADVISER, institution=other_institution)
    with acting(adviser):
        partner = actions.add_partner(adviser, "Quiet Harbour Ltd", "GB")
        assert queries.get_partner(adviser, partner.pk) == partner
    with acting(stranger):
        assert not Partner.objects.visible_to(stranger).filter(pk=partner.pk).exists()


def test_adding_a_known_name_gives_the_known_partner(adviser: Actor, acting) -> None:  # type: ignore[no-untyped-def]
    with acting(adviser):
        found = actions.add_partner(adviser, "the university of weldenburg", "Germany")
        assert found.institution_id is None
        assert actions.add_partner(adviser, "the university of weldenburg", "Tyskland") == found
        for name, country in ((" ", "DE"), ("University of Weldenburg", "QQ")):
            with pytest.raises(InvalidError):
                actions.add_partner(adviser, name, country)


def test_the_pages_say_what_is_known_in_a_fixed_number_of_queries(  # type: ignore[no-untyped-def]
    adviser: Actor, client_for, django_assert_max_num_queries
) -> None:
    client: Client = client_for(adviser)
    partner = Partner.objects.get(name="University of Weldenburg")
    for address in (
        "/partners/",
        "/partners/?seen=mine&country=DE",
        "/partners/merges/",
        "/partners/merges/?state=merged",
    ):
        with django_assert_max_num_queries(20):
            page = client.get(address)
        assert page.status_code == 200
        assert "University of Weldenburg" in page.content.decode() or "Eastern Weldenburg" in page.content.decode()
    client.get(f"/partners/{partner.pk}/")  # the first look of the hour is also written down
    with django_assert_max_num_queries(20):
        assert "UNIVERSITAET WELDENBURG" in client.get(f"/partners/{partner.pk}/").content.decode()


def test_a_merge_says_which_institution_both_are_by_its_name(adviser: Actor, client_for) -> None:  # type: ignore[no-untyped-def]
    merge = waiting()
    for slug, said in (("ntnu", "Norges teknisk-naturvitenskapelige universitet"), ("ours", merge.kept.name)):
        with acting_for(Actor.system("tests")):
            Merge.objects.filter(pk=merge.pk).update(explanation=f"institution:{slug}")
        page = client_for(adviser).get("/partners/merges/").content.decode()
        assert f"begge er navn på {said}" in page
        assert f"institution:{slug}" not in page


def test_deciding_on_the_page_and_an_unknown_decision(adviser: Actor, client_for) -> None:  # type: ignore[no-untyped-def]
    client: Client = client_for(adviser)
    merge = waiting()
    assert client.post(f"/partners/merges/{merge.pk}/burn/").status_code == 404
    assert client.post(f"/partners/merges/{merge.pk}/apart/").status_code == 302
    assert Merge.objects.get(pk=merge.pk).state == Merge.State.KEPT_APART


@pytest.mark.parametrize(
    "query", ["?country=ZZ", "?seen=x&order=y&page=99", "?q=%00", "?q=(((", "?country=" + "A" * 3000]
)
def test_filters_that_make_no_sense_are_passed_over(adviser: Actor, client_for, query: str) -> None:  # type: ignore[no-untyped-def]
    assert client_for(adviser).get(f"/partners/{query}").status_code == 200


def test_of_two_who_rename_a_partner_the_second_is_told(adviser: Actor, client_for: Callable[[Actor], Client]) -> None:
    browser, partner = client_for(adviser), Partner.objects.exclude(name="").first()
    browser.cookies["aktsom_language"] = "en"
    assert partner is not None
    seen, page = partner.name, f"/partners/{partner.pk}/"
    assert f'name="seen" value="{seen}"' in browser.get(page).content.decode()
    assert browser.post(f"{page}name/", {"name": "First", "seen": seen}).status_code == 302
    late = browser.post(f"{page}name/", {"name": "Second", "seen": seen})
    assert late.status_code == 409
    assert "Somebody else changed this in the meantime" in late.content.decode()
    token = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    by_program = browser.patch(
        f"/api/v1{page.rstrip('/')}", {"name": "Third", "seen": seen}, "application/json", headers=token
    )
    assert by_program.status_code == 409
    partner.refresh_from_db()
    assert partner.name == "First"
