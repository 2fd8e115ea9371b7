"""Agreements of the department of optics: one with a checked paper, one that was withdrawn, and the same in compartments."""

from datetime import date
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from aktsom.cooperation.agreements.actions import put_under, register_agreement, withdraw_agreement
from aktsom.cooperation.agreements.checking import keep_findings, say_unreadable, start_check
from aktsom.cooperation.agreements.comparing import start_comparison
from aktsom.cooperation.agreements.condition_example import EXAMPLE
from aktsom.cooperation.agreements.drafts import AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, Comparison, OwnConditions
from aktsom.cooperation.agreements.moving import move_by_calendar
from aktsom.cooperation.agreements.papers import add_document
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.cooperation.agreements.withdrawing import withdraw_paper
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from aktsom.protection.access.models import Compartment
from tests.security.driving import Number, Sent, Upload
from tests.security.world import OWN, World

ORDER = 75
TITLE, CLOSED_TITLE, WITHDRAWN, SECRET = "Accord on lenses", "Hidden accord", "Lapsed accord", "Passage on lenses"
PAPER = Paper(
    PaperKind.PDF, (Passage(f"{SECRET}: the Partner may refuse any publication.", number="1", page=1),), pages=1
)
PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)
"""A page with nothing on it."""
OWN_CONDITION = "Reiser og klima"
CHANGED = "Sixty became ninety"
CHANGE = {
    "sort": "changed",
    "weight": "substance",
    "was": "4.1",
    "is": "4.1",
    "what": {"en": [CHANGED], "nb": [CHANGED]},
    "pieces": [],
}
V1, HERE = "/api/v1/agreements", "/agreements/{agreement_id}"
API = f"{V1}/{{agreement_id}}"


def things(world: World) -> None:
    """Everything here was made by the author, for the author's own department; each institution has a text of conditions."""
    for home, text in ((world.institution, EXAMPLE), (world.other_institution, "")):
        with acting_for(Actor.system("tests", home.pk)):
            OwnConditions.objects.create(institution=home, number=1, text=text)
    with acting_for(world.author):
        world.things |= _things(world, TITLE)
        world.things |= {"agreement_title": TITLE, "text_number": "1"}
        gone = withdraw_agreement(world.author, agreement=_registered(world, WITHDRAWN))
        protected = _registered(world, "Accord in dual use")
        world.things |= {"withdrawn_agreement_id": str(gone.pk), "withdrawn_agreement": WITHDRAWN}
        closed = _things(world, CLOSED_TITLE)
    with acting_for(world.system):
        records = Compartment.objects.get(pk=world.things["records_id"])
        nobodys = Compartment.objects.get(name="Nobody's")
        put_into_compartment(world.system, agreement=protected, compartment=records)
        hidden = Agreement.objects.get(pk=closed["agreement_id"])
        put_into_compartment(world.system, agreement=hidden, compartment=nobodys)
        closed["agreement_version"] = str(Agreement.objects.get(pk=hidden.pk).version)
        gone_there = withdraw_agreement(world.system, agreement=_of_nobody(world, nobodys))
    world.things["protected_agreement_id"] = str(protected.pk)
    world.closed |= closed | {
        "withdrawn_agreement_id": str(gone_there.pk),
        "withdrawn_agreement": "Lapsed hidden accord",
        "agreement_title": CLOSED_TITLE,
        "protected_agreement_id": closed["agreement_id"],
    }


def _things(world: World, title: str) -> dict[str, str]:
    agreement = _registered(world, title)
    cooperation = Cooperation.objects.get(pk=world.things["cooperation_id"])
    put_under(world.author, agreement=agreement, cooperation=cooperation)
    version = add_document(world.author, agreement=agreement, upload=SimpleUploadedFile("accord.pdf", PDF))
    waiting = start_check(world.author, agreement=agreement, version=version)
    found = keep_findings(world.author, agreement=agreement, waiting=waiting, paper=PAPER)
    back = add_document(world.author, agreement=agreement, upload=SimpleUploadedFile("back.pdf", PDF), kind="returned")
    compared = start_comparison(world.author, agreement=agreement, sent=version, returned=back)
    Comparison.objects.filter(pk=compared.pk).update(progress="done", changes=[CHANGE])
    other = add_document(world.author, agreement=agreement, upload=SimpleUploadedFile("other.pdf", PDF), kind="other")
    withdraw_paper(world.author, agreement=agreement, version=other, reason="Of another accord")
    return {
        "withdrawn_version_id": str(other.pk),
        "comparison_id": str(compared.pk),
        "second_version_id": str(back.pk),
        "agreement_id": str(agreement.pk),
        "agreement_version": str(Agreement.objects.get(pk=agreement.pk).version),
        "version_id": str(version.pk),
        "paper_id": str(version.pk),
        "check_id": str(found.pk),
        "finding_id": str(found.findings.get(condition="publication").pk),
        "step": "negotiate",
        "page_number": "1",
    }


