"""The decision as a form: the outcome, its reason, a day when it is put off, and measures with who and when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundWidget
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aktsom.appraisal.deciding.actions import Wanted
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.models.words import Outcome
from aktsom.appraisal.stepping import uuid_of
from aktsom.appraisal.way import words
from aktsom.appraisal.wording import language, to_agree_on
from aktsom.content import clause_library
from aktsom.core.duties import Duty
from aktsom.core.errors import Sentence
from aktsom.core.forms import WrittenDay
from aktsom.engine.flags.types import Weight
from aktsom.engine.sheets import read_date
from aktsom.institutions.models import Member
from aktsom.institutions.queries import responsible_for

FOLLOWS: Mapping[str, Sentence] = {
    Outcome.APPROVE: _("It can go on as it is described."),
    Outcome.APPROVE_WITH_MEASURES: _("It can go on, with the measures chosen above."),
    Outcome.POSTPONE: _("Nothing happens until the day that you choose. Then it comes back."),
    Outcome.DECLINE: _("It may not go on like this. Whoever asked can appeal within three weeks."),
    Outcome.TERMINATE: _("It ends today, and the register says so. Whoever asked can appeal within three weeks."),
}
LATER = timedelta(days=30)


class DecisionForm(forms.Form):
    """What is decided and why."""

    outcome = forms.ChoiceField(label=_("What do you decide?"), widget=forms.RadioSelect)
    until = WrittenDay(label=_("Put off until"), help_text=_("Only when you postpone: the day on which it comes back."))
    reason = forms.CharField(
        label=_("Why"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Whoever asked can read it. A few sentences are enough."),
    )

    def __init__(self, data: QueryDict | None, *, has_begun: bool) -> None:
        super().__init__(data)
        possible = words.outcomes_of(has_begun)
        self.fields["outcome"].choices = [each for each in Outcome.choices if each[0] in possible]  # type: ignore[attr-defined]

    @property
    def outcomes(self) -> list[tuple[BoundWidget, Sentence]]:
        """Each way to decide, with what follows from it."""
        return [(each, FOLLOWS.get(each.data["value"], "")) for each in self["outcome"]]


@dataclass(frozen=True, slots=True)
class Line:
    """A measure as the page offers it. `id` is the handbook's, or "own:1" for one that the decider words."""

    id: str
    text: str
    shows: str
    owner: UUID | None
    due: date
    rule: str = ""
    clause: str = ""
    is_chosen: bool = False


def lines_for(row: Appraisal, data: QueryDict | None = None) -> list[Line]:
    """The typical measures of the flags, each with who usually does it and by when, and empty lines; as sent, if sent."""
    offered = [
        *_typical(row),
        *_framework(row),
        *(Line(f"own:{number}", "", "", row.owner_id, _by(LATER)) for number in (1, 2)),
    ]
    return [_as_sent(each, data) for each in offered] if data is not None else offered


def wanted_in(lines: Sequence[Line]) -> list[Wanted]:
    """The chosen lines as measures."""
    return [
        Wanted(text=each.text, owner=each.owner, due=each.due, rule=each.rule, clause=each.clause)
        for each in lines
        if each.is_chosen and each.owner is not None
    ]


def people_for(row: Appraisal, lines: Sequence[Line]) -> list[Member]:
    """Who can be named for a measure: the owner, and those who usually do one of them."""
    ids = {row.owner_id, *(each.owner for each in lines if each.owner is not None)}
    return list(Member.objects.filter(pk__in=ids, ended_at=None).select_related("user").order_by("user__name"))


def _typical(row: Appraisal) -> Iterator[Line]:
    book = handbook_of(row.institution_id)
    rules = {each.id: each for each in book.rules.rules}
    seen: set[str] = set()
    for flag in row.flags:
        rule = rules.get(flag["rule"])
        for name in rule.measures if rule else ():
            if name in seen:
                continue
            seen.add(name)
            measure = book.measures[name]
            yield Line(
                id=name,
                text=measure.text[language()],
                shows=measure.evidence[language()],
                owner=_usual(row, measure.duty),
                due=_by(timedelta(days=measure.days)),
                rule=flag["rule"],
            )


def _framework(row: Appraisal) -> Iterator[Line]:
    """The framework conditions that a flag heavier than a note makes mandatory in the agreement, each for one such flag."""
    heavy = [flag["rule"] for flag in row.flags if Weight(flag["weight"]) is not Weight.NOTE]
    asked = [(each, [rule for rule in heavy if rule in each.flags]) for each in clause_library().conditions.values()]
    officer = _usual(row, Duty.AGREEMENTS_OFFICER) if any(rules for _condition, rules in asked) else row.owner_id
    for condition, rules in asked:
        if rules:
            yield Line(
                id=f"clause-{condition.id}",
                text=to_agree_on(condition.title)[language()],
                shows=gettext("The clause in the signed agreement."),
                owner=officer,
                due=_by(LATER),
                rule=rules[0],
                clause=condition.id,
            )


def _usual(row: Appraisal, duty: str) -> UUID:
    """Who usually does a measure: the owner, or whoever answers for that duty in the unit."""
    if duty not in Duty.values:
        return row.owner_id
    found = responsible_for(row.institution_id, Duty(duty), row.unit)
    return found[0].member.pk if found else row.owner_id


def _as_sent(line: Line, data: QueryDict) -> Line:
    own = line.id.startswith("own:")
    text = data.get(f"text-{line.id}", "").strip()[:500] if own else line.text
    return Line(
        id=line.id,
        text=text,
        shows=line.shows,
        owner=uuid_of(data.get(f"owner-{line.id}", "")) or line.owner,
        due=_day(data.get(f"due-{line.id}", "")) or line.due,
        rule=line.rule,
        clause=line.clause,
        is_chosen=bool(text) if own else line.id in data.getlist("measure"),
    )


def _day(text: str) -> date | None:
    try:
        return read_date(text)
    except ValueError:
        return None


def _by(later: timedelta) -> date:
    return timezone.localdate() + later
