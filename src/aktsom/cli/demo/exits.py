"""One agreement of the demo that is left by plan: a written exit strategy, a recorded breach, and access to agree about."""

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import override

from aktsom.cli.demo.agreements import officer_of
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.exits.actions import add_access, write_strategy
from aktsom.cooperation.exits.breaching import Told, do_task, record_breach
from aktsom.cooperation.exits.drafts import PeopleDraft, StrategyDraft, ThingDraft, starting_draft
from aktsom.cooperation.exits.models import Breach, ExitStrategy, Trigger
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Member
from aktsom.protection.access.models import Compartment

BROKEN, CALM = "Sponsored research on autonomous vessels", "Rammeavtale om marin teknologi"
LABORATORY, RESEARCHER = "Ionelaboratoriet", "Åse Lien"
COSTS = "Oppdragsgiver har betalt for to år. Avsluttes arbeidet i år, betaler vi siste halvår tilbake."
THINGS = (
    ThingDraft("data", "Prøvedata fra simulatoren, to terabyte", "returned"),
    ThingDraft("equipment", "Styreenheten til modellbåten", "back"),
    ThingDraft("papers", "Oppdragsgivers spesifikasjoner", "deleted"),
)
PEOPLE = (
    PeopleDraft("phd", 2, "Får ny veileder og midler fra instituttet til de er ferdige."),
    PeopleDraft("guests", 3, "Reiser hjem når oppholdet er slutt."),
)
TOLD = (
    "Oppdragsgiver nektet en stipendiat å levere avhandlingen, enda den ikke omtaler noe fortrolig.",
    "Brev fra oppdragsgiver og e-post fra veilederen, sak 26/1187.",
)
SHOWN = "Konto og nøkkel er trukket inn; brukerstøtte har bekreftet det."


def leave(institution: Institution) -> None:
    """Let the agreements officer write the strategies and record the breach; what is there already stays as it is."""
    officer = officer_of(institution)
    if officer is None:
        return
    with acting_for(officer), override("nb"):
        there = {row.title: row for row in Agreement.objects.visible_to(officer).filter(title__in=(BROKEN, CALM))}
        for row in there.values():
            if not ExitStrategy.objects.filter(agreement=row).exists():
                write_strategy(officer, agreement=row, draft=_strategy(row))
        if BROKEN in there and not Breach.objects.filter(agreement=there[BROKEN]).exists():
            _broken(officer, there[BROKEN])
        if CALM in there:
            _access(officer, there[CALM])


def _strategy(row: Agreement) -> StrategyDraft:
    return replace(starting_draft(row.kind), costs=COSTS, things=THINGS, people=PEOPLE)


def _broken(officer: Actor, row: Agreement) -> None:
    what, evidence = TOLD
    breach = record_breach(officer, agreement=row, told=Told(Trigger.BREACH, what, evidence, timezone.localdate()))
    if task := breach.tasks.order_by("due", "position").first():
        do_task(officer, task=task, shown_by=SHOWN)


def _access(officer: Actor, row: Agreement) -> None:
    compartment = Compartment.objects.visible_to(officer).filter(name=LABORATORY).first()
    member = Member.objects.visible_to(officer).filter(user__name=RESEARCHER).first()
    if compartment and member:
        add_access(officer, agreement=row, compartment=compartment, member=member)
