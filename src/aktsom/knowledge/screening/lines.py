"""Lines over a pipe between a server and its screening process, with an end to waiting."""

import os
import select

CHUNK = 65_536


class Lines:
    """Lines of a pipe; None when it closed or nothing came for too long."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._read = b""

    def next(self, seconds: float) -> bytes | None:
        """The next line without its end."""
        while b"\n" not in self._read:
            ready, _, _ = select.select([self._descriptor], [], [], seconds)
            came = os.read(self._descriptor, CHUNK) if ready else b""
            if not came:
                return None
            self._read += came
        line, _, self._read = self._read.partition(b"\n")
        return line
