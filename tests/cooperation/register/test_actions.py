"""Registering and changing cooperation, as people with duties do it."""

from collections.abc import Callable
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.records.queries import registered_with, withdrawn, withdrawn_one
from aktsom.cooperation.register import actions, queries
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.facts import cooperation_facts
from aktsom.cooperation.register.history import told
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError, NotVisibleError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Unit

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
MakeDraft = Callable[..., Draft]
MakeUnit = Callable[..., Unit]


def test_a_researcher_registers_for_the_own_unit_and_is_the_contact(
    person: Person, unit: MakeUnit, draft: MakeDraft
) -> None:
    physics = unit("Fysikk")
    researcher = person(unit=physics)
    with acting_for(researcher):
        made = actions.register_cooperation(researcher, draft=draft(fields=("quantum",), sensitive_access=True))
        assert (made.unit_id, made.contact_id, made.version) == (physics.pk, researcher.member_id, 1)
        assert [party.partner.name for party in queries.parties_of(made)] == ["Testmark Institute of Ice"]
        event = AuditEvent.objects.get(verb="register a cooperation")
        assert event.subject == f"register.cooperation:{made.pk}"
        facts = {fact.name: fact.value for fact in cooperation_facts(researcher, [made])[made.pk]}
    assert facts == {"field.critical_areas": ("quantum",), "access.sensitive": True}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": "  "}, "title"),
        ({"title": "x" * 501}, "title"),
        ({"kind": "friendship"}, "kind"),
        ({"state": "lost"}, "state"),
        ({"fields": ("astrology",)}, "fields"),
        ({"partners": ()}, "partners"),
        ({"partners": (uuid4(),)}, "partners"),
        ({"contact": uuid4()}, "contact"),
        ({"unit": uuid4()}, "unit"),
        ({"starts": date(2024, 1, 1), "ends": date(2023, 1, 1)}, "ends"),
        ({"starts": date(1066, 1, 1)}, "starts"),
    ],
)
def test_what_is_wrong_is_said_field_by_field(
    person: Person, draft: MakeDraft, given: dict[str, object], field: str
) -> None:
    actor = person()
    with acting_for(actor), pytest.raises(InvalidError) as caught:
        actions.register_cooperation(actor, draft=draft(**given))
    assert field in caught.value.fields
    with acting_for(actor):
        assert not Cooperation.objects.exists()


def test_nobody_registers_for_somebody_elses_unit_but_advisers_and_leaders_above(
    person: Person, unit: MakeUnit, draft: MakeDraft
) -> None:
    faculty = unit("Fakultet")
    physics, law = unit("Fysikk", faculty), unit("Jus")
    for actor in (person(unit=law), person(), person(Duty.AGREEMENTS_OFFICER)):
        with acting_for(actor), pytest.raises(NotAllowedError):
            actions.register_cooperation(actor, draft=draft(unit=physics.pk))
    for actor in (person(unit=faculty), person(Duty.UNIT_LEADER, unit=faculty), person(Duty.RESEARCH_SECURITY_ADVISER)):
        with acting_for(actor):
            assert actions.register_cooperation(actor, draft=draft(unit=physics.pk)).unit_id == physics.pk


def test_a_form_sent_twice_registers_once(person: Person, draft: MakeDraft) -> None:
    actor, token = person(), uuid4()
    with acting_for(actor):
        first = actions.register_cooperation(actor, draft=draft(), token=token)
        assert registered_with(Cooperation, actor, token) == first
        with pytest.raises(IntegrityError):
            actions.register_cooperation(actor, draft=draft(), token=token)


def test_two_tabs_notice_each_other(person: Person, draft: MakeDraft) -> None:
    actor = person()
    with acting_for(actor):
        made = actions.register_cooperation(actor, draft=draft())
        changed = actions.change_cooperation(actor, cooperation=made, version=1, changes={"title": "Sea ice and heat"})
        assert (changed.version, changed.title) == (2, "Sea ice and heat")
        with pytest.raises(ConflictError) as caught:
            actions.change_cooperation(actor, cooperation=made, version=1, changes={"title": "Land ice"})
        assert caught.value.kept
        made.refresh_from_db()
        assert made.title == "Sea ice and heat"


