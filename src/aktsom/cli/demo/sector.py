"""The steps that make the sector, each timed; what is there already and unchanged is left as it is."""

import time
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import orjson
from django.db.models import Sum
from django.utils import timezone
from rich.console import Console

from aktsom.appraisal.actions import raise_flags
from aktsom.appraisal.queries import flags_by_weight
from aktsom.cli.demo import access, agreements, appraisals, drawer, exits, people
from aktsom.cli.demo.registered import register_funded_projects
from aktsom.config.environment import home, public_data
from aktsom.content.institutions import known_institutions
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.actions import import_public_data
from aktsom.cooperation.traces.models import Tie, Trace
from aktsom.core.actor import Actor
from aktsom.core.errors import spoken
from aktsom.core.statistics import refresh_statistics
from aktsom.core.tenancy import acting_for
from aktsom.engine.countries.academic_freedom import read_academic_freedom
from aktsom.institutions.actions import set_up_institution
from aktsom.institutions.models import Institution
from aktsom.knowledge.screening.queries import current_hits
from aktsom.knowledge.screening.watching import screen_partners
from aktsom.knowledge.sources.countries import update_country_facts
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.knowledge.sources.queries import current_listings
from aktsom.knowledge.sources.updating import Outcome, Result, load_directory, load_snapshot
from aktsom.overview.actions import rebuild
from aktsom.snapshots import SNAPSHOT, snapshot_dates, snapshot_freedom

SYSTEM = Actor.system("demo")
KINDS = {
    "university": "university",
    "university college": "university-college",
    "research institute": "institute",
    "university hospital": "hospital",
}


def build(seconds: dict[str, float], console: Console) -> dict[str, Any]:
    """Make what is missing, put the time of each step into `seconds`, and give the summary."""
    data = public_data()
    state = home() / "demo.json"
    wanted = _digest(data)
    if not state.exists() or orjson.loads(state.read_bytes()).get("digest") != wanted:
        for name, step in _steps(data, console):
            console.print(f"{name} …")
            started = time.perf_counter()
            step()
            seconds[name] = time.perf_counter() - started
        state.write_bytes(orjson.dumps({"digest": wanted}))
    started = time.perf_counter()
    summary = _summary()
    seconds["summary"] = time.perf_counter() - started
    return summary


def _steps(data: Path | None, console: Console) -> list[tuple[str, Callable[[], object]]]:
    def progress(step: str, done: int, total: int) -> None:
        console.print(f"  {step} {done:,}" + (f" of {total:,}" if total else ""))

    def line(text: str) -> None:
        console.print(f"  {text}")

    return [
        ("institutions", _set_up_institutions),
        ("lists", lambda: _load_lists(data, line)),
        ("countries", lambda: _load_countries(data, line)),
        ("traces", lambda: import_public_data(data or SNAPSHOT, progress)),
        ("people", _settle_people),
        ("register", _register),
        ("access", _furnish),
        ("screening", lambda: screen_partners(Actor.system("screening"), line)),
        ("flags", lambda: raise_flags(Actor.system("appraisal"), line)),
        ("first statistics", refresh_statistics),  # without them the database plans for empty tables
        ("appraisals", _tell),
        ("agreements", _sign),
        ("overview", lambda: rebuild(Actor.system("overview"), line)),
        ("statistics", refresh_statistics),
    ]


def _set_up_institutions() -> None:
    for known in known_institutions():
        set_up_institution(
            SYSTEM,
            slug=known.id,
            name_nb=known.name["nb"],
            name_en=known.name["en"],
            kind=KINDS[known.kind],
            domain=known.domain,
        )


def _load_lists(data: Path | None, line: Callable[[str], None]) -> None:
    def say(outcome: Outcome) -> None:
        if outcome.result in (Result.REFUSED, Result.UNKNOWN):
            line(f"{outcome.source}: {outcome.message}")
        elif outcome.version:
            line(f"{outcome.source}: {outcome.version.listings:,} listings")

    if data:
        load_directory(SYSTEM, data / "lists", say)
    else:
        load_snapshot(SYSTEM, SNAPSHOT / "listings.jsonl.gz", snapshot_dates(), say)


def _load_countries(data: Path | None, line: Callable[[str], None]) -> None:
    file = next(iter(sorted((data / "countries").glob("academic_freedom*.csv"))), None) if data else None
    freedom = (
        read_academic_freedom(file, lambda problem: line(spoken(problem.sentence))) if file else snapshot_freedom()
    )
    update_country_facts(SYSTEM, freedom=freedom)


def _settle_people() -> None:
    for slug, only in people.SETTLED.items():
        people.settle(Institution.objects.get(slug=slug), only=only)


def _register() -> None:
    for institution in Institution.objects.filter(ties__isnull=False).distinct():
        actor = Actor.system("demo", institution.pk)
        with acting_for(actor):
            register_funded_projects(actor, today=timezone.localdate())


def _furnish() -> None:
    for slug in people.SETTLED:
        access.furnish(Institution.objects.get(slug=slug))


def _tell() -> None:
    for slug in people.SETTLED:
        appraisals.tell(Institution.objects.get(slug=slug))


def _sign() -> None:
    for slug in people.SETTLED:
        institution = Institution.objects.get(slug=slug)
        for each in (agreements.sign, exits.leave, drawer.bring_in):
            each(institution)


def _summary() -> dict[str, Any]:
    versions = SourceVersion.objects.visible_to(SYSTEM).filter(state=SourceVersion.State.IN_FORCE)
    return {
        "institutions": Tie.objects.values("home").distinct().count(),
        "partners": Partner.objects.visible_to(SYSTEM).filter(merged_into__isnull=True).count(),
        "cooperations": sum(_registered(pk) for pk in Institution.objects.values_list("pk", flat=True)),
        "works": Trace.objects.filter(kind=Trace.Kind.WORK).count(),
        "projects": Trace.objects.filter(kind=Trace.Kind.PROJECT).count(),
        "ties": Tie.objects.count(),
        "listings": current_listings(SYSTEM).count(),
        "listing_names": versions.aggregate(names=Sum("names"))["names"] or 0,
        "partners_with_hits": current_hits(SYSTEM, "partner").values("subject_id").distinct().count(),
        "flags": flags_by_weight(SYSTEM),
        "people": people.sign_ins(),
    }


def _registered(institution_id: int) -> int:
    actor = Actor.system("demo", institution_id)
    with acting_for(actor):
        return Cooperation.objects.visible_to(actor).count()


def _digest(data: Path | None) -> str:
    """Another one when the data, the shipped content or the program changed."""
    found = sha256(version("aktsom").encode())
    shipped = Path(str(files("aktsom")))
    for folder in filter(None, (data or SNAPSHOT, shipped / "content", shipped / "engine", shipped / "cooperation")):
        for path in sorted(each for each in folder.rglob("*") if each.is_file() and each.suffix != ".pyc"):
            status = path.stat()
            found.update(f"{path.relative_to(folder)} {status.st_size} {int(status.st_mtime)}\n".encode())
    return found.hexdigest()
