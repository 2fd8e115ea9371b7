"""Documents to print and keep: a page written for paper becomes a tagged PDF (PDF/UA-1) that screen readers can follow.

The PDF is made in a process of its own, which may load nothing but our own stylesheet and fonts, is given a minute, and takes
its memory with it when it ends.
"""

import subprocess
import sys
import time
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.utils.translation import gettext as _

from aktsom.core.errors import AktsomError, SetupError
from aktsom.engine.processes import count_beside

PATIENCE_SECONDS = 60
STYLE, FONTS = "core/paper.css", "parts/fonts"
NO_LIBRARY = b"cannot load library"
"""What the process says on a machine that lacks the library which lays out text."""


class PrintingError(AktsomError):
    """The document could not be made into a PDF."""


def pdf_of(page: str) -> bytes:
    """A page as a PDF; its template extends `core/paper.html`, which wants `title`, `institution` and `language`.

    Raises `SetupError` on a machine without Pango, `PrintingError` when the document cannot be laid out in a minute.
    """
    try:
        made = _laid_out(page.encode())
    except subprocess.TimeoutExpired as error:
        raise _too_long() from error
    if NO_LIBRARY in made.stderr:
        raise SetupError(
            _("This machine cannot make PDF files yet."),
            remedy=_("Print the page from the browser, and ask the platform operator to install Pango."),
        )
    if made.returncode:
        raise _too_long()
    return made.stdout


def pdf_response(name: str, content: bytes) -> HttpResponse:
    """The PDF as a file to keep; `name` is the file's name without its ending."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer


def _laid_out(page: bytes) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "aktsom.core.printing_process", *map(str, (_static(STYLE), _static(FONTS)))]
    begun = time.monotonic()
    try:
        return subprocess.run(command, input=page, capture_output=True, timeout=PATIENCE_SECONDS, check=False)
    finally:
        count_beside(time.monotonic() - begun)


def _static(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise SetupError(_("Parts of the installation are missing."), remedy=_("Run the set-up again."))
    return Path(found)


def _too_long() -> PrintingError:
    return PrintingError(
        _("The document could not be made into a PDF."),
        kept=_("Nothing was changed."),
        remedy=_("Print the page from the browser instead, and tell the platform operator."),
    )
