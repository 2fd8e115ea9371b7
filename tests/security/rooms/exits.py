"""Ways out, days and drawers: an accord with days and a breach, the same in a compartment, and the author's drawers."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from uuid import UUID
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from aktsom.content.exits import step_texts
from aktsom.cooperation.agreements.actions import register_agreement
from aktsom.cooperation.agreements.drafts import AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.cooperation.deadlines.keeping import refresh
from aktsom.cooperation.drawer.actions import upload_drawer
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.exits.alarms import ask_by_mail, tell_of_breach
from aktsom.cooperation.exits.breaching import Told, record_breach
from aktsom.cooperation.exits.going_on import drop_plans
from aktsom.cooperation.exits.handing_on import hand_on
from aktsom.cooperation.exits.models import Breach, HangingAccess, PlanTask
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Member
from aktsom.protection.access.models import Compartment
from tests.security.driving import Sent, Upload
from tests.security.world import OWN, World

ORDER = 76
TITLE, CLOSED_TITLE, DRAWER, WHAT = "Accord with days", "Hidden accord with days", "optics.csv", "Kept our lenses"
FRESH = "Accord without a breach"
SHEET = b"File;Title;Kind;Partner\na.pdf;Lenses;project;Institute of Light\n"
V1, HERE, EXITS = "/api/v1", "/agreements/{days_id}/exit", "/agreements/exits"
API = f"{V1}/agreements/{{agreement_id}}"


def things(world: World) -> None:
    """The accord's own department, owner and compartment are the author's."""
    mill = Compartment.objects.get(pk=world.things["compartment_id"])
    nobodys = Compartment.objects.get(name="Nobody's")
    open_things, closed = _things(world, TITLE, mill), _things(world, CLOSED_TITLE, mill)
    with acting_for(world.system):
        for key in ("days_id", "fresh_id"):
            hidden = Agreement.objects.get(pk=closed[key])
            put_into_compartment(world.system, agreement=hidden, compartment=nobodys)
        refresh(world.system)
    world.things |= open_things | _drawers(world)
    world.closed |= closed


def _things(world: World, title: str, mill: Compartment) -> dict[str, str]:
    with acting_for(world.author):
        row, fresh = _registered(world, title), _registered(world, f"{FRESH} {title}")
        told = Told("breach", WHAT, "A letter", timezone.localdate())
        breach = record_breach(world.author, agreement=row, told=told)
        task = PlanTask.objects.get(breach=breach, key="tell-people")
        access = HangingAccess.objects.create(institution_id=row.institution_id, agreement=row, compartment=mill)
    day = timezone.localdate() + timedelta(days=40)
    return {
        "days_id": str(row.pk),
        "days_title": title,
        "fresh_id": str(fresh.pk),
        "breach_id": str(breach.pk),
        "task_id": str(task.pk),
        "task": step_texts(task.title)["en"],  # as whoever asks reads it
        "access_id": str(access.pk),
        "of_year": str(day.year),
        "of_month": str(day.month),
    }


def _registered(world: World, title: str) -> Agreement:
    today = timezone.localdate()
    draft = AgreementDraft(
        title=title,
        kind="project",
        parties=(PartyDraft(partner=UUID(world.things["partner_id"])),),
        unit=world.units[OWN].pk,
        state="signed",
        signed_on=today - timedelta(days=400),
        starts=today - timedelta(days=400),
        ends=today + timedelta(days=70),
        notice_days=30,
        renewal_months=12,
    )
    return register_agreement(world.author, draft=draft)


def _drawers(world: World) -> dict[str, str]:
    with acting_for(world.author):
        made = [
            upload_drawer(world.author, files=[_archive()], sheet=SimpleUploadedFile(DRAWER, SHEET))
            for _each in range(3)
        ]
        Drawer.objects.filter(pk=made[1].pk).update(state=Drawer.State.DONE)
        Drawer.objects.filter(pk=made[2].pk).update(state=Drawer.State.STOPPED)
        of_drawer = {"institution_id": made[1].institution_id, "drawer": made[1]}
        DrawerItem.objects.create(**of_drawer, number=0, file="a.pdf", row=2, outcome="look")
        DrawerItem.objects.create(**of_drawer, number=1, row=3, outcome="aside", before="look", aside_because="A menu")
        colleague = Member.objects.get(pk=world.author.member_id)
    return {
        "new_drawer_id": str(made[0].pk),
        "drawer_id": str(made[1].pk),
        "stopped_drawer_id": str(made[2].pk),
        "drawer": DRAWER,
        "author_email": colleague.user.email,
        "author_member_id": str(colleague.pk),
    }


def _tell(actor: Actor, world: World, tell: Callable[..., object] = tell_of_breach) -> object:
    with acting_for(world.system):
        breach = Breach.objects.get(pk=world.things["breach_id"])
        reader = Member.objects.get(pk=world.author.member_id)
    return tell(actor, breach=breach, reader=reader)


def _archive() -> SimpleUploadedFile:
    packed = BytesIO()
    with ZipFile(packed, "w") as zipped:
        zipped.writestr("a.pdf", b"%PDF-1.4 not much")
    return SimpleUploadedFile("optics.zip", packed.getvalue())


FORMSETS = {
    f"{part}-{name}": "0"
    for part in ("steps", "things", "people")
    for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
}
STRATEGY = {
    "decides": "owner",
    "triggers": ["breach"],
    "cure_days": "30",
    "notice_days": "30",
    "version": "0",
    **FORMSETS,
}
PLAN = {"decides": "owner", "triggers": ["breach"]}
HAPPENED = (timezone.localdate() - timedelta(days=100)).isoformat()
"""While the agreement was in force."""
BREACH = {"trigger": "breach", "what": "Kept it", "evidence": "A letter", "happened_on": HAPPENED}
COLUMNS = {"column-file": "0", "column-partner": "3"}
AT, OF_DRAWER = f"{V1}/agreements/{{days_id}}", "/agreements/drawers/{drawer_id}"
ONE_OF_DRAWER = f"{OF_DRAWER}/items/{{number}}"
ONE = {"title": "From the drawer", "kind": "memorandum", "state": "signed", "partner": "{partner_id}", "unit": ""}
ONE_API = {
    "title": "From the drawer",
    "kind": "memorandum",
    "state": "signed",
    "parties": [{"partner": "{partner_id}"}],
}
DRAWER_API = f"{V1}/agreement-drawers/{{drawer_id}}"
TASK, ACCESS, BROKEN = (
    f"{V1}/exit-tasks/{{task_id}}",
    f"{V1}/exit-access/{{access_id}}",
    f"{V1}/agreement-breaches/{{breach_id}}",
)


def _of_days(path: str, **more: object) -> Sent:
    return Sent(address=path.replace("{agreement_id}", "{days_id}"), **more)  # type: ignore[arg-type]


PAGE = "/agreements/{agreement_id}/exit"
SENT = {
    f"GET {PAGE}/": _of_days(f"{PAGE}/", looks_for="{days_title}"),
    f"GET {PAGE}/paper/": _of_days(f"{PAGE}/paper/"),
    f"GET {PAGE}/export/{{form}}/": _of_days(f"{PAGE}/export/csv/"),
    f"GET {PAGE}/strategy/": _of_days(f"{PAGE}/strategy/"),
    f"POST {PAGE}/strategy/": _of_days(f"{PAGE}/strategy/", body=STRATEGY),
    f"GET {PAGE}/access/": _of_days(f"{PAGE}/access/"),
    f"POST {PAGE}/access/": _of_days(
        f"{PAGE}/access/", body={"compartment": "{compartment_id}", "email": "{author_email}"}
    ),
    f"GET {PAGE}/breach/": Sent(address="/agreements/{fresh_id}/exit/breach/"),
    f"POST {PAGE}/breach/": Sent(BREACH, address="/agreements/{fresh_id}/exit/breach/"),
    f"GET {EXITS}/access/": Sent(looks_for="Ion mill"),
    f"GET {EXITS}/breaches/": Sent(looks_for="{days_title}"),
    f"GET {EXITS}/breaches/{{breach_id}}/": Sent(looks_for=WHAT),
    f"POST {EXITS}/breaches/{{breach_id}}/note/": Sent({"text": "New"}),
    f"POST {EXITS}/breaches/{{breach_id}}/cure/": Sent({"text": "It came back"}),
    f"POST {EXITS}/breaches/{{breach_id}}/end/": Sent({"text": "No way on"}),
    f"GET {EXITS}/tasks/": Sent(looks_for="{task}"),
    f"POST {EXITS}/tasks/{{task_id}}/done/": Sent({"text": "Minutes"}),
    f"POST {EXITS}/tasks/{{task_id}}/give/": Sent({"email": "{author_email}"}),
    f"GET {API}/exit-strategy": _of_days(f"{API}/exit-strategy"),
    f"PUT {API}/exit-strategy": _of_days(f"{API}/exit-strategy", body=PLAN),
    f"GET {API}/exit-drill": _of_days(f"{API}/exit-drill"),
    f"GET {API}/exit-access": _of_days(f"{API}/exit-access"),
    f"POST {API}/exit-access": _of_days(f"{API}/exit-access", body={"compartment": "{compartment_id}"}),
    f"GET {API}/breaches": _of_days(f"{API}/breaches", looks_for=WHAT),
    f"POST {API}/breaches": Sent(BREACH, address=f"{V1}/agreements/{{fresh_id}}/breaches"),
    f"GET {BROKEN}": Sent(looks_for=WHAT),
    f"GET {BROKEN}/log": Sent(looks_for=WHAT),
    f"GET {V1}/agreement-breaches": Sent(looks_for="{days_title}"),
    f"POST {BROKEN}/cure": Sent({"text": "It came back"}),
    f"POST {BROKEN}/end": Sent({"text": "No way on"}),
    f"POST {BROKEN}/notes": Sent({"text": "New"}),
    f"POST {BROKEN}/evidence": Sent({"files": Upload("letter.pdf", b"%PDF-1.4 x")}),
    f"GET {V1}/exit-access": Sent(looks_for="{access_id}"),
    f"GET {V1}/exit-tasks": Sent(looks_for="{task}"),
    f"POST {TASK}/done": Sent({"text": "Minutes"}),
    f"POST {TASK}/owner": Sent({"owner": "{author_member_id}"}),
    "GET /agreements/days/": Sent(looks_for="{days_title}"),
    "GET /agreements/year/": Sent(looks_for="{days_title}"),
    "GET /agreements/year/{of_year}/{of_month}/": Sent(looks_for="{days_title}"),
    f"GET {V1}/agreement-days/waiting": Sent(looks_for="{days_title}"),
    f"GET {V1}/agreement-days": Sent(looks_for="{days_title}"),
    "GET /overview/agreements/gaps/{name}/": Sent(
        address="/overview/agreements/gaps/unchecked/", looks_for="{days_title}"
    ),
    "GET /overview/agreements/export/{form}/": Sent(
        address="/overview/agreements/export/csv/", looks_for="{days_title}"
    ),
    f"GET {V1}/overview/agreement-gaps/{{gap}}": Sent(
        address=f"{V1}/overview/agreement-gaps/unchecked", looks_for="{days_title}"
    ),
    "ACTION work out the days of agreements": Sent(call=lambda actor, _world: refresh(actor)),
    "ACTION hand on tasks of exit plans that nobody sees": Sent(
        call=lambda actor, world: hand_on(actor, ids=[UUID(world.things["task_id"])])
    ),
    "ACTION tell of a breach by mail": Sent(call=_tell),
    "ACTION ask by mail that access ends": Sent(call=lambda actor, world: _tell(actor, world, ask_by_mail)),
    "ACTION drop the plan to leave an agreement that goes on": Sent(
        call=lambda actor, world: drop_plans(actor, ids=[UUID(world.things["breach_id"])])
    ),
    "GET /agreements/drawers/": Sent(looks_for="{drawer}"),
    "POST /agreements/drawers/": Sent({"files": Upload("a.pdf", b"%PDF-1.4 x"), "sheet": Upload("s.csv", SHEET)}),
    f"GET {OF_DRAWER}/": Sent(looks_for="{drawer}"),
    f"GET {OF_DRAWER}/columns/": Sent(address="/agreements/drawers/{new_drawer_id}/columns/"),
    f"POST {OF_DRAWER}/columns/": Sent(COLUMNS, address="/agreements/drawers/{new_drawer_id}/columns/"),
    f"POST {OF_DRAWER}/undo/": Sent({}, address="/agreements/drawers/{drawer_id}/undo/"),
    f"POST {OF_DRAWER}/sheet/": Sent({"sheet": Upload("s.csv", SHEET)}),
    f"POST {OF_DRAWER}/discard/": Sent({}, address="/agreements/drawers/{new_drawer_id}/discard/"),
    f"GET {ONE_OF_DRAWER}/file/": Sent(address="/agreements/drawers/{drawer_id}/items/0/file/"),
    f"GET {ONE_OF_DRAWER}/register/": Sent(address="/agreements/drawers/{drawer_id}/items/0/register/"),
    f"POST {ONE_OF_DRAWER}/register/": Sent(ONE, address="/agreements/drawers/{drawer_id}/items/0/register/"),
    f"GET {ONE_OF_DRAWER}/beside/": Sent(address="/agreements/drawers/{drawer_id}/items/0/beside/"),
    f"POST {ONE_OF_DRAWER}/beside/": Sent(
        {"agreement": "{days_id}", "kind": "annex"}, address="/agreements/drawers/{drawer_id}/items/0/beside/"
    ),
    f"POST {ONE_OF_DRAWER}/aside/": Sent(
        {"because": "A menu"}, address="/agreements/drawers/{drawer_id}/items/0/aside/"
    ),
    f"POST {ONE_OF_DRAWER}/again/": Sent({}, address="/agreements/drawers/{drawer_id}/items/1/again/"),
    f"POST {OF_DRAWER}/aside-known/": Sent({}),
    f"POST {OF_DRAWER}/run/": Sent({}, address="/agreements/drawers/{stopped_drawer_id}/run/"),
    f"GET {OF_DRAWER}/export/{{form}}/": Sent(address="/agreements/drawers/{drawer_id}/export/csv/"),
    f"GET {V1}/agreement-drawers": Sent(looks_for="{drawer}"),
    f"POST {V1}/agreement-drawers": Sent({"files": Upload("a.pdf", b"%PDF-1.4 x"), "sheet": Upload("s.csv", SHEET)}),
    f"GET {DRAWER_API}": Sent(looks_for="{drawer}"),
    f"PUT {DRAWER_API}/columns": Sent(
        {"columns": {"file": 0, "partner": 3}}, address=f"{V1}/agreement-drawers/{{new_drawer_id}}/columns"
    ),
    f"POST {DRAWER_API}/sheet": Sent({"sheet": Upload("s.csv", SHEET)}),
    f"DELETE {DRAWER_API}": Sent(address=f"{V1}/agreement-drawers/{{new_drawer_id}}"),
    f"POST {DRAWER_API}/run": Sent(address=f"{V1}/agreement-drawers/{{stopped_drawer_id}}/run"),
    f"GET {DRAWER_API}/items": Sent(),
    f"GET {DRAWER_API}/items/{{number}}/file": Sent(address=f"{V1}/agreement-drawers/{{drawer_id}}/items/0/file"),
    f"POST {DRAWER_API}/items/{{number}}/register": Sent(
        ONE_API, address=f"{V1}/agreement-drawers/{{drawer_id}}/items/0/register"
    ),
    f"POST {DRAWER_API}/items/{{number}}/agreement": Sent(
        {"agreement": "{days_id}"}, address=f"{V1}/agreement-drawers/{{drawer_id}}/items/0/agreement"
    ),
    f"POST {DRAWER_API}/items/{{number}}/aside": Sent(
        {"because": "A menu"}, address=f"{V1}/agreement-drawers/{{drawer_id}}/items/0/aside"
    ),
    f"POST {DRAWER_API}/items/{{number}}/again": Sent(address=f"{V1}/agreement-drawers/{{drawer_id}}/items/1/again"),
    f"POST {DRAWER_API}/aside-known": Sent(),
    f"GET {DRAWER_API}/new-partners": Sent(address=f"{V1}/agreement-drawers/{{new_drawer_id}}/new-partners"),
    f"GET {DRAWER_API}/kinds": Sent(address=f"{V1}/agreement-drawers/{{new_drawer_id}}/kinds"),
    f"GET {DRAWER_API}/partners": Sent(address=f"{V1}/agreement-drawers/{{new_drawer_id}}/partners"),
}