def test_an_end_is_checked_against_the_start_that_is_stored(person: Person, draft: MakeDraft) -> None:
    actor = person()
    with acting_for(actor):
        made = actions.register_cooperation(actor, draft=draft(starts=date(2024, 5, 1)))
        with pytest.raises(InvalidError):
            actions.change_cooperation(actor, cooperation=made, version=1, changes={"ends": date(2024, 4, 1)})


def test_withdrawn_is_gone_from_the_register_and_can_be_restored(person: Person, draft: MakeDraft) -> None:
    actor, colleague = person(), person()
    with acting_for(actor):
        made = actions.register_cooperation(actor, draft=draft())
        actions.withdraw_cooperation(actor, cooperation=made)
        assert not queries.cooperations(actor).exists()
        with pytest.raises(ConflictError):
            actions.change_cooperation(actor, cooperation=made, version=2, changes={"title": "x"})
        assert list(withdrawn(Cooperation, actor)) == [made]
    with acting_for(colleague), pytest.raises(NotVisibleError):
        withdrawn_one(Cooperation, colleague, made.pk)
    with acting_for(actor):
        actions.restore_cooperation(actor, cooperation=withdrawn_one(Cooperation, actor, made.pk))
        assert list(queries.cooperations(actor)) == [made]
        sentences = [each.sentence for each in told(queries.history_of(actor, made))]
    assert len(sentences) == 3


def test_partners_come_and_go_but_the_last_one_stays(
    person: Person, draft: MakeDraft, partner: Callable[..., Partner]
) -> None:
    actor, second = person(), partner("Andre Institutt", "DE")
    with acting_for(actor):
        made = actions.register_cooperation(actor, draft=draft())
        first = queries.parties_of(made)[0].partner
        actions.add_partner(actor, cooperation=made, partner=second)
        actions.add_partner(actor, cooperation=made, partner=second)
        actions.remove_partner(actor, cooperation=made, partner=first)
        with pytest.raises(InvalidError):
            actions.remove_partner(actor, cooperation=made, partner=second)
        assert [party.partner for party in queries.parties_of(made)] == [second]


def test_what_was_seen_becomes_a_cooperation_and_leaves_the_list(
    person: Person, draft: MakeDraft, partner: Callable[..., Partner], tie: Callable[..., Tie]
) -> None:
    actor = person()
    ice, sand = tie(partner("Is-instituttet")), tie(partner("Sand-instituttet"))
    with acting_for(actor):
        assert set(queries.seen_not_registered(actor)) == {ice, sand}
        made = actions.register_from_tie(actor, tie=ice, draft=draft(partners=(ice.partner_id,)))
        assert [link.tie for link in queries.links_of(made)] == [ice]
        assert list(queries.seen_not_registered(actor)) == [sand]
        said = actions.say_not_ours(actor, tie=sand, reason="A guest used our address")
        assert not queries.seen_not_registered(actor).exists()
        actions.take_back_not_ours(actor, said=said)
        assert list(queries.seen_not_registered(actor)) == [sand]
        actions.unlink_trace(actor, cooperation=made, link=queries.links_of(made)[0])
        assert queries.links_offered(actor, made) == [ice]
        actions.link_trace(actor, cooperation=made, tie=ice)
        assert queries.links_offered(actor, made) == []


def test_a_tie_of_another_institution_cannot_be_registered(
    person: Person,
    draft: MakeDraft,
    partner: Callable[..., Partner],
    tie: Callable[..., Tie],
    other_institution: Institution,
) -> None:
    actor, theirs = person(), tie(partner("Is-instituttet"), other_institution)
    with acting_for(actor):
        for attempt in (
            lambda: actions.register_from_tie(actor, tie=theirs, draft=draft()),
            lambda: actions.say_not_ours(actor, tie=theirs, reason="x"),
        ):
            with pytest.raises(NotVisibleError):
                attempt()


