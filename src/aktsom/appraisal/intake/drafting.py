"""A draft as the guide sees it: which question is next, which lie behind, how many are left, what the rooms know already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from aktsom.appraisal.assessing import Facts, room_facts
from aktsom.appraisal.deciding.evidence import partners_of
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.intake.under import facts_under
from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.stepping import uuid_of
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.engine.guides.guide import Guide
from aktsom.engine.guides.types import SOURCE, OpenPoint, Question
from aktsom.engine.handbook.handbook import Handbook

SUBJECT = "subject"
"""The question whose answer serves as the title."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft with its guide and what the rooms know. `facts` are theirs alone, of the cooperation and of all partners."""

    row: Appraisal
    book: Handbook
    guide: Guide
    partners: tuple[Partner, ...]
    own: Facts
    of_partners: Mapping[UUID, Facts]

    @property
    def facts(self) -> Facts:
        """Everything that the rooms know, the partners' together: what needs no asking."""
        return (*self.own, *(fact for facts in self.of_partners.values() for fact in facts))

    @property
    def path(self) -> tuple[Question, ...]:
        """The questions so far and the next one."""
        return self.guide.path(self.row.answers, self.facts)

    @property
    def next(self) -> Question | None:
        """The next question; None when all are answered."""
        return self.guide.next_question(self.row.answers, self.facts)

    @property
    def remaining(self) -> int:
        """How many questions are left at most, the next one included."""
        return self.guide.remaining(self.row.answers, self.facts)

    @property
    def answered(self) -> tuple[Question, ...]:
        """The questions that have an answer."""
        following = self.next
        return tuple(each for each in self.path if following is None or each.id != following.id)

    @property
    def unknowns(self) -> tuple[OpenPoint, ...]:
        """What nobody knows."""
        return self.guide.unknowns(self.row.answers, self.facts)

    @property
    def stated(self) -> Facts:
        """The facts that the answers give."""
        return tuple(self.guide.facts_of(self.row.answers, self.facts))

    def question(self, identifier: str) -> Question | None:
        """A question on the way by its id."""
        return next((each for each in self.path if each.id == identifier), None)

    def before(self, question: Question) -> Question | None:
        """The question before this one."""
        path = self.path
        place = next((number for number, each in enumerate(path) if each.id == question.id), 0)
        return path[place - 1] if place else None


def drafted(actor: Actor, row: Appraisal) -> Drafted:
    """The draft as it stands, with what the rooms know of the chosen partners as far as the actor may see them."""
    book = handbook_of(row.institution_id)
    partners = chosen_partners(actor, row)
    own, of_partners = room_facts(Actor.system("appraisal", row.institution_id), row.cooperation, partners)
    rooms = tuple(fact for fact in own if fact.source != SOURCE)
    known = (*rooms, *facts_under(actor, row))
    return Drafted(row, book, book.guides[row.kind], tuple(partners), known, of_partners)


def chosen_partners(actor: Actor, row: Appraisal) -> list[Partner]:
    """The partners of the registered cooperation, or those chosen so far."""
    if row.cooperation_id is not None:
        return partners_of(row)
    return visible_partners(actor, [key for key in map(uuid_of, row.partners) if key is not None])


def visible_partners(actor: Actor, wanted: Sequence[UUID]) -> list[Partner]:
    """These partners as far as the actor sees them, in the same order, each as the one that stands for it now."""
    rows = Partner.objects.visible_to(actor).select_related("merged_into__merged_into").in_bulk(list(wanted))
    return list({rows[key].standing.pk: rows[key].standing for key in wanted if key in rows}.values())
