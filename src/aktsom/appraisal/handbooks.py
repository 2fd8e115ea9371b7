"""The handbook that an institution goes by: the product's, or that with the institution's own changes in force."""

import logging
from functools import lru_cache

from django.core.cache import cache

from aktsom.appraisal.models.adapting import HandbookChange
from aktsom.content import handbook
from aktsom.engine.errors import EngineError
from aktsom.engine.handbook.handbook import Handbook
from aktsom.engine.handbook.overrides import apply_override, read_override

SECONDS_KNOWN = 5
logger = logging.getLogger(__name__)


def handbook_of(institution_id: int | None) -> Handbook:
    """The institution's handbook now, in every process within five seconds; for nobody in particular the product's.

    The connection must act for the institution.
    """
    if institution_id is None:
        return handbook()
    text = cache.get(_place(institution_id))
    if text is None:
        rows = HandbookChange.objects.filter(institution_id=institution_id, state=HandbookChange.State.IN_FORCE)
        text = rows.values_list("text", flat=True).first() or ""
        cache.set(_place(institution_id), text, SECONDS_KNOWN)
    return adapted(text) if text else handbook()


def forget_handbook(institution_id: int) -> None:
    """Let this process ask again at once."""
    cache.delete(_place(institution_id))


@lru_cache(maxsize=64)
def adapted(text: str) -> Handbook:
    """The product's handbook with a change in force laid over it; the product's own when it no longer fits a newer one."""
    try:
        return apply_override(handbook(), read_override(text))
    except EngineError as error:
        logger.warning("a handbook change no longer fits: %s", error)
        return handbook()


def _place(institution_id: int) -> str:
    return f"handbook:{institution_id}"
