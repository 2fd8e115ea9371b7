"""The sources' work in the background, and their part of a round."""

from collections import Counter
from dataclasses import dataclass

from procrastinate.contrib.django import app

from aktsom.core.actions import action
from aktsom.core.actor import Actor
from aktsom.core.jobs import job
from aktsom.core.models import RoundStep
from aktsom.core.rounds import COUNTRIES, last_done, noted, register_step, round_soon
from aktsom.engine.lists.catalogue import PUBLICATIONS
from aktsom.knowledge.sources.actions import may_update
from aktsom.knowledge.sources.countries import update_country_facts
from aktsom.knowledge.sources.download import address_of
from aktsom.knowledge.sources.queries import read_otherwise
from aktsom.knowledge.sources.updating import Outcome, Result, read_again, update_source

SYSTEM = Actor.system("sources")
FETCHING = "fetching"


@job("update the sources", once=True)
def update_sources(_actor: Actor) -> None:
    """Fetch what has changed at the publishers; when something has, do a round."""
    with noted(FETCHING) as done:
        wanted = [each.id for each in PUBLICATIONS if address_of(each)]
        outcomes = read_again(SYSTEM, _unheard)
        outcomes = [update_source(SYSTEM, each, _unheard) for each in wanted] + outcomes
        done.numbers = dict(Counter(each.result.name.lower() for each in outcomes))
    if any(each.result is Result.IN_FORCE for each in outcomes):
        round_soon()


@job("read kept lists again", once=True)
def read_kept_lists(_actor: Actor) -> None:
    """Read what an earlier version of the program read; when that says something else now, do a round."""
    if any(each.result is Result.IN_FORCE for each in read_again(SYSTEM, _unheard)):
        round_soon()


@app.periodic(cron="*/10 * * * *")
@app.task(name="look whether lists were read otherwise", queueing_lock="look whether lists were read otherwise")
def look_whether_read_otherwise(timestamp: int) -> None:
    """After an upgrade, as soon as a worker runs: kept lists are read again if their readers changed."""
    del timestamp
    if read_otherwise(SYSTEM):
        read_kept_lists.defer(SYSTEM)


def _unheard(_outcome: Outcome) -> None:
    """Nobody listens in the background."""


@action("ask for an update of the sources", may=may_update)
def ask_for_update(actor: Actor) -> bool:
    """Let the sources be updated in the background; gives whether that was not going to happen already."""
    del actor
    return update_sources.defer(SYSTEM) is not None


@dataclass(frozen=True, slots=True)
class UpdateState:
    """Whether an update waits or runs, whether the latest stopped before its end, and the last one that came to its end."""

    is_fetching: bool
    has_failed: bool
    fetched: RoundStep | None


def update_state(actor: Actor) -> UpdateState:
    """How it stands with fetching the lists."""
    return UpdateState(update_sources.is_under_way(), update_sources.has_failed(), last_done(actor, FETCHING))


register_step("sources", COUNTRIES, lambda _report: update_country_facts(SYSTEM, freedom={}))
