"""What people said of findings, as labelled examples that the check can be measured with."""

from collections.abc import Iterator

import orjson
from django.db.models import QuerySet

from aktsom.cooperation.agreements.models import Finding
from aktsom.core.actor import Actor


def judged(actor: Actor) -> QuerySet[Finding]:
    """The findings that somebody judged, in agreements that the actor may see, the latest first."""
    rows: QuerySet[Finding] = Finding.objects.visible_to(actor).exclude(judged="")
    return rows.select_related("clause_check").order_by("-judged_at", "pk")


def as_lines(findings: QuerySet[Finding]) -> Iterator[bytes]:
    """One JSON object in a line for each: the condition, both verdicts, the passages' texts and how they were read."""
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
            "passages": [
                {"number": passage["number"], "text": passage["text"], "supports": passage["supports"]}
                for passage in each.passages
            ],
        }
        yield orjson.dumps(told) + b"\n"
