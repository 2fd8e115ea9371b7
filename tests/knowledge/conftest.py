"""Every test of the knowledge rooms has a folder of its own for files, and speaks English."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("AKTSOM_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def speaks_english(english: None) -> None:
    """Sentences are compared in the source language."""
