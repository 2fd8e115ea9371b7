"""An institution adapts the handbook: proposed by one, looked at with its effect, taken into effect by another."""

import pytest
import yaml
from django.core.cache import cache

from aktsom.appraisal.adapting.actions import drop, propose, take_into_effect
from aktsom.appraisal.adapting.queries import effect_of
from aktsom.appraisal.adapting.views import EXAMPLE
from aktsom.appraisal.deciding.actions import decide
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models import HandbookChange
from aktsom.appraisal.way.words import Outcome
from aktsom.content import handbook
from aktsom.core.errors import ConflictError, InvalidError, NotAllowedError
from tests.engine.handbook.override_texts import EVERYTHING

pytestmark = pytest.mark.django_db
TIGHTER = yaml.safe_dump(
    {"version": 1, "about": "Research concern is serious here.", "rules": [
        {"rule": "partner.research-concern-unjudged", "weight": "serious"},
    ]}
)  # fmt: skip


@pytest.fixture(autouse=True)
def _asked_anew():
    cache.clear()
    yield
    cache.clear()


def test_a_change_says_what_it_would_have_done_and_takes_effect_through_another_person(house, partners, sent_in, as_):
    before = sent_in(partners.concern)
    quiet = sent_in(partners.quiet)
    with as_(house.head):
        decide(house.head, appraisal=before, version=before.version, outcome=Outcome.APPROVE, reason="Fine.")
    with as_(house.lead):
        change = propose(house.lead, text=TIGHTER)
        effect = effect_of(house.lead, change)
        assert (effect.tried, [row.pk for row, _moved in effect.moved]) == (2, [before.pk])
        assert effect.moved[0][1].heavier
        assert quiet.pk != before.pk
        with pytest.raises(NotAllowedError):
            take_into_effect(house.lead, change=change)
        assert handbook_of(house.institution.pk) is handbook()
    with as_(house.rector):
        take_into_effect(house.rector, change=change)
        assert handbook_of(house.institution.pk).version.endswith("+1")
    assert sent_in(partners.concern).weight == "serious"


def test_the_example_on_the_page_is_a_sound_change(house, as_):
    with as_(house.lead):
        assert not effect_of(house.lead, propose(house.lead, text=EXAMPLE)).unsound


def test_another_institution_goes_by_what_ships(house, other_institution, as_):
    with as_(house.lead):
        change = propose(house.lead, text=TIGHTER)
    with as_(house.rector):
        take_into_effect(house.rector, change=change)
    assert handbook_of(other_institution.pk) is handbook()


def test_a_later_change_replaces_the_one_in_force_and_both_stay_in_the_list(house, as_):
    with as_(house.lead):
        first, second = propose(house.lead, text=TIGHTER), propose(house.lead, text=TIGHTER)
    with as_(house.rector):
        take_into_effect(house.rector, change=first)
        take_into_effect(house.rector, change=second)
        with pytest.raises(ConflictError):
            take_into_effect(house.rector, change=second)
    with as_(house.lead):
        assert sorted(HandbookChange.objects.values_list("state", flat=True)) == ["in-force", "replaced"]


def test_what_was_proposed_can_be_dropped(house, as_):
    with as_(house.lead):
        assert drop(house.lead, change=propose(house.lead, text=yaml.safe_dump(EVERYTHING))).state == "dropped"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        "version: 1\nabout: x\nrules:\n  - {rule: partner.sanctioned, off: true, reason: no}\n",
        "version: 1\nabout: x\nfacts:\n  own.nationality: {type: string}\n",
        "version: 1\nabout: x\nrules: [" * 50,
    ],
)
def test_what_cannot_be_used_is_refused_in_words_and_kept_nowhere(house, as_, text):
    with as_(house.lead):
        with pytest.raises(InvalidError):
            propose(house.lead, text=text)
        assert not HandbookChange.objects.exists()


def test_a_researcher_proposes_nothing(house, as_):
    with as_(house.researcher), pytest.raises(NotAllowedError):
        propose(house.researcher, text=TIGHTER)
