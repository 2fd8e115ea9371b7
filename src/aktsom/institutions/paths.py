"""Paths of units: each ends with a slash and begins with the path of the unit above, as "/a/" and "/a/b/"."""


def paths_up(path: str) -> list[str]:
    """The path and those of all units above it, the nearest first: for "/a/b/" these are "/a/b/" and "/a/", for "" none."""
    ends = [place for place, sign in enumerate(path) if sign == "/" and place]
    return [path[: end + 1] for end in reversed(ends)]
