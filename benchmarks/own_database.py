"""Measuring in a process of its own, on an embedded database of its own."""

import os
import subprocess
import sys
from pathlib import Path

CODE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "aktsom.config.settings"
from aktsom.cli.setup import bring_up_to_date, with_django
with_django()
bring_up_to_date()
from {module} import run
run(*{given!r})
"""


def run_apart(home: Path, module: str, *given: str) -> None:
    """Call `run` of a module with what is given; its database is made under `home`."""
    environment = os.environ | {"AKTSOM_HOME": str(home), "AKTSOM_SECRET_KEY": "for-the-bench"}
    for name in ("DATABASE_URL", "DATABASE_APP_URL"):
        environment.pop(name, None)
    code = CODE.format(module=module, given=given)
    subprocess.run([sys.executable, "-u", "-c", code], env=environment, check=True)
