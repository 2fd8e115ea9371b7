"""The installation that the browser looks at: made once by `aktsom demo --no-serve`, brought up to date after that."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import fasteners

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 1800
AKTSOM = (sys.executable, "-m", "aktsom.cli.main")


def site_environment() -> dict[str, str]:
    """The settings of that installation, which lies beside the tests' own."""
    own = {"AKTSOM_HOME": str(ROOT / "var" / "browser"), "AKTSOM_DEMO": "1", "AKTSOM_SECRET_KEY": "for-tests"}
    return {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")} | own


def made_site() -> dict[str, Any]:
    """Make it, or wait until somebody else has; gives the summary."""
    (ROOT / "var").mkdir(exist_ok=True)
    with fasteners.InterProcessLock(ROOT / "var" / "browser.lock"):
        command = [*AKTSOM, "demo", "--no-serve", "--json"]
        made = subprocess.run(
            command, env=site_environment(), cwd=ROOT, check=True, timeout=PATIENCE, stdout=subprocess.PIPE
        )
    summary: dict[str, Any] = json.loads(made.stdout)
    return summary
