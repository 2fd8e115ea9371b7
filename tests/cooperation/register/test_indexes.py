"""What hangs on a cooperation is found by cooperation and institution at once.

Prepared statements are planned for any institution. With an index by cooperation alone and one by institution, the planner
reads all rows of the institution for every row: at 2,000 that was two fifths of the start page's time, and four times as much
at 4,000.
"""

import pytest
from django.db import connection

from aktsom.cooperation.register.models import CooperationPartner, CooperationTrace

COLUMNS = """
SELECT array_agg(a.attname::text ORDER BY k.place) FROM pg_index i, unnest(i.indkey) WITH ORDINALITY AS k (number, place)
JOIN pg_attribute a ON a.attnum = k.number WHERE i.indrelid = %s::regclass AND a.attrelid = i.indrelid AND i.indpred IS NULL
GROUP BY i.indexrelid
"""


@pytest.mark.django_db
@pytest.mark.parametrize("model", [CooperationPartner, CooperationTrace])
def test_what_hangs_on_a_cooperation_has_an_index_by_cooperation_and_institution(model) -> None:
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [model._meta.db_table])
        indexes = [columns for (columns,) in cursor.fetchall()]
    assert ["cooperation_id", "institution_id"] in indexes
    assert ["cooperation_id"] not in indexes
