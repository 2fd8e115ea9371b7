"""Starts the database before anything of Django is imported; most fixtures are in `tests/people.py` and `tests/database.py`."""

import gc
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils import translation

from aktsom.cli.setup import with_django
from aktsom.engine.clauses.meaning.encoder import Encoder

os.environ.setdefault("AKTSOM_HOME", str(Path(__file__).resolve().parents[1] / "var" / "tests"))
os.environ.setdefault("AKTSOM_SECRET_KEY", "only-for-tests")
os.environ.setdefault("AKTSOM_CALLS_PER_MINUTE", "0")
os.environ["DJANGO_SETTINGS_MODULE"] = "aktsom.config.settings"
with_django()

pytest_plugins = ["tests.database", "tests.people"]


@pytest.fixture
def english() -> Iterator[None]:
    """For tests that compare sentences in the language in which they are written."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="session", autouse=True)
def layers_unpacked_once() -> Iterator[None]:
    """Hundreds of tests check a short agreement, and unpacking the model of language takes half of such a check."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Encoder, "_adapted", cache(Encoder._adapted))
        yield


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end, and is not gone through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
