"""Finding and starting a Chromium that touches nothing but the pages under test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright, expect, sync_playwright

ON_PATH = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first has no windows of its own to draw, which is most of the work that a page costs the others."""
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 120_000
"""Milliseconds that anything may take before it counts as not coming: on a busy machine a page alone takes half a minute."""
expect.set_options(timeout=PATIENCE)


def patient_context(started: Browser, **options: Any) -> BrowserContext:
    """A browser window of its own, with its own cookies."""
    context = started.new_context(**options)
    context.set_default_timeout(PATIENCE)
    return context


@contextmanager
def browser() -> Iterator[Browser | None]:
    """A running Chromium, or None when there is none on this machine."""
    with sync_playwright() as playwright:
        executable = _executable(playwright)
        if executable is None:
            yield None
            return
        started = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        try:
            yield started
        finally:
            started.close()


def _executable(playwright: Playwright) -> str | None:
    on_path = next((found for name in ON_PATH if (found := shutil.which(name))), None)
    installed = playwright.chromium.executable_path
    return on_path or (installed if Path(installed).is_file() else None)
