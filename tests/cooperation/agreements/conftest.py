"""Agreements to register."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aktsom.cooperation.agreements.actions import register_agreement
from aktsom.cooperation.agreements.drafts import AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for


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
