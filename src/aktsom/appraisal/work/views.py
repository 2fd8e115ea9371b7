"""The lists of appraisals."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from aktsom.appraisal.intake.permissions import may_begin
from aktsom.appraisal.models.words import Heaviest, State
from aktsom.appraisal.work import queries
from aktsom.appraisal.work.queries import Desk, Narrowed, Show
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.http import ActorRequest, page_of, signed_in

LISTS = {
    Show.TURN: _("Waits for me"),
    Show.MINE: _("Mine"),
    Show.UNIT: _("My unit’s"),
    Show.OTHERS: _("With others"),
    Show.LATE: _("Late"),
    Show.STUCK: _("Nobody can decide"),
    Show.ALL: _("All that I may see"),
}
SENTENCES = {
    Show.TURN: _("These wait for you, the nearest day first."),
    Show.MINE: _("These are yours: what you began or took over, and what is decided."),
    Show.UNIT: _("These belong to the units that you look after."),
    Show.OTHERS: _("You asked, and somebody else must act."),
    Show.LATE: _("The day by which somebody should have acted is past. The next level may act as well."),
    Show.STUCK: _(
        "A duty is not filled, or everyone who holds it has an interest or decided before. Give the duty to somebody."
    ),
    Show.ALL: _("Every appraisal that you may see."),
}


@require_GET
@signed_in
def appraisal_list(request: ActorRequest) -> HttpResponse:
    """One of the lists, narrowed by the address, each row with whose turn it is."""
    desk = queries.desk_of(request.actor)
    show, narrowed = _show(request.GET, desk), _narrowed(request.GET)
    page = page_of(request, queries.appraisals(request.actor, show, narrowed))
    turns = queries.names_of(queries.turns_of(request.actor, page.object_list))
    context = {
        "page": page,
        "rows": [(row, turns[row.pk]) for row in page.object_list],
        "show": show,
        "lists": [each for each in LISTS.items() if desk.stuck or each[0] is not Show.STUCK],
        "sentence": SENTENCES[show],
        "narrowed": narrowed,
        "weights": Heaviest.choices,
        "states": State.choices,
        "kinds": Cooperation.Kind.choices,
        "may_begin": may_begin(request.actor, {}),
        "notes": len(queries.notes_among(desk.turn)) if show is Show.TURN else 0,
    }
    return render(request, "appraisal/list.html", context)


def _show(query: QueryDict, desk: Desk) -> Show:
    """The list that the address names; else what waits for the person, or what is theirs where nothing does."""
    wanted = query.get("show", "")
    unsaid = Show.TURN if desk.turn and not query.get("q") else Show.MINE
    return Show(wanted) if wanted in list(Show) else unsaid


def _narrowed(query: QueryDict) -> Narrowed:
    def one_of(name: str, known: list[str]) -> str:
        wanted = query.get(name, "")
        return wanted if wanted in known else ""

    return Narrowed(
        text=query.get("q", "").replace("\x00", "").strip()[:200],
        weight=one_of("weight", Heaviest.values),
        state=one_of("state", State.values),
        kind=one_of("kind", Cooperation.Kind.values),
    )
