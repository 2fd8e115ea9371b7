"""What people fill in about themselves, units, people and duties."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.forms import Unchanged, WrittenDay, offer
from aktsom.institutions.models import Member, RequiredDuty, Unit
from aktsom.institutions.queries import Branch, member_by_email, open_units, tree
from aktsom.institutions.words import branch_name


class ReasonField(forms.CharField):
    """Why something is done, in a few words."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), **options)


class KeyForm(forms.Form):
    """Which program a key is for."""

    label = forms.CharField(
        label=_("What will use it"),
        max_length=100,
        help_text=_("A name that you will recognise, such as “Research archive”."),
    )
    sensitive = forms.BooleanField(
        label=_("It may also do sensitive things, such as decide, export and grant access"),
        required=False,
        help_text=_("You will be asked to show again who you are."),
    )


class UnitField(forms.ChoiceField):
    """One of the open units, as a tree; `empty` is what choosing none means, and without it one must be chosen."""

    def __init__(self, *, empty: Any = None, **options: Any) -> None:
        super().__init__(required=empty is None, **options)
        self.empty = empty
        self.actor: Actor | None = None

    def offer(self, actor: Actor, branches: Iterable[Branch] | None = None) -> None:
        """The units to choose from: those given, or all."""
        shown = tree(actor) if branches is None else branches
        named = [(str(each.id), "\N{NO-BREAK SPACE}\N{EN DASH} " * each.depth + branch_name(each)) for each in shown]
        self.choices = [("", self.empty if self.empty is not None else "—"), *named]
        self.actor = actor

    def clean(self, value: Any) -> Any:
        """The unit, or None."""
        chosen = super().clean(value)
        return open_units(self.actor).get(pk=UUID(chosen)) if chosen and self.actor else None


class PersonField(forms.EmailField):
    """A colleague, by e-mail address."""

    actor: Actor | None = None

    def clean(self, value: Any) -> Any:
        """The member, or None when nothing is written."""
        written = super().clean(value)
        if not written or self.actor is None:
            return None
        member = member_by_email(self.actor, written)
        if member is None:
            raise forms.ValidationError(_("Nobody in your institution has this e-mail address."))
        return member


class ActorForm(forms.Form):
    """A form whose choices are what the actor may see."""

    def __init__(self, actor: Actor, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.offer(actor)
            elif isinstance(field, PersonField):
                field.actor = actor


class NamesForm(ActorForm):
    """What a unit is called."""

    name_nb = forms.CharField(label=_("Name in Norwegian"), max_length=300)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    reason = ReasonField(required=False)


class RenameForm(Unchanged, NamesForm):
    """What a unit is to be called from now on."""


class NewUnitForm(NamesForm):
    """A unit to add."""

    parent = UnitField(label=_("Under which unit"), empty=_("At the top"))
    external_id = forms.CharField(
        label=_("Code"), max_length=200, required=False, help_text=_("As your staff system has it, if it does.")
    )
    field_order = ("name_nb", "name_en", "parent", "external_id", "reason")


class MoveForm(ActorForm):
    """Where a unit goes."""

    parent = UnitField(label=_("Under which unit"), empty=_("At the top"))
    reason = ReasonField(help_text=_("For example the number of the decision."))


class MergeForm(ActorForm):
    """Which unit takes another over."""

    into = UnitField(label=_("Which unit it becomes part of"))
    reason = ReasonField(help_text=_("For example the number of the decision."))


class ReasonForm(ActorForm):
    """Why a unit is closed or opened again."""

    reason = ReasonField(help_text=_("For example the number of the decision."))


class PlaceForm(ActorForm):
    """Where a person belongs."""

    unit = UnitField(label=_("Unit"), empty=_("None: the whole institution"))
    title = forms.CharField(label=_("Title"), max_length=200, required=False)


class ChangePlaceForm(Unchanged, PlaceForm):
    """Where a person is to belong from now on."""


class InvitationForm(PlaceForm):
    """A person who gets a place."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=200)
    field_order = ("email", "name", "unit", "title")


class EndForm(forms.Form):
    """Why a place ends."""

    reason = ReasonField(required=False)


class AwayForm(Unchanged):
    """When a person is away."""

    away_from = WrittenDay(
        label=_("First day away"),
        help_text=_("A date such as 25 February 2027 or 25.2.2027. Leave it blank if you are here."),
    )
    away_until = WrittenDay(label=_("Last day away"), last=True, help_text=_("Leave it blank if you do not know yet."))


class DeputyForm(ActorForm):
    """Who stands in, and until when the duty is held."""

    deputy = PersonField(
        label=_("Deputy (e-mail)"),
        required=False,
        help_text=_("Acts while the holder is away, and takes over if the holder leaves."),
    )
    ends = WrittenDay(label=_("Last day"), last=True, help_text=_("Leave it blank if no end is agreed."))


class ChangeDutyForm(Unchanged, DeputyForm):
    """Who is to stand in from now on, and until when."""


class DutyForm(DeputyForm):
    """Who gets which duty, where and for how long."""

    duty = forms.ChoiceField(label=_("Duty"))
    member = PersonField(label=_("Who (e-mail)"))
    unit = UnitField(label=_("For which unit"), empty=_("The whole institution"))
    starts = WrittenDay(label=_("First day"), help_text=_("Leave it blank for today."))
    field_order = ("duty", "unit", "member", "deputy", "starts", "ends")

    def __init__(self, actor: Actor, duties: Iterable[Duty], *args: Any, **options: Any) -> None:
        super().__init__(actor, *args, **options)
        choices = [(duty.value, duty.label) for duty in duties]
        offer(self, "duty", [("", "—"), *choices])


class RequirementForm(forms.Form):
    """Where one duty must be filled."""

    duty = forms.ChoiceField(choices=Duty.choices)
    level = forms.ChoiceField(choices=RequiredDuty.Level.choices)


def initial_place(member: Member) -> dict[str, Any]:
    """What stands in the form of a person's place before anything is changed."""
    return {"unit": member.unit_id or "", "title": member.title}


def initial_names(unit: Unit) -> dict[str, Any]:
    """What stands in the form of a unit's names before anything is changed."""
    return {"name_nb": unit.name_nb, "name_en": unit.name_en}
