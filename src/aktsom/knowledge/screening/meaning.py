"""What standing on a list means for an institution in Norway.

Sanctions of the EU and the UN bind in Norway; other states' sanctions and debarments do not, but are reason for concern.
"""

from collections.abc import Collection
from enum import StrEnum

from aktsom.engine.lists.listing import LegalEffect

BINDING_LISTS = frozenset({"eu", "eu-fsf", "un-sc"})


class ListMeaning(StrEnum):
    """The three kinds of list that the rules tell apart."""

    SANCTIONS = "sanctions"
    END_USER = "end-user"
    RESEARCH_CONCERN = "research-concern"


def meaning_of(list_id: str, effects: Collection[LegalEffect]) -> ListMeaning:
    """An export licence makes an end-user list whoever publishes it; of the rest only the EU's and the UN's bind."""
    if LegalEffect.EXPORT_LICENCE in effects and LegalEffect.ASSET_FREEZE not in effects:
        return ListMeaning.END_USER
    return ListMeaning.SANCTIONS if list_id in BINDING_LISTS else ListMeaning.RESEARCH_CONCERN
