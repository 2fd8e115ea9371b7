"""Appraisals at every place of their way, so that researcher, leader, adviser and rector each find something that waits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from django.utils import timezone

from aktsom.appraisal.deciding.actions import Wanted, appeal, decide, hand_over
from aktsom.appraisal.dossier.papers import comment
from aktsom.appraisal.intake.actions import answer, begin, send_in
from aktsom.appraisal.intake.drafting import drafted
from aktsom.appraisal.models import PARTNER, Appraisal, RaisedFlag
from aktsom.appraisal.way.words import Outcome
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.engine.guides.types import UNKNOWN, Question, QuestionType
from aktsom.institutions.models import Institution, Member
from aktsom.institutions.queries import actor_of_member
from aktsom.knowledge.screening.actions import judge_hit
from aktsom.knowledge.screening.models import Judgement
from aktsom.knowledge.screening.queries import current_hits

RESEARCHER, LEADER, ADVISER, RECTOR = "Åse Lien", "Jonas Haugen", "Astrid Lunde", "Ingrid Solbakken"
CONCERN, END_USER, SANCTIONED = "partner.research-concern", "partner.end-user", "partner.sanctioned"
QUIET = ""
ROBOTICS = {"critical_field": ["robotics"]}
MOST_QUESTIONS = 20


@dataclass(frozen=True, slots=True)
class Story:
    """One appraisal: what kind with which sort of partner, what is answered, how far it has come."""

    title: str
    kind: str
    partner: str
    said: Mapping[str, Any] = field(default_factory=dict)
    then: tuple[str, ...] = ()
    answered: int = MOST_QUESTIONS


STORIES = (
    Story("Vinterskole i bølgekraft", "event", QUIET),
    Story("Lett betong av fjæresand", "research-project", QUIET),
    Story("Studentutveksling i skipsteknikk", "student-exchange", QUIET, answered=2),
    Story("Sensorer for broer i kulde", "research-project", CONCERN),
    Story("Testrigg for havvind", "infrastructure", CONCERN, then=("decide", "judge")),
    Story("Felles master i logistikk", "joint-education", CONCERN, then=("decline",)),
    Story("Gjesteopphold i hydrodynamikk", "visiting-researcher", CONCERN, then=("decline", "appeal")),
    Story("Autonome undervannsfarkoster", "research-project", END_USER, ROBOTICS),
    Story("Materialprøver fra Arktis", "data-sharing", END_USER, then=("comment", "hand over")),
    Story("Gave til strømningstanken", "funding", SANCTIONED),
    Story("Kurs i måleteknikk", "research-project", QUIET, {"warning_signs": UNKNOWN}),
)  # fmt: skip


def tell(institution: Institution) -> None:
    """Let the demo people ask and answer; what is there already stays as it is."""
    system = Actor.system("demo", institution.pk)
    with acting_for(system):
        names = Member.objects.visible_to(system).values_list("user__name", "pk")
        people = {name: actor for name, pk in names if (actor := actor_of_member(pk)) is not None}
        there = set(Appraisal.objects.visible_to(system).values_list("title", flat=True))
        partners = {sort: partners_of(institution, sort) for sort in (QUIET, CONCERN, END_USER, SANCTIONED)}
    if not {RESEARCHER, LEADER, ADVISER, RECTOR} <= set(people):
        return
    people = {name: replace(actor, proven=True) for name, actor in people.items()}
    for number, story in enumerate(STORIES):
        found = partners[story.partner]
        if found and story.title not in there:
            row = _asked(people[RESEARCHER], story, found[number % len(found)])
            for step in story.then:
                row = STEPS[step](people, row)


def _asked(actor: Actor, story: Story, partner: Partner) -> Appraisal:
    given = {"subject": story.title, "partner": [str(partner.pk)], **story.said}
    with acting_for(actor):
        row = begin(actor, kind=story.kind)
        for _each in range(story.answered):
            question = drafted(actor, row).next
            if question is None:
                return send_in(actor, appraisal=row, version=row.version, title=story.title)
            said = given.get(question.id) or harmless(question)
            row = answer(actor, appraisal=row, version=row.version, question=question.id, answer=said)
    return row


def harmless(question: Question) -> object:
    """An answer that says nothing against anyone: none of these, no, or an option that states nothing."""
    if question.type is QuestionType.SEVERAL:
        return [next(option.id for option in question.options if option.alone)]
    if question.options:
        quiet = [option.id for option in question.options if not any(option.gives.values())]
        return quiet[-1] if quiet else question.options[-1].id
    if question.type is QuestionType.PERIOD:
        today = timezone.localdate()
        return {"starts": today.isoformat(), "ends": (today + timedelta(days=700)).isoformat()}
    return "–"


def partners_of(institution: Institution, sort: str) -> list[Partner]:
    """Partners of the institution for which a rule of this sort holds, or none at all; by how often they were seen together."""
    ties = Tie.objects.filter(home=institution, partner__merged_into=None).order_by("-works", "partner__name")
    flags = RaisedFlag.objects.filter(subject_kind=PARTNER, institution=None, until=None)
    flagged = flags.filter(rule__startswith=sort) if sort else flags
    heavier = flags.filter(rank=3).values("subject_id")
    wanted = (
        ties.filter(partner__in=flagged.values("subject_id"))
        if sort
        else ties.exclude(partner__in=flagged.values("subject_id"))
    )
    wanted = wanted if sort == SANCTIONED else wanted.exclude(partner__in=heavier)
    if sort == CONCERN:
        wanted = wanted.exclude(partner__in=flags.filter(rank=2).values("subject_id"))
    if wanted.exists() or sort != SANCTIONED:
        return [tie.partner for tie in wanted.select_related("partner")[:6]]
    # Nobody here works with a sanctioned organisation; one of the sector's partners tells the story.
    rows = Partner.objects.filter(pk__in=flagged.values("subject_id"), merged_into=None, institution=None)
    return list(rows.order_by("name")[:1])


def _decide(people: Mapping[str, Actor], row: Appraisal) -> Appraisal:
    due = timezone.localdate() + timedelta(days=40)
    owner = people[RESEARCHER].member_id
    wanted = (
        [Wanted(text="Ingen tilgang på avstand til testriggen; noen herfra er til stede.", owner=owner, due=due)]
        if owner
        else []
    )
    reason = "Arbeidet er åpent og blir publisert. Med tiltaket er det trygt nok."
    return _decided(people[LEADER], row, Outcome.APPROVE_WITH_MEASURES, reason, wanted)


def _decline(people: Mapping[str, Actor], row: Appraisal) -> Appraisal:
    reason = "Partneren står på en bekymringsliste, og vi finner ingen måte å avgrense samarbeidet på."
    return _decided(people[LEADER], row, Outcome.DECLINE, reason, [])


def _decided(actor: Actor, row: Appraisal, outcome: Outcome, reason: str, measures: list[Wanted]) -> Appraisal:
    with acting_for(actor):
        return decide(actor, appraisal=row, version=row.version, outcome=outcome, reason=reason, measures=measures)


def _judge(people: Mapping[str, Actor], row: Appraisal) -> Appraisal:
    """After the decision the adviser confirms the match: the owner sees what changed since."""
    actor = people[ADVISER]
    with acting_for(actor):
        parties = row.cooperation.parties.values_list("partner", flat=True) if row.cooperation else []
        for hit in current_hits(actor, PARTNER).filter(subject_id__in=list(parties)):
            judge_hit(
                actor,
                kind=PARTNER,
                subject_id=hit.subject_id,
                listing=hit.listing,
                verdict=Judgement.Verdict.CONFIRMED,
                reason="Samme navn, by og nettsted.",
            )
    return row


def _appeal(people: Mapping[str, Actor], row: Appraisal) -> Appraisal:
    actor = people[RESEARCHER]
    with acting_for(actor):
        return appeal(actor, appraisal=row, reason="Gjesten skal bare undervise, og alt materialet er publisert.")


def _comment(people: Mapping[str, Actor], row: Appraisal) -> Appraisal:
    actor = people[ADVISER]
    with acting_for(actor):
        comment(actor, appraisal=row, text="Har spurt partneren hvem som skal bruke prøvene. Svar ventes denne uken.")
    return row


def _hand_over(people: Mapping[str, Actor], row: Appraisal) -> Appraisal:
    actor = people[ADVISER]
    with acting_for(actor):
        return hand_over(actor, appraisal=row, note="Se først på hvem som får prøvene etterpå.")


STEPS: Mapping[str, Callable[[Mapping[str, Actor], Appraisal], Appraisal]] = {
    "decide": _decide,
    "decline": _decline,
    "judge": _judge,
    "appeal": _appeal,
    "comment": _comment,
    "hand over": _hand_over,
}
