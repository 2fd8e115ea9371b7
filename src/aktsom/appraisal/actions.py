"""Raising flags: for everyone on public facts, for an institution on what it goes by, and anew when facts change."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from aktsom.appraisal.evaluation import Outcomes, Subjects, evaluate
from aktsom.appraisal.models import COOPERATION, PARTNER, TIE, OwnView, RaisedFlag
from aktsom.appraisal.storing import Kept, keep, keep_own_views
from aktsom.appraisal.subjects import own_subjects, public_subjects, registered_subjects
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actions import action, only_system
from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import of_institution
from aktsom.institutions.models import Institution, Member

Report = Callable[[str], None]


def raise_flags(actor: Actor, report: Report = lambda _line: None) -> Kept:
    """Evaluate all rules anew: for everyone and then for each institution, or for the actor's institution alone.

    `report` is called with a line of progress now and then.
    """
    if actor.institution_id is not None:
        return raise_own_flags(Actor.system("appraisal", actor.institution_id))
    with acting_for(Actor.system("appraisal")):
        kept = raise_public_flags(Actor.system("appraisal"))
    report(_("flags on public facts: %(begun)d new, %(ended)d ended, %(standing)d as before") % _numbers(kept))
    for institution in Institution.objects.order_by("pk"):
        own = Actor.system("appraisal", institution.pk)
        with acting_for(own):
            kept += raise_own_flags(own) if _has_anything(own) else Kept()
    report(
        _("flags with institutions' own facts: %(begun)d new, %(ended)d ended, %(standing)d as before") % _numbers(kept)
    )
    return kept


@action("raise public flags", may=only_system)
def raise_public_flags(actor: Actor) -> Kept:
    """Evaluate all public partners and ties on public facts. The connection must act for nobody."""
    found = evaluate(actor, public_subjects(actor))
    return keep(None, PARTNER, found[PARTNER], whole=True) + keep(None, TIE, found[TIE], whole=True)


@action("raise an institution's flags", may=only_system)
def raise_own_flags(actor: Actor) -> Kept:
    """Evaluate what the institution has to do with on what it goes by. The connection must act for the institution.

    Where nobody has a place, nobody has judged or confirmed anything: partners and ties are there as everyone sees them.
    """
    peopled = Member.objects.filter(of_institution(actor.institution_id)).exists()
    return _keep_own(actor, own_subjects(actor) if peopled else registered_subjects(actor), whole=True)


@action("re-evaluate flags", may=only_system)
def reevaluate(
    actor: Actor,
    *,
    partners: Iterable[UUID] = (),
    ties: Iterable[UUID] = (),
    cooperations: Iterable[UUID] = (),
) -> Kept:
    """Evaluate anew what concerns some of the institution's subjects, after a judgement, a confirmation, a registration."""
    return _keep_own(actor, own_subjects(actor, list(partners), list(ties), list(cooperations)), whole=False)


def _has_anything(actor: Actor) -> bool:
    """Whether there can be anything to evaluate or to end; most institutions of a sector have neither people nor a register."""
    own = of_institution(actor.institution_id)
    flagged = RaisedFlag.objects.filter(own, until=None)
    rows = (Member.objects.filter(own), Cooperation.objects.filter(own), flagged, OwnView.objects.filter(own))
    return any(each.exists() for each in rows)


def _keep_own(actor: Actor, subjects: Subjects, *, whole: bool) -> Kept:
    """Where the institution's facts lead to what everyone can see, no rows of its own are kept for partners and ties."""
    if actor.institution_id is None:
        raise InvalidError(_("These flags belong to an institution, and the actor has none."))
    own = evaluate(actor, subjects)
    public = evaluate(
        Actor.system("appraisal"),
        Subjects([each for each in subjects.partners if each.institution_id is None], subjects.ties),
    )
    kept = keep(actor.institution_id, COOPERATION, own[COOPERATION], whole=whole)
    for kind in (PARTNER, TIE):
        differing = {key: outcome for key, outcome in own[kind].items() if public[kind].get(key) != outcome}
        keep_own_views(actor.institution_id, kind, differing, None if whole else own[kind])
        kept += keep(actor.institution_id, kind, _with_ended(own[kind], differing), whole=whole)
    return kept


def _with_ended(all_of_them: Outcomes, differing: Outcomes) -> Outcomes:
    return {key: differing.get(key, ()) for key in all_of_them}


def _numbers(kept: Kept) -> dict[str, int]:
    return {"begun": kept.begun, "ended": kept.ended, "standing": kept.standing}
