"""The database connection: as Django's, but it asks its socket whether it still stands, and plans once what has one plan.

The server is told to keep one plan, whatever the values, for every statement with values beside it. So only what is prepared
has them there; in everything else they are written into the statement, and the server plans for these values. Left to choose by
itself it would plan most of what is prepared anew every time, as it thinks little of how long planning takes.
"""

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
    """A cursor that has the server keep the plan of what has only one, and writes the values into everything else."""

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> Self:
        """As the driver's."""
        if prepare is None and params is not None and isinstance(query, str) and ONE_PLAN.match(query):
            prepare = True
        if params is not None and not prepare and self.connection.prepare_threshold == EXPLICITLY:
            query, params = psycopg.ClientCursor(self.connection).mogrify(query, params), None
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

    def init_connection_state(self) -> None:
        """As Django's, and one plan for what is prepared.

        No plan is compiled to machine code: that takes longer than any question here, and where the borders make a plan look
        dear a server with this feature would do it for every page.
        """
        super().init_connection_state()
        with self.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('plan_cache_mode', 'force_generic_plan', false), set_config('jit', 'off', false)"
            )

    def is_usable(self) -> bool:
        """Whether the connection can be used: no round trip when nothing happened on it."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not waiting.poll(0) or super().is_usable()
