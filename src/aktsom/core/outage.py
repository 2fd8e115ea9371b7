"""Telling a database that does not answer from every other fault."""

from django.db import InterfaceError, OperationalError

CONNECTION, ENDED = "08", ("57P01", "57P02", "57P03")
"""SQLSTATE: the class of connection errors; the server is told to end, crashed, or cannot take connections yet."""


def is_outage(error: BaseException | None) -> bool:
    """Whether the database ended or cannot be reached. A deadlock, a full disk or a timeout is something else."""
    if isinstance(error, InterfaceError):
        return True
    if not isinstance(error, OperationalError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(CONNECTION) or state in ENDED
