"""What personal data each model holds, said in code: what, whose, why, on which legal ground, for how long, and who gets it.

Each room declares its models in its `personal.py`. The page "My data", the export, the retention and the record of processing
(GDPR art. 30) are made from these declarations, so none of them can forget a model. A test fails for a field that may hold
personal data and is declared neither as personal nor, with a reason, as not.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from django.apps import apps
from django.db.models import Model, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from aktsom.core.errors import Sentence
from aktsom.core.periods import Period


class Ground(TextChoices):
    """The legal grounds of GDPR art. 6(1)."""

    CONSENT = "6(1)(a)", _("the person's consent")
    CONTRACT = "6(1)(b)", _("an agreement with the person")
    LEGAL_OBLIGATION = "6(1)(c)", _("a duty laid down in law")
    PUBLIC_TASK = "6(1)(e)", _("a task in the public interest")
    LEGITIMATE_INTERESTS = "6(1)(f)", _("a legitimate interest that weighs more than the intrusion")


class SpecialGround(TextChoices):
    """The exceptions of GDPR art. 9(2) that can apply here, for special categories of personal data."""

    EXPLICIT_CONSENT = "9(2)(a)", _("the person's explicit consent")
    EMPLOYMENT = "9(2)(b)", _("duties and rights in employment law")
    LEGAL_CLAIMS = "9(2)(f)", _("legal claims")
    PUBLIC_INTEREST = "9(2)(g)", _("a substantial public interest, based on law")


class Purpose(TextChoices):
    """What personal data is used for. A use that fits none of these needs a purpose of its own first."""

    SIGN_IN = "sign-in", _("let people sign in, and keep others out")
    DUTIES = "duties", _("know who works where and who is responsible for what")
    COOPERATION = "cooperation", _("keep an overview of international cooperation")
    SOURCES = "sources", _("see cooperation in published works and projects")
    SCREENING = "screening", _("see whether a partner is on a sanctions list or another published list")
    IMPORTS = "imports", _("bring in sheets and say what became of each row")
    ACCESS = "access", _("let people enter protected areas only where they need to")
    ACCOUNTABILITY = "accountability", _("show afterwards who did what, and on what grounds")
    RIGHTS = "rights", _("answer people about their own data")
    OPERATION = "operation", _("run the service")


class Recipient(TextChoices):
    """Who gets to see personal data."""

    PERSON = "person", _("the person")
    MEMBERS = "members", _("everyone with a place in the institution")
    LEADERS = "leaders", _("leaders of the unit, and those whose duty spans the institution")
    ADVISERS = "advisers", _("research-security advisers and export-control officers")
    AUDITORS = "auditors", _("the internal auditor and the research-security lead")
    PROTECTION_OFFICER = "data-protection-officer", _("the data protection officer")
    OPERATOR = "operator", _("whoever runs the service for the institution (as processor)")
    EVERYONE = "everyone", _("everyone: it is published")


class Kind(TextChoices):
    """Whose data it can be."""

    PLACE = "place", _("people with a place in the institution")
    ACCOUNT = "account", _("people with an account")
    NAME = "name", _("people who did something here, by name")
    AUTHOR = "author", _("authors of published works")
    CONTACT = "contact", _("contact persons and others named in a text")
    LISTED = "listed", _("persons on published lists")


IN_THE_INSTITUTION = (Kind.PLACE, Kind.ACCOUNT, Kind.NAME)


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose data it is. `path` leads from the row ("": itself) to a member, an account or a text with the name."""

    kind: Kind
    path: str = ""


def of_member(path: str = "") -> Whose:
    """The data of the member at the end of the path, which may also be a member's id."""
    return Whose(Kind.PLACE, path)


def of_account(path: str = "") -> Whose:
    """The data of the account at the end of the path."""
    return Whose(Kind.ACCOUNT, path)


def of_name(path: str) -> Whose:
    """The data of the member whose name this text is."""
    return Whose(Kind.NAME, path)


def outside(kind: Kind, path: str = "") -> Whose:
    """The data of somebody without a place here."""
    return Whose(kind, path)


@dataclass(frozen=True, slots=True, kw_only=True)
class After:
    """Kept until so long after the date in a field; then the row goes, or with `clear` these fields become empty.

    `date` may be a path to a related row's field. A year (an integer field) ends with its 31 December. With `file`, the kept
    file that this field names goes, and the row stays. The newest row for each value of `spare_newest_by` is left. `rows`
    says which rows there are, where that is not all; `sweep` removes them where deleting is not enough.
    """

    period: Period
    date: str
    clear: tuple[str, ...] = ()
    file: str = ""
    spare_newest_by: str = ""
    rows: Callable[[], "QuerySet[Model]"] | None = None
    sweep: "Callable[[QuerySet[Model]], int] | None" = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithPlace:
    """Kept while the person has a place in the institution and so long after; then a pseudonym stands for the person."""

    period: Period = field(default_factory=lambda: Period(years=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class WithRecord:
    """Kept as long as the record that it is part of; `why` names that record's own rule in words."""

    why: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ByLaw:
    """Kept because law says so, as these words explain. It is neither erased on request nor by a date here."""

    why: Sentence


Kept = After | WithPlace | WithRecord | ByLaw


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Personal data in some fields of a model. `what` names it in words. With `secret` it is never shown, to nobody."""

    what: Sentence
    fields: tuple[str, ...]
    whose: Whose
    purpose: Purpose
    ground: Ground
    kept: Kept
    recipients: tuple[Recipient, ...]
    special: SpecialGround | None = None
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a model says of personal data. `impersonal` gives for each reason the fields that hold none."""

    label: str
    title: Sentence
    held: tuple[Held, ...]
    impersonal: Mapping[Sentence, tuple[str, ...]]
    tidied: After | None = None

    @property
    def model(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.label)

    @property
    def fields(self) -> frozenset[str]:
        """The names of all fields that were thought of."""
        named = {name for each in self.held for name in each.fields}
        return frozenset(named.union(*self.impersonal.values()))


DECLARATIONS: dict[str, Declaration] = {}


def declare(
    label: str,
    title: Sentence,
    *held: Held,
    impersonal: Mapping[Sentence, tuple[str, ...]] | None = None,
    tidied: After | None = None,
) -> None:
    """Say what a model, such as "register.Cooperation", holds of persons. `title` names its rows as people would.

    `tidied` is the end of rows without personal data, which nobody needs for ever.
    """
    if label in DECLARATIONS:
        raise ValueError(f"{label} is declared twice")
    DECLARATIONS[label] = Declaration(label, title, held, impersonal or {}, tidied)


def declarations() -> list[Declaration]:
    """All declarations of installed models, in the order of their labels."""
    return [DECLARATIONS[label] for label in sorted(DECLARATIONS)]


def holdings() -> Iterator[tuple[Declaration, Held]]:
    """Every holding of personal data, with the declaration that it stands in."""
    return ((declaration, held) for declaration in declarations() for held in declaration.held)


def names_of_fields() -> frozenset[str]:
    """The names of all fields that hold personal data, so that structured logs can refuse them."""
    return frozenset(name for _declaration, held in holdings() for name in held.fields)
