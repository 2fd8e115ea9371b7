"""Fields that the rooms' forms share."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import AktsomError, InvalidError, StepUpNeededError
from aktsom.engine.sheets import read_date


class WrittenDay(forms.CharField):
    """A date as people write it: 25.2.2022, 2022-02-25, or a month or year."""

    def __init__(self, *, last: bool = False, **options: Any) -> None:
        self.last = last
        super().__init__(max_length=40, required=False, **options)

    def clean(self, value: Any) -> Any:
        """The day, or None."""
        try:
            return read_date(super().clean(value), last=self.last)
        except ValueError as error:
            raise forms.ValidationError(_("This is no date. Write it as 25.2.2022, or only the year.")) from error


def explain(form: forms.Form, error: AktsomError) -> None:
    """Put what an action refused at the fields that it names, and the rest at the top of the form.

    Who must first show who they are is sent there, and comes back to the form as it was.
    """
    if isinstance(error, StepUpNeededError):
        raise error
    reasons = error.fields if isinstance(error, InvalidError) else {}
    for name, reason in reasons.items():
        form.add_error(name if name in form.fields else None, str(reason))
    if not reasons:
        form.add_error(None, str(error))
