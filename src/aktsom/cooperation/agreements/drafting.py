"""Making a draft: the clauses that an agreement of its kind with its flags needs, as a Word document among its papers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from aktsom.cooperation.agreements.conditions import library_of
from aktsom.cooperation.agreements.models import Agreement, AgreementParty, Document, DocumentVersion
from aktsom.cooperation.agreements.papers import keep_version
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.queries import versions_of
from aktsom.cooperation.records.storing import locked
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.countries import country_name
from aktsom.core.errors import InvalidError, spoken
from aktsom.engine.clauses.answers import number_in
from aktsom.engine.clauses.drafting import OPEN, Draft, DraftClause, DraftParty, DraftRequest, draft, length_in_words
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.misfits import Misfit
from aktsom.engine.clauses.types import ClauseError, Firmness
from aktsom.engine.clauses.word import word_document
from aktsom.engine.lengths import Length

LONGEST_ANSWER = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftWanted:
    """What somebody chose for a draft: language, how firm each condition is said, further conditions, and answers."""

    language: str = "en"
    firmness: Mapping[str, str] = field(default_factory=dict)
    extra: Sequence[str] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    @property
    def kept(self) -> dict[str, Any]:
        """What is kept with the draft: what somebody chose, without what stands there anyway."""
        return {
            "language": self.language,
            "firmness": {name: each for name, each in self.firmness.items() if each != Firmness.MODEL},
            "extra": list(self.extra),
            "answers": {name: each.strip() for name, each in self.answers.items() if each.strip()},
        }


@action("draft an agreement", may=may_change, private=("wanted.answers",))
def make_draft(actor: Actor, *, agreement: Agreement, wanted: DraftWanted) -> DocumentVersion:
    """Write the draft as a Word document and keep it as the next version of our draft."""
    row = locked(agreement)
    if any(len(each) > LONGEST_ANSWER or "\x00" in each for each in wanted.answers.values()):
        raise InvalidError(fields={"answers": gettext_lazy("This is too long: at most 500 characters.")})
    library = library_of(actor)
    try:
        written = word_document(draft(request_of(row, wanted, library), library))
    except ClauseError as error:
        raise InvalidError(spoken(error.message), remedy=spoken(error.remedy)) from error
    before = row.documents.filter(kind=Document.Kind.DRAFT).first()
    word = _("draft")
    upload = SimpleUploadedFile(f"{word} {row.title}.docx", written)
    paper = before.pk if before else None
    return keep_version(actor, row, upload=upload, kind=Document.Kind.DRAFT, document=paper, choices=wanted.kept)


def latest_draft(row: Agreement) -> DocumentVersion | None:
    """The newest draft that was made here with choices that are kept."""
    return next((each for each in versions_of(row) if each.document.kind == Document.Kind.DRAFT and each.choices), None)


def chosen_before(row: Agreement, version: DocumentVersion, library: Library) -> DraftWanted:
    """What a draft was made with, for the next one: as far as the library has it, and the register says nothing itself."""
    kept, known = version.choices, known_answers(row)
    return DraftWanted(
        language=kept["language"],
        firmness={name: each for name, each in kept["firmness"].items() if name in library.conditions},
        extra=[name for name in kept["extra"] if name in library.conditions],
        answers={name: each for name, each in kept["answers"].items() if name in library.blanks and name not in known},
    )


def request_of(row: Agreement, wanted: DraftWanted, library: Library) -> DraftRequest:
    """What the agreement says, and what was chosen for the draft. Raises `InvalidError` for an answer that is no number."""
    parties = row.parties.select_related("partner__merged_into__merged_into", "institution").order_by("side", "pk")
    return DraftRequest(
        kind=row.kind,
        language=wanted.language,
        title=row.title,
        parties=tuple(_party(each, wanted.language) for each in parties),
        flags=frozenset(row.flags),
        answers=known_answers(row)
        | {name: _read(name, answer, library) for name, answer in wanted.answers.items() if answer.strip()},
        firmness={name: Firmness(firmness) for name, firmness in wanted.firmness.items()},
        extra=tuple(wanted.extra),
        law=row.law,
        forum=row.forum,
    )


def _read(name: str, answer: str, library: Library) -> Length | str:
    """An answer as it goes into a blank: where that is for a number, a length of time with its unit, or the number alone."""
    blank = library.blanks.get(name)
    if blank is None or blank.kind != "number" or answer.strip() == OPEN:
        return answer
    found = number_in(answer, hours=name.endswith("_hours"))
    if found is None:
        asked = blank.title[(get_language() or "nb")[:2]]
        refused = _("“%(asked)s” needs a number, or a number with its unit, such as 18 months or 90 days.")
        raise InvalidError(fields={"answers": refused % {"asked": asked}})
    return found


def known_answers(row: Agreement) -> dict[str, Length | str]:
    """What the register says of an agreement's blanks: how long it runs, open where only the last day is known; its notice."""
    known: dict[str, Length | str] = {}
    if row.ends:
        known["term_years"] = _running(row.starts, row.ends) if row.starts and row.starts <= row.ends else OPEN
    if notice := Length(months=row.notice_months, days=row.notice_days):
        known["notice_months"] = notice
    return known


