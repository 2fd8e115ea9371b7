"""What waits for those who can mend a gap, and how people, units and subjects are found by the one search field."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.content.contacts import subjects
from aktsom.core.actor import Actor
from aktsom.core.compiled import Slot, among, prepared
from aktsom.core.duties import Duty
from aktsom.core.search import Found, register_finder
from aktsom.core.start import StartItem, register_start_items
from aktsom.institutions.models import DutyAssignment, Unit, in_force
from aktsom.institutions.permissions import may_see_members
from aktsom.institutions.queries import members, open_units
from aktsom.institutions.responsibility import gaps_to_mend
from aktsom.institutions.words import gap_in_words, in_language, place_in_words

MENDERS = (Duty.LEADERSHIP, Duty.RESEARCH_SECURITY_LEAD, Duty.UNIT_LEADER)


def waiting(actor: Actor) -> Iterable[StartItem]:
    """Duties that nobody can act in, for those who can name somebody; the first of them in words."""
    if not actor.holds(*MENDERS):
        return
    gaps = gaps_to_mend(actor)
    if gaps:
        title, one = _("duties where somebody is missing"), _("duty where somebody is missing")
        url, detail = reverse("institutions:responsibility"), gap_in_words(gaps[0])
        yield StartItem(title, len(gaps), url, detail=detail, one=one)


def find(actor: Actor, query: str, limit: int) -> Iterable[Found]:
    """Whom to turn to by subject, who holds a duty, units, and for those who look after people also members."""
    if actor.institution_id is None or actor.member_id is None:
        return
    found = [
        *_subjects(query),
        *_holders(actor, query, limit),
        *_units(actor, query, limit),
        *_people(actor, query, limit),
    ]
    yield from found[:limit]


def _subjects(query: str) -> Iterator[Found]:
    for subject in subjects():
        title, when = in_language(subject.title), in_language(subject.when)
        if query.casefold() in f"{title} {when}".casefold():
            yield Found(title, _("whom to turn to"), f"{reverse('institutions:contacts')}#{subject.id}", when)


def _holders(actor: Actor, query: str, limit: int) -> Iterator[Found]:
    """People by the words of their duty, and their duties by their name."""
    named = [duty for duty in Duty if query.casefold() in str(duty.label).casefold()]
    for row in _holding.read(actor, limit, timezone.localdate(), text=query, duties=[each.value for each in named]):
        said = f"{row.get_duty_display()}: {place_in_words(row.unit)}"
        yield Found(row.member.user.name, _("duty"), reverse("institutions:member", args=[row.member_id]), said)


def _units(actor: Actor, query: str, limit: int) -> Iterator[Found]:
    for unit in _called.read(actor, limit, text=query):
        yield Found(unit.name, _("unit"), reverse("institutions:unit", args=[unit.pk]))


@prepared
def _holding(actor: Actor, most: int, today: date, *, text: Slot, duties: Slot) -> QuerySet[DutyAssignment]:
    rows = DutyAssignment.objects.visible_to(actor).filter(in_force(today), member__ended_at=None)
    rows = rows.filter(among("duty", duties) | Q(member__user__name__icontains=text))
    return rows.select_related("member__user", "unit")[:most]


@prepared
def _called(actor: Actor, most: int, *, text: Slot) -> QuerySet[Unit]:
    return open_units(actor).filter(Q(name_nb__icontains=text) | Q(name_en__icontains=text))[:most]


def _people(actor: Actor, query: str, limit: int) -> Iterator[Found]:
    if may_see_members(actor):
        for member in members(actor, query)[:limit]:
            url = reverse("institutions:member", args=[member.pk])
            yield Found(member.user.name, _("person"), url, member.title)


register_start_items("institutions", waiting)
register_finder("institutions", find)
