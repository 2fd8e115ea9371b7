"""Giving a task to somebody: by e-mail address, or by a name and then who of those that are called so."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.exits.models import PlanTask
from aktsom.core.actor import Actor
from aktsom.core.compartments import entered
from aktsom.institutions.models import Member
from aktsom.institutions.queries import member_by_email, members

MOST = 8
"""So many are offered at once; whoever looks for somebody types more of the name."""


def who_could_do(actor: Actor, task: PlanTask, words: str = "") -> QuerySet[Member]:
    """Colleagues other than whose it is to whom nothing hides the task, with words those whose name or title has them."""
    rows, compartment = members(actor, words).exclude(Q(pk=task.owner_id)), task.breach.agreement.compartment_id
    return rows.annotate(enters=entered()).filter(Q(enters__contains=[compartment])) if compartment else rows


class OwnerForm(forms.Form):
    """To whom a task is given. `found` are those to choose from, with `are_more` only the first of them."""

    email = forms.CharField(label=_("Name or e-mail address of the person who does it"), max_length=254)
    owner = forms.UUIDField(required=False)

    def __init__(self, actor: Actor, task: PlanTask, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._actor, self._task = actor, task
        self.found: list[Member] = []
        self.are_more = False

    @property
    def chosen(self) -> Member | None:
        """The colleague who was chosen, or whose address was typed; None while one has to choose."""
        owner, written = self.cleaned_data["owner"], self.cleaned_data["email"]
        if owner:
            return who_could_do(self._actor, self._task).filter(pk=owner).first()
        return member_by_email(self._actor, written) if "@" in written else None

    def look(self) -> None:
        """Find those who are called as was typed; where there are none, that is what is wrong."""
        written = self.cleaned_data["email"]
        if "@" in written:
            self.add_error("email", _("Nobody in your institution has this e-mail address."))
            return
        rows = list(who_could_do(self._actor, self._task, written)[: MOST + 1])
        self.found, self.are_more = rows[:MOST], len(rows) > MOST
        if not rows:
            self.add_error("email", _("Nobody who could see the task is called this."))
