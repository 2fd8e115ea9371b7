"""An invented world to raise flags in: country XA has little academic freedom, XB much; Granskog Tekniske is listed."""

from datetime import date

from django.utils import timezone

from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation, CooperationPartner
from aktsom.cooperation.traces.models import Tie
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Unit
from aktsom.knowledge.screening.models import ScreeningHit
from aktsom.knowledge.sources.models import CountryFact


def low_freedom(code: str, value: float = 0.1) -> CountryFact:
    return CountryFact.objects.create(
        country=code,
        name="country.academic_freedom_index",
        value=value,
        source="An index of our own making",
        source_date=date(2026, 1, 1),
        retrieved_at=timezone.now(),
    )


def partner(name: str, country: str = "XB", institution: Institution | None = None) -> Partner:
    return Partner.objects.create(name=name, country=country, institution=institution)


def tie(
    home: Institution, with_whom: Partner, *fields: str, first: int = 2020, last: int = 2022, works: int = 2
) -> Tie:
    years = {str(year): 1 for year in range(first, last + 1)}
    return Tie.objects.create(
        home=home, partner=with_whom, works=works, first_year=first, last_year=last, fields=list(fields), years=years
    )


def hit(on: Partner, list_id: str = "us-1286", strength: str = "exact") -> ScreeningHit:
    return ScreeningHit.objects.create(
        subject_kind="partner",
        subject_id=on.pk,
        listing=f"{list_id}:1",
        list_id=list_id,
        listing_name="Granskog Technical",
        query_name=on.name,
        matched_name="Granskog Technical",
        score=1.0,
        strength=strength,
        source_date=date(2026, 2, 1),
        found_at=timezone.now(),
    )


def cooperation(
    home: Institution, *partners: Partner, title: str = "Algae", fields: tuple[str, ...] = (), unit: Unit | None = None
) -> Cooperation:
    with acting_for(Actor.system("tests", home.pk)):
        made = Cooperation.objects.create(
            institution=home,
            title=title,
            kind="research-project",
            fields=list(fields),
            unit=unit,
            starts=date(2021, 1, 1),
            ends=date(2023, 12, 31),
        )
        for each in partners:
            CooperationPartner.objects.create(institution=home, cooperation=made, partner=each)
    return made
