"""Institutions, and people with duties to act in them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from django.test import Client

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.identity.signing_in import STRONG
from aktsom.identity.step_up import mark_proven
from aktsom.institutions.models import DutyAssignment, Institution, Member, Unit, User
from aktsom.institutions.queries import actor_of


@pytest.fixture
def institution(db: None) -> Institution:
    """A university with nobody in it yet."""
    return nordvik()


@pytest.fixture
def other_institution(db: None) -> Institution:
    """Another university, which must never see the first one's rows."""
    return sorvik()


@pytest.fixture
def acting() -> Callable[[Actor], AbstractContextManager[None]]:
    """The block in which the database connection acts for somebody."""
    return acting_for


@pytest.fixture
def person(institution: Institution) -> Callable[..., Actor]:
    """`person(Duty.X, …, institution=…, unit=…)`: somebody with these duties, for the unit or the whole institution.

    They have just shown who they are.
    """

    def make(*duties: Duty, institution: Institution = institution, unit: Unit | None = None, name: str = "") -> Actor:
        return new_person(institution, *duties, unit=unit, name=name)

    return make


@pytest.fixture
def client_for() -> Callable[[Actor], Client]:
    """A browser in which this person is signed in, and has just shown who they are if the actor is proven."""

    def sign_in(actor: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=actor.user_id))
        session = client.session
        session["institution"] = actor.institution_id
        if actor.proven:
            mark_proven(session)
        session[STRONG] = True
        session.save()
        return client

    return sign_in


def new_person(institution: Institution, *duties: Duty, unit: Unit | None = None, name: str = "") -> Actor:
    """Somebody with these duties, for the unit or the whole institution, who has just shown who they are."""
    number = User.objects.count() + 1
    user = User.objects.create_user(f"person{number}@example.org", "a long password", name=name or f"Person {number}")
    with acting_for(Actor.system("tests", institution.pk)):
        member = Member.objects.create(institution=institution, user=user, unit=unit)
        for duty in duties:
            DutyAssignment.objects.create(institution=institution, member=member, duty=duty, unit=unit)
        return replace(actor_of(Member.objects.select_related("user", "unit").get(pk=member.pk)), proven=True)


def nordvik() -> Institution:
    """The institution that most tests are about."""
    return _institution("nordvik", "Universitetet i Nordvik", "University of Nordvik")


def sorvik() -> Institution:
    """The other one."""
    return _institution("sorvik", "Universitetet i Sørvik", "University of Sørvik")


def _institution(slug: str, name_nb: str, name_en: str) -> Institution:
    return Institution.objects.create(slug=slug, name_nb=name_nb, name_en=name_en, kind="university")
