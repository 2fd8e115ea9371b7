"""Makes sure that the browser tests find a Chromium: one on the PATH, else Playwright's own, else Debian's when root.

Debian's shell without windows comes first where it can be had: a page costs it a fifth of what it costs the whole browser.
"""

import os
import shutil
import subprocess
import sys

SHELL = "chromium-headless-shell"
PATIENCE = ("-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30")
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    """Find or install; say plainly when neither works."""
    there = any(map(shutil.which, NAMES))
    if shutil.which(SHELL) or _debians(SHELL, asking=not there) or there or _playwright() or _debians("chromium"):
        return
    sys.exit("No Chromium was found and none could be installed. Install one and put it on the PATH.")


def _debians(package: str, *, asking: bool = True) -> bool:
    """Whether Debian's package could be installed; `asking` for the newest lists first, which takes a while."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    for command in (*([("update",)] if asking else []), ("install", "-y", package)):
        subprocess.run(["apt-get", "-qq", *PATIENCE, *command], check=False, capture_output=True)
    return shutil.which(package) is not None


def _playwright() -> bool:
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
