"""Reading and checking papers ahead, as many at once as a small machine has cores."""

import logging
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from django.utils.translation import gettext_lazy as _

from aktsom.content.yardstick import Held, Yardstick, held_against
from aktsom.cooperation.agreements.conditions import yardstick_of
from aktsom.cooperation.agreements.models import ClauseCheck
from aktsom.cooperation.agreements.models.checks import UNFINISHED
from aktsom.cooperation.drawer.checkers import Checkers
from aktsom.cooperation.drawer.models import DrawerItem
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.core.files import path_of
from aktsom.engine.papers.reading import read_paper
from aktsom.engine.papers.types import Paper, PaperError
from aktsom.engine.processes import cores

logger = logging.getLogger(__name__)
AT_ONCE, AHEAD = cores() + 1, 24
"""So many at once, as now and then one waits for a disk; and so many ahead, as a scan takes as long as ten others."""
Done = tuple[Paper, Held | None]


@dataclass(frozen=True, slots=True)
class Ready:
    """An item with its check, and its paper that is read and checked by now."""

    item: DrawerItem
    check: ClauseCheck
    done: Future[Done]

    def read(self, _path: Path) -> Paper:
        """The paper; whatever else goes wrong with one file than what readers refuse is logged, and refused too.

        Raises `PaperError` or `ConflictError`; and `OSError`, as then it is the machine that fails, and others' papers would
        too.
        """
        error = self.done.exception()
        if error is None or isinstance(error, PaperError | ConflictError | OSError):
            return self.done.result()[0]
        logger.error("a paper could not be read", exc_info=error)
        raise ConflictError(
            _("Something unexpected went wrong while this file was read."),
            remedy=_("Save it again as a PDF, and add that one."),
        ) from error

    def held(self, paper: Paper, against: Yardstick) -> Held:
        """What was found in the paper, or is now."""
        return self.done.result()[1] or held_against(paper, against)


class ReadingAhead:
    """Takes items in their order and gives them back in it, each once its paper is among the first that are not done yet.

    The threads only wait for the processes that read and check; none of them asks the database anything.
    """

    def __init__(self, actor: Actor, papers: int) -> None:
        self._actor = actor
        self._threads = ThreadPoolExecutor(AT_ONCE, "reading")
        self._checkers = Checkers(papers)
        self._waiting = deque[Ready]()

    def __enter__(self) -> "ReadingAhead":
        self._checkers.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._threads.shutdown(cancel_futures=True)
        self._checkers.__exit__(kind, error, trace)

    def add(self, item: DrawerItem) -> Iterator[Ready]:
        """Begin with the item's paper, unless it has none or it is checked; gives what is due, which may be waited for."""
        check = item.clause_check
        if check is not None and check.progress in UNFINISHED:
            version, against = check.document_version, yardstick_of(self._actor, check.agreement)
            done = self._threads.submit(self._done, path_of(version.file, version.digest), against)
            self._waiting.append(Ready(item, check, done))
        while len(self._waiting) > AHEAD:
            yield self._waiting.popleft()

    def rest(self) -> Iterator[Ready]:
        """All that are left."""
        while self._waiting:
            yield self._waiting.popleft()

    def begun(self) -> list[Ready]:
        """The first that is left, and those that somebody is at; the others wait for another time."""
        return [each for place, each in enumerate(self._waiting) if place == 0 or not each.done.cancel()]

    def _done(self, path: Path, against: Yardstick) -> Done:
        paper = read_paper(path)
        return paper, self._checkers.held(paper, against) if paper.can_be_checked else None
