"""Which units lie above one, told from its path alone."""

import pytest

from aktsom.institutions.paths import paths_up


@pytest.mark.parametrize(
    ("path", "up"),
    [("", []), ("/a/", ["/a/"]), ("/a/b/", ["/a/b/", "/a/"]), ("/ab/c/d/", ["/ab/c/d/", "/ab/c/", "/ab/"])],
)
def test_the_nearest_path_comes_first(path: str, up: list[str]) -> None:
    assert paths_up(path) == up
