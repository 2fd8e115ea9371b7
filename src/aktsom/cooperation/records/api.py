"""What the registers' parts of the API share: narrowing a list, a token for what is registered, and the version of a change."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar
from uuid import UUID

from ninja import Header, Status
from pydantic import Field, StringConstraints

from aktsom.cooperation.records.models import Record
from aktsom.cooperation.records.storing import registered_once
from aktsom.core.actor import Actor
from aktsom.core.api import Answer, CountryCode, Paging, Words

LARGEST_VERSION = 2**31 - 1
AnswerT = TypeVar("AnswerT", bound=Answer)
RecordT = TypeVar("RecordT", bound=Record)

FormToken = Annotated[UUID | None, Header(alias="Idempotency-Key")]
Version = Annotated[int, Field(ge=1, le=LARGEST_VERSION)]
Title = Annotated[str, StringConstraints(max_length=500)]
Summary = Annotated[str, StringConstraints(max_length=20_000)]
Reference = Annotated[str, StringConstraints(max_length=100)]


class RecordsWanted(Paging):
    """Which records are wanted, and in which order."""

    q: Words = Field("", description="Words in the title, the reference or a partner's name.")
    country: CountryCode = ""
    unit: UUID | None = Field(None, description="This unit and everything under it.")
    partner: UUID | None = None
    sort: Literal["newest", "title", "kind", "unit", "starts", "ends"] = "newest"

    def filters(self) -> dict[str, Any]:
        """What narrows the list, by the names of `Filters`."""
        given = self.model_dump(exclude={"page", "size", "sort", "q"}, exclude_none=True)
        return {"text": self.q, **given}


def registered(
    model: type[RecordT],
    actor: Actor,
    token: UUID | None,
    register: Callable[[UUID | None], RecordT],
    shown: Callable[[RecordT], AnswerT],
) -> Status[AnswerT]:
    """201 with what was registered, or 200 with what the same token registered before."""
    made, is_new = registered_once(model, actor, token, register)
    return Status(201 if is_new else 200, shown(made))
