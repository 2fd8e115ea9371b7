"""Runs all tests, in two parts side by side: those in a browser, which wait much of the time, and all others.

A browser driver leaves threads and a loop in its process, where other tests fork and kill children; so each part has processes
of its own. Give options of pytest behind the number of workers.
"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = "tests/browser"
PYTEST = (sys.executable, "-m", "pytest", "--dist", "worksteal")
NOTHING_TO_RUN = 5


def main(workers: str, *options: str) -> int:
    """Run both, show what each says in one piece, and give 0 only when both pass."""
    said = ROOT / "var" / "browser-tests.txt"
    said.parent.mkdir(exist_ok=True)
    with said.open("wb") as file:
        command = [*PYTEST, "-n", "0", "-m", "browser", FOLDER, *options]
        in_browser = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)
    try:
        command = [*PYTEST, "-n", workers, "-m", "not browser", f"--ignore={FOLDER}", *options]
        others = subprocess.run(command, cwd=ROOT, check=False).returncode
        print("\nThe tests in a browser, which run beside the others:", flush=True)
        in_browser.wait()
    finally:
        in_browser.terminate()
        in_browser.wait()
        with said.open("rb") as file:
            shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.flush()
    return of_both(others, in_browser.returncode)


def of_both(one: int, other: int) -> int:
    """0 when both passed; a part of which the options left nothing does not count beside one that ran."""
    ran = [each for each in (one, other) if each != NOTHING_TO_RUN]
    return next((each for each in ran if each), 0) if ran else NOTHING_TO_RUN


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
