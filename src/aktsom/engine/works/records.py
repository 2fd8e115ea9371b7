"""What the readers of public sources give: works, projects, participations, universities."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Affiliation:
    """An organisation as a source names it. `country` is alpha-2 or ""; `openalex` and `ror` are bare ids or ""."""

    name: str
    country: str = ""
    openalex: str = ""
    ror: str = ""


@dataclass(frozen=True, slots=True)
class WorkAuthor:
    """One author of a work with the organisations that the work names for them."""

    name: str
    affiliations: tuple[Affiliation, ...] = ()


@dataclass(frozen=True, slots=True)
class Work:
    """A publication. `id` is such as `W100008293`, `doi` bare or "", `row` its line or number in the file.

    `is_front_matter` says that it is no work but about the journal or book: who sits on its board, who wrote in it.
    """

    id: str
    title: str
    doi: str = ""
    year: int | None = None
    authors: tuple[WorkAuthor, ...] = ()
    file: str = ""
    row: int = 0
    is_front_matter: bool = False

    @property
    def organisations(self) -> tuple[Affiliation, ...]:
        """Every organisation in it once, in printed order."""
        return tuple(dict.fromkeys(each for author in self.authors for each in author.affiliations))


@dataclass(frozen=True, slots=True)
class Project:
    """A funded project. Its objective is for finding fields, not for keeping."""

    id: str
    title: str
    acronym: str = ""
    first_year: int | None = None
    last_year: int | None = None
    programme: str = ""
    keywords: str = ""
    objective: str = ""
    row: int = 0

    @property
    def described(self) -> str:
        """All that says what the project is about."""
        return " ".join(part for part in (self.title, self.keywords, self.objective) if part)


@dataclass(frozen=True, slots=True)
class ProjectParticipant:
    """An organisation in a project. `pic` is its number at the publisher, `domain` that of its site."""

    project: str
    name: str
    country: str = ""
    short_name: str = ""
    pic: str = ""
    domain: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class University:
    """A university with its country and the internet domains that it uses."""

    name: str
    country: str
    domains: tuple[str, ...]
