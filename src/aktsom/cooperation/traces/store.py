"""Writing traces in bulk: the same trace read again replaces what was known of it, and nothing is kept twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection

from aktsom.cooperation.partners.models import PartnerName
from aktsom.cooperation.traces.models import Authorship, Participation, Trace

BATCH = 4_000
REPLACED = ["title", "first_year", "last_year", "programme", "url", "fields", "field_words"]


@dataclass(slots=True)
class SeenTrace:
    """A trace with the names in it, and the authors by the name of their organisation."""

    trace: Trace
    names: list[PartnerName]
    authors: list[tuple[str, PartnerName]] = field(default_factory=list)


def write_traces(seen: Sequence[SeenTrace], homes: dict[tuple[str, str], int]) -> None:
    """Write traces whose names are already kept. Authors are kept only where an institution of ours took part."""
    keys = [each.trace.key for each in seen]
    known = list(Trace.objects.filter(key__in=keys).values_list("pk", flat=True))
    if known:
        Participation.objects.filter(trace__in=known)._raw_delete("default")
        Authorship.objects.filter(trace__in=known)._raw_delete("default")
    kept = Trace.objects.bulk_create(
        [each.trace for each in seen], update_conflicts=True, unique_fields=["key"], update_fields=REPLACED
    )
    ids = {trace.key: trace.pk for trace in kept}
    rows = [(ids[each.trace.key], each) for each in seen]
    _copy(
        "traces_participation (trace_id, partner_id, name_id, home_id)",
        (
            (trace, name.partner_id, name.pk, homes.get((name.key, name.country)))
            for trace, each in rows
            for name in {name.pk: name for name in each.names}.values()
        ),
    )
    _copy(
        "traces_authorship (trace_id, author, partner_id)",
        (
            (trace, author[:300], name.partner_id)
            for trace, each in rows
            if any((name.key, name.country) in homes for name in each.names)
            for author, name in dict.fromkeys((author, name) for author, name in each.authors if author)
        ),
    )


def count_names() -> None:
    """Set how often each public name is seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE partners_partnername SET times_seen = counted.times FROM"
            " (SELECT name_id, count(*) AS times FROM traces_participation GROUP BY name_id) counted"
            " WHERE id = counted.name_id AND times_seen <> counted.times"
        )


def _copy(target: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
