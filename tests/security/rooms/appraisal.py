"""Appraisals of the author's cooperation in the department of optics, one at each place of its way."""

from datetime import timedelta
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aktsom.appraisal.dossier.papers import attach, comment, prepare_letter
from aktsom.appraisal.intake.actions import answer, begin
from aktsom.appraisal.intake.drafting import drafted
from aktsom.appraisal.models import Appraisal, Decision, HandbookChange, Measure
from aktsom.appraisal.models.appraisals import pass_on
from aktsom.appraisal.models.words import Step
from aktsom.appraisal.watch.actions import ask_again, move_on
from aktsom.appraisal.watch.looking import look_again
from aktsom.cli.demo.appraisals import harmless
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.evidence import freeze
from aktsom.core.tenancy import acting_for
from tests.security.driving import Number, Sent, Upload
from tests.security.rooms.register import _registered
from tests.security.world import OWN, World

ORDER = 40
TITLE, MEASURE, REASON = "Mirrors for everyone", "Lock the mirror room", "Because of the mirrors"
REMARK = "Who polishes them?"
PLACES = {
    "appraisal": {"state": "with-leader", "weight": "concern", "route": "unit-leader"},
    "preparing": {"state": "preparing", "weight": "serious", "route": "leader-above"},
    "presented": {"state": "with-decider", "weight": "serious", "route": "leader-above"},
    "refused": {"state": "decided", "weight": "concern", "route": "unit-leader", "outcome": "decline"},
    "approved": {"state": "decided", "weight": "concern", "route": "unit-leader", "outcome": "approve-with-measures"},
    "note": {"state": "with-leader", "weight": "note", "route": "unit-leader"},
}


def things(world: World) -> None:
    """The author asked for all of them; the draft is the author's as well, and names no cooperation yet."""
    rows = {name: _at(world, f"{TITLE}: {name}", where) for name, where in PLACES.items()}
    draft = Appraisal.objects.create(
        institution=world.institution, kind="event", owner_id=world.author.member_id, begun_by_id=world.author.member_id
    )
    ready = _ready(world)
    decider = world.people[Duty.UNIT_LEADER.value, OWN].actor
    evidence = freeze(world.system, {"of": "the matrix"})
    Appraisal.objects.filter(outcome__gt="").update(decider=decider.member_id, evidence=evidence)
    decision = Decision.objects.create(
        institution=world.institution, appraisal=rows["approved"], round=1, outcome="approve-with-measures",
        reason=REASON, by_id=decider.member_id, evidence=evidence,
    )  # fmt: skip
    measure = Measure.objects.create(
        institution=world.institution, appraisal=rows["approved"], decision=decision, text=MEASURE,
        owner_id=world.author.member_id, due=timezone.localdate() + timedelta(days=9),
    )  # fmt: skip
    hidden = _of(world, Cooperation.objects.get(pk=world.closed["cooperation_id"]), "Behind", PLACES["appraisal"])
    with acting_for(world.author):
        comment(world.author, appraisal=rows["appraisal"], text=REMARK)
        kept = attach(world.author, appraisal=rows["appraisal"], upload=SimpleUploadedFile("a.txt", b"Mirrors."))
    adviser = world.people[Duty.RESEARCH_SECURITY_ADVISER.value, OWN].actor
    letter = prepare_letter(adviser, appraisal=rows["appraisal"], authority="pst", language="en", text="Dear PST")
    change = HandbookChange.objects.create(
        institution=world.institution, about=CHANGE, text=TIGHTER, proposed_by_id=world.author.member_id
    )
    world.things |= {f"{name}_id": str(row.pk) for name, row in rows.items()}
    world.things |= {
        "appraisal_version": str(rows["appraisal"].version),
        "draft_id": str(draft.pk),
        "change_id": str(change.pk),
        "ready_id": str(ready.pk),
        "ready_version": str(ready.version),
        "measure_id": str(measure.pk),
        "attachment_id": str(kept.pk),
        "letter_id": str(letter.pk),
        "question_id": "subject",
        "authority": "pst",
    }
    world.closed |= {"appraisal_id": str(hidden.pk)}


