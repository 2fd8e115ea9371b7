"""The room's work in the background."""

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from aktsom.cooperation.agreements.checking import read_and_check, start_check
from aktsom.cooperation.agreements.comparing import read_and_compare, start_comparison
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Comparison, DocumentVersion
from aktsom.cooperation.agreements.moving import move_by_calendar
from aktsom.core.actor import Actor
from aktsom.core.jobs import job
from aktsom.core.visibility import get_visible
from aktsom.institutions.models import Institution


@job("check a paper of an agreement")
def check_paper(actor: Actor, check_id: str) -> None:
    """Read and check a paper, as whoever asked for it."""
    read_and_check(actor, get_visible(ClauseCheck, actor, pk=UUID(check_id)))


@job("compare two drafts")
def compare_drafts(actor: Actor, comparison_id: str) -> None:
    """Read and compare two files, for whoever asked for it."""
    read_and_compare(get_visible(Comparison, actor, pk=UUID(comparison_id)))


def have_checked(actor: Actor, agreement: Agreement, version: DocumentVersion) -> ClauseCheck:
    """Let a worker check a file; gives the check, which waits."""
    waiting = start_check(actor, agreement=agreement, version=version)
    check_paper.defer(actor, check_id=str(waiting.pk))
    return waiting


def have_compared(actor: Actor, agreement: Agreement, sent: DocumentVersion, returned: DocumentVersion) -> Comparison:
    """Let a worker compare two files; gives the comparison, which waits."""
    waiting = start_comparison(actor, agreement=agreement, sent=sent, returned=returned)
    compare_drafts.defer(actor, comparison_id=str(waiting.pk))
    return waiting


@app.periodic(cron="5 0 * * *")
@app.task(name="let the calendar move everybody's agreements", queueing_lock="let the calendar move agreements")
def move_everybodys_agreements(timestamp: int) -> None:
    """Put one job for each institution into the queue, every night."""
    del timestamp
    for institution_id in Institution.objects.order_by("pk").values_list("pk", flat=True):
        move_agreements.defer(Actor.system("agreements", institution_id))


@job("let the calendar move agreements", once=True)
def move_agreements(actor: Actor) -> None:
    """What begins today is in force, what ran out yesterday has ended."""
    move_by_calendar(actor, today=timezone.localdate())
