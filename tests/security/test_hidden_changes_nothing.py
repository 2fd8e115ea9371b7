"""Nothing that others are shown changes by what is hidden from them: no list, count, picture, export, search or calendar."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import UUID
from zipfile import BadZipFile, ZipFile

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aktsom.appraisal.dossier.papers import attach, comment
from aktsom.appraisal.models import Appraisal, Measure
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.protecting import put_into_compartment as protect_agreement
from aktsom.cooperation.deadlines.keeping import refresh
from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.register.protecting import put_into_compartment as protect_cooperation
from aktsom.core.changes import tell_what_waits
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.protection.access.models import Compartment
from tests.security.driving import Driver, Sent, text_of
from tests.security.matrix import Cell, operations
from tests.security.rooms import agreements, appraisal, exits, register
from tests.security.world import OWN, WHOLE, World, undone

WORD = "Quizzaciously"
BY_CHANCE = re.compile(r'csrf[^>]*value="[^"]+"|name="token" value="[^"]+"|nonce-\S+')
READERS = ("leadership", "research-security-lead", "agreements-officer", "internal-auditor", "unit-leader", "member")
KNOWN_TO_SHOW = {
    # The log says of everything that it was done, by number; decision 0011 and docs/THREAT-MODEL.md name it.
    "GET /log/",
}


def hide(world: World) -> None:
    """One of everything that a compartment can hold, which nobody in the matrix may enter."""
    system = world.system
    with acting_for(system):
        nobodys = Compartment.objects.get(name="Nobody's")
    with acting_for(world.author):
        own = add_partner(world.author, name=f"{WORD} Institute of Silence", country="DE")
        partners = (UUID(world.things["partner_id"]), own.pk)
        cooperation = register._registered(world, f"{WORD} cooperation", *partners)
        row = appraisal._of(world, cooperation, f"{WORD} appraisal", appraisal.PLACES["appraisal"])
        approved = appraisal._of(world, cooperation, f"{WORD} approved", appraisal.PLACES["note"])
        comment(world.author, appraisal=row, text=f"{WORD} remark")
        attach(world.author, appraisal=row, upload=SimpleUploadedFile(f"{WORD}.txt", WORD.encode()))
        made = agreements._things(world, f"{WORD} accord")
        kept = exits._things(world, f"{WORD} with days", Compartment.objects.get(pk=world.things["compartment_id"]))
    with acting_for(system):
        protect_cooperation(system, cooperation=cooperation, compartment=nobodys)
        for name in (made["agreement_id"], kept["days_id"], kept["fresh_id"]):
            protect_agreement(system, agreement=Agreement.objects.get(pk=name), compartment=nobodys)
        Appraisal.objects.filter(pk=approved.pk).update(state="decided", outcome="approve-with-measures")
        refresh(system)
    tell_what_waits(world.institution.pk)


def shown(driver: Driver, operation: str, who: str) -> str:
    """What the person is shown, without what differs by chance; of a sheet the text of its cells."""
    scope = OWN if who in ("unit-leader", "member") else WHOLE
    with undone():
        cache.clear()
        answer = driver._ask(Cell(operation, (), who, scope, "ok"), driver.sent.get(operation, Sent()))
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    try:
        with ZipFile(BytesIO(content)) as archive:
            text = "".join(
                archive.read(each).decode("utf-8", "replace") for each in archive.namelist() if "core.xml" not in each
            )
    except BadZipFile:
        text = content.decode("utf-8", "replace")
    return f"{answer.status_code} {BY_CHANCE.sub('', text)}"


def test_nothing_shown_changes_by_what_is_hidden(driver: Driver) -> None:
    reading = [each for each in operations() if each.startswith("GET ")]
    before = {(each, who): shown(driver, each, who) for each in reading for who in READERS}
    steady = {key for key in before if shown(driver, *key) == before[key]}
    print("unsteady", sorted(set(before) - steady))
    differing = []
    with undone():
        hide(driver.world)
        for key in sorted(steady):
            after = shown(driver, *key)
            if after != before[key]:
                differing.append((key, difference(before[key], after)))
    open("/tmp/doors/differing.txt", "w").write("\n\n".join(f"{k}: {d}" for k, d in differing))
    assert not differing, "\n".join(f"{key}" for key, d in differing)


def difference(here: str, there: str) -> str:
    import difflib

    return "\n".join(l for l in difflib.unified_diff(here.splitlines(), there.splitlines(), lineterm="", n=0))[:1500]
