"""Overrides as an institution would write them."""

import yaml

TEXT = {"en": "A reactor is used.", "nb": "En reaktor brukes."}

EVERYTHING: dict[str, object] = {
    "version": 3,
    "about": "The reactor hall, and a lighter hand with new companies.",
    "facts": {
        "own.reactor": {
            "type": "bool",
            "unknown": False,
            "example": True,
            "title": TEXT,
            "says": TEXT,
            "rooms": ["appraisal"],
            "source": "institution",
        }
    },
    "measures": [{"id": "own-dosimeter", "duty": "facility-owner", "days": 7, "text": TEXT, "evidence": TEXT}],
    "rules": [
        {"rule": "partner.research-concern", "weight": "serious"},
        {"rule": "partner.new-without-record", "off": True, "reason": "We work with new companies every day."},
        {"rule": "partner.military", "weight": "note", "reason": "The defence college is our neighbour."},
    ],
    "own_rules": [
        {
            "facet": "access",
            "id": "access.own-reactor",
            "weight": "serious",
            "when": "own.reactor && country.arms_embargo",
            "facts": ["own.reactor", "country.arms_embargo"],
            "title": TEXT,
            "reason": TEXT,
            "advice": TEXT,
            "requirements": ["EU-14h"],
            "measures": ["own-dosimeter"],
            "sources": [{"title": "House rules", "url": "https://example.org/rules", "year": 2026}],
        }
    ],
    "questions": [
        {
            "id": "own_reactor",
            "type": "yes-no",
            "text": {"en": "Is the reactor used?", "nb": "Brukes reaktoren?"},
            "why": TEXT,
            "example": TEXT,
            "open_point": TEXT,
            "remedy": TEXT,
            "gives": {"own.reactor": True},
        }
    ],
    "guides": [
        {
            "kind": "infrastructure",
            "add": [{"ask": "own_reactor", "after": "facility_access"}],
            "drop": [{"ask": "period", "reason": "The booking system knows it."}],
        }
    ],
    "stages": [
        {"step": "unit-leader", "days": 3},
        {"step": "leadership", "days": 30, "reason": "The board meets monthly."},
    ],
}


def as_text(**changes: object) -> str:
    """The whole override with some parts exchanged; a part that is None is left out."""
    parts = {key: value for key, value in (EVERYTHING | changes).items() if value is not None}
    return yaml.safe_dump(parts, allow_unicode=True)


def only(**parts: object) -> str:
    """An override with these parts alone."""
    return yaml.safe_dump({"version": 1, "about": "A try."} | parts, allow_unicode=True)
