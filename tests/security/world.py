"""One small sector for the whole matrix: a person for every duty in every scope, and one thing of each kind.

The things belong to the department of optics of Nordvik. A person of scope *own* works in that department and holds the
duty for it; *other* is another department of the same faculty; *parent* is the faculty above; *whole* is the institution
as a whole, which is nobody's unit; *elsewhere* is another institution, as a whole.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.db import transaction

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.identity.sessions import BEGUN, SEEN
from aktsom.identity.signing_in import STRONG
from aktsom.identity.step_up import mark_proven
from aktsom.institutions.keys import make_key
from aktsom.institutions.models import DutyAssignment, Institution, Member, Unit, User
from aktsom.institutions.queries import actor_of

OWN, OTHER, PARENT, WHOLE, ELSEWHERE, CLOSED, OUT = "own", "other", "parent", "whole", "elsewhere", "closed", "out"
STRANGER = "Fremmedsen"
"""The family name of everybody elsewhere: it must never stand in an answer to anybody here."""
MEMBER, AUTHOR = "member", "author"
WHO = (MEMBER, AUTHOR, *(duty.value for duty in Duty))
"""Everybody: without any duty; without any duty, but the one who made the thing; and one for each duty."""

BACKEND = "aktsom.identity.backend.Accounts"


@dataclass(frozen=True)
class Person:
    """Somebody with a signed-in browser (`session`) and a program that acts for them (`key`)."""

    actor: Actor
    session: str
    key: str


@dataclass
class World:
    """The people by who and scope, and the things by the names that addresses give them."""

    institution: Institution
    other_institution: Institution
    units: dict[str, Unit]
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    things: dict[str, str] = field(default_factory=dict)
    closed: dict[str, str] = field(default_factory=dict)
    """The things that differ when the thing lies in a compartment which nobody in the matrix was let into."""

    @property
    def author(self) -> Actor:
        """Who made all the things: a member of the department, without any duty."""
        return self.people[AUTHOR, OWN].actor

    @property
    def system(self) -> Actor:
        """The system at work for the institution."""
        return Actor.system("tests", self.institution.pk)


def build_world(*, whos: tuple[str, ...] = WHO) -> World:
    """The institutions, their units and their people; the rooms add the things."""
    institution = Institution.objects.create(
        slug="nordvik", name_nb="Universitetet i Nordvik", name_en="University of Nordvik", kind="university"
    )
    other = Institution.objects.create(
        slug="sorvik", name_nb="Universitetet i Sørvik", name_en="University of Sørvik", kind="university"
    )
    world = World(institution, other, _units(institution, other))
    for who in whos:
        for scope in (OWN,) if who == AUTHOR else (OWN, OTHER, PARENT, WHOLE, ELSEWHERE):
            world.people[who, scope] = _person(world, who, scope)
    return world


def add_things(world: World, rooms: list[Callable[[World], None]]) -> None:
    """Let each room put its things into the world."""
    for add in rooms:
        with acting_for(world.system):
            add(world)


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside has not happened afterwards, limits on how often included."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


def _units(institution: Institution, other: Institution) -> dict[str, Unit]:
    with acting_for(Actor.system("tests", institution.pk)):
        faculty = Unit.objects.create(institution=institution, name_nb="Det tekniske fakultet", name_en="Engineering")
        optics = Unit.objects.create(institution=institution, name_nb="Optikk", name_en="Optics", parent=faculty)
        ships = Unit.objects.create(institution=institution, name_nb="Skip", name_en="Ships", parent=faculty)
    with acting_for(Actor.system("tests", other.pk)):
        foreign = Unit.objects.create(institution=other, name_nb="Sørlig optikk", name_en="Southern optics")
    return {OWN: optics, OTHER: ships, PARENT: faculty, ELSEWHERE: foreign}


def _person(world: World, who: str, scope: str) -> Person:
    home = world.other_institution if scope == ELSEWHERE else world.institution
    user = User.objects.create(
        email=f"{who}.{scope}@example.org",
        name=f"{who} {scope}",
        language="en",
        password=make_password("a long password"),
    )
    works_in = world.units.get(scope)
    with acting_for(Actor.system("tests", home.pk)):
        member = Member.objects.create(institution=home, user=user, unit=works_in)
        if who not in (MEMBER, AUTHOR):
            held_for = None if scope in (WHOLE, ELSEWHERE) else works_in
            DutyAssignment.objects.create(
                institution=home, member=member, duty=who, unit=held_for, starts=date(2020, 1, 1)
            )
        actor = actor_of(Member.objects.select_related("user", "unit").get(pk=member.pk))
        key = make_key(replace(actor, proven=True), label="matrix", sensitive=True)[1]
    return Person(actor, _session(user, home), key)


def _session(user: User, home: Institution) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["institution"] = home.pk
    # As after a sign-in, and not due to be noted anew while the tests run.
    session[BEGUN], session[SEEN] = time.time(), time.time() + 3600
    mark_proven(session)
    session[STRONG] = True
    session.create()
    return str(session.session_key)
