"""What a partner belongs to, with the source of each claim; and authors who name two organisations, counted without names."""

from collections.abc import Callable

import pytest

from aktsom.cooperation.partners.belonging import belongings_of
from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.cooperation.traces.affiliations import co_affiliations
from aktsom.cooperation.traces.models import Authorship, Participation, Trace
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution
from tests.appraisal.samples import hit

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]


def public(name: str, country: str = "CN") -> Partner:
    with acting_for(Actor.system("tests")):
        row = Partner.objects.create(name=name, country=country)
        PartnerName.objects.create(partner=row, text=name, key=keys_of(name).plain, country=country, source="openalex")
    return row


def test_a_hospital_says_whose_it_is_on_which_lists_that_is_and_who_says_so(person: Person) -> None:
    hospital, whole = public("Changhai Hospital"), public("Naval Medical University")
    hit(whole, "us-1286")
    actor = person()
    with acting_for(actor):
        found = belongings_of(actor, [hospital, whole], "en")
    (of_hospital,) = found[hospital.pk]
    assert (of_hospital.other, of_hospital.is_part, of_hospital.partner) == (whole.name, True, whole)
    assert of_hospital.lists
    assert of_hospital.source.startswith("https://")
    assert [each.other for each in found[whole.pk] if each.partner] == [hospital.name]
    assert not any(each.is_part for each in found[whole.pk])


def test_the_same_name_in_another_country_belongs_to_nobody(person: Person) -> None:
    namesake = public("Changhai Hospital", "US")
    actor = person()
    with acting_for(actor):
        assert belongings_of(actor, [namesake], "en")[namesake.pk] == []


def written(institution: Institution, *authors: tuple[str, Partner], key: str, home: Partner) -> None:
    """A work of the institution, which `home` stands for, with who names what in it."""
    with acting_for(Actor.system("tests")):
        trace = Trace.objects.create(key=key, kind=Trace.Kind.WORK, title=key, first_year=2020, last_year=2020)
        for partner in {each for _author, each in authors} | {home}:
            name = partner.names.get()
            own = institution if partner == home else None
            Participation.objects.create(trace=trace, partner=partner, name=name, home=own)
        Authorship.objects.bulk_create(
            Authorship(trace=trace, author=author, partner=partner) for author, partner in authors
        )


def test_one_author_with_two_posts_is_told_and_two_authors_are_not(
    person: Person, institution: Institution, other_institution: Institution
) -> None:
    here, away, real = public("Here University", "NO"), public("Away Institute"), public("Real Partner")
    written(institution, ("A. Double", here), ("A. Double", away), key="w:1", home=here)
    written(institution, ("A. Own", here), ("B. Other", real), key="w:2", home=here)
    actor, elsewhere = person(), person(institution=other_institution)
    with acting_for(actor):
        (told,) = co_affiliations(actor, [away, real])[away.pk]
        assert real.pk not in co_affiliations(actor, [away, real])
    assert (told.other, told.is_home, told.works, told.of_works) == ("Here University", True, 1, 1)
    with acting_for(elsewhere):
        assert co_affiliations(elsewhere, [away]) == {}
