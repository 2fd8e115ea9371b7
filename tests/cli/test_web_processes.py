"""The threads of a web process: work goes to the one that was last at work."""

from concurrent.futures import ThreadPoolExecutor
from queue import Empty
from threading import Barrier, get_ident

import pytest

from aktsom.cli.web_processes import WarmestFirst


@pytest.fixture
def threads() -> ThreadPoolExecutor:
    pool = ThreadPoolExecutor(max_workers=3)
    pool._work_queue = WarmestFirst()  # type: ignore[assignment]
    return pool


def test_three_things_at_once_are_done_by_three_threads_and_what_follows_by_one(threads: ThreadPoolExecutor) -> None:
    meeting = Barrier(3, timeout=5)
    together = [threads.submit(meeting.wait) for _ in range(3)]
    assert sorted(each.result(5) for each in together) == [0, 1, 2]
    threads.submit(get_ident).result(5)
    followed = []
    for _ in range(30):
        followed.append(threads.submit(get_ident).result(5))
    # A thread may still be on its way back to the queue when the next thing comes.
    assert len(set(followed)) <= 2
    threads.shutdown()


def test_what_is_too_much_at_once_waits_in_its_order(threads: ThreadPoolExecutor) -> None:
    assert [each.result(5) for each in [threads.submit(int, n) for n in range(50)]] == list(range(50))
    threads.shutdown()


def test_an_empty_queue_says_so_to_who_does_not_wait() -> None:
    queue: WarmestFirst[int] = WarmestFirst()
    with pytest.raises(Empty):
        queue.get_nowait()
    queue.put(1)
    queue.put(2)
    assert (queue.get_nowait(), queue.get()) == (1, 2)
