"""Who may do what over the API. The table is written by hand; nothing in it comes from the code."""

from collections.abc import Callable

import pytest
from django.test import Client

from aktsom.cooperation.partners.models import Merge, Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.institutions.models import Institution
from aktsom.knowledge.screening.models import ScreeningHit
from tests.api.conftest import V1, Program

pytestmark = pytest.mark.django_db

# who: nobody's duty, adviser, lead, unit leader of everything, auditor, operator, a stranger's adviser, signed out
TABLE = """
                                       member adviser lead leader auditor operator stranger out
GET /me                                   200     200  200    200     200      200      200 401
GET /partners                             200     200  200    200     200      200      200 401
GET /partners/{partner}                   200     200  200    200     200      200      200 401
GET /hits                                 200     200  200    200     200      200      200 401
GET /merges                               200     200  200    200     200      200      200 401
GET /rules                                200     200  200    200     200      200      200 401
GET /cooperation                          200     200  200    200     200      200      200 401
GET /cooperation/{cooperation}            404     200  200    200     200      404      404 401
GET /cooperation/{cooperation}/flags      404     200  200    200     200      404      404 401
PATCH /cooperation/{cooperation}          404     200  200    200     403      404      404 401
POST /cooperation/{cooperation}/withdraw  404     200  200    200     403      404      404 401
POST /cooperation                         201     201  201    201     403      403      201 401
POST /judgements                          403     201  201    403     403      403      201 401
POST /merges/{merge}/decision             403     200  200    403     403      403      200 401
PATCH /partners/{partner}                 403     200  200    403     403      403      200 401
POST /partners                            201     201  201    201     403      403      201 401
POST /keys                                403     403  403    403     403      403      403 401
GET /overview/export/csv                  200     200  200    200     200      200      200 401
"""
HEAD, *ROWS = [line.split() for line in TABLE.strip().splitlines()]
CASES = [(row[0], row[1], who, int(status)) for row in ROWS for who, status in zip(HEAD, row[2:], strict=True)]
DUTIES = {
    "member": (),
    "adviser": (Duty.RESEARCH_SECURITY_ADVISER,),
    "lead": (Duty.RESEARCH_SECURITY_LEAD,),
    "leader": (Duty.UNIT_LEADER,),
    "auditor": (Duty.INTERNAL_AUDITOR,),
    "operator": (Duty.PLATFORM_OPERATOR,),
    "stranger": (Duty.RESEARCH_SECURITY_ADVISER,),
}


@pytest.mark.parametrize(("method", "path", "who", "expected"), CASES)
def test_the_table(
    method: str,
    path: str,
    who: str,
    expected: int,
    program: Program,
    person: Callable[..., Actor],
    other_institution: Institution,
    registered: Cooperation,
    partner: Partner,
    hit: ScreeningHit,
) -> None:
    other = Partner.objects.create(name="Harbor Optics", country="CN")
    merge = Merge.objects.create(kept=partner, gone=other, state=Merge.State.WAITING, reason="similar")
    client = Client()
    if who != "out":
        home = {"institution": other_institution} if who == "stranger" else {}
        client = program(person(*DUTIES[who], **home))
    address = V1 + path.format(partner=partner.pk, cooperation=registered.pk, merge=merge.pk)
    body = _body(f"{method} {path}", partner, hit) if method != "GET" else None
    answer = client.generic(method, address, *([] if body is None else [body]), content_type="application/json")
    assert answer.status_code == expected, answer.content


def _body(wanted: str, partner: Partner, hit: ScreeningHit) -> str:
    return {
        "PATCH /cooperation/{cooperation}": '{"version": 1, "title": "New"}',
        "POST /cooperation/{cooperation}/withdraw": "",
        "POST /cooperation": f'{{"title": "T", "kind": "event", "partners": ["{partner.pk}"]}}',
        "POST /judgements": f'{{"subject_id": "{partner.pk}", "listing": "{hit.listing}", "verdict": "unsure", "reason": "r"}}',
        "POST /merges/{merge}/decision": '{"decision": "apart"}',
        "PATCH /partners/{partner}": '{"name": "Renamed"}',
        "POST /partners": '{"name": "Delta", "country": "NL"}',
        "POST /keys": '{"label": "k"}',
    }[wanted]
