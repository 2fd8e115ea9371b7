"""People of one sort ask with the same SQL, each with their own values: what one may see is never what another may."""

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from hypothesis import given
from hypothesis import strategies as st

from aktsom.core import standing_for
from aktsom.core.actor import Actor, HeldDuty
from aktsom.core.compiled import Compiled, compiled
from aktsom.core.duties import Duty
from aktsom.core.standing_for import MARK, stood_for
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Member, Unit

PART = st.text("0123456789abcdef", min_size=1, max_size=3)
PATH = st.one_of(
    st.sampled_from(["", "/"]), st.lists(PART, min_size=1, max_size=4).map(lambda parts: f"/{'/'.join(parts)}/")
)
ACTORS = st.builds(
    Actor,
    name=st.text(max_size=5),
    institution_id=st.none() | st.integers(1, 2**40),
    member_id=st.none() | st.uuids(),
    user_id=st.none() | st.integers(1, 2**40),
    unit_path=PATH,
    duties=st.lists(st.builds(HeldDuty, st.sampled_from(Duty), PATH), max_size=4).map(tuple),
    by_key=st.booleans(),
    proven=st.booleans(),
    compartments=st.frozensets(st.uuids(), max_size=3),
)


@given(ACTORS)
def test_a_stand_in_is_of_the_same_sort_and_its_values_lead_back(actor: Actor) -> None:
    found = stood_for((actor,))
    assert found is not None
    (stand_in,), exchange = found
    assert isinstance(stand_in, Actor)
    assert actor.member_id is None or str(actor.member_id) not in repr(stand_in)
    for name in ("name", "institution_id", "member_id", "user_id", "unit_path"):
        assert exchange.real(getattr(stand_in, name)) == getattr(actor, name), name
    assert exchange.real(sorted(stand_in.compartments)) == sorted(actor.compartments)
    assert (stand_in.is_system, stand_in.by_key, stand_in.proven) == (actor.is_system, actor.by_key, actor.proven)
    for duty in Duty:
        assert exchange.real(stand_in.paths((duty,))) == actor.paths((duty,))
        for theirs, path in zip(stand_in.duties, actor.duties, strict=True):
            assert stand_in.holds(duty, path=theirs.unit_path) == actor.holds(duty, path=path.unit_path)
    texts = [f"{each.unit_path}%{each.institution_id} {each.user_id} {each.member_id}" for each in (stand_in, actor)]
    assert exchange.real([texts[0], 7, True, None]) == [texts[1], 7, True, None]


@given(ACTORS, st.uuids(), st.integers(1, 2**40))
def test_who_it_is_and_where_makes_no_other_sort_but_a_duty_or_a_compartment_does(
    actor: Actor, member: UUID, institution: int
) -> None:
    person = replace(actor, member_id=member, institution_id=institution, user_id=1)
    other = replace(person, name="another", member_id=uuid4(), institution_id=institution + 1, user_id=2)
    assert sort_of(person) == sort_of(other)
    entered = replace(other, compartments=other.compartments | {uuid4()})
    duty = replace(other, duties=(*other.duties, HeldDuty(Duty.LEADERSHIP)))
    assert len({sort_of(each) for each in (other, entered, duty, replace(other, proven=not other.proven))}) == 4


def sort_of(actor: Actor) -> object:
    """Who stands for them."""
    found = stood_for((actor,))
    assert found is not None
    return found[0]


class Asked:
    """A question about members, and how often it was put together."""

    def __init__(self, build: Callable[[Actor], QuerySet[Member]]) -> None:
        self.built: list[Actor] = []
        self.question: Compiled[Member] = compiled(self._build)
        self._wanted = build

    def _build(self, actor: Actor) -> QuerySet[Member]:
        self.built.append(actor)
        return self._wanted(actor).order_by("pk")

    def __call__(self, actor: Actor) -> list[UUID | None]:
        with acting_for(actor):
            return [row.pk for row in self.question.read(actor)]


@pytest.fixture
def people(person: Callable[..., Actor], institution: Institution) -> list[Actor]:
    with acting_for(Actor.system("tests", institution.pk)):
        units = [
            Unit.objects.create(institution=institution, name_nb=name, name_en=name) for name in ("Optics", "Ships")
        ]
    return [person(Duty.UNIT_LEADER, unit=unit) for unit in units]


@pytest.mark.django_db
def test_each_sees_their_own_and_the_sql_is_put_together_once(people: list[Actor]) -> None:
    own = Asked(lambda actor: Member.objects.filter(pk=actor.as_member))
    led = Asked(lambda actor: Member.objects.filter(unit__path__startswith=actor.duties[0].unit_path))
    for actor in (*people, *people):
        assert own(actor) == led(actor) == [actor.member_id]
        with acting_for(actor):
            assert led.question.count(actor) == 1
    assert [MARK in repr(each) for each in own.built] == [True, False], "the second is to compare"


@pytest.mark.django_db
def test_what_a_database_is_asked_on_the_way_or_written_into_the_sql_is_nobody_elses(people: list[Actor]) -> None:
    looks_up = Asked(lambda actor: Member.objects.filter(pk=Member.objects.get(pk=actor.as_member).pk))
    writes = Asked(lambda actor: Member.objects.filter(user_id=RawSQL(f"{actor.user_id}", ())))
    for actor in (*people, *people):
        assert looks_up(actor) == writes(actor) == [actor.member_id]


@pytest.mark.django_db
def test_where_nobody_stands_in_the_query_is_their_own(people: list[Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standing_for, "_MOST", 1)
    standing_for._stand_in.cache_clear()
    looks_up = Asked(lambda actor: Member.objects.filter(pk=Member.objects.get(pk=actor.as_member).pk))
    everybody: Compiled[Member] = compiled(
        lambda: Member.objects.filter(pk__in=list(Member.objects.values_list("pk", flat=True))).order_by("pk")
    )
    for actor in (*people, *people):
        assert looks_up(actor) == [actor.member_id]
        with acting_for(actor):
            assert everybody.count() == len(everybody.read()) == len(people)
    standing_for._stand_in.cache_clear()


@pytest.mark.django_db
def test_a_value_that_was_made_into_another_one_is_found_by_comparing(people: list[Actor]) -> None:
    hides = Asked(lambda actor: Member.objects.exclude(user_id=len(actor.name) + int(str(actor.user_id)) % 7))
    with pytest.raises(AssertionError, match="another query"):
        hides(people[0])
