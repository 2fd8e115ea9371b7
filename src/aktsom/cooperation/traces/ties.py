"""Ties: all traces between an institution and a partner as one, counted by the database in one statement."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

REBUILD = """
WITH pair AS (
  SELECT DISTINCT home.home_id, other.partner_id, home.trace_id
  FROM traces_participation home JOIN traces_participation other USING (trace_id)
  WHERE home.home_id IS NOT NULL AND other.home_id IS DISTINCT FROM home.home_id
    AND (%(partners)s::uuid[] IS NULL OR other.partner_id = ANY(%(partners)s))
), counted AS (
  SELECT pair.home_id, pair.partner_id,
    count(*) FILTER (WHERE trace.kind = 'work') AS works, count(*) FILTER (WHERE trace.kind = 'project') AS projects,
    min(trace.first_year) AS first_year, max(coalesce(trace.last_year, trace.first_year)) AS last_year
  FROM pair JOIN traces_trace trace ON trace.id = pair.trace_id GROUP BY 1, 2
), by_year AS (
  SELECT home_id, partner_id, jsonb_object_agg(year::text, traces) AS years FROM (
    SELECT pair.home_id, pair.partner_id, year, count(*) AS traces
    FROM pair JOIN traces_trace trace ON trace.id = pair.trace_id,
      generate_series(trace.first_year, least(greatest(trace.last_year, trace.first_year), trace.first_year + 15)) AS year
    GROUP BY 1, 2, 3) each_year GROUP BY 1, 2
), by_field AS (
  SELECT pair.home_id, pair.partner_id, jsonb_agg(DISTINCT field) AS fields
  FROM pair JOIN traces_trace trace ON trace.id = pair.trace_id, jsonb_array_elements(trace.fields) AS field GROUP BY 1, 2
)
INSERT INTO traces_tie (id, home_id, partner_id, works, projects, first_year, last_year, fields, years)
SELECT gen_random_uuid(), home_id, partner_id, works, projects, first_year, last_year,
  coalesce(fields, '[]'), coalesce(years, '{}')
FROM counted LEFT JOIN by_year USING (home_id, partner_id) LEFT JOIN by_field USING (home_id, partner_id)
ON CONFLICT (home_id, partner_id) DO UPDATE SET works = excluded.works, projects = excluded.projects,
  first_year = excluded.first_year, last_year = excluded.last_year, fields = excluded.fields, years = excluded.years
"""

EMPTY = """
UPDATE traces_tie SET works = 0, projects = 0, first_year = NULL, last_year = NULL, fields = '[]', years = '{}'
WHERE %(partners)s::uuid[] IS NULL OR partner_id = ANY(%(partners)s)
"""


def count_ties(partners: Iterable[UUID] | None = None) -> int:
    """Count all ties anew, or only those of some partners; give how many there are.

    A tie keeps its id, because registered cooperation refers to it; one that no trace supports any more becomes empty.
    """
    chosen = None if partners is None else list(partners)
    with connection.cursor() as cursor:
        cursor.execute(EMPTY, {"partners": chosen})
        cursor.execute(REBUILD, {"partners": chosen})
        return int(cursor.rowcount)
