"""The demo's agreements: registered, with documents made here, checked, and taken to where each stands."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from docx import Document as WordDocument

from aktsom.cli.demo.appraisals import QUIET, partners_of
from aktsom.cooperation.agreements.actions import put_under, register_agreement
from aktsom.cooperation.agreements.checking import keep_findings, start_check
from aktsom.cooperation.agreements.comparing import keep_changes, start_comparison
from aktsom.cooperation.agreements.drafts import AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement, Document, DocumentVersion
from aktsom.cooperation.agreements.moving import StepDraft, take_step
from aktsom.cooperation.agreements.papers import add_document
from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.errors import SetupError
from aktsom.core.files import path_of
from aktsom.core.printing import pdf_of
from aktsom.core.tenancy import acting_for
from aktsom.engine.agreements.lifecycle import Step
from aktsom.engine.clauses.comparing import compare_here
from aktsom.engine.lengths import Length
from aktsom.engine.papers.reading import read_here
from aktsom.institutions.models import Institution, Member, Unit
from aktsom.institutions.queries import actor_of_member, open_units

STORIES = Path(__file__).with_name("agreements.yaml")
OFFICER, HOME = "Lars Brekke", "NO"
SIGNS = {"nb": ("Rektor", "i kraft av stillingen"), "en": ("The Rector", "by virtue of office")}
"""Who signs, and with what authority, per language: an office, for no real person is to sign an invented paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One agreement as agreements.yaml tells it; the file says what the fields mean."""

    title: str
    kind: str
    language: str
    state: str
    unit: str
    text: str
    known: int | None = None
    name: str = ""
    country: str = ""
    starts: int | None = None
    ends: int | None = None
    notice: int = 0
    renewal: int = 0
    review: int = 0
    value: int | None = None
    currency: str = ""
    law: str = ""
    forum: str = ""
    summary: str = ""
    flags: tuple[str, ...] = ()
    form: str = "docx"
    parent: str = ""
    relation: str = ""
    covers: bool = False
    returned: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Mapping[str, Any], ...] = field(default=())


def stories() -> tuple[Story, ...]:
    """What agreements.yaml tells."""
    told = yaml.safe_load(STORIES.read_text())
    return tuple(
        Story(**{**each, "flags": tuple(each.get("flags", ())), "steps": tuple(each.get("steps", ()))}) for each in told
    )


def sign(institution: Institution) -> None:
    """Let the agreements officer register what the stories tell; what is there already stays as it is."""
    officer = officer_of(institution)
    if officer is None:
        return
    with acting_for(officer):
        there = dict(Agreement.objects.visible_to(officer).values_list("title", "pk"))
        units = {unit.name_nb: unit for unit in open_units(officer)}
        known = [partner for partner in partners_of(institution, QUIET) if partner.country != HOME]
        for story in stories():
            partner = _partner(officer, story, known)
            if partner is not None and story.title not in there:
                row = _registered(officer, story, partner, units.get(story.unit), there.get(story.parent))
                there[story.title] = row.pk
                _papers(officer, story, row, institution, partner)
                _taken_on(officer, story, row)


def officer_of(institution: Institution) -> Actor | None:
    """The agreements officer of the demo; None where the institution has none."""
    system = Actor.system("demo", institution.pk)
    with acting_for(system):
        member = Member.objects.visible_to(system).filter(user__name=OFFICER).first()
        return actor_of_member(member.pk) if member else None


def _partner(actor: Actor, story: Story, known: list[Partner]) -> Partner | None:
    if story.known is None:
        return add_partner(actor, story.name, story.country)
    return known[story.known % len(known)] if known else None


def _registered(actor: Actor, story: Story, partner: Partner, unit: Unit | None, parent: UUID | None) -> Agreement:
    today = timezone.localdate()
    signed = _day(today, story.starts and min(story.starts, 0)) if story.state == "signed" else None
    row = register_agreement(
        actor,
        draft=AgreementDraft(
            title=story.title,
            kind=story.kind,
            state=story.state,
            parties=(_party(story, signed), _party(story, signed, partner)),
            unit=unit.pk if unit else None,
            summary=story.summary,
            parent=parent,
            relation=story.relation if parent else "",
            signed_on=signed,
            starts=_day(today, story.starts),
            ends=_last_day(today, story.ends),
            notice_months=story.notice,
            renewal_months=story.renewal,
            review_months=story.review,
            value=None if story.value is None else Decimal(story.value),
            currency=story.currency,
            language=story.language,
            law=story.law,
            forum=story.forum,
            flags=story.flags,
        ),
    )
    under = Cooperation.objects.visible_to(actor).filter(partners=partner).order_by("pk").first()
    return put_under(actor, agreement=row, cooperation=under) if story.covers and under else row


def _party(story: Story, signed: date | None, partner: Partner | None = None) -> PartyDraft:
    office, authority = SIGNS[story.language] if signed else ("", "")
    return PartyDraft(partner=partner.pk if partner else None, signatory=office, authority=authority, signed_on=signed)


def _day(today: date, months: int | None) -> date | None:
    if months is None:
        return None
    return Length(months=months).after(today) if months >= 0 else Length(months=-months).before(today)


def _last_day(today: date, months: int | None) -> date | None:
    """The day before, for a term that begins on one day of a month ends on the day before it."""
    day = _day(today, months)
    return day - timedelta(1) if day else None


def _papers(actor: Actor, story: Story, row: Agreement, institution: Institution, partner: Partner) -> None:
    home = institution.name_nb if story.language == "nb" else institution.name_en
    text = story.text.format(home=home, partner=partner.name)
    paragraphs = list(numbered(text))
    ending, content = _document(story, paragraphs)
    upload = SimpleUploadedFile(f"{story.title}.{ending}", content)
    kind = "agreement" if story.state == "signed" else "draft"
    version = add_document(actor, agreement=row, upload=upload, kind=kind)
    waiting = start_check(actor, agreement=row, version=version)
    keep_findings(actor, agreement=row, waiting=waiting, paper=read_here(path_of(version.file, version.digest)))
    if story.returned:
        _come_back(actor, story, row, version, text)


def _come_back(actor: Actor, story: Story, row: Agreement, sent: DocumentVersion, text: str) -> None:
    """The partner sends the draft back with other words, and the officer has the two compared."""
    for was, becomes in story.returned.items():
        text = text.replace(was, becomes)
    upload = SimpleUploadedFile(f"{story.title} (retur).docx", word_file(story.title, list(numbered(text))))
    returned = add_document(actor, agreement=row, upload=upload, kind=Document.Kind.RETURNED)
    waiting = start_comparison(actor, agreement=row, sent=sent, returned=returned)
    keep_changes(waiting, *compare_here(*(path_of(each.file, each.digest) for each in (sent, returned))))


def numbered(text: str) -> Iterator[tuple[bool, str]]:
    """Headings (which begin with #) and paragraphs with their numbers; true for a heading."""
    clause, paragraph = 0, 0
    for line in text.splitlines():
        if line.startswith("# "):
            clause, paragraph = clause + 1, 0
            yield True, f"{clause}. {line.removeprefix('# ')}"
        else:
            paragraph += 1
            yield False, f"{clause}.{paragraph} {line}"


def _document(story: Story, paragraphs: list[tuple[bool, str]]) -> tuple[str, bytes]:
    """The paper and its file name's ending. A machine that cannot make PDF files gets a Word document instead."""
    if story.form == "pdf":
        with suppress(SetupError):
            return "pdf", _pdf(story, paragraphs)
    return "docx", word_file(story.title, paragraphs)


def word_file(title: str, paragraphs: list[tuple[bool, str]]) -> bytes:
    """The paper as a Word document."""
    document, content = WordDocument(), BytesIO()
    document.add_heading(title, 0)
    for heading, text in paragraphs:
        if heading:
            document.add_heading(text, 1)
        else:
            document.add_paragraph(text)
    document.save(content)
    return content.getvalue()


def _pdf(story: Story, paragraphs: list[tuple[bool, str]]) -> bytes:
    body = "".join(f"<h2>{escape(text)}</h2>" if heading else f"<p>{escape(text)}</p>" for heading, text in paragraphs)
    title = escape(story.title)
    return pdf_of(
        f"<html lang='{story.language}'><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    )


def _taken_on(actor: Actor, story: Story, row: Agreement) -> None:
    for each in story.steps:
        letter = SimpleUploadedFile("brev.docx", word_file(story.title, [(False, each["reason"])]))
        given = StepDraft(
            reason=each["reason"],
            on=_day(timezone.localdate(), each.get("on")),
            upload=letter if each.get("shown") else None,
        )
        row = take_step(actor, agreement=row, step=Step(each["step"]), given=given)
