"""Traces: what public sources show between the institution and a partner."""

import tempfile
from pathlib import Path

from aktsom.cooperation.traces import actions
from aktsom.cooperation.traces.models import Authorship, Participation, Tie, Trace
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from tests.security.driving import Sent
from tests.security.world import World

ORDER = 20
WORK = (
    '{"id": "W1", "display_name": "On boats", "publication_year": 2020, "authorships": [{"author": {"display_name": "A"}, '
    '"institutions": [{"display_name": "University of Nordvik", "country_code": "NO"}]}]}'
)
PROJECT = "id;acronym;title;startDate;endDate;frameworkProgramme\n9;OAR;Rowing;2020-01-01;2022-12-31;H2020\n"
PARTS = "projectID;name;country\n9;UNIVERSITETET I NORDVIK;NO\n"


def things(world: World) -> None:
    """A tie with one work, whose author has a name that only a duty shows."""
    partner = world.things["partner_id"]
    with acting_for(Actor.system("tests")):
        tie = Tie.objects.create(home=world.institution, partner_id=partner, works=1, first_year=2020, last_year=2020)
        free = Tie.objects.create(
            home=world.institution, partner_id=world.things["second_partner_id"], works=1, first_year=2021
        )
        trace = Trace.objects.create(key="openalex:W77", kind="work", title="Waves", first_year=2020, last_year=2020)
        for home in (world.institution, None):
            Participation.objects.create(
                trace=trace,
                partner_id=partner,
                home=home,
                name_id=int(world.things["name_id"]) + (0 if home is None else 1),
            )
        Authorship.objects.create(trace=trace, author="Ingeborg Forfatter", partner_id=partner)
    world.things |= {"tie_id": str(free.pk), "linked_tie_id": str(tie.pk), "author_name": "Ingeborg Forfatter"}


def _file(name: str, content: str) -> Path:
    path = Path(tempfile.mkdtemp()) / name
    path.write_text(content, "utf-8")
    return path


SENT = {
    "GET /traces/{key}/": Sent(address="/traces/{partner_id}/", query="?scope=sector", looks_for="{author_name}"),
    "ACTION import works": Sent(call=lambda actor, _world: actions.import_works(actor, [_file("works.jsonl", WORK)])),
    "ACTION import projects": Sent(
        call=lambda actor, _world: actions.import_projects(
            actor, _file("cordis_project.csv", PROJECT), _file("cordis_organization.csv", PARTS)
        )
    ),
    "ACTION import universities": Sent(
        call=lambda actor, _world: actions.import_universities(actor, _file("universities.json", "[]"))
    ),
    "ACTION resolve names": Sent(call=lambda actor, _world: actions.resolve_names(actor)),
    "ACTION count ties": Sent(call=lambda actor, _world: actions.rebuild_ties(actor)),
}
