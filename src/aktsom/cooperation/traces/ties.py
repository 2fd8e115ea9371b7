"""Ties: all traces between an institution and a partner as one, counted by the database in one statement.

A publication of very many is one with more than 100 organisations, hence more than 100 authors, or from more than 30 countries.
Beyond that, co-authorship says nothing about two of them: J. Adams and others, Multi-authorship and research analytics,
Institute for Scientific Information, 2019. Projects do not count: whoever is in one has rights to what the others bring.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

MOST_ORGANISATIONS, MOST_COUNTRIES = 100, 30
REBUILD = """
WITH of_many AS (
  SELECT trace_id FROM traces_participation part JOIN partners_partner partner ON partner.id = part.partner_id
    JOIN traces_trace trace ON trace.id = trace_id WHERE trace.kind = 'work' GROUP BY trace_id
  HAVING count(DISTINCT part.partner_id) > %(organisations)s OR count(DISTINCT partner.country) > %(countries)s
), pair AS (
  SELECT DISTINCT home.home_id, other.partner_id, home.trace_id
  FROM traces_participation home JOIN traces_participation other USING (trace_id)
  WHERE home.home_id IS NOT NULL AND other.home_id IS DISTINCT FROM home.home_id
    AND (%(partners)s::uuid[] IS NULL OR other.partner_id = ANY(%(partners)s))
), counted AS (
  SELECT pair.home_id, pair.partner_id,
    count(*) FILTER (WHERE trace.kind = 'work') AS works, count(*) FILTER (WHERE trace.kind = 'project') AS projects,
    min(trace.first_year) AS first_year, max(coalesce(trace.last_year, trace.first_year)) AS last_year,
    bool_and(trace.id IN (SELECT trace_id FROM of_many)) AS one_of_many
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
INSERT INTO traces_tie (id, home_id, partner_id, works, projects, first_year, last_year, fields, years, one_of_many)
SELECT gen_random_uuid(), home_id, partner_id, works, projects, first_year, last_year,
  coalesce(fields, '[]'), coalesce(years, '{}'), one_of_many
FROM counted LEFT JOIN by_year USING (home_id, partner_id) LEFT JOIN by_field USING (home_id, partner_id)
ON CONFLICT (home_id, partner_id) DO UPDATE SET works = excluded.works, projects = excluded.projects,
  first_year = excluded.first_year, last_year = excluded.last_year, fields = excluded.fields, years = excluded.years,
  one_of_many = excluded.one_of_many
"""

EMPTY = """
UPDATE traces_tie SET works = 0, projects = 0, first_year = NULL, last_year = NULL, fields = '[]', years = '{}',
  one_of_many = false
WHERE %(partners)s::uuid[] IS NULL OR partner_id = ANY(%(partners)s)
"""


def count_ties(partners: Iterable[UUID] | None = None) -> int:
    """Count all ties anew, or only those of some partners; give how many there are.

    A tie keeps its id, because registered cooperation refers to it; one that no trace supports any more becomes empty.
    """
    chosen = None if partners is None else list(partners)
    with connection.cursor() as cursor:
        cursor.execute(EMPTY, {"partners": chosen})
        limits = {"organisations": MOST_ORGANISATIONS, "countries": MOST_COUNTRIES}
        cursor.execute(REBUILD, {"partners": chosen, **limits})
        return int(cursor.rowcount)
