"""The database connection: as Django's, but it asks the socket rather than the server whether it still stands."""

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that is checked before every request.

    A server that ended or restarted has said so on the socket. While there is nothing to read the connection stands; when
    there is, the server is asked as usual.
    """

    def is_usable(self) -> bool:
        """Whether the connection can be used: no round trip when nothing happened on it."""
        if self.connection is None or self.connection.closed:
            return False
        waiting = select.poll()
        waiting.register(self.connection.fileno(), select.POLLIN | select.POLLHUP | select.POLLERR)
        return not waiting.poll(0) or super().is_usable()
