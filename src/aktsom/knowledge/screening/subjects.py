"""Who can be screened. Rooms register their records here, of organisations or persons; screening knows none of those rooms."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.errors import NotVisibleError

MAY_JUDGE = (Duty.RESEARCH_SECURITY_ADVISER, Duty.RESEARCH_SECURITY_LEAD)


@dataclass(frozen=True, slots=True)
class Subject:
    """A record to screen: all its names, and what else tells namesakes apart.

    The country (ISO 3166-1 alpha-2 or "") is an organisation's and never asked for a person; the birth date is a person's.
    """

    id: UUID
    names: tuple[str, ...]
    country: str = ""
    birth_date: str = ""


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

    Of kinds that are `persons`, none is public, only lists that bind in Norway count, two readers must agree on a hit, and
    nobody but those who hold one of the duties `readers` sees hits and judgements, or judges.
    """

    kind: str
    public: Callable[[], Iterator[Subject]]
    titles: Callable[[Actor, Iterable[UUID]], Mapping[UUID, SubjectTitle]]
    names: Callable[[Actor, UUID], tuple[str, ...]]
    near: Callable[[Actor], Iterable[UUID]]
    persons: bool = False
    readers: tuple[Duty, ...] = MAY_JUDGE


KINDS: dict[str, SubjectKind] = {}


def register_subjects(kind: SubjectKind) -> None:
    """Let records of a kind be screened; registering a kind again replaces it."""
    KINDS[kind.kind] = kind


def subjects_of(kind: str) -> SubjectKind:
    """The registered kind; raises `NotVisibleError` for one that nobody registered."""
    if kind not in KINDS:
        raise NotVisibleError
    return KINDS[kind]


def of_persons(kind: str) -> bool:
    """Whether subjects of this kind are persons."""
    return kind in KINDS and KINDS[kind].persons


def readable(actor: Actor) -> Q:
    """All but what concerns persons whom the actor is no reader for."""
    hidden = [each.kind for each in KINDS.values() if each.persons and not actor.holds(*each.readers)]
    return ~Q(subject_kind__in=hidden) if hidden and not actor.is_system else Q()
