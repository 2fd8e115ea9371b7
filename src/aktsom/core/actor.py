"""Who acts: a person in one institution with duties, or the system itself under a name."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from aktsom.core.duties import Duty
from aktsom.core.errors import NotAllowedError


@dataclass(frozen=True, slots=True)
class HeldDuty:
    """A duty as it is held: for the unit whose path this is, and everything under it. "" means the whole institution."""

    duty: Duty
    unit_path: str = ""

    def covers(self, path: str) -> bool:
        """Whether a unit with this path is the duty's unit or lies under it."""
        return path.startswith(self.unit_path)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one institution, or the system. Nothing happens without one.

    `institution_id` is `None` only for the system's work on public sources, which belong to no institution.
    `member_id` is `None` for the system. `unit_path` is the path of the unit where the person works.
    `by_key` says that a program acts for the person. `proven` says that the person showed again who they are within the
    last 15 minutes, or that the key was made for sensitive things right after that. `compartments` are those of records that
    the person may enter now.
    """

    name: str
    institution_id: int | None
    member_id: UUID | None = None
    user_id: int | None = None
    unit_path: str = ""
    duties: tuple[HeldDuty, ...] = ()
    by_key: bool = False
    proven: bool = False
    compartments: frozenset[UUID] = frozenset()

    @classmethod
    def system(cls, name: str, institution_id: int | None = None) -> "Actor":
        """The system at work under a name that says which part of it, such as "import" or "watch"."""
        return cls(name=f"system:{name}", institution_id=institution_id)

    @property
    def is_system(self) -> bool:
        """Whether no person stands behind this."""
        return self.member_id is None

    @property
    def as_member(self) -> UUID:
        """The member who acts. Raises `NotAllowedError` for the system: some things only a person does."""
        if self.member_id is None:
            raise NotAllowedError
        return self.member_id

    @property
    def at_institution(self) -> int:
        """Where somebody acts. Raises `NotAllowedError` for the system's work on public sources, which is nowhere."""
        if self.institution_id is None:
            raise NotAllowedError
        return self.institution_id

    def holds(self, *wanted: Duty, path: str | None = None) -> bool:
        """Whether any of the duties is held, at all or (with `path`) for that unit."""
        return any(held.duty in wanted and (path is None or held.covers(path)) for held in self.duties)

    def paths(self, wanted: Iterable[Duty]) -> tuple[str, ...]:
        """The unit paths for which any of these duties is held; "" stands for the whole institution."""
        duties = set(wanted)
        return tuple(sorted({held.unit_path for held in self.duties if held.duty in duties}))
