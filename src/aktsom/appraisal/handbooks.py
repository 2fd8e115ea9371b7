"""The handbook that an institution goes by: the product's, or that with the institution's own additions in force."""

from aktsom.content import handbook
from aktsom.engine.handbook.handbook import Handbook


def handbook_of(institution_id: int | None) -> Handbook:
    """The institution's handbook now; for nobody in particular the product's."""
    del institution_id
    return handbook()
