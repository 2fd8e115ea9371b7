"""Uploads that are too large for memory: each is whole and read by itself, and one file on disk is open for all of them."""

import gc
import os
import zipfile
from io import BytesIO
from pathlib import Path

from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory


def open_files() -> int:
    """How many this process has open."""
    return sum(1 for _each in Path("/proc/self/fd").iterdir())


def test_many_uploads_are_whole_and_keep_one_file_open(settings: LazySettings) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0
    contents = [os.urandom(number * 997) for number in range(200)]
    files = [SimpleUploadedFile(f"{number}.bin", content) for number, content in enumerate(contents)]
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 200
    request = RequestFactory().post("/", {"files": files})
    gc.collect()  # what others left open
    before = open_files()
    kept = request.FILES.getlist("files")
    assert open_files() == before + 1
    assert [each.name for each in kept] == [f"{number}.bin" for number in range(200)]
    assert [each.read() for each in reversed(kept)] == contents[::-1]
    assert [b"".join(each.chunks(1000)) for each in kept] == contents
    assert [each.size for each in kept] == [len(content) for content in contents]
    request.close()
    del kept, request
    assert open_files() == before


def test_an_upload_is_read_from_anywhere_like_a_file(settings: LazySettings) -> None:
    settings.FILE_UPLOAD_HANDLERS = ["aktsom.web.uploads.OneFileUploadHandler"]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.txt", "ice")
    files = [SimpleUploadedFile("a.zip", packed.getvalue()), SimpleUploadedFile("lines.txt", b"one\ntwo\n")]
    zipped, lines = RequestFactory().post("/", {"files": files}).FILES.getlist("files")
    with zipfile.ZipFile(zipped) as archive:
        assert archive.read("a.txt") == b"ice"
    assert list(lines) == [b"one\n", b"two\n"]
    lines.seek(-4, os.SEEK_END)
    assert lines.read(2) == b"tw"
