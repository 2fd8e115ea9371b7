"""What the room keeps: red flags as they stand, and appraisals with their decisions, measures, comments and files."""

from aktsom.appraisal.models.adapting import HandbookChange
from aktsom.appraisal.models.appraisals import Appraisal, Passage, StepAside
from aktsom.appraisal.models.decisions import Decision, Measure
from aktsom.appraisal.models.flags import COOPERATION, PARTNER, TIE, OwnView, RaisedFlag
from aktsom.appraisal.models.papers import Attachment, Comment, Letter

__all__ = [
    "COOPERATION",
    "PARTNER",
    "TIE",
    "Appraisal",
    "Attachment",
    "Comment",
    "Decision",
    "HandbookChange",
    "Letter",
    "Measure",
    "OwnView",
    "Passage",
    "RaisedFlag",
    "StepAside",
]
