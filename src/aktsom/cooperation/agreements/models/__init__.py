"""What the room keeps: agreements and who is bound by them, their documents, and what a check found in these."""

from aktsom.cooperation.agreements.models.agreements import (
    Agreement,
    AgreementCooperation,
    AgreementParty,
    AgreementUnit,
)
from aktsom.cooperation.agreements.models.checks import ClauseCheck, Comparison, Finding, OwnConditions
from aktsom.cooperation.agreements.models.documents import Document, DocumentVersion
from aktsom.cooperation.agreements.models.steps import StepTaken

__all__ = (
    "Agreement",
    "AgreementCooperation",
    "AgreementParty",
    "AgreementUnit",
    "ClauseCheck",
    "Comparison",
    "Document",
    "DocumentVersion",
    "Finding",
    "OwnConditions",
    "StepTaken",
)
