"""Writing a whole log into a file, which says in the log that this was done."""

import os
from pathlib import Path

from aktsom.cli.checks import institution_of
from aktsom.core.actor import Actor
from aktsom.core.audit import record_export
from aktsom.core.audit_lines import chain_lines
from aktsom.core.tenancy import acting_for


def export_chain(slug: str | None, output: Path) -> int:
    """The chain of an institution, or of the platform, with its signed heads; only the owner can read the file."""
    actor = Actor.system("export", institution_of(slug).pk if slug else None)
    with acting_for(actor), os.fdopen(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        lines = 0
        for line in chain_lines(actor):
            file.write(line)
            lines += 1
        record_export(actor, "the whole log", rows=lines)
    return lines
