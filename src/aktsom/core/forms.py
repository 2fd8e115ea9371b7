"""Fields that the rooms' forms share."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import AktsomError, InvalidError, Sentence, StepUpNeededError
from aktsom.core.meanwhile import mark_of
from aktsom.engine.sheets import read_date

FILL_IN = _("This field is required.")
"""Django says it; it stands here so that our catalogue says it in Bokmål as people do."""


def offer(form: forms.BaseForm, name: str, choices: Iterable[tuple[str, Sentence]]) -> None:
    """Let people choose between these in a field of the form."""
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


A_DATE = _("A date such as 25 February 2022 or 25.2.2022, or only the year.")
NO_DATE = _("This is no date. Write it as 25 February 2022 or 25.2.2022, or only the year.")


class WrittenDay(forms.CharField):
    """A date as people write it: 25 February 2022, 25.2.2022, 2022-02-25, or a month or year."""

    def __init__(self, *, last: bool = False, **options: Any) -> None:
        self.last = last
        super().__init__(max_length=40, required=False, **options)

    def clean(self, value: Any) -> Any:
        """The day, or None."""
        try:
            return read_date(super().clean(value), last=self.last)
        except ValueError as error:
            raise forms.ValidationError(NO_DATE) from error

    def prepare_value(self, value: Any) -> Any:
        """A day in words, as pages show it, which `clean` reads again; what somebody typed as they typed it."""
        return date_format(value, "DATE_FORMAT") if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another day is written; what is no date is another one."""
        try:
            return bool(self.clean(data) != (initial or None))
        except forms.ValidationError:
            return True


class Unchanged(forms.Form):
    """A form for something that is there. It notices when that was changed after the form was opened, in another tab perhaps.

    Then nothing is saved: what is saved now is told, what was written stays in the form, and sending it once more saves it.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        told = (self.get_initial_for_field(field, name) for name, field in self.fields.items() if name != "seen")
        self.stands = mark_of(told)
        self.initial["seen"] = self.stands

    def clean(self) -> dict[str, Any]:
        """The answers without the mark. Raises `ValidationError` when somebody was quicker."""
        super().clean()
        seen = self.cleaned_data.pop("seen", "")
        if seen and seen != self.stands:
            self._see_anew()
            raise forms.ValidationError([_CHANGED, *self._theirs()])
        return self.cleaned_data

    def _see_anew(self) -> None:
        """Let the form, when it is shown again, carry the mark of what is saved now."""
        if isinstance(self.data, QueryDict):
            answers = self.data.copy()
            answers[self.add_prefix("seen")] = self.stands
            self.data = answers

    def _theirs(self) -> Iterator[str]:
        """What is saved now, where it differs from what was sent."""
        for name in self.changed_data:
            field, now = self.fields[name], self.get_initial_for_field(self.fields[name], name)
            choices = {str(value): label for value, label in getattr(field, "choices", ())}
            if name != "seen" and now is not None:
                value = choices.get(str(now), field.prepare_value(now))
                yield _("Saved now: %(field)s: %(value)s") % {"field": field.label, "value": value}


_CHANGED = _(
    "This was changed after you opened it. Nothing of yours was saved yet, and it stands below. Send it again to save yours."
)


def explain(form: forms.Form, error: AktsomError, renamed: Mapping[str, str] = {}) -> int:
    """Put what an action refused at the fields that it names, and the rest at the top of the form; gives the status to answer.

    `renamed` says which fields the form calls otherwise than the action.

    Who must first show who they are is sent there, and comes back to the form as it was.
    """
    if isinstance(error, StepUpNeededError):
        raise error
    reasons = error.fields if isinstance(error, InvalidError) else {}
    for name, reason in reasons.items():
        field = renamed.get(name, name)
        form.add_error(field if field in form.fields else None, str(reason))
    if not reasons:
        form.add_error(None, str(error))
    return error.status
