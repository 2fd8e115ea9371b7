"""Signed heads get a timestamp (RFC 3161) from a service that runs beside the test."""

import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from aktsom.core.actor import Actor
from aktsom.core.audit import append_event
from aktsom.core.models import SignedHead, Witness
from aktsom.core.tenancy import acting_for
from aktsom.core.witnesses import WitnessError, sign_and_leave, timestamp, timestamp_fits
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db
CONFIG = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Test
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[service]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
[tsa]
default_tsa = one
[one]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
signer_digest = sha256
"""


def _openssl(folder: Path, *arguments: str) -> None:
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a root certificate and a timestamp certificate under it."""
    folder = tmp_path_factory.mktemp("authority")
    (folder / "config").write_text(CONFIG)
    (folder / "serial").write_text("01\n")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config", "config")
    _openssl(
        folder, "req", "-x509", *key, "-keyout", "root.key", "-out", "root.pem", "-extensions", "root", "-days", "30",
        "-subj", "/CN=Root",
    )  # fmt: skip
    _openssl(folder, "req", *key, "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=Timestamps")
    _openssl(
        folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-out",
        "tsa.pem", "-days", "30", "-extfile", "config", "-extensions", "service",
    )  # fmt: skip
    return folder


@pytest.fixture
def service(authority: Path, settings: Any, tmp_path: Path) -> Iterator[HTTPServer]:
    """A timestamp service on this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            (authority / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            _openssl(
                authority, "ts", "-reply", "-config", "config", "-section", "one", "-queryfile", "query", "-signer",
                "tsa.pem", "-inkey", "tsa.key", "-out", "reply",
            )  # fmt: skip
            self.send_response(200)
            self.end_headers()
            self.wfile.write((authority / "reply").read_bytes())

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.AKTSOM_AUDIT_FOLDER = tmp_path / "audit"
    settings.AKTSOM_TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("with_root", [True, False])
def test_a_head_carries_a_timestamp_that_is_of_this_head_alone(
    service: HTTPServer, authority: Path, settings: Any, institution: Institution, with_root: bool
) -> None:
    settings.AKTSOM_TIMESTAMP_ROOT = str(authority / "root.pem") if with_root else ""
    actor = Actor.system("tests", institution.pk)
    with acting_for(actor):
        append_event(actor, verb="count", subject="", details={})
    sign_and_leave()
    with acting_for(actor):
        head = SignedHead.objects.get()
        answer = bytes(Witness.objects.get(kind="timestamp").answer or b"")
    assert timestamp_fits(answer, head.statement)
    assert not timestamp_fits(answer, head.statement + " ")
    assert not timestamp_fits(b"nonsense", head.statement)


def test_a_timestamp_under_another_root_does_not_count(
    service: HTTPServer, authority: Path, settings: Any, tmp_path: Path
) -> None:
    (tmp_path / "config").write_text(CONFIG)
    _openssl(
        tmp_path, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config",
        "config", "-keyout", "other.key", "-out", "other.pem", "-extensions", "root", "-days", "30", "-subj", "/CN=Other",
    )  # fmt: skip
    settings.AKTSOM_TIMESTAMP_ROOT = str(tmp_path / "other.pem")
    with pytest.raises(WitnessError, match="something else"):
        timestamp("a head")


def test_a_service_that_does_not_answer_is_said(settings: Any, service: HTTPServer) -> None:
    settings.AKTSOM_TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(WitnessError, match="gave no timestamp"):
        timestamp("a head")
