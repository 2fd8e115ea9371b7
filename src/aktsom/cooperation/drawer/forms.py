"""What people say of a file that lies beside an agreement."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import Agreement, Document
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.queries import MOST_PARENTS, parent_seen, parents_to_choose
from aktsom.cooperation.records.forms import NONE
from aktsom.core.actor import Actor
from aktsom.core.forms import offer
from aktsom.core.http import uuid_of


class BesideForm(forms.Form):
    """Which agreement a file belongs to, and what it is; where the drawer has no file, the file as well."""

    agreement = forms.ChoiceField(
        label=_("The agreement that it belongs to"),
        help_text=_("Those that you may change, the newest first. Search above for one that is not in the list."),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=Document.Kind.choices)
    file = forms.FileField(label=_("The file"))

    def __init__(self, actor: Actor, words: str, has_file: bool, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if has_file:
            self.fields["file"].required = False
            self.fields["file"].label = _("Another file in its place")
        given = self.data if self.is_bound else self.initial
        chosen = parent_seen(actor, uuid_of(given.get("agreement", "")))
        found = [*([chosen] if chosen else []), *parents_to_choose(actor, words=words)[:MOST_PARENTS]]
        self.offered = {str(each.pk): each for each in found if may_change(actor, {"agreement": each})}
        offer(self, "agreement", [NONE, *((key, each.title) for key, each in self.offered.items())])

    @property
    def chosen(self) -> Agreement:
        """The agreement that was chosen."""
        return self.offered[self.cleaned_data["agreement"]]
