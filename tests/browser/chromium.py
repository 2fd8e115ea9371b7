"""Finding and starting a Chromium that touches nothing but the pages under test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Playwright, sync_playwright

ON_PATH = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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
