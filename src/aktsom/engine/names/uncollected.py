"""Work that makes many small things, none of them in a ring, without being stopped to look for rings."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Nobody looks for rings while the block runs: that took a tenth of building and a sixth of screening."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
