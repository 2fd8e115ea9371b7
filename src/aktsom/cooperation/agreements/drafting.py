"""Making a draft: the clauses that an agreement of its kind with its flags needs, as a Word document among its papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aktsom.cooperation.agreements.conditions import library_of
from aktsom.cooperation.agreements.models import Agreement, AgreementParty, Document, DocumentVersion
from aktsom.cooperation.agreements.papers import keep_version
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.records.storing import locked
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.countries import country_name
from aktsom.core.errors import InvalidError, spoken
from aktsom.engine.clauses.drafting import DraftParty, DraftRequest, draft
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.types import ClauseError, Firmness
from aktsom.engine.clauses.word import word_document

LONGEST_ANSWER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWanted:
    """What somebody chose for a draft: language, how firm each condition is said, further conditions, and answers."""

    language: str = "en"
    firmness: Mapping[str, str] = field(default_factory=dict)
    extra: Sequence[str] = ()
    answers: Mapping[str, str] = field(default_factory=dict)


@action("draft an agreement", may=may_change, private=("wanted.answers",))
def make_draft(actor: Actor, *, agreement: Agreement, wanted: DraftWanted) -> DocumentVersion:
    """Write the draft as a Word document and keep it as the next version of our draft."""
    row = locked(agreement)
    if any(len(each) > LONGEST_ANSWER or "\x00" in each for each in wanted.answers.values()):
        raise InvalidError(fields={"answers": gettext_lazy("This is too long: at most 500 characters.")})
    try:
        written = word_document(draft(request_of(row, wanted), library_of(actor)))
    except ClauseError as error:
        raise InvalidError(spoken(error.message), remedy=spoken(error.remedy)) from error
    before = row.documents.filter(kind=Document.Kind.DRAFT).first()
    word = _("draft")
    upload = SimpleUploadedFile(f"{word} {row.title}.docx", written)
    return keep_version(actor, row, upload=upload, kind=Document.Kind.DRAFT, document=before.pk if before else None)


def request_of(row: Agreement, wanted: DraftWanted) -> DraftRequest:
    """What the agreement itself says, and what was chosen for the draft."""
    parties = row.parties.select_related("partner__merged_into__merged_into", "institution").order_by("side", "pk")
    return DraftRequest(
        kind=row.kind,
        language=wanted.language,
        title=row.title,
        parties=tuple(_party(each, wanted.language) for each in parties),
        flags=frozenset(row.flags),
        answers=known_answers(row) | {name: answer for name, answer in wanted.answers.items() if answer.strip()},
        firmness={name: Firmness(firmness) for name, firmness in wanted.firmness.items()},
        extra=tuple(wanted.extra),
    )


def known_answers(row: Agreement) -> dict[str, str]:
    """What the register says of an agreement's blanks: whole years that it runs, and whole months of notice."""
    known = {}
    if row.starts and row.ends and row.ends > row.starts:
        after = row.ends + timedelta(days=1)
        if (after.month, after.day) == (row.starts.month, row.starts.day) and after.year - row.starts.year > 1:
            known["term_years"] = str(after.year - row.starts.year)
    if row.notice_months > 1 and not row.notice_days:
        known["notice_months"] = str(row.notice_months)
    return known


def choices_of(row: Agreement, library: Library, language: str) -> list[dict[str, Any]]:
    """Every condition with whether this agreement needs it, for the page."""
    needed = library.mandatory(row.kind, row.flags)
    return [
        {"id": each.id, "title": each.title[language], "purpose": each.purpose[language], "needed": each.id in needed}
        for each in library.conditions.values()
    ]


def _party(party: AgreementParty, language: str) -> DraftParty:
    ours = party.side == AgreementParty.Side.OURS
    home = party.institution.name_nb if language == "nb" else party.institution.name_en
    partner = party.partner.standing if party.partner else None
    return DraftParty(
        name=party.name or (home if ours else partner.name if partner else ""),
        country=country_name(partner.country, language) if partner and partner.country else "",
        signatory=", ".join(filter(None, (party.signatory, party.signatory_title))),
        authority=party.authority,
        ours=ours,
    )
