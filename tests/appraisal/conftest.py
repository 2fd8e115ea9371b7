"""A university with a faculty and a department, their leaders, an adviser, a rector, and somebody who wants to cooperate."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass

import pytest

from aktsom.appraisal.actions import raise_flags
from aktsom.appraisal.intake.actions import answer, begin, send_in
from aktsom.appraisal.intake.drafting import drafted
from aktsom.appraisal.models import Appraisal
from aktsom.cli.demo.appraisals import harmless
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Unit
from tests.appraisal.samples import hit as listed
from tests.appraisal.samples import low_freedom, partner

PUBLIC = Actor.system("appraisal")


@dataclass
class House:
    """The people of the department of optics and above it."""

    institution: Institution
    faculty: Unit
    department: Unit
    researcher: Actor
    colleague: Actor
    head: Actor
    dean: Actor
    rector: Actor
    adviser: Actor
    lead: Actor
    auditor: Actor

    @property
    def system(self) -> Actor:
        return Actor.system("tests", self.institution.pk)


@pytest.fixture
def house(institution: Institution, person: Callable[..., Actor]) -> House:
    """Everybody has just shown who they are."""
    with acting_for(Actor.system("tests", institution.pk)):
        faculty = Unit.objects.create(institution=institution, name_nb="Teknisk fakultet", name_en="Engineering")
        department = Unit.objects.create(institution=institution, name_nb="Optikk", name_en="Optics", parent=faculty)
    return House(
        institution,
        faculty,
        department,
        researcher=person(unit=department, name="Rita Forsker"),
        colleague=person(unit=department, name="Kåre Kollega"),
        head=person(Duty.UNIT_LEADER, unit=department, name="Hilde Leder"),
        dean=person(Duty.UNIT_LEADER, unit=faculty, name="Dag Dekan"),
        rector=person(Duty.LEADERSHIP, name="Rut Rektor"),
        adviser=person(Duty.RESEARCH_SECURITY_ADVISER, name="Ada Rådgiver"),
        lead=person(Duty.RESEARCH_SECURITY_LEAD, name="Lars Sikkerhet"),
        auditor=person(Duty.INTERNAL_AUDITOR, name="Rolf Revisor"),
    )


@pytest.fixture
def as_(acting: Callable[[Actor], AbstractContextManager[None]]) -> Callable[[Actor], AbstractContextManager[None]]:
    """The block in which the connection acts for somebody."""
    return acting


@dataclass
class Partners:
    """Partners of every kind: `quiet` has nothing; the flags with `exposed` grow with a critical field."""

    quiet: Partner
    exposed: Partner
    concern: Partner
    serious: Partner
    sanctioned: Partner


@pytest.fixture
def partners(house: House) -> Partners:
    """Their flags are raised."""
    low_freedom("XA")
    found = Partners(
        quiet=partner("Quiet College", "XB"),
        exposed=partner("Xandria University", "XA"),
        concern=partner("Granskog Research Concern", "XB"),
        serious=partner("Granskog Tekniske", "XB"),
        sanctioned=partner("Granskog Sanctioned", "XB"),
    )
    listed(found.concern, "us-1286")
    listed(found.serious, "us-el")
    listed(found.sanctioned, "eu-fsf")
    raise_flags(PUBLIC)
    return found


def fill(actor: Actor, row: Appraisal, *, partner: Partner, said: dict[str, object] | None = None) -> Appraisal:
    """Answer every question that is asked: what is said, else the most harmless option."""
    given: dict[str, object] = {"subject": "Light and mirrors", "partner": [str(partner.pk)], **(said or {})}
    for _each in range(20):
        question = drafted(actor, row).next
        if question is None:
            return row
        value = given.get(question.id) or harmless(question)
        row = answer(actor, appraisal=row, version=row.version, question=question.id, answer=value)
    raise AssertionError("the questions never end")


@pytest.fixture
def sent_in(house: House) -> Callable[..., Appraisal]:
    """`sent_in(partner, said={…}, by=actor)`: an appraisal with its answers sent in."""

    def send(
        partner: Partner, said: dict[str, object] | None = None, by: Actor | None = None, kind: str = "research-project"
    ) -> Appraisal:
        actor = by or house.researcher
        with acting_for(actor):
            row = fill(actor, begin(actor, kind=kind), partner=partner, said=said)
            return send_in(actor, appraisal=row, version=row.version, title="Light and mirrors")

    return send
