"""Comparing appraisals with the flags as they stand: only those whose flags are not the ones that were compared last."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast
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
from aktsom.core.bulk import any_of
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

# Most of those that are looked at did not change, or only have something to tell: they are written in one statement each.
SEEN = """
UPDATE appraisal_appraisal SET seen = looked.digest
FROM jsonb_to_recordset(%s::jsonb) AS looked(id uuid, digest text) WHERE appraisal_appraisal.id = looked.id
"""
TOLD = """
UPDATE appraisal_appraisal SET news = told.news, news_at = %s, version = version + 1
FROM jsonb_to_recordset(%s::jsonb) AS told(id uuid, news jsonb) WHERE appraisal_appraisal.id = told.id
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
    rows = list(Appraisal.objects.select_for_update(of=("self",)).select_related(*AT_HAND).filter(pk__in=any_of(ids)))
    standing = _standing([row.cooperation_id for row in rows if row.cooperation_id])
    told, moved, now = [], [], timezone.now()
    for row in rows:
        flags = kept_flags(standing.get(row.cooperation_id, ()) if row.cooperation_id else ())
        news = differences(row.flags, flags)
        if _is_heavier_now(row, flags) and (news or row.news):
            _move(row, flags)
            row.news, row.news_at, row.version = news, now, row.version + 1
            moved.append(row)
        elif news or row.news:
            told.append({"id": row.pk, "news": news})
    Appraisal.objects.bulk_update(moved, _CHANGED, batch_size=200)
    with connection.cursor() as cursor:
        cursor.execute(TOLD, [now, orjson.dumps(told).decode()])
        cursor.execute(SEEN, [orjson.dumps([{"id": row.pk, "digest": digests[row.pk]} for row in rows]).decode()])


def _standing(cooperations: Collection[UUID]) -> dict[UUID, tuple[Found, ...]]:
    rows = RaisedFlag.objects.filter(subject_kind=COOPERATION, subject_id__in=any_of(cooperations), until=None)
    rows = rows.exclude(institution=None).order_by("-rank", "rule")
    # Most flags rest on the same few sets of facts, so each set is read once.
    read: dict[str, tuple[Any, ...]] = {}
    found: dict[UUID, list[Found]] = defaultdict(list)
    for subject, rule, facet, weight, facts in rows.values_list(
        "subject_id", "rule", "facet", "weight", Cast("facts", TextField())
    ):
        if facts not in read:
            read[facts] = tuple(orjson.loads(facts))
        found[subject].append(Found(rule, facet, Weight(weight), read[facts]))
    return {key: tuple(each) for key, each in found.items()}


def _is_heavier_now(row: Appraisal, flags: list[dict[str, Any]]) -> bool:
    """Whether it goes another way: what waits goes by what stands now, what is settled opens again for a heavier flag."""
    matter = row.matter
    opens = is_heavier(heaviest_of(flags), matter.weight) and not matter.stands_refused
    return matter.state in words.WAITING or opens


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
