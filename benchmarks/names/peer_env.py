"""The peers' own environment: installed from its locked requirements when it is missing or they changed."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

from aktsom.config.environment import PROJECT, home

REQUIREMENTS = PROJECT / "requirements/peers.txt"
UV = PROJECT / ".tools/bin/uv"


def peers_python() -> Path | None:
    """The interpreter of the peers' environment, or None (and why, on the error output) when it cannot be made.

    PyICU, which nomenklatura needs, is built at the first installation: that takes a compiler, ICU's headers and two minutes.
    """
    folder = home() / "peers"
    python, stamp = folder / "bin/python", folder / "installed"
    digest = sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == digest:
        return python
    try:
        _run([str(UV), "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)])
        _run([str(UV), "pip", "sync", "--quiet", "--require-hashes", str(REQUIREMENTS)], VIRTUAL_ENV=str(folder))
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"The peers cannot be installed ({error}); the bench goes on without them.", file=sys.stderr)
        return None
    stamp.write_text(digest, encoding="ascii")
    return python


def _run(command: list[str], **environment: str) -> None:
    subprocess.run(command, check=True, env=os.environ | environment)
