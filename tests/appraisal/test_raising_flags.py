"""Rules on facts become flags that stand until they no longer hold, and say since when and resting on what."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from aktsom.appraisal.actions import raise_flags, raise_own_flags, raise_public_flags, reevaluate
from aktsom.appraisal.models import RaisedFlag
from aktsom.appraisal.queries import (
    flags_by_rule,
    flags_by_weight,
    flags_of,
    flags_of_partner,
    rules_in_force,
    weights_of,
)
from aktsom.cooperation.register.models import CooperationPartner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError
from aktsom.core.models import AuditEvent
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution
from aktsom.knowledge.screening.actions import judge_hit
from aktsom.knowledge.screening.models import Judgement
from tests.appraisal.samples import cooperation, hit, low_freedom, partner, tie

pytestmark = pytest.mark.django_db
PUBLIC = Actor.system("appraisal")
LOW, EXPOSED = "country.academic-freedom-low", "country.academic-freedom-low-exposed"


def rules(flags: list) -> list[str]:
    return [flag.rule for flag in flags]


def test_a_country_alone_is_a_note_and_a_critical_field_makes_the_tie_a_concern(institution: Institution) -> None:
    low_freedom("XA")
    abroad = partner("Xandria University", "XA")
    quiet, exposed = tie(institution, abroad), tie(institution, partner("Xandria Tech", "XA"), "quantum")
    raise_flags(PUBLIC)
    assert rules(flags_of(PUBLIC, "partner", [abroad.pk])[abroad.pk]) == [LOW]
    assert rules(flags_of(PUBLIC, "tie", [quiet.pk])[quiet.pk]) == [LOW]
    assert rules(flags_of(PUBLIC, "tie", [exposed.pk])[exposed.pk]) == [EXPOSED, "field.critical-technology"]
    assert weights_of(PUBLIC, "tie", [quiet.pk, exposed.pk]) == {quiet.pk: "note", exposed.pk: "concern"}


def test_a_flag_says_what_it_rests_on_with_source_and_date() -> None:
    low_freedom("XA")
    abroad = partner("Xandria University", "XA")
    raise_flags(PUBLIC)
    (flag,) = flags_of(PUBLIC, "partner", [abroad.pk])[abroad.pk]
    (fact,) = flag.facts
    assert (fact.source, fact.source_date, fact.value) == ("An index of our own making", "2026-01-01", 0.1)
    assert flag.title["nb"]
    assert flag.reason["en"]


def test_raising_again_changes_nothing_and_a_newer_source_keeps_since_when() -> None:
    fact = low_freedom("XA")
    partner("Xandria University", "XA")
    raise_public_flags(PUBLIC)
    first = RaisedFlag.objects.get()
    assert raise_public_flags(PUBLIC).begun == 0
    assert RaisedFlag.objects.count() == 1
    fact.value = 0.2
    fact.save()
    raise_public_flags(PUBLIC)
    now = RaisedFlag.objects.get(until=None)
    assert now.facts[0]["value"] == 0.2
    assert (now.raised_at, now.facts_from > first.facts_from) == (first.raised_at, True)
    assert RaisedFlag.objects.get(pk=first.pk).facts[0]["value"] == 0.1


def test_a_flag_ends_when_it_no_longer_holds_and_stays_in_the_history() -> None:
    fact = low_freedom("XA")
    abroad = partner("Xandria University", "XA")
    raise_public_flags(PUBLIC)
    fact.delete()
    assert raise_public_flags(PUBLIC).ended == 1
    assert flags_of(PUBLIC, "partner", [abroad.pk])[abroad.pk] == []
    assert RaisedFlag.objects.get().until is not None


def test_an_institution_that_rejects_a_hit_sees_no_flag_while_everyone_else_does(
    institution: Institution,
    other_institution: Institution,
    person: Callable[..., Actor],
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    listed = partner("Granskog Tekniske")
    found, of_ours = hit(listed), tie(institution, listed)
    of_theirs = tie(other_institution, listed)
    raise_flags(PUBLIC)
    adviser, stranger = person(Duty.RESEARCH_SECURITY_ADVISER), person(institution=other_institution)
    assert rules(flags_of(adviser, "tie", [of_ours.pk])[of_ours.pk]) == ["partner.research-concern-unjudged"]
    with acting_for(adviser), django_capture_on_commit_callbacks(execute=True):
        judge_hit(
            adviser,
            kind="partner",
            subject_id=listed.pk,
            listing=found.listing,
            verdict=Judgement.Verdict.REJECTED,
            reason="Another.",
        )
    with acting_for(adviser):
        assert flags_of(adviser, "tie", [of_ours.pk])[of_ours.pk] == []
        assert flags_of(adviser, "partner", [listed.pk])[listed.pk] == []
        assert flags_of_partner(adviser, listed) == []
    with acting_for(stranger):
        assert rules(flags_of(stranger, "tie", [of_theirs.pk])[of_theirs.pk]) == ["partner.research-concern-unjudged"]
        assert rules(flags_of(stranger, "partner", [listed.pk])[listed.pk]) == ["partner.research-concern-unjudged"]


def test_cooperation_has_the_flags_of_its_partners_and_fields_together(
    institution: Institution, person: Callable[..., Actor]
) -> None:
    low_freedom("XA")
    low_freedom("XB", 0.95)
    made = cooperation(institution, partner("Xandria", "XA"), partner("Brightwater", "XB"), fields=("quantum",))
    lead = person(Duty.RESEARCH_SECURITY_LEAD)
    with acting_for(lead):
        raise_flags(Actor.system("appraisal", institution.pk))
        assert rules(flags_of(lead, "cooperation", [made.pk])[made.pk]) == [EXPOSED, "field.critical-technology"]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["through Xandria (China)", "through Yandria (Iran)"]),
        ("nb", ["gjennom Xandria (Kina)", "gjennom Yandria (Iran)"]),
    ],
)
def test_of_several_partners_each_fact_says_through_which(
    language: str, said: list[str], institution: Institution, person: Callable[..., Actor]
) -> None:
    low_freedom("CN")
    low_freedom("IR", 0.2)
    partners = [partner("Xandria", "CN"), partner("Yandria", "IR"), partner("Brightwater", "DE")]
    several = cooperation(institution, *partners, fields=("quantum",))
    alone = cooperation(institution, partners[0])
    lead = person(Duty.RESEARCH_SECURITY_LEAD)
    with acting_for(lead), translation.override(language):
        raise_flags(Actor.system("appraisal", institution.pk))
        found = flags_of(lead, "cooperation", [several.pk, alone.pk])
        exposed, field = found[several.pk]
        assert (exposed.rule, field.rule) == (EXPOSED, "field.critical-technology")
        through = [fact.detail.rsplit(", ", 1)[1] for fact in exposed.facts if fact.name.startswith("country.")]
        assert sorted(through) == said
        # What the cooperation itself is about comes through nobody, and one partner alone needs no telling apart.
        words = [fact.detail for fact in (*field.facts, *found[alone.pk][0].facts)]
        assert not any("through" in each or "gjennom" in each for each in words)
        assert raise_flags(Actor.system("appraisal", institution.pk)).begun == 0


def test_registering_raises_flags_at_once(
    institution: Institution, person: Callable[..., Actor], django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    low_freedom("XA")
    with django_capture_on_commit_callbacks(execute=True):
        made = cooperation(institution, partner("Xandria", "XA"))
    lead = person(Duty.RESEARCH_SECURITY_LEAD)
    with acting_for(lead):
        assert rules(flags_of(lead, "cooperation", [made.pk])[made.pk]) == [LOW]


# Written by hand: who sees the flags of a cooperation that somebody else registered in the institution.
SEES = [
    ((Duty.RESEARCH_SECURITY_ADVISER,), True),
    ((Duty.LEADERSHIP,), True),
    ((Duty.INTERNAL_AUDITOR,), True),
    ((Duty.HR_RECRUITER,), False),
    ((Duty.PLATFORM_OPERATOR,), False),
    ((), False),
]


@pytest.mark.parametrize(("duties", "sees"), SEES)
def test_flags_of_a_cooperation_are_for_those_who_may_see_it(
    duties: tuple[Duty, ...], sees: bool, institution: Institution, person: Callable[..., Actor]
) -> None:
    low_freedom("XA")
    made = cooperation(institution, partner("Xandria", "XA"))
    actor = person(*duties)
    with acting_for(actor):
        raise_own_flags(Actor.system("appraisal", institution.pk))
        assert bool(flags_of(actor, "cooperation", [made.pk])[made.pk]) is sees
        assert flags_by_weight(actor, "cooperation")["note"] == int(sees)


def test_another_institution_sees_nothing_of_it(
    institution: Institution, other_institution: Institution, person: Callable[..., Actor]
) -> None:
    low_freedom("XA")
    made = cooperation(institution, partner("Xandria", "XA"))
    raise_flags(PUBLIC)
    stranger = person(Duty.LEADERSHIP, institution=other_institution)
    with acting_for(stranger):
        assert flags_of(stranger, "cooperation", [made.pk])[made.pk] == []
        assert not RaisedFlag.objects.filter(subject_kind="cooperation").exists()


def test_people_cannot_raise_flags_by_hand(person: Callable[..., Actor]) -> None:
    actor = person(Duty.RESEARCH_SECURITY_LEAD)
    with acting_for(actor), pytest.raises(NotAllowedError):
        reevaluate(actor, partners=[])


def test_every_rule_is_counted_and_weights_add_up() -> None:
    low_freedom("XA")
    for number in range(3):
        partner(f"Xandria {number}", "XA")
    raise_flags(PUBLIC)
    assert flags_by_weight(PUBLIC) == {"note": 3, "concern": 0, "serious": 0, "stop": 0}
    assert flags_by_rule(PUBLIC)[LOW] == 3
    assert len(rules_in_force(PUBLIC)) == len(flags_by_rule(PUBLIC))


def test_raising_flags_takes_as_many_queries_for_many_partners_as_for_few(institution: Institution) -> None:
    low_freedom("XA")
    counts = []
    for number in (3, 30):
        for each in range(number):
            tie(institution, partner(f"Xandria {number}-{each}", "XA"), "quantum")
        with CaptureQueriesContext(connection) as queries:
            raise_public_flags(PUBLIC)
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 2


def test_flags_end_when_an_institution_has_nothing_left_and_one_that_never_had_any_leaves_no_trace(
    institution: Institution, other_institution: Institution
) -> None:
    low_freedom("XA")
    made = cooperation(institution, partner("Xandria", "XA"))
    raise_flags(PUBLIC)
    with acting_for(Actor.system("tests", institution.pk)):
        assert RaisedFlag.objects.filter(institution=institution, until=None).count() == 1
        CooperationPartner.objects.filter(cooperation=made).delete()
        made.delete()
    assert raise_flags(PUBLIC).ended == 1
    with acting_for(Actor.system("tests", institution.pk)):
        assert not RaisedFlag.objects.filter(institution=institution, until=None).exists()
    with acting_for(Actor.system("tests", other_institution.pk)):
        assert not AuditEvent.objects.filter(chain=other_institution.pk).exists()
