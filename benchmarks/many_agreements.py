"""Ten thousand agreements: how long their lists take, and how many questions each asks of the database.

The rows are written in bulk into an institution of a database of its own (benchmarks/many_agreements_rows.py).
"""

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
from benchmarks.many_agreements_rows import run
run()
"""


def measure(folder: Path) -> None:
    """Build, ask for each page many times, and print the milliseconds."""
    environment = os.environ | {"AKTSOM_HOME": str(folder / "agreements"), "AKTSOM_SECRET_KEY": "for-the-bench"}
    for name in ("DATABASE_URL", "DATABASE_APP_URL"):
        environment.pop(name, None)
    subprocess.run([sys.executable, "-u", "-c", CODE], env=environment, check=True)
