"""The pages of appraisals ask the database as often for many as for few."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aktsom.appraisal.dossier.papers import comment
from tests.appraisal.samples import hit

pytestmark = pytest.mark.django_db
MOST_OF_A_LIST, MOST_OF_A_DOSSIER = 22, 45


def asked(client: Client, address: str) -> int:
    cache.clear()
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("show", ["turn", "mine", "unit", "others", "late", "all"])
def test_a_list_takes_as_many_queries_for_many_as_for_few(house, partners, sent_in, client_for, show):
    client = client_for(house.head)
    for _each in range(2):
        sent_in(partners.concern)
    first = asked(client, f"/appraisals/?show={show}")
    for _each in range(4):
        sent_in(partners.concern)
    assert asked(client, f"/appraisals/?show={show}") == first <= MOST_OF_A_LIST


@pytest.mark.parametrize("page", ["", "dossier/", "decide/"])
def test_a_page_takes_as_many_queries_for_much_as_for_little(house, partners, sent_in, client_for, as_, page):
    client, row = client_for(house.head), sent_in(partners.concern)
    with as_(house.researcher):
        comment(house.researcher, appraisal=row, text="One.")
    first = asked(client, f"/appraisals/{row.pk}/{page}")
    hit(partners.concern, "us-1260h")
    with as_(house.researcher):
        for number in range(5):
            comment(house.researcher, appraisal=row, text=f"{number}")
    assert asked(client, f"/appraisals/{row.pk}/{page}") == first <= MOST_OF_A_DOSSIER
