"""`aktsom demo`: a sector of real institutions, and a summary that a program can read."""

from tests.browser.making import made_site

COUNTED = (
    "institutions",
    "partners",
    "cooperations",
    "works",
    "projects",
    "listings",
    "listing_names",
    "partners_with_hits",
)


def test_the_demo_says_in_one_object_what_it_made() -> None:
    """It is the site that the browser looks at later; when it is there already, it is only brought up to date."""
    summary = made_site()
    assert all(summary[name] > 0 for name in COUNTED)
    assert summary["listing_names"] >= summary["listings"]
    assert summary["partners_with_hits"] < summary["partners"]
    assert sum(summary["flags"].values()) > 0
    assert summary["seconds"]["total"] > 0
