"""The uploads of a request that is too large for memory, one after the other in one temporary file.

The framework would keep a file open for each, and a drawer of some thousand papers would use up all that a process may open.
"""

import io
import os
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest


class Part(io.RawIOBase):
    """A part of a file that others read too, each from its own place."""

    def __init__(self, whole: IO[bytes], start: int, size: int) -> None:
        self._whole: IO[bytes] | None = whole
        self._start, self._size, self._at = start, size, 0

    def close(self) -> None:
        """Let go of the whole, which is closed when all have."""
        self._whole = None
        super().close()

    def readable(self) -> bool:
        """It is only read."""
        return True

    def seekable(self) -> bool:
        """It can be read again."""
        return True

    def tell(self) -> int:
        """How far it is read."""
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place in it; raises `ValueError` for one before its start."""
        at = offset + {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if at < 0:
            raise ValueError(offset)
        self._at = at
        return at

    def readinto(self, buffer: Any) -> int:
        """Read on, as much as the buffer holds or is left."""
        if self._whole is None:
            raise ValueError("closed")
        wanted = min(len(buffer), max(0, self._size - self._at))
        found = os.pread(self._whole.fileno(), wanted, self._start + self._at)
        buffer[: len(found)] = found
        self._at += len(found)
        return len(found)


class OneFileUploadHandler(FileUploadHandler):
    """Writes the uploads of a request into one file, which goes away with the last of them."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self._whole: IO[bytes] | None = None
        self._start = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """The next one begins where the last one ended."""
        super().new_file(*args, **kwargs)
        if self._whole is None:
            self._whole = TemporaryFile(buffering=0, dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 — open for the request
        self._start = self._whole.tell()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep a piece of it."""
        del start
        assert self._whole is not None
        left = memoryview(raw_data)
        while left:
            left = left[self._whole.write(left) :]

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        """The upload, to be read from its start."""
        assert self._whole is not None
        return UploadedFile(
            io.BufferedReader(Part(self._whole, self._start, file_size)),
            self.file_name,
            self.content_type,
            file_size,
            self.charset,
            self.content_type_extra,
        )

    def upload_complete(self) -> None:
        """From now on only the uploads hold the file."""
        self._whole = None