def _registered(world: World, title: str) -> Agreement:
    party = PartyDraft(partner=UUID(world.things["partner_id"]))
    draft = AgreementDraft(title=title, kind="project", parties=(party,), unit=world.units[OWN].pk)
    return register_agreement(world.author, draft=draft)


def _of_nobody(world: World, compartment: Compartment) -> Agreement:
    with acting_for(world.author):
        row = _registered(world, "Lapsed hidden accord")
    return put_into_compartment(world.system, agreement=row, compartment=compartment)


def _checks(actor: Actor, world: World) -> tuple[Agreement, ClauseCheck]:
    """As the worker has them, which read them as whoever asked for the check."""
    del actor
    with acting_for(world.system):
        check = ClauseCheck.objects.get(pk=world.things["check_id"])
        return check.agreement, check


def _keep(actor: Actor, world: World) -> object:
    agreement, check = _checks(actor, world)
    return keep_findings(actor, agreement=agreement, waiting=check, paper=PAPER)


def _unreadable(actor: Actor, world: World) -> object:
    agreement, check = _checks(actor, world)
    return say_unreadable(actor, agreement=agreement, waiting=check, error=ConflictError("Gone."))


def _by_calendar(actor: Actor, world: World) -> object:
    del world
    return move_by_calendar(actor, today=date(2030, 1, 1))


