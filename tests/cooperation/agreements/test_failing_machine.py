"""A disk or a share that fails while a paper is read: told as what it is, and nothing is lost."""

import errno
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements import checking, comparing, papers
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Comparison
from aktsom.cooperation.agreements.models.checks import Progress
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage

pytestmark = pytest.mark.django_db
MakeAgreement = Callable[..., Agreement]
TOLD = "The server cannot read or write its files just now."


def failing(*_given: object) -> None:
    raise OSError(errno.EIO, "Input/output error")


def sound(_path: Path) -> Paper:
    return Paper(PaperKind.DOCX, (Passage("Each Party may publish."),))


def test_a_check_that_the_machine_stopped_says_so_and_goes_on_when_asked(
    officer: Actor, browser: Client, agreement: MakeAgreement, upload: Callable[..., SimpleUploadedFile]
) -> None:
    made = agreement(officer)
    with acting_for(officer):
        version = papers.add_document(officer, agreement=made, upload=upload())
        waiting = checking.start_check(officer, agreement=made, version=version)
        with pytest.raises(OSError, match="Input/output"):
            checking.read_and_check(officer, waiting, failing)
    page = reverse("agreements:check", args=[made.pk, waiting.pk])
    shown = browser.get(page).content.decode()
    assert TOLD in shown
    assert "Check it again" in shown
    again = browser.post(reverse("agreements:start-check", args=[made.pk, version.pk]))
    assert again["Location"] == page
    assert TOLD not in browser.get(page).content.decode()
    with acting_for(officer):
        checking.read_and_check(officer, ClauseCheck.objects.get(pk=waiting.pk), sound)
    assert TOLD not in browser.get(page).content.decode()
    with acting_for(officer):
        assert ClauseCheck.objects.get(pk=waiting.pk).progress == Progress.DONE


def test_a_comparison_that_the_machine_stopped_says_so(
    officer: Actor, browser: Client, agreement: MakeAgreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = agreement(officer)
    monkeypatch.setattr(comparing, "compare_files", failing)
    with acting_for(officer):
        sent, returned = (
            papers.add_document(officer, agreement=made, upload=SimpleUploadedFile(f"{name}.docx", b"PK\x03\x04"))
            for name in ("sent", "returned")
        )
        waiting = comparing.start_comparison(officer, agreement=made, sent=sent, returned=returned)
        with pytest.raises(OSError, match="Input/output"):
            comparing.read_and_compare(waiting)
        assert Comparison.objects.get(pk=waiting.pk).progress == Progress.FAILED
    shown = browser.get(reverse("agreements:comparison", args=[made.pk, waiting.pk])).content.decode()
    assert TOLD in shown
