"""What people fill in about an agreement, and how the filters of the list are read from the address."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.conditions import library_of
from aktsom.cooperation.agreements.drafting import DraftWanted
from aktsom.cooperation.agreements.drafts import BEGINS_AS, LANGUAGES, AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement, AgreementParty, Document
from aktsom.cooperation.agreements.queries import Filters, parents_to_choose, units_to_register_for
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.records.forms import NONE, RecordForm, filters_in, with_present
from aktsom.core.actor import Actor
from aktsom.core.countries import country_choices
from aktsom.core.forms import WrittenDay, offer
from aktsom.core.http import one_of, uuid_of
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.types import Firmness

NUMBERS = ("notice_months", "notice_days", "renewal_months", "review_months")

YES_OR_NO = ("yes", "no")


class AgreementForm(RecordForm):
    """An agreement, without its parties, which the page lets people search for."""

    units_of = staticmethod(units_to_register_for)

    title = forms.CharField(
        label=_("Title"),
        max_length=500,
        help_text=_("As colleagues know it, for example “Framework agreement with Weldenburg”."),
    )
    kind = forms.ChoiceField(label=_("Kind of agreement"), choices=[NONE, *Agreement.Kind.choices])
    state = forms.ChoiceField(
        label=_("Where it stands"),
        help_text=_("Choose signed for one that applies today or has ended: its days say which."),
        choices=[(each.value, each.label) for each in BEGINS_AS],
        initial=Agreement.State.DRAFT,
    )
    starts = WrittenDay(label=_("First day"), help_text=_("A date such as 25.2.2022, or only the year."))
    ends = WrittenDay(label=_("Last day"), last=True, help_text=_("Leave it blank if no end is agreed."))
    notice_months = forms.IntegerField(label=_("Notice, in months"), required=False, min_value=0, max_value=600)
    notice_days = forms.IntegerField(label=_("Notice, in days"), required=False, min_value=0, max_value=1000)
    renewal_months = forms.IntegerField(
        label=_("Renews itself for so many months"),
        required=False,
        min_value=0,
        max_value=600,
        help_text=_("Leave it blank if it ends when nobody does anything."),
    )
    review_months = forms.IntegerField(
        label=_("Look at it again every so many months"), required=False, min_value=0, max_value=600
    )
    unit = forms.ChoiceField(label=_("Unit"), required=False)
    owner = forms.CharField(
        label=_("Who answers for it (e-mail)"),
        required=False,
        max_length=254,
        help_text=_("A colleague who is told when a day comes near. Leave it blank if that is you."),
    )
    reference = forms.CharField(
        label=_("Reference"), required=False, max_length=100, help_text=_("For example the number in your archive.")
    )
    summary = forms.CharField(
        label=_("Summary"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    parent = forms.ChoiceField(label=_("Another agreement that it hangs on"), required=False)
    relation = forms.ChoiceField(
        label=_("How it hangs on that one"), required=False, choices=[NONE, *Agreement.Relation.choices]
    )
    signed_on = WrittenDay(label=_("Signed on"))
    value = forms.DecimalField(label=_("Value"), required=False, min_value=0, max_digits=14, decimal_places=2)
    currency = forms.CharField(
        label=_("Currency"), required=False, max_length=3, help_text=_("Three letters, such as NOK or EUR.")
    )
    language = forms.ChoiceField(label=_("Language of the text"), required=False, choices=[NONE, *LANGUAGES.items()])
    law = forms.ChoiceField(label=_("Governing law"), required=False)
    forum = forms.CharField(
        label=_("Where disputes are settled"),
        required=False,
        max_length=200,
        help_text=_("A court or an arbitration, as the paper says."),
    )

    def __init__(self, actor: Actor, *args: Any, current: Agreement | None = None, **options: Any) -> None:
        super().__init__(actor, *args, current=current, **options)
        self.owner_now = current.owner if current else None
        above = [(str(each.pk), each.title) for each in parents_to_choose(actor, current)]
        present = current.parent if current else None
        offer(self, "parent", [NONE, *with_present(above, (str(present.pk), present.title) if present else None)])
        offer(self, "law", [NONE, *country_choices(get_language() or "nb")])
        if current:
            del self.fields["state"]

    def clean_currency(self) -> str:
        """The code in capitals."""
        return str(self.cleaned_data["currency"]).strip().upper()

    def clean_owner(self) -> UUID | None:
        """The colleague with this address."""
        return self.colleague(self.cleaned_data["owner"], self.owner_now)

    def values(self) -> dict[str, Any]:
        """The answers, by the names of a draft."""
        answers = super().values()
        numbers = {name: answers[name] or 0 for name in NUMBERS}
        return answers | numbers | {"parent": uuid_of(answers["parent"])}

    def draft(self, parties: Sequence[PartyDraft], flags: tuple[str, ...] = ()) -> AgreementDraft:
        """The answers with these parties, and the flags that an appraisal raised."""
        return AgreementDraft(parties=tuple(parties), flags=flags, **self.values())

    @classmethod
    def initial_of(cls, record: Agreement) -> dict[str, Any]:
        """What the form shows of an agreement that is there."""
        texts = ("title", "kind", "reference", "summary", "relation", "value", "currency", "language", "law", "forum")
        days = ("starts", "ends", "signed_on")
        return (
            {name: getattr(record, name) for name in texts}
            | {name: getattr(record, name) or "" for name in NUMBERS}
            | {name: _written(getattr(record, name)) for name in days}
            | {
                "unit": str(record.unit_id or ""),
                "parent": str(record.parent_id or ""),
                "owner": record.owner.user.email if record.owner else "",
            }
        )


class PartyForm(forms.Form):
    """How a party is named on the paper, and who signs for it."""

    name = forms.CharField(label=_("Name on the paper"), required=False, max_length=300)
    role = forms.CharField(label=_("Part in it"), required=False, max_length=100, help_text=_("Such as coordinator."))
    signatory = forms.CharField(label=_("Who signs"), required=False, max_length=200)
    signatory_title = forms.CharField(label=_("Their position"), required=False, max_length=200)
    authority = forms.CharField(
        label=_("What lets them sign"),
        required=False,
        max_length=300,
        help_text=_("Such as delegation of 3 March 2025, or power of attorney."),
    )
    signed_on = WrittenDay(label=_("Signed on"))

    def draft(self, partner: UUID | None) -> PartyDraft:
        """The answers for this partner, or for our own side."""
        return PartyDraft(partner=partner, **self.cleaned_data)


def party_forms(
    chosen: Sequence[Partner], present: Sequence[AgreementParty], data: QueryDict | None
) -> list[tuple[Partner | None, PartyForm]]:
    """A form for our side and one for each chosen partner, with what is kept of each, or what was typed."""
    kept = {party.partner_id: party for party in present}
    return [
        (
            partner,
            PartyForm(
                data,
                prefix=str(partner.pk) if partner else "ours",
                initial=_party_initial(kept.get(partner.pk if partner else None)),
            ),
        )
        for partner in (None, *chosen)
    ]


def _party_initial(party: AgreementParty | None) -> dict[str, Any]:
    if party is None:
        return {}
    names = ("name", "role", "signatory", "signatory_title", "authority")
    return {name: getattr(party, name) for name in names} | {"signed_on": _written(party.signed_on)}


class PaperForm(forms.Form):
    """A file to add to an agreement."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("PDF, Word or OpenDocument can be checked; at most 50 MB. It is kept as it is."),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=Document.Kind.choices)
    document = forms.ChoiceField(label=_("Is it a newer version of a paper that is here?"), required=False)
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, papers: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "document", [("", _("No, it is a paper of its own")), *papers])


