"""Agreements to register, who registers them, checks of their papers, and a cooperation to put under one."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.actions import register_agreement
from aktsom.cooperation.agreements.drafts import AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, DocumentVersion
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.actions import register_cooperation
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper


@pytest.fixture
def officer(person: Callable[..., Actor]) -> Actor:
    return person(Duty.AGREEMENTS_OFFICER)


@pytest.fixture
def browser(officer: Actor, client_for: Callable[[Actor], Client]) -> Client:
    client = client_for(officer)
    client.cookies["aktsom_language"] = "en"
    return client


@pytest.fixture
def cooperation(officer: Actor, partner: Callable[..., Partner]) -> Cooperation:
    partners = (partner("Testmark Institute of Ice").pk,)
    with acting_for(officer):
        return register_cooperation(
            officer, draft=Draft(title="Ice", kind="research-project", partners=partners, state="active")
        )


@pytest.fixture
def draft(partner: Callable[..., Partner]) -> Callable[..., AgreementDraft]:
    def make(**given: object) -> AgreementDraft:
        if "parties" not in given:
            theirs = PartyDraft(partner=partner("Testmark Institute of Ice").pk, signatory="A. Ice")
            given["parties"] = (PartyDraft(signatory="R. Ektor"), theirs)
        return AgreementDraft(**{"title": "Sea ice and light", "kind": "memorandum"} | given)  # type: ignore[arg-type]

    return make


@pytest.fixture
def agreement(draft: Callable[..., AgreementDraft]) -> Callable[..., Agreement]:
    def make(actor: Actor, **given: object) -> Agreement:
        with acting_for(actor):
            return register_agreement(actor, draft=draft(**given))

    return make


@pytest.fixture
def upload() -> Callable[..., SimpleUploadedFile]:
    def make(name: str = "agreement.pdf", content: bytes = b"%PDF-1.4 not much") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, content)

    return make


@pytest.fixture
def check(officer: Actor) -> Callable[..., ClauseCheck]:
    """Checks a version, or a new paper of a kind."""

    def run(
        of: Agreement, paper: Paper, kind: str = "agreement", name: str = "", again: DocumentVersion | None = None
    ) -> ClauseCheck:
        with acting_for(officer):
            content = f"%PDF-1.4 {kind} {DocumentVersion.objects.count()}".encode()
            upload = SimpleUploadedFile(name or f"{kind}.pdf", content)
            version = again or papers.add_document(officer, agreement=of, upload=upload, kind=kind)
            waiting = checking.start_check(officer, agreement=of, version=version)
            return checking.keep_findings(officer, agreement=of, waiting=waiting, paper=paper)

    return run
