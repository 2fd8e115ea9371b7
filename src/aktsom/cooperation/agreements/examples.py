"""What people said of findings, as labelled examples that the check can be measured with."""

from collections.abc import Iterator
from typing import Any

import orjson
from django.db.models import QuerySet

from aktsom.cooperation.agreements.models import Finding
from aktsom.core.actor import Actor

NEAREST = "nearest"


def judged(actor: Actor) -> QuerySet[Finding]:
    """The findings that somebody judged, in agreements that the actor may see, the latest first."""
    rows: QuerySet[Finding] = Finding.objects.visible_to(actor).exclude(judged="")
    return rows.select_related("clause_check").order_by("-judged_at", "pk")


def as_lines(findings: QuerySet[Finding]) -> Iterator[bytes]:
    """One JSON object in a line for each: the condition, both verdicts, what each rests on, and how it was read.

    `place` are the words that the person rests it on, "" where they gave none; `nearest` is what came nearest where the check
    found nothing, and no ground of anybody.
    """
    for each in findings.iterator(chunk_size=500):
        check = each.clause_check
        told = {
            "condition": each.condition,
            "kind": check.kind,
            "language": check.language,
            "library": check.library,
            "library_digest": check.library_digest,
            "check_says": each.verdict,
            "person_says": each.judged,
            "agree": each.verdict == each.judged,
            "note": each.note,
            "place": each.place,
            "passages": [_passage(passage) for passage in each.passages if passage["supports"] != NEAREST],
            "nearest": [_passage(passage) for passage in each.passages if passage["supports"] == NEAREST],
        }
        yield orjson.dumps(told) + b"\n"


def _passage(passage: dict[str, Any]) -> dict[str, Any]:
    return {name: passage[name] for name in ("number", "text", "supports")}
