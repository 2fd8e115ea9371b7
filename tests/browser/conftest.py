"""A real site over demo data, and a browser in which somebody is signed in.

The site is `aktsom serve` with an installation of its own (var/browser), filled once by `aktsom demo --no-serve`; set
SITE_UNDER_TEST to test one that runs already.
"""

import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.chromium import browser, patient_context
from tests.browser.making import AKTSOM, ROOT, site_at_hand, site_environment
from tests.browser.pages import sign_in


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; the tests are skipped on a machine without one, and `make test` brings one."""
    with browser() as started:
        if started is None:
            pytest.skip("no Chromium: install Debian's, or run `playwright install chromium`")
        yield started


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The base address of a running demo."""
    if running := os.environ.get("SITE_UNDER_TEST"):
        yield running
        return
    site_at_hand()
    port = _free_port()
    command = [*AKTSOM, "serve", "--port", str(port), "--no-worker"]
    serving = subprocess.Popen(command, env=site_environment(), cwd=ROOT)
    try:
        yield _answering(f"http://127.0.0.1:{port}", serving)
    finally:
        serving.terminate()
        serving.wait(timeout=60)


@pytest.fixture
def worker(site: str) -> Iterator[None]:
    """Somebody who does the work in the background; a site that runs already has its own."""
    if os.environ.get("SITE_UNDER_TEST"):
        yield
        return
    working = subprocess.Popen([*AKTSOM, "worker"], env=site_environment(), cwd=ROOT)
    try:
        yield
    finally:
        working.terminate()
        working.wait(timeout=60)


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, site: str) -> Iterator[Callable[[str], BrowserContext]]:
    """`signed_in(person)`: the context in which this person is signed in; "" is nobody. One for each person."""
    contexts: dict[str, BrowserContext] = {}

    def context_of(person: str) -> BrowserContext:
        if person not in contexts:
            contexts[person] = patient_context(chromium)
            if person:
                with closing(contexts[person].new_page()) as page:
                    sign_in(page, site, person)
        return contexts[person]

    yield context_of
    for context in contexts.values():
        context.close()


@pytest.fixture
def page_of(signed_in: Callable[[str], BrowserContext]) -> Iterator[Callable[[str], Page]]:
    """`page_of(person)`: a new page in which this person is signed in."""
    opened: list[Page] = []

    def page(person: str) -> Page:
        opened.append(signed_in(person).new_page())
        return opened[-1]

    yield page
    for each in opened:
        each.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answering(address: str, serving: subprocess.Popen[bytes]) -> str:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline:
        if serving.poll() is not None:
            raise RuntimeError("the site stopped before it answered")
        try:
            # The first answer waits for what is read only then; on a busy machine that takes seconds.
            with urlopen(f"{address}/about/", timeout=60):
                return address
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the site did not answer within three minutes")
