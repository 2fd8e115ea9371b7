"""Comparing appraisals with the flags as they stand: only those whose flags are not the ones that were compared last."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.utils import timezone

from aktsom.appraisal.assessing import kept_flags
from aktsom.appraisal.evaluation import Found
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.models import COOPERATION, Appraisal, RaisedFlag
from aktsom.appraisal.models.appraisals import pass_on
from aktsom.appraisal.models.words import Step
from aktsom.appraisal.stepping import AT_HAND
from aktsom.appraisal.watch.comparing import differences, heaviest_of, is_heavier, level_of
from aktsom.appraisal.way import words
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.engine.flags.route import Step as Level
from aktsom.engine.flags.types import Weight

BATCH = 2000
LOOKED_AT = tuple(state.value for state in (*words.SETTLED, *words.WAITING))

# The flags that stand for each cooperation as one digest; those appraisals are meant that have seen others. In SQL, because
# of a hundred thousand appraisals only the few whose flags changed are to be read.
REACHED = """
WITH standing AS (
    SELECT subject_id, md5(string_agg(id::text, ',' ORDER BY id)) AS digest FROM appraisal_raisedflag
    WHERE institution_id = %s AND subject_kind = 'cooperation' AND until IS NULL GROUP BY subject_id
)
SELECT appraisal.id, coalesce(standing.digest, md5('')) FROM appraisal_appraisal appraisal
LEFT JOIN standing ON standing.subject_id = appraisal.cooperation_id
WHERE appraisal.institution_id = %s AND appraisal.cooperation_id IS NOT NULL AND appraisal.state = ANY(%s)
AND appraisal.seen <> coalesce(standing.digest, md5(''))
"""

# Most of those that are looked at once did not change: they are marked in one statement.
SEEN = """
UPDATE appraisal_appraisal SET seen = looked.digest
FROM jsonb_to_recordset(%s::jsonb) AS looked(id uuid, digest text) WHERE appraisal_appraisal.id = looked.id
"""


@action("compare appraisals with their flags", may=only_system)
def look_again(actor: Actor) -> int:
    """Compare every appraisal of the institution whose flags changed; give how many there were.

    A decided one says what changed since, and opens again when a heavier flag results; one that waits goes on.
    """
    digests = _reached(actor)
    left = iter(digests)
    while batch := list(islice(left, BATCH)):
        _look_at(batch, digests)
    return len(digests)


def _reached(actor: Actor) -> dict[UUID, str]:
    with connection.cursor() as cursor:
        cursor.execute(REACHED, [actor.institution_id, actor.institution_id, list(LOOKED_AT)])
        return dict(cursor.fetchall())


def _look_at(ids: Sequence[UUID], digests: dict[UUID, str]) -> None:
    rows = Appraisal.objects.select_for_update(of=("self",)).select_related(*AT_HAND).filter(pk__in=ids)
    standing = _standing([row.cooperation_id for row in rows if row.cooperation_id])
    changed = [row for row in rows if _compare(row, standing.get(row.cooperation_id, ()) if row.cooperation_id else ())]
    Appraisal.objects.bulk_update(changed, _CHANGED, batch_size=200)
    with connection.cursor() as cursor:
        seen = [{"id": row.pk, "digest": digests[row.pk]} for row in rows]
        cursor.execute(SEEN, [orjson.dumps(seen).decode()])


def _standing(cooperations: Collection[UUID]) -> dict[UUID, tuple[Found, ...]]:
    rows = RaisedFlag.objects.filter(subject_kind=COOPERATION, subject_id__in=cooperations, until=None)
    found: dict[UUID, list[Found]] = defaultdict(list)
    for row in rows.exclude(institution=None).order_by("-rank", "rule"):
        found[row.subject_id].append(Found(row.rule, row.facet, Weight(row.weight), tuple(row.facts)))
    return {key: tuple(each) for key, each in found.items()}


def _compare(row: Appraisal, standing: tuple[Found, ...]) -> bool:
    """Take what differs into the row; give whether anything does."""
    flags = kept_flags(standing)
    news = differences(row.flags, flags)
    if not news and not row.news:
        return False
    matter = row.matter
    if matter.state in words.WAITING or (is_heavier(heaviest_of(flags), matter.weight) and not matter.stands_refused):
        _move(row, flags)
    row.news, row.news_at = news, timezone.now()
    row.version += 1
    return True


def _move(row: Appraisal, flags: list[dict[str, Any]]) -> None:
    """To whom the heavier flag asks for; the flags that stand now are what is decided on."""
    before, matter = row.state, row.matter
    weight = heaviest_of(flags)
    level = level_of(weight)
    days, today = handbook_of(row.institution_id).stages[Level(level)].days, timezone.localdate()
    if matter.state in words.WAITING:
        row.stand(matter.rerouted(weight, level, days, today))
    else:
        row.stand(matter.reopened(weight, level, days, today))
    row.flags = flags
    if row.state != before:
        pass_on(row, Step.REOPEN, by=None, why={"reason": "heavier", "weight": row.weight})


_CHANGED = (
    *(
        "seen",
        "news",
        "news_at",
        "flags",
        "version",
        "state",
        "state_since",
        "weight",
        "route",
        "days",
        "round",
        "escalated",
    ),
    *("due", "valid_until", "outcome", "until", "preparer", "decider", "level", "decided_on", "is_appealed"),
)
