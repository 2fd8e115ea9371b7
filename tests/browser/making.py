"""The installation that the browser looks at: made once by `aktsom demo --no-serve`, brought up to date after that."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import fasteners

ROOT = Path(__file__).resolve().parents[2]
MADE_BY = ROOT / "var" / "browser" / "made-by"
PATIENCE = 1800
AKTSOM = (sys.executable, "-m", "aktsom.cli.main")


def site_environment() -> dict[str, str]:
    """The settings of that installation, which lies beside the tests' own."""
    own = {"AKTSOM_HOME": str(ROOT / "var" / "browser"), "AKTSOM_DEMO": "1", "AKTSOM_SECRET_KEY": "for-tests"}
    return {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")} | own


def made_site() -> dict[str, Any]:
    """Make it, or wait until somebody else has and bring it up to date; gives the summary."""
    with _alone():
        return _made()


def site_at_hand() -> None:
    """Make it, unless it was made today by just this program."""
    with _alone():
        if not MADE_BY.is_file() or MADE_BY.read_text("utf-8") != _this_program():
            _made()


def _alone() -> fasteners.InterProcessLock:
    (ROOT / "var").mkdir(exist_ok=True)
    return fasteners.InterProcessLock(ROOT / "var" / "browser.lock")


def _made() -> dict[str, Any]:
    command = [*AKTSOM, "demo", "--no-serve", "--json"]
    made = subprocess.run(
        command, env=site_environment(), cwd=ROOT, check=True, timeout=PATIENCE, stdout=subprocess.PIPE
    )
    summary: dict[str, Any] = json.loads(made.stdout)
    MADE_BY.write_text(_this_program(), "utf-8")
    return summary


def _this_program() -> str:
    files = sorted(file for file in (ROOT / "src").rglob("*") if file.is_file() and "__pycache__" not in file.parts)
    state = sha256(repr([(str(file), file.stat().st_mtime_ns) for file in files]).encode())
    return f"{datetime.now(tz=UTC).date()} {os.environ.get('AKTSOM_DATA', '')} {state.hexdigest()}"
