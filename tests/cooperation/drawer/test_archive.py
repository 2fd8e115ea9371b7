"""What somebody brings in as a drawer is kept as one archive, or refused with nothing left behind."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from pytest_django import Settings

from aktsom.cooperation.drawer.archive import files_of_folder, keep_files, readings_of
from aktsom.core.errors import InvalidError
from tests.engine.test_archives import listed


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files" / "drawers" / "1"


class Failing:
    """A file on a share that goes away."""

    name: str | None = "b.pdf"

    def chunks(self) -> list[bytes]:
        """Nothing comes."""
        raise OSError(5, "Input/output error")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Avtale æøå.pdf".encode(), "Avtale æøå.pdf"),
        ("Avtale æøå.pdf".encode("latin-1"), "Avtale æøå.pdf"),
        (b"G\x81nther.pdf", "Günther.pdf"),
    ],
)
def test_a_folder_is_brought_in_whatever_letters_its_names_are_in(
    written: bytes, read: str, kept: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    Path(os.fsdecode(os.fsencode(folder) + b"/" + written)).write_bytes(b"%PDF-1.4")
    assert next(readings_of(keep_files(1, files_of_folder(folder)))) == [read]
    assert len(list(kept.iterdir())) == 1


def test_of_files_that_cannot_be_read_to_their_end_nothing_is_left(kept: Path) -> None:
    with pytest.raises(OSError, match="Input/output"):
        keep_files(1, [SimpleUploadedFile("a.pdf", b"%PDF-1.4"), Failing()])
    assert list(kept.iterdir()) == []


def test_an_archive_of_very_many_folders_is_refused_before_it_is_opened(
    kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = SimpleUploadedFile("drawer.zip", listed(20_001))
    monkeypatch.setattr("aktsom.cooperation.drawer.archive.zipfile.ZipFile", None)
    with override("en"), pytest.raises(InvalidError, match="more than 20,000 files and folders"):
        keep_files(1, [packed])
    assert list(kept.iterdir()) == []
