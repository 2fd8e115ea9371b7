"""Who can be screened. Rooms whose records are organisations register them here; screening knows none of those rooms."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from aktsom.core.actor import Actor
from aktsom.core.errors import NotVisibleError


@dataclass(frozen=True, slots=True)
class Subject:
    """A record to screen: all its names, and its country (ISO 3166-1 alpha-2 or "")."""

    id: UUID
    names: tuple[str, ...]
    country: str = ""


@dataclass(frozen=True, slots=True)
class SubjectTitle:
    """How a page names a subject: its name, its country and its address."""

    name: str
    country: str
    url: str


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """One kind of record that can be screened, such as "partner".

    `public` gives those without institution. `titles` names those of the ids that the actor may see. `near` gives the ids
    that the actor's own institution has to do with.
    """

    kind: str
    public: Callable[[], Iterator[Subject]]
    titles: Callable[[Actor, Iterable[UUID]], Mapping[UUID, SubjectTitle]]
    names: Callable[[Actor, UUID], tuple[str, ...]]
    near: Callable[[Actor], Iterable[UUID]]


KINDS: dict[str, SubjectKind] = {}


def register_subjects(kind: SubjectKind) -> None:
    """Let records of a kind be screened; registering a kind again replaces it."""
    KINDS[kind.kind] = kind


def subjects_of(kind: str) -> SubjectKind:
    """The registered kind; raises `NotVisibleError` for one that nobody registered."""
    if kind not in KINDS:
        raise NotVisibleError
    return KINDS[kind]