def _ready(world: World) -> Appraisal:
    """A draft in which every question is answered."""
    author, given = world.author, {"subject": "Ready", "partner": [world.things["partner_id"]]}
    with acting_for(author):
        row = begin(author, kind="event")
        while (question := drafted(author, row).next) is not None:
            said = given.get(question.id) or harmless(question)
            row = answer(author, appraisal=row, version=row.version, question=question.id, answer=said)
    return row


def _at(world: World, title: str, where: dict[str, str]) -> Appraisal:
    with acting_for(world.author):
        cooperation = _registered(world, title, UUID(world.things["partner_id"]))
    return _of(world, cooperation, title, where)


def _of(world: World, cooperation: Cooperation, title: str, where: dict[str, str]) -> Appraisal:
    today = timezone.localdate()
    waits = where["state"] != "decided"
    row = Appraisal.objects.create(
        institution=world.institution, cooperation=cooperation, kind=cooperation.kind, title=title,
        unit=world.units[OWN], owner_id=world.author.member_id, begun_by_id=world.author.member_id,
        submitted_at=timezone.now(), due=today + timedelta(days=7) if waits else None, days=7,
        decided_on=None if waits else today, valid_until=today + timedelta(days=700) if not waits else None, **where,
    )  # fmt: skip
    pass_on(row, Step.SUBMIT, by=world.author.member_id)
    return row


def _move(actor: Actor, world: World) -> None:
    move_on(actor, appraisal=_approved(world), step="remind")


def _ask_again(actor: Actor, world: World) -> None:
    ask_again(actor, appraisal=_approved(world))


def _compare(actor: Actor, world: World) -> None:
    del world
    look_again(actor)


def _approved(world: World) -> Appraisal:
    with acting_for(world.system):
        return Appraisal.objects.select_related("unit", "cooperation").get(pk=world.things["approved_id"])


