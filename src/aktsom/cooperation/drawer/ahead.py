"""Reading papers ahead: each in a process of its own, as many at once as a small machine has cores."""

import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.models import ClauseCheck
from aktsom.cooperation.drawer.models import DrawerItem
from aktsom.core.errors import ConflictError
from aktsom.core.files import path_of
from aktsom.engine.papers.reading import read_paper
from aktsom.engine.papers.types import Paper, PaperError

logger = logging.getLogger(__name__)
AT_ONCE, AHEAD = 2, 4
Read = Callable[[Path], Paper]
Ready = tuple[DrawerItem, ClauseCheck, Read]


class ReadingAhead:
    """Takes items in their order and gives them back in it, each once its paper is among the first that are not read yet.

    The threads only wait for the processes that read; none of them asks the database anything.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(AT_ONCE, "reading")
        self._waiting = deque[tuple[DrawerItem, ClauseCheck, Future[Paper]]]()

    def __enter__(self) -> "ReadingAhead":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)

    def add(self, item: DrawerItem) -> Iterator[Ready]:
        """Begin to read the item's paper, unless it has none or it is checked; gives what is due, which may be waited for."""
        check = item.clause_check
        if check is not None and check.progress in DrawerItem.WAITS:
            version = check.document_version
            paper = self._threads.submit(lambda: read_paper(path_of(version.file, version.digest)))
            self._waiting.append((item, check, paper))
        while len(self._waiting) > AHEAD:
            yield self._first()

    def rest(self) -> Iterator[Ready]:
        """All that are left."""
        while self._waiting:
            yield self._first()

    def _first(self) -> Ready:
        item, check, paper = self._waiting.popleft()
        return item, check, lambda _path: _paper_of(paper)


def _paper_of(reading: Future[Paper]) -> Paper:
    """The paper; whatever else goes wrong with one file than what readers refuse is logged, and refused too.

    Raises `PaperError` or `ConflictError`; and `OSError`, as then it is the machine that fails, and others' papers would too.
    """
    error = reading.exception()
    if error is None or isinstance(error, PaperError | ConflictError | OSError):
        return reading.result()
    logger.error("a paper could not be read", exc_info=error)
    raise ConflictError(
        _("Something unexpected went wrong while this file was read."),
        remedy=_("Save it again as a PDF, and add that one."),
    ) from error
