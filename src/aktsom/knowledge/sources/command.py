"""What `aktsom sources` does, on the same actions and queries as the pages."""

import sys
from datetime import date
from pathlib import Path

import click
import orjson
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError
from aktsom.core.jobs import worker_is_running
from aktsom.core.rounds import round_soon, run_round
from aktsom.core.statistics import refresh_statistics
from aktsom.engine.lists.catalogue import PUBLICATIONS
from aktsom.engine.lists.ftm_entities import entities_of
from aktsom.knowledge.sources import queries
from aktsom.knowledge.sources.download import address_of
from aktsom.knowledge.sources.intake import publication
from aktsom.knowledge.sources.models import SourceVersion
from aktsom.knowledge.sources.updating import Outcome, Result, load_directory, load_file, read_again, update_source
from aktsom.knowledge.sources.verifying import verify_sources

ACTOR = Actor.system("sources")
SHOWN = 20


def show_sources() -> None:
    """One line for each source: what is in force, from when, and how old."""
    for state in queries.source_states(ACTOR, get_language() or "en"):
        line = _in_force(state) if state.version else _("not here yet")
        click.echo(f"{state.publication.id:14} {line}")
        if state.refused:
            refused = _("a newer file was refused: %(reason)s") % {"reason": state.refused.refused_because}
            click.echo(f"{'':14} {refused}")


def _in_force(state: queries.SourceState) -> str:
    version = state.version
    if version is None:
        return ""
    age = _("%(days)d days old") % {"days": state.age_days or 0}
    parts = [
        str(version.source_date or _("no date")),
        _("%(count)7d listings") % {"count": version.listings},
        " ".join((age, _("(starter snapshot)"))) if version.is_snapshot else age,
        _("version %(number)d") % {"number": version.pk},
    ]
    return "  ".join(parts)


def update(sources: tuple[str, ...], origin: Path | None, accepted_because: str, *, later: bool = False) -> bool:
    """Update the named sources, or all, and see to a round when one changed; give whether every file could be used."""
    if accepted_because and len(sources) != 1:
        raise InvalidError(
            _("A smaller list is accepted by itself, with the reason why."),
            remedy=_("Name it: sources update un-sc --accept-smaller REASON."),
        )
    outcomes = [*read_again(ACTOR, tell), *_updated(sources, origin, accepted_because)]
    if any(each.result is Result.IN_FORCE for each in outcomes):
        refresh_statistics()
        _do_round(later=later)
    return not any(each.result in (Result.REFUSED, Result.UNKNOWN) for each in outcomes)


def _updated(sources: tuple[str, ...], origin: Path | None, accepted_because: str) -> list[Outcome]:
    if origin is None:
        wanted = sources or tuple(each.id for each in PUBLICATIONS if address_of(each))
        return [update_source(ACTOR, each, tell, accepted_because=accepted_because) for each in wanted]
    if origin.is_dir():
        return load_directory(ACTOR, origin, tell, sources=sources, accepted_because=accepted_because)
    if len(sources) == 1:
        return [load_file(ACTOR, sources[0], origin, tell, accepted_because=accepted_because)]
    raise InvalidError(
        _("A single file needs the one source that it belongs to."),
        remedy=_("Name it: sources update un-sc --from FILE."),
    )


def _do_round(*, later: bool) -> None:
    if later or worker_is_running():
        round_soon()
        click.echo(_("The lists changed: the worker screens all partners again and raises flags anew."))
    else:
        click.echo(_("The lists changed: all partners are screened again, and flags raised anew."))
        run_round(click.echo)


def tell(outcome: Outcome) -> None:
    """One line about one source."""
    words = {
        Result.IN_FORCE: _("new version in force"),
        Result.UNCHANGED: _("nothing new"),
        Result.REFUSED: _("refused"),
        Result.UNKNOWN: _("unknown file"),
    }
    what = ""
    if outcome.result is Result.IN_FORCE and outcome.version is not None:
        what = f": {_changed(outcome.version)}"
        if outcome.version.problem_count:
            count = outcome.version.problem_count
            told = ngettext(
                "%(count)d problem (see the sources page)", "%(count)d problems (see the sources page)", count
            )
            what += ", " + told % {"count": count}
    click.echo(
        f"{outcome.source:14} {words[outcome.result]}{what}" + (f". {outcome.message}" if outcome.message else "")
    )


def _changed(version: SourceVersion) -> str:
    said = _("%(listings)d listings, %(added)d new, %(removed)d gone, %(changed)d changed")
    names = ("listings", "added", "removed", "changed")
    return said % {name: getattr(version, name) for name in names}


def verify() -> bool:
    """Check what is kept; give whether all is whole."""
    defects = list(verify_sources(ACTOR))
    for defect in defects:
        click.echo(f"{defect.source}: {defect.about}: {defect.reason}")
    if not defects:
        click.echo(_("All files and listings are as they came."))
    return not defects


def export(sources: tuple[str, ...], day: date | None, to: Path | None) -> None:
    """The listings as FollowTheMoney entities, one on each line, to a file or to standard output."""
    for each in sources:
        publication(each)
    listings = queries.listings_in_force(ACTOR, sources, day)
    lines = (
        orjson.dumps(entity, option=orjson.OPT_APPEND_NEWLINE) for each in listings for entity in entities_of(each)
    )
    if to is None:
        sys.stdout.buffer.writelines(lines)
        return
    part = to.with_name(f"{to.name}.part")
    try:
        with part.open("wb") as file:
            file.writelines(lines)
        part.replace(to)
    except OSError as error:
        raise InvalidError(
            _("%(file)s cannot be written (%(reason)s).") % {"file": to, "reason": error.strerror},
            remedy=_("Name a file in a folder that is there and that you may write to."),
        ) from error


def show_difference(source: str, number: int | None) -> None:
    """What a version added, removed and changed."""
    publication(source)
    if number is None and queries.version_in_force(ACTOR, source) is None:
        raise InvalidError(_("No version of %(source)s is here yet.") % {"source": source})
    version = queries.get_version(ACTOR, source, number)
    click.echo(f"{version}: {_changed(version)}")
    for mark, rows in (
        ("+", queries.begun_with(ACTOR, version)),
        ("-", queries.ended_with(ACTOR, version)),
        ("~", queries.changed_with(ACTOR, version)),
    ):
        for row in rows[:SHOWN]:
            click.echo(f"{mark} {row.listing}  {row.name}")
        if rows.count() > SHOWN:
            click.echo(f"{mark} " + _("… and %(count)d more") % {"count": rows.count() - SHOWN})
