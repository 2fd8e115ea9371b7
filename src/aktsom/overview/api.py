"""Over the API: the overview as counts, rows and sheets, and how far the requirements are covered."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field, StringConstraints

from aktsom.appraisal.api import FlagAnswer, flag_answer
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.api import Answer, CountryCode, Page, Paging, Words, Year, does, paged, reader_language
from aktsom.core.http import ActorRequest
from aktsom.overview.actions import export_overview
from aktsom.overview.exporting import Format
from aktsom.overview.filters import Chosen
from aktsom.overview.models import Row
from aktsom.overview.queries import Count, Listed, rows_of, totals_of, with_flags
from aktsom.overview.requirements import Coverage, coverage_of

router = Router(tags=["overview"])
LARGEST_ID = 2**63 - 1
TYPES = {
    Format.CSV: "text/csv; charset=utf-8",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Sheet = Annotated[Literal["csv", "xlsx"], Field(description="As which kind of sheet.")]
Short = Annotated[str, StringConstraints(max_length=80)]


class Choice(BaseModel):
    """What of the overview is wanted; what is left out means all."""

    scope: Literal["mine", "sector"] = "mine"
    country: CountryCode = ""
    partner: UUID | None = None
    institution: Annotated[int | None, Field(ge=1, le=LARGEST_ID)] = None
    unit: UUID | None = Field(None, description="This unit and everything under it.")
    field: Short = Field("", description="A critical technology area.")
    rule: Short = Field("", description="The id of a rule that holds.")
    weight: Literal["", "none", "note", "concern", "serious", "stop"] = Field("", description="At least this heavy.")
    kind: Cooperation.Kind | None = None
    state: Literal["", "registered", "seen"] = ""
    since: Year | None = None
    until: Year | None = None
    words: Words = ""

    def chosen(self) -> Chosen:
        """The same, as the overview's queries take it."""
        given = self.model_dump(include=set(Choice.model_fields))
        return Chosen(**given | {"kind": self.kind.value if self.kind else ""})


class RowsWanted(Choice, Paging):
    """Which rows are wanted."""


class CountAnswer(Answer):
    """How many rows have one value, and at how many of them a concern or more deserves a second look."""

    key: str
    label: str
    rows: int
    second_look: int


class TotalsAnswer(Answer):
    """What the chosen rows add up to in every direction."""

    rows: int
    registered: int
    second_look: int
    countries: list[CountAnswer]
    partners: list[CountAnswer]
    units: list[CountAnswer]
    fields: list[CountAnswer]
    rules: list[CountAnswer]
    years: list[CountAnswer]
    institutions: list[CountAnswer]


class RowAnswer(Answer):
    """A tie that public sources show, or a registered cooperation, with its flags."""

    tie: UUID | None
    cooperation: UUID | None
    institution: int
    unit: UUID | None
    title: str
    kind: str
    partners: list[UUID]
    partner_names: list[str]
    countries: list[str]
    fields: list[str]
    first_year: int | None
    last_year: int | None
    works: int
    projects: int
    source_date: date | None
    flags: list[FlagAnswer]


class EvidenceAnswer(Answer):
    """One thing that the product shows for a requirement."""

    says: str
    url: str


class RequirementAnswer(Answer):
    """A requirement, what is shown for it and what is missing. It never claims that a requirement is met."""

    id: str
    title: str
    text: str
    point: str
    url: str
    year: int
    state: str
    evidence: list[EvidenceAnswer]
    missing: str


@router.get("/overview/counts", response=TotalsAnswer, summary="What the overview adds up to")
def get_counts(request: ActorRequest, choice: Query[Choice]) -> TotalsAnswer:
    """How much cooperation there is by country, partner, unit, field, rule, year and institution."""
    totals = totals_of(request.actor, choice.chosen())
    directions = ("countries", "partners", "units", "fields", "rules", "years", "institutions")
    return TotalsAnswer(
        rows=totals.rows,
        registered=totals.registered,
        second_look=totals.second_look,
        **{name: [_count(each) for each in getattr(totals, name)] for name in directions},
    )


@router.get("/overview/rows", response=Page[RowAnswer], summary="The rows of the overview")
def list_rows(request: ActorRequest, wanted: Query[RowsWanted]) -> Page[RowAnswer]:
    """The ties and cooperation that were chosen, the heaviest flag first."""
    chosen = wanted.chosen()
    rows = rows_of(request.actor, chosen)
    return paged(
        Page[RowAnswer], request, rows, wanted, lambda found: map(_row, with_flags(request.actor, chosen, found))
    )


@router.get(
    "/overview/export/{as_format}",
    summary="The overview as a sheet",
    openapi_extra={
        **does("export the overview"),
        "responses": {
            200: {"description": gettext_noop("The sheet."), "content": {kind: {} for kind in TYPES.values()}}
        },
    },
)
def export_rows(
    request: ActorRequest,
    as_format: Sheet,
    choice: Query[Choice],
) -> HttpResponse:
    """The chosen rows as CSV or XLSX, with sources and dates."""
    kind = Format(as_format)
    content = export_overview(request.actor, chosen=choice.chosen(), language=reader_language(), as_format=kind)
    name = f'attachment; filename="overview.{as_format}"'
    return HttpResponse(content, content_type=TYPES[kind], headers={"Content-Disposition": name})


@router.get("/requirements", response=list[RequirementAnswer], summary="The requirements")
def list_requirements(request: ActorRequest) -> list[RequirementAnswer]:
    """Each requirement with what the product shows for it in the institution."""
    return [_requirement(each) for each in coverage_of(request.actor)]


def _count(count: Count) -> CountAnswer:
    return CountAnswer(key=count.key, label=count.label, rows=count.rows, second_look=count.second_look)


_AS_STORED = (
    "title", "kind", "partners", "partner_names", "countries", "fields", "first_year", "last_year", "works", "projects",
    "source_date",
)  # fmt: skip


def _row(listed: Listed) -> RowAnswer:
    row: Row = listed.row
    return RowAnswer(
        tie=row.tie_id,
        cooperation=row.cooperation_id,
        institution=row.home_id,
        unit=row.unit_id,
        flags=[flag_answer(each) for each in listed.flags],
        **{name: getattr(row, name) for name in _AS_STORED},
    )


def _requirement(coverage: Coverage) -> RequirementAnswer:
    requirement = coverage.requirement
    return RequirementAnswer(
        id=requirement.id,
        title=requirement.title.get(reader_language()) or requirement.title["en"],
        text=requirement.text,
        point=requirement.point,
        url=requirement.url,
        year=requirement.year,
        state=coverage.state,
        evidence=[EvidenceAnswer(says=each.says, url=each.url) for each in coverage.evidence],
        missing=str(coverage.missing),
    )
