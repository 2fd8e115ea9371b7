"""Several writers over two processes, while flags follow what they change: nobody gets in anybody's way."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
from pytest_django import DjangoDbBlocker

from tests.operation.conftest import Installation
from tests.operation.serving import serving
from tests.operation.test_kills import Place, _at, _place, _until

PROCESSES, WRITERS, ROUNDS = 2, 4, 25


def test_registering_and_changing_over_two_processes_is_never_refused(
    installation: Installation, tmp_path: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), _at(installation.address.name):
        place = _place()
    with (
        serving(installation.address, tmp_path, "--no-worker", "--processes", str(PROCESSES)) as served,
        ThreadPoolExecutor(WRITERS) as writers,
    ):
        _until(lambda: len(served.web_processes()) == PROCESSES)
        began_with = served.web_processes()
        answers = [
            each for found in writers.map(lambda _n: _write(served.port, place), range(WRITERS)) for each in found
        ]
        assert set(answers) == {200, 201}
        assert served.web_processes() == began_with, "one of them died while writing"


def _write(port: int, place: Place) -> list[int]:
    """Register one and change it twice, so that its flags are brought up to date in between."""
    said = []
    with httpx.Client(
        base_url=f"http://127.0.0.1:{port}", headers={"Authorization": f"Bearer {place.key}"}, timeout=60
    ) as client:
        for number in range(ROUNDS):
            described = {"title": f"Roses {number}", "kind": "research-project", "partners": [str(place.partner)]}
            made = client.post("/api/v1/cooperation", json=described, headers={"Idempotency-Key": str(uuid4())})
            said.append(made.status_code)
            for version in (1, 2):
                change = {"version": version, "title": f"Roses {number}, {version}"}
                said.append(client.patch(made.json()["url"], json=change).status_code)
    return said
