"""The forms of the room: the strategy with its lines, access that hangs on an agreement, a breach, a task."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import uuid4

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aktsom.content.exits import OWNER
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.breaching import LONGEST, Told
from aktsom.cooperation.exits.drafts import MOST_DAYS, MOST_MONTHS, PeopleDraft, StepDraft, StrategyDraft, ThingDraft
from aktsom.cooperation.exits.drilling import waits_in_words
from aktsom.cooperation.exits.models import NOT_BROKEN, ROLES, STEP_ROLES, Anchor, HangingPeople, HangingThing, Trigger
from aktsom.cooperation.records.forms import NONE
from aktsom.core.actor import Actor
from aktsom.core.forms import WrittenDay, offer
from aktsom.institutions.models import Member
from aktsom.institutions.queries import member_by_email
from aktsom.protection.access.models import Compartment


class StrategyForm(forms.Form):
    """What sets it off, who decides, how long, what it costs. `version` is the one that was read."""

    triggers = forms.MultipleChoiceField(
        label=_("What sets the plan off"), choices=Trigger, widget=forms.CheckboxSelectMultiple
    )
    decides = forms.ChoiceField(label=_("Who decides whether it goes on"), choices=ROLES)
    cure_days = forms.IntegerField(label=_("Days to put things right"), min_value=0, max_value=MOST_DAYS)
    notice_months = forms.IntegerField(label=_("Months of notice"), required=False, min_value=0, max_value=MOST_MONTHS)
    notice_days = forms.IntegerField(label=_("Days of notice"), min_value=0, max_value=MOST_DAYS)
    costs = forms.CharField(
        label=_("What leaving costs, and who pays"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class StepForm(forms.Form):
    """One line of the plan. `after` are the numbers of the lines that it waits for.

    In an untouched line every drop-down stands where it began, so that the line counts as empty.
    """

    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    title = forms.CharField(label=_("What"), max_length=300)
    role = forms.ChoiceField(label=_("Who"), choices=STEP_ROLES, initial=OWNER)
    days = forms.IntegerField(label=_("Days it takes"), min_value=0, max_value=MOST_DAYS, initial=0)
    anchor = forms.ChoiceField(label=_("From when on"), choices=Anchor, initial=Anchor.AT_ONCE)
    after = forms.RegexField(label=_("Waits for steps (numbers)"), regex=r"^[\d ,;]*$", required=False, max_length=100)
    stops_access = forms.BooleanField(label=_("Stops access at once"), required=False)

    def summary(self) -> str:
        """The step in a line, as it is written now."""
        said = str(self["days"].value() or 0)
        days = int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0
        takes = ngettext("%(number)d day", "%(number)d days", days) % {"number": days}
        who, when = _chosen(self["role"], STEP_ROLES), _chosen(self["anchor"], Anchor.choices)
        stops = self["stops_access"].label if self["stops_access"].value() else ""
        return _joined(self["title"].value(), who, takes, when, self._waits(), stops)

    def _waits(self) -> str:
        after = str(self["after"].value() or "").replace(";", " ").replace(",", " ").split()
        said = ngettext("waits for step %(steps)s", "waits for steps %(steps)s", len(after))
        return said % {"steps": ", ".join(after)} if after else ""


class ThingForm(forms.Form):
    """One thing that must come back, be deleted or be settled."""

    sort = forms.ChoiceField(label=_("Sort"), choices=HangingThing.Sort, initial=HangingThing.Sort.DATA)
    what = forms.CharField(label=_("What"), max_length=300)
    way = forms.ChoiceField(label=_("What becomes of it"), choices=HangingThing.Way, initial=HangingThing.Way.BACK)

    def summary(self) -> str:
        """The thing in a line."""
        return _joined(
            self["what"].value(),
            _chosen(self["sort"], HangingThing.Sort.choices),
            _chosen(self["way"], HangingThing.Way.choices),
        )


class PeopleForm(forms.Form):
    """How many people in a role."""

    role = forms.ChoiceField(label=_("Who"), choices=HangingPeople.Role, initial=HangingPeople.Role.CANDIDATES)
    number = forms.IntegerField(label=_("How many"), min_value=1, max_value=99_999)
    plan = forms.CharField(label=_("What is meant for them"), required=False, max_length=500)

    def summary(self) -> str:
        """The group in a line."""
        return _joined(
            f"{self['number'].value() or ''} {_chosen(self['role'], HangingPeople.Role.choices)}", self["plan"].value()
        )


Steps = forms.formset_factory(StepForm, extra=2, can_delete=True, max_num=60, absolute_max=70)
Things = forms.formset_factory(ThingForm, extra=1, can_delete=True, max_num=60, absolute_max=70)
People = forms.formset_factory(PeopleForm, extra=1, can_delete=True, max_num=6, absolute_max=10)


class StrategyPage:
    """The whole form: the head and its three lists of lines.

    `theirs` says, when somebody else was quicker, what is saved now and differs: label and words of each answer and line.
    """

    def __init__(self, draft: StrategyDraft, version: int, data: Any = None) -> None:
        numbers = {each.key: str(place) for place, each in enumerate(draft.steps, start=1)}
        self.head = StrategyForm(
            data,
            initial={
                "triggers": list(draft.triggers),
                "decides": draft.decides,
                "cure_days": draft.cure_days,
                "notice_months": draft.notice_months,
                "notice_days": draft.notice_days,
                "costs": draft.costs,
                "version": version,
            },
        )
        self.steps = _lines(Steps, "steps", data, [_line(each, numbers) for each in draft.steps])
        self.things = _lines(Things, "things", data, [asdict(each) for each in draft.things])
        self.people = _lines(People, "people", data, [asdict(each) for each in draft.people])
        self.theirs: list[tuple[str, str]] = []

    def is_valid(self) -> bool:
        """Whether every part can be used; each says what is wrong with it."""
        parts = [each.is_valid() for each in (self.head, self.steps, self.things, self.people)]
        return all(parts) and not self._waits_in_vain()

    def _waits_in_vain(self) -> bool:
        """Whether a step waits for a number that no step has, or one that is removed; it is said with both numbers."""
        stay = dict(_numbered(self.steps))
        vain = [(place, each) for place, line in stay.items() for each in _numbers(line) if each not in stay]
        for place, number in vain:
            given = {"place": place, "title": stay[place]["title"], "number": number}
            said = _("Step %(place)d, “%(title)s”, waits for step %(number)d, which is not in the plan.") % given
            self.head.add_error(None, said)
            self.steps[place - 1].add_error("after", _("There is no step %(number)d.") % given)
        return bool(vain)

    @property
    def version(self) -> int:
        """The version that was read before the answers were written."""
        return int(self.head.cleaned_data["version"])

    def draft(self) -> StrategyDraft:
        """The answers. Lines that say nothing, and those to be removed, are left out."""
        said, steps = self.head.cleaned_data, _kept(self.steps, "title")
        places = {place: _key(line) for place, line in _numbered(self.steps)}
        return StrategyDraft(
            decides=said["decides"],
            triggers=tuple(said["triggers"]),
            cure_days=said["cure_days"],
            notice_months=said["notice_months"] or 0,
            notice_days=said["notice_days"],
            costs=said["costs"],
            steps=tuple(_step(line, places) for line in steps),
            things=tuple(ThingDraft(t["sort"], t["what"], t["way"]) for t in _kept(self.things, "what")),
            people=tuple(PeopleDraft(p["role"], p["number"], p["plan"]) for p in _kept(self.people, "number")),
        )

    def compare(self, saved: StrategyDraft | None, version: int) -> None:
        """Somebody else was quicker: show what is `saved` now, and carry its version, so that sending again replaces it."""
        self.theirs = list(_differing(saved, self.draft())) if saved else []
        if isinstance(self.head.data, QueryDict):
            answers = self.head.data.copy()
            answers["version"] = str(version)
            self.head.data = answers


class AccessForm(forms.Form):
    """Which compartment, and whose access: one person's, or everyone's."""

    compartment = forms.ModelChoiceField(label=_("Compartment"), queryset=Compartment.objects.none(), empty_label="—")
    email = forms.EmailField(
        label=_("E-mail of one person"), required=False, help_text=_("Leave it empty for everyone with a grant.")
    )

    def __init__(self, actor: Actor, agreement: Agreement, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._actor = actor
        rows = Compartment.objects.visible_to(actor).filter(closed_at=None).exclude(pk=agreement.compartment_id)
        self.fields["compartment"].queryset = rows.order_by("name", "pk")  # type: ignore[attr-defined]

    def clean_email(self) -> Member | None:
        """The colleague with this address."""
        email = self.cleaned_data["email"]
        if not email:
            return None
        found = member_by_email(self._actor, email)
        if found is None:
            raise forms.ValidationError(_("Nobody in your institution has this e-mail address."))
        return found


class BreachForm(forms.Form):
    """What happened, on which day, and what shows it; with `leaving` the same of a plan that nobody's breach sets off."""

    trigger = forms.ChoiceField(label=_("What is it about?"))
    what = forms.CharField(label=_("What happened?"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    happened_on = WrittenDay(label=_("On which day?"), help_text=_("Today when you leave it empty."))
    evidence = forms.CharField(
        label=_("What shows it?"),
        help_text=_("Documents, messages, logs, and where they are kept."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)

    def __init__(self, *args: Any, leaving: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "trigger", [NONE, *(each for each in Trigger.choices if (each[0] in NOT_BROKEN) == leaving)])
        if leaving:
            self.fields["what"].label = _("Why is it left?")

    def told(self, files: Sequence["UploadedFile[bytes]"] = ()) -> Told:
        """What the answers say, with the files that were chosen."""
        said = self.cleaned_data
        day = said["happened_on"] or timezone.localdate()
        return Told(said["trigger"], said["what"], said["evidence"], day, files)


class WordsForm(forms.Form):
    """One text: a note, what shows that something is done, or a reason."""

    text = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))


def _lines(factory: Any, prefix: str, data: Any, initial: list[dict[str, Any]]) -> Any:
    """A list of lines. Which of those that are sent were there before, the form says, not what somebody wrote meanwhile."""
    lines = factory(data, prefix=prefix, initial=initial)
    if lines.is_bound:
        lines.initial = [{"was_there": True}] * min(lines.initial_form_count(), lines.absolute_max)
    return lines


def _differing(theirs: StrategyDraft, ours: StrategyDraft) -> Iterator[tuple[str, str]]:
    """Label and words of what one wrote otherwise than the other; a step that is waited for has the same name in both."""
    written = _answers(ours)
    yield from ((label, words) for label, words in _answers(theirs).items() if words != written[label])
    titles = {each.key: each.title for each in (*ours.steps, *theirs.steps)}
    shown = _lines_in_words(ours, titles)
    for label, lines in _lines_in_words(theirs, titles).items():
        yield from ((label, words) for words in _lines_apart(lines, shown[label]))


def _answers(draft: StrategyDraft) -> dict[str, str]:
    """What stands beside the lines, by its labels."""
    labels = {name: str(field.label) for name, field in StrategyForm.base_fields.items()}
    return {
        labels["triggers"]: ", ".join(str(each.label) for each in Trigger if each in draft.triggers),
        labels["decides"]: str(dict(ROLES).get(draft.decides, draft.decides)),
        labels["cure_days"]: str(draft.cure_days),
        labels["notice_months"]: str(draft.notice_months),
        labels["notice_days"]: str(draft.notice_days),
        labels["costs"]: "\n".join(draft.costs.splitlines()),
    }


def _lines_in_words(draft: StrategyDraft, titles: Mapping[str, str]) -> dict[str, list[tuple[str, str]]]:
    """The lines by the label of their list: what each is known by, and its words."""
    things, people = _("What must come back, be deleted or be settled"), _("Who depends on it")
    return {
        str(_("Steps")): [(each.key, _step_in_words(each, titles)) for each in draft.steps],
        str(things): [(each.what, ThingForm(initial=asdict(each)).summary()) for each in draft.things],
        str(people): [(each.role, PeopleForm(initial=asdict(each)).summary()) for each in draft.people],
    }


def _step_in_words(step: StepDraft, titles: Mapping[str, str]) -> str:
    after = [title for key, title in titles.items() if key in step.after]
    return _joined(StepForm(initial=_line(step, {})).summary(), waits_in_words(after))


def _lines_apart(theirs: Sequence[tuple[str, str]], ours: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The words of lines that are saved and not in the form, then of those that only the form has."""
    known, saved, written = dict(theirs), {words for _by, words in theirs}, {words for _by, words in ours}
    yield from (words for _by, words in theirs if words not in written)
    alone = (words for by, words in ours if by not in known and words not in saved)
    yield from (_("Not in what is saved: %(line)s") % {"line": words} for words in alone)


def _line(step: StepDraft, numbers: dict[str, str]) -> dict[str, object]:
    return {
        "key": step.key,
        "title": step.title,
        "role": step.role,
        "days": step.days,
        "anchor": step.anchor,
        "after": ", ".join(numbers[key] for key in step.after if key in numbers),
        "stops_access": step.stops_access,
    }


def _joined(*parts: object) -> str:
    return " · ".join(text for part in parts if (text := str(part or "").strip()))


def _chosen(field: forms.BoundField, choices: Iterable[tuple[str, Any]]) -> str:
    """The words of what a drop-down has chosen."""
    return str(dict(choices).get(field.value(), ""))


def _kept(lines: Any, name: str) -> list[dict[str, Any]]:
    said = [form.cleaned_data for form in lines if form not in lines.deleted_forms]
    return [line for line in said if line.get(name)]


def _numbered(lines: Any) -> list[tuple[int, dict[str, Any]]]:
    """The lines that stay, by the numbers that stand beside them; removed ones count, so that others still mean the same."""
    gone = lines.deleted_forms
    lines = enumerate(lines, start=1)
    return [(place, form.cleaned_data) for place, form in lines if form not in gone and form.cleaned_data.get("title")]


def _key(line: dict[str, Any]) -> str:
    line["key"] = line.get("key") or uuid4().hex[:12]
    return str(line["key"])


def _numbers(line: dict[str, Any]) -> list[int]:
    """The numbers of the steps that a line waits for."""
    return [int(number) for number in line["after"].replace(";", " ").replace(",", " ").split()]


def _step(line: dict[str, Any], places: dict[int, str]) -> StepDraft:
    after = tuple(dict.fromkeys(places[number] for number in _numbers(line)))
    return StepDraft(
        line["key"], line["title"], line["role"], line["days"], line["anchor"], after, line["stops_access"]
    )
