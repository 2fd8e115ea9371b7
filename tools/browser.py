"""Makes sure that the browser tests find a Chromium: one on the PATH, else Playwright's own, else Debian's when root."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main() -> None:
    """Find or install; say plainly when neither works."""
    if any(map(shutil.which, NAMES)) or _playwright():
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        subprocess.run(["apt-get", "update", "-qq"], check=False, stdout=subprocess.DEVNULL)
        subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, stdout=subprocess.DEVNULL)
    if not any(map(shutil.which, NAMES)):
        sys.exit("No Chromium was found and none could be installed. Install one and put it on the PATH.")


def _playwright() -> bool:
    done = subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False, capture_output=True)
    return done.returncode == 0


if __name__ == "__main__":
    main()
