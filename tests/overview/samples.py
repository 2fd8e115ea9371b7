"""What tests of agreements at a glance begin with, and how they read the sheet."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.register.drafts import Draft as CooperationDraft
from aktsom.core.actor import Actor
from aktsom.institutions.models import Unit

API = "/api/v1/overview"
SHEET = "/overview/agreements/export/csv/"
Person, MakeAgreement = Callable[..., Actor], Callable[..., Agreement]
MakeUnit, MakeDraft = Callable[..., Unit], Callable[..., CooperationDraft]


def in_force(title: str) -> dict[str, object]:
    today = timezone.localdate()
    return {"title": title, "state": "signed", "starts": today - timedelta(9), "ends": today + timedelta(900)}


def rows_of(client: Client) -> list[dict[str, str]]:
    """The sheet as a program reads it."""
    sheet = b"".join(client.get(SHEET)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(sheet), delimiter=";"))
