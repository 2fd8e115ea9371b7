"""What the worker does for the installation by itself."""

import logging
import os
import subprocess
import sys

from procrastinate.contrib.django import app

logger = logging.getLogger(__name__)
SAID = 500


@app.periodic(cron="17 2 * * *")
@app.task(name="back up every night", queueing_lock="back up every night", lock="back up every night")
def back_up_every_night(timestamp: int) -> None:
    """Write a backup to AKTSOM_BACKUP_FOLDER and restore it on trial; nothing when no folder is set.

    In a program of its own, so that the memory is given back and a fault there does not end the worker.
    """
    del timestamp
    folder = os.environ.get("AKTSOM_BACKUP_FOLDER")
    if folder:
        command = [sys.executable, "-m", "aktsom.cli.main", "backup", folder, "--verify"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            logger.error("the nightly backup failed: %s", done.stderr.strip()[-SAID:])