CHANGE = "Stricter with mirrors"
TIGHTER = f"version: 1\nabout: {CHANGE}\nrules:\n  - {{rule: partner.research-concern, weight: serious}}\n"
A, V1 = "/appraisals", "/api/v1/appraisals"
ONE, HANDBOOK = f"{V1}/{{appraisal_id}}", "/api/v1/handbook"
DECISION = {"version": "{appraisal_version}", "outcome": "approve", "reason": REASON}
SENT = {
    f"GET {A}/": Sent(query="?show=all", looks_for=TITLE),
    f"POST {A}/new/": Sent({"kind": "event"}),
    f"GET {A}/measures/": Sent(looks_for=MEASURE),
    f"POST {A}/measures/": Sent({"measure": "{measure_id}", "shown_by": "A key"}),
    f"POST {A}/notes/ # one of mine": Sent({"appraisal": ["{note_id}"], "reason": REASON}),
    f"POST {A}/notes/ # none": Sent({"reason": REASON}),
    f"GET {A}/{{appraisal_id}}/": Sent(looks_for=TITLE),
    f"GET {A}/{{appraisal_id}}/questions/": Sent(address=f"{A}/{{draft_id}}/questions/"),
    f"GET {A}/{{appraisal_id}}/questions/{{question_id}}/": Sent(address=f"{A}/{{draft_id}}/questions/subject/"),
    f"POST {A}/{{appraisal_id}}/questions/{{question_id}}/": Sent(
        {"version": "1", "answer": "Mirrors"}, address=f"{A}/{{draft_id}}/questions/subject/"
    ),
    f"GET {A}/{{appraisal_id}}/send/": Sent(address=f"{A}/{{draft_id}}/send/"),
    f"POST {A}/{{appraisal_id}}/send/": Sent({"version": "1", "title": "x"}, address=f"{A}/{{draft_id}}/send/"),
    f"POST {A}/{{appraisal_id}}/hand-on/": Sent({"member": "member.own@example.org"}),
    f"POST {A}/{{appraisal_id}}/decide/": Sent(DECISION),
    f"POST {A}/{{appraisal_id}}/hand-over/": Sent({"note": ""}, address=f"{A}/{{preparing_id}}/hand-over/"),
    f"POST {A}/{{appraisal_id}}/send-back/": Sent({"reason": REASON}, address=f"{A}/{{presented_id}}/send-back/"),
    f"POST {A}/{{appraisal_id}}/appeal/": Sent({"reason": REASON}, address=f"{A}/{{refused_id}}/appeal/"),
    f"POST {A}/{{appraisal_id}}/again/": Sent({"reason": REASON}, address=f"{A}/{{approved_id}}/again/"),
    f"POST {A}/{{appraisal_id}}/incident/": Sent({"what": REASON}, address=f"{A}/{{approved_id}}/incident/"),
    f"GET {A}/{{appraisal_id}}/dossier/": Sent(looks_for=TITLE),
    f"POST {A}/{{appraisal_id}}/dossier/comment/": Sent({"text": REASON}),
    f"POST {A}/{{appraisal_id}}/dossier/attach/": Sent({"file": Upload("b.txt", b"More mirrors.")}),
    f"GET {A}/{{appraisal_id}}/files/{{attachment_id}}/": Sent(looks_for="Mirrors."),
    f"POST {A}/{{appraisal_id}}/letters/{{authority}}/": Sent({"text": "Dear PST"}),
    f"GET {A}/handbook/": Sent(looks_for=CHANGE),
    f"POST {A}/handbook/": Sent({"text": TIGHTER}),
    f"GET {A}/handbook/{{change_id}}/": Sent(looks_for=CHANGE),
    f"POST {A}/handbook/{{change_id}}/ # take": Sent({"step": "take"}),
    f"POST {A}/handbook/{{change_id}}/ # drop": Sent({"step": "drop"}),
    f"GET {V1}": Sent(looks_for=TITLE),
    f"POST {V1}": Sent({"kind": "event"}),
    f"GET {V1}/measures": Sent(looks_for=MEASURE),
    f"POST {V1}/measures/{{measure_id}}/done": Sent({"reason": "A key"}),
    f"GET {ONE}": Sent(looks_for=TITLE),
    f"GET {ONE}/question": Sent(address=f"{V1}/{{draft_id}}/question"),
    f"POST {ONE}/answers": Sent(
        {"version": 1, "question": "subject", "answer": "Mirrors"}, address=f"{V1}/{{draft_id}}/answers"
    ),
    f"POST {ONE}/send": Sent({"version": 1, "title": "x"}, address=f"{V1}/{{draft_id}}/send"),
    f"POST {ONE}/send # answered": Sent(
        {"version": Number("ready_version"), "title": "Ready"}, address=f"{V1}/{{ready_id}}/send"
    ),
    f"POST {ONE}/hand-on": Sent({"member": "{member_id}"}),
    f"POST {ONE}/decision": Sent({"version": Number("appraisal_version"), "outcome": "approve", "reason": REASON}),
    f"POST {ONE}/approval-of-note": Sent({"reason": REASON}, address=f"{V1}/{{note_id}}/approval-of-note"),
    f"POST {ONE}/hand-over": Sent({"note": ""}, address=f"{V1}/{{preparing_id}}/hand-over"),
    f"POST {ONE}/send-back": Sent({"reason": REASON}, address=f"{V1}/{{presented_id}}/send-back"),
    f"POST {ONE}/appeal": Sent({"reason": REASON}, address=f"{V1}/{{refused_id}}/appeal"),
    f"POST {ONE}/again": Sent({"reason": REASON}, address=f"{V1}/{{approved_id}}/again"),
    f"POST {ONE}/incident": Sent({"reason": REASON}, address=f"{V1}/{{approved_id}}/incident"),
    f"POST {ONE}/comments": Sent({"reason": REASON}),
    f"GET {ONE}/comments": Sent(looks_for=REMARK),
    f"GET {ONE}/attachments": Sent(looks_for="a.txt"),
    f"POST {ONE}/attachments": Sent({"file": Upload("b.txt", b"More mirrors.")}),
    f"GET {ONE}/attachments/{{attachment_id}}": Sent(looks_for="Mirrors."),
    f"GET {ONE}/letters": Sent(looks_for="Dear PST"),
    f"POST {ONE}/letters": Sent({"authority": "pst", "language": "en", "text": "Dear PST"}),
    f"GET {HANDBOOK}/changes": Sent(looks_for=CHANGE),
    f"POST {HANDBOOK}/changes": Sent({"text": TIGHTER}),
    f"GET {HANDBOOK}/changes/{{change_id}}": Sent(looks_for=CHANGE),
    "ACTION move an appraisal on": Sent(call=_move),
    "ACTION ask again after a change of scope": Sent(call=_ask_again),
    "ACTION compare appraisals with their flags": Sent(call=_compare),
}
