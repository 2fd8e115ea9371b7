"""Uploads are looked at by a clamd, here a small program that speaks its protocol on a socket."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import Settings

from aktsom.config.variables import KNOWN
from aktsom.core import files
from aktsom.core.errors import InvalidError
from aktsom.core.scanning import ScannerError
from aktsom.core.scanning import answers as scanner_answers

CLAMD = """
import socket, struct, sys
here = socket.socket(socket.AF_UNIX); here.bind(sys.argv[1]); here.listen(); print("ready", flush=True)
while True:
    caller, _from = here.accept()
    with caller, caller.makefile("rb") as said:
        command = b"".join(iter(lambda: said.read(1), b"\\0"))
        if command == b"zPING":
            caller.sendall(b"PONG\\0")
            continue
        content = b""
        while length := struct.unpack("!I", said.read(4))[0]:
            content += said.read(length)
        found = b"Eicar-Signature FOUND" if b"EICAR" in content else b"OK"
        caller.sendall(b"stream: " + (b"INSTREAM size limit exceeded. ERROR" if len(content) > 200000 else found) + b"\\0")
"""


@pytest.fixture
def clamd(tmp_path: Path, settings: Settings) -> Iterator[None]:
    """A scanner that finds EICAR, and takes 200,000 bytes at most."""
    place = tmp_path / "clamd.ctl"
    process = subprocess.Popen([sys.executable, "-c", CLAMD, str(place)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    settings.AKTSOM_CLAMD = f"unix:{place}"
    yield
    process.kill()
    process.wait()


def take(content: bytes) -> bytes:
    return files.content_of(SimpleUploadedFile("paper.txt", content))


@pytest.mark.usefixtures("clamd")
def test_what_is_infected_is_refused_and_what_nobody_could_look_at_is_not_taken(settings: Settings) -> None:
    assert scanner_answers()
    whole = b"plain words\n" * 10_000
    assert take(whole) == whole
    with pytest.raises(InvalidError) as refused:
        take(b"words " * 15_000 + b"EICAR")
    assert set(refused.value.fields) == {"file"}
    with pytest.raises(ScannerError):
        take(b"x" * 300_000)
    settings.AKTSOM_CLAMD = "127.0.0.1:1"
    assert not scanner_answers()
    with pytest.raises(ScannerError) as unanswered:
        take(b"words")
    assert unanswered.value.status == 503


def test_without_a_scanner_files_are_taken_and_where_it_listens_is_checked_at_start(settings: Settings) -> None:
    settings.AKTSOM_CLAMD = ""
    assert take(b"EICAR") == b"EICAR"
    check = KNOWN["AKTSOM_CLAMD"].check
    assert [check(each) for each in ("unix:/run/clamd.ctl", "[::1]:3310", "scanner.example:3310")] == [""] * 3
    assert all(check(each) for each in ("/run/clamd.ctl", "host", "unix:"))
