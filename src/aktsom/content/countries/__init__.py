"""What ships about countries: sanctions regimes, threat assessments and laws to assist intelligence."""

from functools import cache

from aktsom.content import content_path
from aktsom.engine.countries.namings import (
    AssistanceLaw,
    ThreatAssessment,
    load_assistance_laws,
    load_threat_assessments,
)
from aktsom.engine.countries.sanctions_regimes import RegimeCatalogue, load_regimes


@cache
def sanctions_regimes() -> RegimeCatalogue:
    """The regimes that the programmes in the lists stand for."""
    return load_regimes(content_path("countries", "sanctions_regimes.yaml"))


@cache
def threat_assessments() -> tuple[ThreatAssessment, ...]:
    """Namings in the open national threat assessments; each needs an institution's confirmation."""
    return load_threat_assessments(content_path("countries", "threat_assessments.yaml"))


@cache
def assistance_laws() -> tuple[AssistanceLaw, ...]:
    """Laws to assist intelligence; each needs an institution's confirmation."""
    return load_assistance_laws(content_path("countries", "assistance_laws.yaml"))