def _running(first: date, last: date) -> Length:
    """From the first day to the last one: whole years, or months and what is left in days."""
    after = last + timedelta(days=1)
    months = 12 * (after.year - first.year) + after.month - first.month
    months -= Length(months=months).after(first) > after
    days = (after - Length(months=months).after(first)).days
    return Length(months=months, days=days) if days or months % 12 else Length(years=months // 12)


def blanks_shown(row: Agreement, library: Library, language: str) -> list[tuple[str, str, str]]:
    """The blanks that can be filled in: id, title, and what stands there without an answer."""
    known = known_answers(row)
    return [
        (name, blank.title[language], _in_words(known.get(name) or blank.usual[language], language))
        for name, blank in library.blanks.items()
    ]


def assumed_in(actor: Actor, row: Agreement, wanted: DraftWanted, language: str) -> list[tuple[str, str, str]]:
    """The blanks of a draft that neither the register nor anybody answered: id, title, and the usual that stands there."""
    library = library_of(actor)
    assumed = draft(request_of(row, wanted, library), library).assumed
    return [(name, library.blanks[name].title[language], value) for name, value in assumed.items()]


def unfit_in(actor: Actor, row: Agreement, wanted: DraftWanted) -> list[str]:
    """What in a draft does not fit the register, in sentences: its law, its place for disputes, and how many are bound."""
    library = library_of(actor)
    return list(_unfit(draft(request_of(row, wanted, library), library), row))


def _unfit(made: Draft, row: Agreement) -> Iterator[str]:
    if clauses := _marked(made, Misfit.LAW):
        law = country_name(row.law, (get_language() or "nb")[:2])
        told = _(
            "The register says the law of %(law)s, and clause %(clauses)s says otherwise. It is marked in the draft."
        )
        yield told % {"law": law, "clauses": _named(clauses)}
    if clauses := _marked(made, Misfit.FORUM):
        told = _(
            "The register says “%(forum)s” for where disputes are settled, and clause %(clauses)s says otherwise. "
            "It is marked in the draft."
        )
        yield told % {"forum": row.forum, "clauses": _named(clauses)}
    if clauses := _marked(made, Misfit.PARTIES):
        told = _(
            "%(number)d parties are bound, and these clauses have words for two: %(clauses)s. "
            "The words are marked in the draft."
        )
        yield told % {"number": len(made.parties), "clauses": _named(clauses)}


def _marked(made: Draft, misfit: Misfit) -> list[DraftClause]:
    return [each for each in made.clauses if misfit in each.unfit]


def _named(clauses: Sequence[DraftClause]) -> str:
    return ", ".join(f"{each.number} {each.heading}" for each in clauses)


def _in_words(answer: Length | str, language: str) -> str:
    return length_in_words(answer, language) if isinstance(answer, Length) else answer


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
