"""The database connection: as Django's, but it asks its socket whether it still stands, and plans once what has one plan."""

import re
import select
import sys
from typing import Any, Self

import psycopg
from django.db.backends.postgresql import base

ONE_PLAN = re.compile(
    r'INSERT INTO "\w+" \([^)]*\) VALUES \([^()]*\)(?! *,)'
    r'|UPDATE "\w+" SET .* WHERE "\w+"\."id" = %s$'
    r"|SELECT set_config\(|WITH former AS|SELECT sequence, digest, at FROM aktsom_end_of_chain"
)
"""One row that is added, one row that is changed by its key, and what the borders and the log ask around every request."""
EXPLICITLY = sys.maxsize


class Cursor(base.CursorMixin, psycopg.Cursor[Any]):
    """A cursor that has the server keep the plan of what has only one, whatever the values: planning takes longer."""

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> Self:
        """As the driver's."""
        if prepare is None and params is not None and isinstance(query, str) and ONE_PLAN.match(query):
            prepare = True
        return super().execute(query, params, prepare=prepare, binary=binary)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is checked before every request.

    A server that ended or restarted has said so on the socket. While there is nothing to read the connection stands; when
    there is, the server is asked as usual.
    """

    def get_connection_params(self) -> dict[str, Any]:
        """As Django's, with the cursor that plans once; the driver prepares nothing of its own accord."""
        parameters: dict[str, Any] = super().get_connection_params()
        if parameters["cursor_factory"] is base.ServerBindingCursor:
            parameters |= {"cursor_factory": Cursor, "prepare_threshold": EXPLICITLY}
        return parameters

    def is_usable(self) -> bool:
        """Whether the connection can be used: no round trip when nothing happened on it."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not waiting.poll(0) or super().is_usable()
