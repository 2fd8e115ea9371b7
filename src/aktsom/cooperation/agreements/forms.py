"""What people fill in about an agreement, and how the filters of the list are read from the address."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.conditions import library_of
from aktsom.cooperation.agreements.drafting import DraftWanted
from aktsom.cooperation.agreements.drafts import BEGINS_AS, LANGUAGES, AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.flag_words import flag_titles, flags_asking
from aktsom.cooperation.agreements.models import Agreement, AgreementParty, Document, DocumentVersion
from aktsom.cooperation.agreements.queries import (
    MOST_PARENTS,
    Filters,
    parent_seen,
    parents_to_choose,
    units_to_register_for,
)
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.records.forms import NONE, RecordForm, filters_in, with_present
from aktsom.core.actor import Actor
from aktsom.core.countries import country_choices
from aktsom.core.forms import A_DATE, WrittenDay, offer
from aktsom.core.http import MOST_WORDS, one_of, uuid_of, words_of
from aktsom.engine.agreements.lifecycle import Step
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.types import Firmness

NUMBERS = ("notice_months", "notice_days", "renewal_months", "review_months")

YES_OR_NO = ("yes", "no")
NOT_SEEN = _("an agreement that you may not see, or that was withdrawn")
CHOOSE_FOUND = _(
    "The list above now shows the agreements with these words. Choose one, or clear this field, and save again."
)
NONE_FOUND = _("You see no agreement with these words. Write others, or clear this field.")


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
    starts = WrittenDay(label=_("First day"), help_text=A_DATE)
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
    parent_words = forms.CharField(
        label=_("Find an agreement that is not in this list"),
        required=False,
        max_length=MOST_WORDS,
        help_text=_(
            "Only the newest are in the list. Write words from the title, the reference or a partner's name, and save: "
            "the list then shows those that fit, for you to choose from."
        ),
    )
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
    flags = forms.MultipleChoiceField(
        label=_("Red flags that it answers"), required=False, widget=forms.CheckboxSelectMultiple({"class": "ds-input"})
    )
    reason = forms.CharField(
        label=_("Why the days change"),
        required=False,
        max_length=5000,
        help_text=_("It has ended. Say why only if you correct its days, its notice or its renewal."),
    )

    def __init__(self, actor: Actor, *args: Any, current: Agreement | None = None, **options: Any) -> None:
        super().__init__(actor, *args, current=current, **options)
        self.owner_now = current.owner if current else None
        self._offer_parents(current)
        offer(self, "law", [NONE, *country_choices(get_language() or "nb")])
        if current:
            del self.fields["state"]
            asking = [*dict.fromkeys([*flags_asking(library_of(actor)), *current.flags])]
            offer(self, "flags", list(zip(asking, flag_titles(asking), strict=True)))
        else:
            del self.fields["flags"]
        self.flags_now = current.flags if current else []
        if current is None or current.state != Agreement.State.ENDED:
            del self.fields["reason"]

    def _offer_parents(self, current: Agreement | None) -> None:
        """The newest agreements, or those with the words that were written; and before them what is chosen and what is kept."""
        given = self.data if self.is_bound else self.initial
        words = words_of(str(given.get("parent_words", "")))
        found = parents_to_choose(self.actor, current, words)
        offered = [(str(each.pk), each.title) for each in found[:MOST_PARENTS]]
        self.found = dict(offered) if words else None
        if not words and len(found) <= MOST_PARENTS:
            del self.fields["parent_words"]
        kept = current.parent_id if current else None
        for key in {uuid_of(str(given.get("parent", ""))), kept} - {None}:
            row = parent_seen(self.actor, key)
            if row or key == kept:
                offered = with_present(offered, (str(key), row.title if row else str(NOT_SEEN)))
        offer(self, "parent", [NONE, *offered])

    def clean_parent_words(self) -> str:
        """Who looked for an agreement chooses one of those found, once the list shows them."""
        if self.found is not None and self.cleaned_data.get("parent") not in self.found:
            raise forms.ValidationError(CHOOSE_FOUND if self.found else NONE_FOUND)
        return str(self.cleaned_data["parent_words"])

    def clean_currency(self) -> str:
        """The code in capitals."""
        return str(self.cleaned_data["currency"]).strip().upper()

    def clean_owner(self) -> UUID | None:
        """The colleague with this address."""
        return self.colleague(self.cleaned_data["owner"], self.owner_now)

    def values(self) -> dict[str, Any]:
        """The answers, by the names of a draft."""
        answers = super().values()
        for name in ("parent_words", "reason"):
            answers.pop(name, None)
        numbers = {name: answers[name] or 0 for name in NUMBERS}
        if "flags" in answers:
            answers["flags"] = self._flags(answers["flags"])
        return answers | numbers | {"parent": uuid_of(answers["parent"])}

    def _flags(self, chosen: Sequence[str]) -> tuple[str, ...]:
        """Those that are there keep their order, so that nothing has changed when the same are chosen."""
        kept = [each for each in self.flags_now if each in chosen]
        return (*kept, *(each for each in chosen if each not in kept))

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
            | {name: getattr(record, name) for name in days}
            | {
                "unit": str(record.unit_id or ""),
                "parent": str(record.parent_id or ""),
                "flags": record.flags,
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


def kept_parties(
    forms: Sequence[tuple[Partner | None, PartyForm]], present: Sequence[AgreementParty]
) -> list[tuple[str, str]]:
    """Label and saved value of whatever of the parties differs from what the forms hold, for a person to compare."""
    kept = {party.partner_id: party for party in present}
    written = {partner.pk if partner else None: form for partner, form in forms}
    gone = [str(partner) for partner, _form in forms if partner and partner.pk not in kept]
    not_bound = [(who, str(_("not among those who are bound"))) for who in gone]
    return not_bound + [each for key, party in kept.items() for each in _kept_party(party, written.get(key))]


def _kept_party(party: AgreementParty, form: PartyForm | None) -> Iterator[tuple[str, str]]:
    who = str(party.partner.standing if party.partner else party.get_side_display())
    if form is None:
        yield who, str(_("among those who are bound"))
    written, kept = form.cleaned_data if form else {}, _party_initial(party)
    for name, field in PartyForm.base_fields.items():
        if (getattr(party, name) or "") != (written.get(name) or ""):
            yield f"{who}: {field.label}", str(field.prepare_value(kept[name]) or "")


def _party_initial(party: AgreementParty | None) -> dict[str, Any]:
    if party is None:
        return {}
    names = ("name", "role", "signatory", "signatory_title", "authority")
    return {name: getattr(party, name) for name in names} | {"signed_on": party.signed_on}


class PaperForm(forms.Form):
    """A file to add to an agreement: a paper of some kind, or a newer version of one that is there, of the same kind."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("PDF, Word or OpenDocument can be checked; at most 50 MB. It is kept as it is."),
    )
    kind = forms.ChoiceField(label=_("What it is"))
    note = forms.CharField(label=_("Note"), required=False, max_length=300)

    def __init__(self, versions: Sequence[DocumentVersion], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.latest: dict[str, DocumentVersion] = {}
        for each in versions:
            self.latest.setdefault(str(each.document_id), each)
        newer = [(paper, _newer_version_of(latest)) for paper, latest in self.latest.items()]
        offer(self, "kind", [*Document.Kind.choices, *newer])
        if newer:
            self.fields["kind"].help_text = _(
                "What the other side sent back is a draft from the other side, also when it is our draft with their changes."
            )

    @property
    def paper(self) -> Document | None:
        """The paper that the file is a newer version of, None for a paper of its own."""
        latest = self.latest.get(self.cleaned_data["kind"])
        return latest.document if latest else None


def _newer_version_of(latest: DocumentVersion) -> str:
    return gettext("newer version of %(kind)s: %(file)s") % {"kind": latest.document, "file": latest.filename}


class KindForm(forms.Form):
    """What kind of paper a file belongs to."""

    kind = forms.ChoiceField(label=_("What it is"), choices=Document.Kind.choices)


class WithdrawForm(forms.Form):
    """Why a file does not belong to an agreement."""

    reason = forms.CharField(
        label=_("Why"), help_text=_("Everybody who may see the agreement can read this."), max_length=500
    )


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


class ReviewForm(StepForm):
    """When somebody looked at an agreement, and what they found."""

    reason = forms.CharField(label=_("What was found"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))


def form_of_step(step: Step) -> type[StepForm]:
    """The form that asks for what a step needs."""
    return ReviewForm if step is Step.REVIEW else StepForm


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