class StepForm(forms.Form):
    """What a step needs: only the fields that belong to the step are there."""

    on = WrittenDay(label=_("On which day"), help_text=_("Leave it blank if that is today."))
    last_day = WrittenDay(label=_("Last day"), last=True)
    reason = forms.CharField(label=_("Why"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    upload = forms.FileField(label=_("The paper that shows it"), required=False)

    def __init__(self, wanted: Sequence[str], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in set(self.fields) - set(wanted):
            del self.fields[name]
        for name in wanted:
            self.fields[name].required = name != "on" and not (name == "last_day" and "upload" in wanted)


def filters_of(actor: Actor, query: QueryDict) -> Filters:
    """The filters in an address; what cannot be understood is left out."""
    conditions = library_of(actor).conditions if "lacks" in query or "meets" in query else ()
    return Filters(
        **filters_in(query, Agreement.Kind.values, Agreement.State.values),
        lacks=one_of(query.get("lacks", ""), conditions),
        meets=one_of(query.get("meets", ""), conditions),
        complete=one_of(query.get("complete", ""), YES_OR_NO),
        checked=one_of(query.get("checked", ""), YES_OR_NO),
        flagged=one_of(query.get("flagged", ""), YES_OR_NO),
        running=one_of(query.get("running", ""), YES_OR_NO),
    )


def _written(day: date | None) -> str:
    return day.isoformat() if day else ""


def draft_wanted(query: QueryDict, library: Library) -> DraftWanted:
    """What was chosen for a draft; what the library does not know is left out."""
    return DraftWanted(
        language="nb" if query.get("language") == "nb" else "en",
        firmness={
            name: chosen
            for name in library.conditions
            if (chosen := one_of(query.get(f"firm-{name}", ""), [each.value for each in Firmness]))
        },
        extra=[name for name in query.getlist("extra") if name in library.conditions],
        answers={name: query.get(f"answer-{name}", "") for name in library.blanks},
    )
