"""What is chosen in one thread is known in no other, where web processes keep it."""

import datetime
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.urls import base as urls
from django.urls import get_script_prefix, get_urlconf, set_urlconf
from django.utils import timezone, translation
from django.utils.translation import gettext

from aktsom.config.threads import KEPT, keep_by_thread

THREADS, TIMES = 6, 200


@pytest.fixture
def by_thread() -> Iterator[None]:
    before = [(module, name, getattr(module, name)) for module, name in KEPT]
    keep_by_thread()
    yield
    for module, name, former in before:
        setattr(module, name, former)


@pytest.mark.usefixtures("by_thread")
def test_threads_answer_at_once_in_their_own_language_zone_and_addresses() -> None:
    begun = threading.Barrier(THREADS)
    winter = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)

    def answer(number: int) -> set[tuple[str, int, str | None]]:
        language, zone, said = [("nb", "Europe/Oslo", "Partnere"), ("en", "Asia/Tokyo", "Partners")][number % 2]
        begun.wait()
        found = set()
        for _ in range(TIMES):
            with translation.override(language), timezone.override(zone):
                set_urlconf(f"addresses.{number}")
                assert gettext("Partners") == said
                found.add((translation.get_language(), timezone.localtime(winter).hour, get_urlconf()))
        return found

    with ThreadPoolExecutor(THREADS) as threads:
        for number, found in enumerate(threads.map(answer, range(THREADS))):
            assert found == {
                ("nb", 13, f"addresses.{number}") if number % 2 == 0 else ("en", 21, f"addresses.{number}")
            }


@pytest.mark.usefixtures("by_thread")
def test_nothing_of_an_answer_is_there_for_the_next_one_or_in_a_new_thread() -> None:
    def said() -> tuple[str | None, str, str | None, str]:
        return translation.get_language(), timezone.get_current_timezone_name(), get_urlconf(), get_script_prefix()

    untouched = said()
    with translation.override("en"), timezone.override("Asia/Tokyo"), ThreadPoolExecutor(1) as other:
        set_urlconf("addresses.of.another")
        urls.set_script_prefix("/elsewhere/")
        assert other.submit(said).result() == untouched
        set_urlconf(None)
        urls.clear_script_prefix()
    assert said() == untouched
