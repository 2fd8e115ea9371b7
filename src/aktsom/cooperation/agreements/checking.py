"""Checking a paper against the framework conditions, and what people say of the findings."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.content.yardstick import Held, Yardstick, held_against, library_with
from aktsom.cooperation.agreements.conditions import library_of, yardstick_of
from aktsom.cooperation.agreements.counting import DRAFTS, carry_over, take_place
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Document, DocumentVersion, Finding
from aktsom.cooperation.agreements.models.checks import UNFINISHED, Progress, Unread, Verdict
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.storing import tell
from aktsom.cooperation.agreements.weighing import say_what_is_required, weigh
from aktsom.cooperation.records.storing import even_withdrawn, locked
from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError, InvalidError, MachineError, in_languages
from aktsom.core.files import path_of
from aktsom.engine.clauses.remarks import remarks_to_keep
from aktsom.engine.documents import LANGUAGES
from aktsom.engine.papers.reading import read_paper
from aktsom.engine.papers.types import LEFT_UNREAD, Noticed, Paper, PaperError
from aktsom.engine.wording import worded

MOST_PASSAGES = 6
LONGEST_PLACE = 2_000
NOT_ALL_KNOWN = LEFT_UNREAD | {Noticed.FOREIGN_PARTS}
"""With one of them, a paper may say more than what the check knows of it."""
Hold = Callable[[Paper, Yardstick], Held]
CHECKED_AT_ONCE = (Document.Kind.AGREEMENT, Document.Kind.AMENDMENT, *DRAFTS)
"""Papers that are checked as soon as they are added."""
SAYABLE = tuple(each for each in Verdict if each != Verdict.UNSEEN)
"""What a person can say of a condition: whoever has looked has seen."""


@action("have a paper checked", may=may_change)
def start_check(actor: Actor, *, agreement: Agreement, version: DocumentVersion) -> ClauseCheck:
    """Note that the paper is to be checked; `read_and_check` does it. One that is under way for the same file goes on."""
    row = locked(agreement)
    before = row.checks.filter(document_version=version, progress__in=UNFINISHED).first()
    if before:
        before.message = {}
        before.save(update_fields=["message"])
    return before or ClauseCheck.objects.create(
        institution_id=row.institution_id,
        agreement=row,
        document_version=version,
        kind=row.kind,
        flags=row.flags,
        by_id=actor.member_id,
    )


def read_and_check(
    actor: Actor, waiting: ClauseCheck, read: Callable[[Path], Paper] = read_paper, hold: Hold = held_against
) -> None:
    """Read the paper in a process of its own, check it, and keep what was found. Again after it was stopped; never twice.

    `read` and `hold` are for whoever has many papers read and checked ahead. Raises `OSError` where the machine fails: the
    check says so, and waits.
    """
    unfinished = ClauseCheck.objects.filter(pk=waiting.pk, progress__in=UNFINISHED)
    if not unfinished.update(progress=Progress.RUNNING, message={}):
        return
    agreement = Agreement.objects.get(pk=waiting.agreement_id)
    version = waiting.document_version
    try:
        paper = read(path_of(version.file, version.digest))
    except (PaperError, ConflictError) as error:
        say_unreadable(actor, agreement=agreement, waiting=waiting, error=error)
    except OSError:
        unfinished.update(progress=Progress.WAITING, message=in_languages(MachineError()))
        raise
    else:
        held = hold(paper, yardstick_of(actor, agreement)) if paper.can_be_checked else None
        keep_findings(actor, agreement=agreement, waiting=waiting, paper=paper, held=held)


@action("keep what a check found", may=may_change, private=("paper", "held"))
def keep_findings(
    actor: Actor, *, agreement: Agreement, waiting: ClauseCheck, paper: Paper, held: Held | None = None
) -> ClauseCheck:
    """Keep what was found in a paper. What was `held` against something else than counts by now is checked here again.

    It becomes the agreement's current check where its paper stands for the agreement and can be checked. What people said
    before counts on where it fits what was found now. What another program kept of the same check in the meantime stands.
    """
    row = locked(agreement)
    if not _is_unfinished(waiting):
        return waiting
    waiting.agreement = row
    # Somebody may have withdrawn it or said what it is while it was read.
    waiting.document_version = DocumentVersion.objects.select_related("document").get(pk=waiting.document_version_id)
    if not paper.can_be_checked:
        return _unchecked(waiting, paper)
    now = yardstick_of(actor, row)
    _keep(waiting, paper, held if held and held.against == now else held_against(paper, now))
    tell(row)
    return waiting


@action("say that a paper cannot be read", may=may_change, private=("error",))
def say_unreadable(
    actor: Actor, *, agreement: Agreement, waiting: ClauseCheck, error: PaperError | ConflictError
) -> ClauseCheck:
    """Keep why the check stopped; the paper stays."""
    del actor
    even_withdrawn(agreement)
    return _stopped(waiting, said_of(error)) if _is_unfinished(waiting) else waiting


@action("judge a finding", may=may_change, private=("note", "place"))
def judge_finding(
    actor: Actor,
    *,
    agreement: Agreement,
    finding: Finding,
    verdict: str,
    note: str = "",
    place: str = "",
    seen: str | None = None,
) -> Finding:
    """Confirm what the check says, or correct it. "" takes the judgement back. What people said is kept as an example.

    `place` are the words of the paper that the verdict rests on. `seen` is the finding's `judgement` that the person looked at;
    raises `ConflictError` when somebody has said something else since. None overwrites whatever was said.
    """
    if verdict and verdict not in SAYABLE:
        raise InvalidError(fields={"verdict": _("Choose one of the verdicts that are offered.")})
    if len(note) > 500 or "\x00" in note:
        raise InvalidError(fields={"note": _("This is too long: at most 500 characters.")})
    if len(place) > LONGEST_PLACE or "\x00" in place:
        raise InvalidError(fields={"place": _("This is too long: at most 2,000 characters.")})
    rows = Finding.objects.select_related("clause_check__agreement", "clause_check__document_version__document")
    row: Finding = rows.select_for_update(of=("self",)).get(pk=finding.pk, agreement=agreement)
    said = (verdict, *((note.strip(), place.strip()) if verdict else ("", "")))
    if seen is not None and seen != row.judgement:
        if said == (row.judged, row.note, row.place):
            return row
        raise ConflictError(
            _("Somebody judged this finding or took that back while you were looking at it."),
            kept=_("Nothing was overwritten, and what you wrote is still in the form."),
            remedy=_("Compare the two, and keep yours if it should stand."),
        )
    row.judged, row.note, row.place = said
    row.judged_by_id = actor.member_id if verdict else None
    row.judged_at = timezone.now() if verdict else None
    say_what_is_required(row.clause_check, [row], library_of(actor))
    row.save()
    tell(agreement)
    return row


def said_of(error: PaperError | ConflictError) -> dict[str, str]:
    """Why a file cannot be read, per language, to be kept; without the name of our own that it is kept under."""
    if isinstance(error, ConflictError):
        return in_languages(error)
    return {each: f"{worded(error.message, each)} {worded(error.remedy, each)}".strip() for each in LANGUAGES}


def _is_unfinished(waiting: ClauseCheck) -> bool:
    """Whether it is still to be done, by what is kept now that its agreement is locked."""
    waiting.refresh_from_db(fields=["progress"])
    return waiting.progress in UNFINISHED


def _stopped(waiting: ClauseCheck, message: dict[str, str]) -> ClauseCheck:
    waiting.progress, waiting.message, waiting.done_at = Progress.FAILED, message, timezone.now()
    waiting.save()
    return waiting


def _unchecked(waiting: ClauseCheck, paper: Paper) -> ClauseCheck:
    """Nothing can be said of what nobody could read, nor of what is in another language."""
    remarks = remarks_to_keep(paper if paper.has_text else replace(paper, passages=()))
    waiting.pages, waiting.noticed = paper.pages, remarks
    waiting.unread = Unread.NOTHING if paper.has_text else Unread.ALL
    return _stopped(waiting, {language: " ".join(each[language] for each in remarks) for language in LANGUAGES})


def _keep(waiting: ClauseCheck, paper: Paper, held: Held) -> None:
    found = held.found
    told: dict[str, Any] = found.as_json(paper)
    take_place(waiting)
    waiting.library, waiting.library_digest = found.library_version[:40], found.library_digest
    waiting.language, waiting.pages, waiting.noticed = found.language, paper.pages, told["remarks"]
    waiting.unread = Unread.SOME if paper.noticed & NOT_ALL_KNOWN else Unread.NOTHING
    waiting.facts, waiting.to_read = told["facts"], told["to_read"]
    waiting.message, waiting.progress, waiting.done_at = {}, Progress.DONE, timezone.now()
    findings = [
        _finding(waiting, position, name, result, paper)
        for position, (name, result) in enumerate(told["results"].items())
    ]
    carry_over(waiting, findings)
    weigh(waiting, findings, library_with(held.against.own))
    waiting.save()
    Finding.objects.bulk_create(findings)


def _finding(waiting: ClauseCheck, position: int, name: str, result: dict[str, Any], paper: Paper) -> Finding:
    """What was not found is absent only in a paper that was read to its end."""
    is_unseen = waiting.unread and result["standing"] == Verdict.ABSENT
    return Finding(
        institution_id=waiting.institution_id,
        agreement_id=waiting.agreement_id,
        clause_check=waiting,
        position=position,
        condition=name,
        verdict=Verdict.UNSEEN if is_unseen else result["standing"],
        passages=_passages(result, paper),
        why={language: [each[language] for each in result["why"]] for language in LANGUAGES},
    )


def _passages(result: dict[str, Any], paper: Paper) -> list[dict[str, Any]]:
    """What it rests on, each passage once; where nothing was found, what comes nearest."""
    found = {each["passage"]: each for each in reversed(result["found"])}
    if found:
        return sorted(found.values(), key=lambda each: (each["supports"] == "element", each["passage"]))[:MOST_PASSAGES]
    return [_nearest(number, paper) for number in result["nearest"][:2]]


def _nearest(number: int, paper: Paper) -> dict[str, Any]:
    return {"passage": number, "supports": "nearest", **paper.passages[number].as_json()}