def test_counts_follow_filters(person: Person, draft: MakeDraft, partner: Callable[..., Partner]) -> None:
    actor, german = person(), partner("Prüfstadt", "DE")
    with acting_for(actor):
        actions.register_cooperation(actor, draft=draft(starts=date(2024, 1, 1), fields=("quantum",)))
        actions.register_cooperation(actor, draft=draft(partners=(german.pk,), kind="memorandum"))
        assert queries.count_by(actor, "country") == {"CN": 1, "DE": 1}
        assert queries.count_by(actor, "kind", queries.Filters(country="DE")) == {"memorandum": 1}
        assert queries.count_by(actor, "year") == {"2024": 1, "": 1}
        assert queries.count_by(actor, "field") == {"quantum": 1, "": 1}
        assert queries.count_by(actor, "partner", queries.Filters(partner=german.pk)) == {str(german.pk): 1}
        assert queries.count_by(actor, "unit", queries.Filters(text="prüf", state="active")) == {"": 1}
        assert queries.count_by(actor, "kind", queries.Filters(year=2030)) == {"research-project": 1}


@pytest.mark.parametrize(
    ("duties", "at", "sees", "changes"),
    [
        ((), "physics", False, False),
        ((Duty.UNIT_LEADER,), "physics", True, True),
        ((Duty.UNIT_LEADER,), "law", False, False),
        ((Duty.UNIT_LEADER,), "faculty", True, True),
        ((Duty.RESEARCH_SECURITY_LEAD,), None, True, True),
        ((Duty.RESEARCH_SECURITY_ADVISER,), None, True, True),
        ((Duty.EXPORT_CONTROL_OFFICER,), None, True, False),
        ((Duty.AGREEMENTS_OFFICER,), None, True, False),
        ((Duty.LEADERSHIP,), None, True, False),
        ((Duty.INTERNAL_AUDITOR,), None, True, False),
        ((Duty.INTERNAL_AUDITOR, Duty.RESEARCH_SECURITY_LEAD), None, True, False),
        ((Duty.HR_RECRUITER,), None, False, False),
        ((Duty.PLATFORM_OPERATOR,), None, False, False),
    ],
)
def test_who_sees_and_who_changes(
    person: Person,
    unit: MakeUnit,
    draft: MakeDraft,
    duties: tuple[Duty, ...],
    at: str | None,
    sees: bool,
    changes: bool,
) -> None:
    faculty = unit("Fakultet")
    units = {"faculty": faculty, "physics": unit("Fysikk", faculty), "law": unit("Jus"), None: None}
    researcher = person(unit=units["physics"])
    with acting_for(researcher):
        made = actions.register_cooperation(researcher, draft=draft())
    actor = person(*duties, unit=units[at])
    with acting_for(actor):
        assert queries.cooperations(actor).exists() == sees
        if changes:
            actions.change_cooperation(actor, cooperation=made, version=1, changes={"funding": "Forskningsrådet"})
        else:
            with pytest.raises(NotAllowedError):
                actions.change_cooperation(actor, cooperation=made, version=1, changes={"funding": "x"})


@pytest.mark.parametrize("duty", [Duty.INTERNAL_AUDITOR, Duty.PLATFORM_OPERATOR])
def test_auditors_and_operators_register_nothing(person: Person, draft: MakeDraft, duty: Duty) -> None:
    actor = person(duty)
    with acting_for(actor), pytest.raises(NotAllowedError):
        actions.register_cooperation(actor, draft=draft())


def test_another_institution_sees_nothing_even_in_the_database(
    person: Person, draft: MakeDraft, other_institution: Institution
) -> None:
    actor, stranger = person(), person(Duty.RESEARCH_SECURITY_LEAD, institution=other_institution)
    with acting_for(actor):
        actions.register_cooperation(actor, draft=draft())
    with acting_for(stranger):
        assert not queries.cooperations(stranger).exists()
        assert not Cooperation.objects.exists()


def test_registering_needs_few_queries(
    person: Person, unit: MakeUnit, draft: MakeDraft, django_assert_max_num_queries: Callable[..., object]
) -> None:
    actor = person(unit=unit("Fysikk"))
    given = draft()
    with acting_for(actor), django_assert_max_num_queries(11):  # type: ignore[attr-defined]
        actions.register_cooperation(actor, draft=given)