FORM = {"title": "New accord", "kind": "memorandum", "state": "draft", "partner": "{partner_id}", "unit": ""}
NEW = {"title": "New accord", "kind": "memorandum", "parties": [{"partner": "{partner_id}"}]}
PAPER_HERE = f"{HERE}/papers/{{version_id}}"
STEP = "/agreements/{agreement_id}/steps/{step}/"
SENT = {
    "GET /agreements/": Sent(looks_for="{agreement_title}"),
    "GET /agreements/export/{form}/": Sent(looks_for="{agreement_title}"),
    "GET /agreements/withdrawn/": Sent(looks_for="{withdrawn_agreement}"),
    "GET /agreements/conditions/{text_number}/": Sent(looks_for=OWN_CONDITION),
    "GET /api/v1/agreement-conditions/versions": Sent(looks_for=OWN_CONDITION),
    "POST /agreements/conditions/": Sent({"text": "", "number": "{text_number}"}),
    "POST /agreements/new/": Sent(FORM),
    "POST /agreements/new/ # for the department": Sent({**FORM, "unit": "{unit_id}"}),
    f"GET {HERE}/": Sent(looks_for="{agreement_title}"),
    f"POST {HERE}/edit/": Sent({**FORM, "title": "Other", "version": "{agreement_version}"}),
    f"POST {HERE}/parties/": Sent(
        {"version": "{agreement_version}", "partner": ["{partner_id}"], "ours-signatory": "R. Ektor"}
    ),
    f"POST {HERE}/units/": Sent({"add": "{unit_id}"}),
    f"POST {HERE}/under/": Sent({"take": "{cooperation_id}"}),
    f"POST {STEP}": Sent({}),
    f"GET {STEP} # whether it goes on": Sent(address="/agreements/{agreement_id}/steps/keep/"),
    f"POST {HERE}/restore/": Sent(address="/agreements/{withdrawn_agreement_id}/restore/"),
    f"POST {HERE}/papers/": Sent({"file": Upload("accord.pdf", PDF), "kind": "agreement"}),
    f"GET {PAPER_HERE}/ # withdrawn": Sent(address=f"{HERE}/papers/{{withdrawn_version_id}}/"),
    f"POST {PAPER_HERE}/kind/": Sent({"kind": "annex"}),
    f"POST {PAPER_HERE}/withdraw/": Sent({"reason": "Of another accord"}),
    f"POST {PAPER_HERE}/restore/": Sent(address=f"{HERE}/papers/{{withdrawn_version_id}}/restore/"),
    f"POST {HERE}/draft/": Sent({"language": "nb"}),
    f"POST {HERE}/compare/": Sent({"sent": "{version_id}", "returned": "{second_version_id}"}),
    f"GET {HERE}/comparisons/{{comparison_id}}/": Sent(looks_for=CHANGED),
    f"GET {HERE}/checks/{{check_id}}/": Sent(looks_for=SECRET),
    f"POST {HERE}/findings/{{finding_id}}/judge/": Sent({"verdict": "met"}),
    f"POST {HERE}/protect/ # put": Sent({"compartment": "{records_id}"}),
    f"POST {HERE}/protect/ # take out": Sent(
        {"take_out": "1"}, address="/agreements/{protected_agreement_id}/protect/"
    ),
    f"GET {V1}": Sent(looks_for="{agreement_title}"),
    f"POST {V1}": Sent(NEW),
    f"POST {V1} # for the department": Sent({**NEW, "unit": "{unit_id}"}),
    f"GET {V1}/withdrawn": Sent(looks_for="{withdrawn_agreement}"),
    f"GET {API}": Sent(looks_for="{agreement_title}"),
    f"PATCH {API}": Sent({"version": Number("agreement_version"), "title": "Other"}),
    f"PUT {API}/parties": Sent({"version": Number("agreement_version"), "parties": [{"partner": "{partner_id}"}]}),
    f"PUT {API}/units": Sent({"units": ["{unit_id}"]}),
    f"POST {API}/steps": Sent({"step": "negotiate"}),
    f"POST {API}/restore": Sent(address=f"{V1}/{{withdrawn_agreement_id}}/restore"),
    f"POST {API}/draft": Sent({"language": "nb"}),
    f"POST {API}/papers/{{paper_id}}/versions": Sent(
        {"file": Upload("accord.pdf", PDF)}, address=f"{API}/papers/{{version_id}}/versions"
    ),
    f"GET {API}/papers/{{paper_id}} # withdrawn": Sent(address=f"{API}/papers/{{withdrawn_version_id}}"),
    f"POST {API}/papers/{{paper_id}}/withdraw": Sent(
        {"reason": "Of another accord"}, address=f"{API}/papers/{{version_id}}/withdraw"
    ),
    f"POST {API}/papers/{{paper_id}}/restore": Sent({}, address=f"{API}/papers/{{withdrawn_version_id}}/restore"),
    f"PUT {API}/papers/{{paper_id}}/kind": Sent({"kind": "annex"}, address=f"{API}/papers/{{version_id}}/kind"),
    f"GET {API}/comparisons": Sent(looks_for=CHANGED),
    f"POST {API}/comparisons": Sent({"sent": "{version_id}", "returned": "{second_version_id}"}),
    f"GET {API}/comparisons/{{comparison_id}}": Sent(looks_for=CHANGED),
    f"POST {API}/steps/shown": Sent({"step": "negotiate", "file": Upload("letter.pdf", PDF)}),
    "PUT /api/v1/agreement-conditions": Sent({"text": "", "number": Number("text_number")}),
    f"POST {API}/papers": Sent({"file": Upload("accord.pdf", PDF), "kind": "agreement"}),
    f"GET {API}/checks/{{check_id}}": Sent(looks_for=SECRET),
    f"PUT {API}/findings/{{finding_id}}": Sent({"verdict": "met"}),
    f"PUT {API}/compartment/{{compartment_id}}": Sent({}, address=f"{API}/compartment/{{records_id}}"),
    f"DELETE {API}/compartment": Sent(address=f"{V1}/{{protected_agreement_id}}/compartment"),
    "ACTION keep what a check found": Sent(call=_keep),
    "ACTION say that a paper cannot be read": Sent(call=_unreadable),
    "ACTION let the calendar move agreements": Sent(call=_by_calendar),
}
