"""What people do with partners: decide whether two are one, take a decision back, sort names, add and rename."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.partners.merging import move_names
from aktsom.cooperation.partners.models import Merge, Partner, PartnerName
from aktsom.cooperation.partners.resolution import Reason, keys_of
from aktsom.cooperation.partners.tasks import screen_own_partners
from aktsom.core.actions import action, any_contributor, reads_only
from aktsom.core.actor import Actor
from aktsom.core.changes import announce
from aktsom.core.countries import code_of_country
from aktsom.core.duties import Duty
from aktsom.core.errors import ConflictError, InvalidError
from aktsom.core.meanwhile import refuse_overwriting
from aktsom.core.tenancy import acting_for
from aktsom.core.visibility import get_visible
from aktsom.engine.lists.texts import cleaned
from aktsom.institutions.models import Institution

CAREFUL = (Duty.RESEARCH_SECURITY_ADVISER, Duty.RESEARCH_SECURITY_LEAD)
MOST_NAME = 500
BY_HAND = "by hand"


def may_sort(actor: Actor, given: Mapping[str, Any]) -> bool:
    """Own partners: the institution's advisers. Public ones, which all share: advisers and the sector coordinator."""
    if reads_only(actor):
        return False
    row = next((value for value in given.values() if isinstance(value, Merge | Partner | PartnerName)), None)
    if row is not None and row.institution_id is not None:
        return row.institution_id == actor.institution_id and actor.holds(*CAREFUL)
    return actor.holds(*CAREFUL, Duty.SECTOR_COORDINATOR)


@action("merge partners", may=may_sort)
def merge_partners(actor: Actor, kept: Partner, gone: Partner, explanation: str = "") -> Merge:
    """Let one partner stand for both. Raises `ConflictError` when either no longer stands for itself."""
    if kept.pk == gone.pk:
        raise InvalidError(_("These are the same partner."), remedy=_("Choose two different partners."))
    if gone.compartment_id != kept.compartment_id:
        raise InvalidError(_("A partner in a compartment and one outside cannot become one."))
    if gone.institution_id != kept.institution_id:
        raise InvalidError(_("A partner of your own and a public one cannot become one."))
    with _writing(actor, kept.institution_id):
        _locked_partners(kept, gone)
        merge = _pair(kept, gone) or Merge(institution_id=kept.institution_id, kept=kept, gone=gone)
        if merge.state == Merge.State.MERGED:
            raise _decided_already()
        merge.kept, merge.gone = kept, gone
        merge.reason = merge.reason or Reason.BY_HAND
        merge.explanation = explanation or merge.explanation
        moving = list(PartnerName.objects.filter(partner=gone))
        merge.moved = [name.pk for name in moving]
        _decide(merge, actor, Merge.State.MERGED)
        Partner.objects.filter(pk=gone.pk).update(merged_into=kept)
        move_names(moving, kept.pk)
        announce(kept.institution_id, "partner", (kept.pk, gone.pk))
        return merge


@action("decide a waiting merge", may=may_sort)
def accept_merge(actor: Actor, merge: Merge) -> Merge:
    """The two are one: what waited is merged. Raises `ConflictError` when it does not wait any more."""
    with _writing(actor, merge.institution_id):
        current = _locked(merge, Merge.State.WAITING)
        kept, gone = Partner.objects.get(pk=current.kept_id), Partner.objects.get(pk=current.gone_id)
    return merge_partners(actor, kept, gone)


@action("keep partners apart", may=may_sort)
def keep_apart(actor: Actor, merge: Merge) -> Merge:
    """The two are different; they will not be put before anyone again. Raises `ConflictError` when it does not wait."""
    with _writing(actor, merge.institution_id):
        current = _locked(merge, Merge.State.WAITING)
        _decide(current, actor, Merge.State.KEPT_APART)
        return current


@action("undo a merge", may=may_sort)
def undo_merge(actor: Actor, merge: Merge) -> Merge:
    """Take a merge back: the names that moved stand for the former partner again, unless they were sorted elsewhere since."""
    with _writing(actor, merge.institution_id):
        current = _locked(merge, Merge.State.MERGED)
        Partner.objects.filter(pk=current.gone_id).update(merged_into=None)
        move_names(list(PartnerName.objects.filter(pk__in=current.moved, partner=current.kept_id)), current.gone_id)
        _decide(current, actor, Merge.State.UNDONE)
        announce(current.institution_id, "partner", (current.kept_id, current.gone_id))
        return current


@action("take a decision back", may=may_sort)
def ask_again(actor: Actor, merge: Merge) -> Merge:
    """Put a pair that was kept apart back on the waiting list."""
    with _writing(actor, merge.institution_id):
        current = _locked(merge, Merge.State.KEPT_APART)
        current.state, current.decided_by, current.decided_at = Merge.State.WAITING, "", None
        current.save()
        return current


@action("split a name off", may=may_sort)
def split_name(actor: Actor, name: PartnerName) -> Partner:
    """Let a name stand for a partner of its own; later imports leave it there."""
    with _writing(actor, name.institution_id):
        current = PartnerName.objects.select_for_update().get(pk=name.pk)
        if current.partner_id != name.partner_id:
            raise _decided_already()
        if not PartnerName.objects.filter(partner=current.partner_id).exclude(pk=current.pk).exists():
            raise InvalidError(_("This is the partner's only name."), remedy=_("Rename the partner instead."))
        partner = Partner.objects.create(
            institution_id=current.institution_id,
            name=current.text,
            country=current.country,
            compartment_id=current.compartment_id,
        )
        PartnerName.objects.filter(pk=current.pk).update(reason=Reason.BY_HAND)
        before = current.partner_id
        move_names([current], partner.pk)
        announce(current.institution_id, "partner", (before, partner.pk))
        return partner


@action("rename a partner", may=may_sort)
def rename(actor: Actor, partner: Partner, name: str, *, seen: str | None = None) -> Partner:
    """Show the partner under another name; the names of the sources stay.

    `seen` is the name that the actor looked at; raises `ConflictError` when it is another one by now.
    """
    with _writing(actor, partner.institution_id):
        current: Partner = Partner.objects.select_for_update(of=("self",), no_key=True).get(pk=partner.pk)
        refuse_overwriting(seen, current.name)
        current.name = _usable(name)
        current.save(update_fields=["name"])
        return current


@action("add a partner", may=any_contributor)
def add_partner(
    actor: Actor, name: str, country: str = "", domain: str = "", *, apart_from_known: bool = False
) -> Partner:
    """The partner of that name and country: one that is known, public or the institution's own, else a new own one.

    Everyone who may register a cooperation may name its partner, seen by the institution alone; sorting partners is for
    those who look after them. `apart_from_known` when a person looked at the known ones and says that it is none of them.
    """
    if actor.institution_id is None:
        raise InvalidError(_("A partner that is added by hand belongs to an institution."))
    text, code = _usable(name), code_of_country(country)
    if code is None:
        raise InvalidError(
            _("This is no country that we know."), fields={"country": _("Use a name or a code such as CN.")}
        )
    with acting_for(actor):
        own = PartnerName.objects.filter(institution=actor.institution_id, text=text, country=code, source=BY_HAND)
        known = own.select_related("partner").first()
        partner = known.partner if known else None if apart_from_known else find_partner(actor, text, code)
        return partner or _added(actor, text, code, domain)


def find_partner(actor: Actor, name: str, country: str) -> Partner | None:
    """The partner that has this name in this country (without country: when there is only one), or None."""
    wanted = Q(key=keys_of(name).plain)
    if country:
        wanted &= Q(country=country)
    with acting_for(actor):
        names = PartnerName.objects.visible_to(actor).filter(wanted).select_related("partner")[:50]
        partners = {each.partner_id: each.partner for each in names}
    return next(iter(partners.values())) if len(partners) == 1 else None


def visible_merge(actor: Actor, key: UUID) -> Merge:
    """A merge that the actor may see; raises `NotVisibleError`."""
    return get_visible(Merge, actor, pk=key)


@contextmanager
def _writing(actor: Actor, institution_id: int | None) -> Iterator[None]:
    """Public rows belong to nobody, so they are written while the connection acts for nobody."""
    with acting_for(Actor.system("partners") if institution_id is None else actor):
        yield


def _locked(merge: Merge, expected: str) -> Merge:
    current: Merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if current.state != expected:
        raise _decided_already()
    return current


def _locked_partners(*partners: Partner) -> None:
    keys = [partner.pk for partner in partners]
    rows = Partner.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    if any(row.merged_into_id is not None for row in rows):
        raise _decided_already()


def _pair(one: Partner, other: Partner) -> Merge | None:
    pair = Q(kept=one, gone=other) | Q(kept=other, gone=one)
    return Merge.objects.select_for_update().filter(pair).first()


def _decide(merge: Merge, actor: Actor, state: Merge.State) -> None:
    merge.state = state
    merge.decided_by = _who(merge, actor)
    merge.decided_at = timezone.now()
    merge.save()


def _who(merge: Merge, actor: Actor) -> str:
    """Every institution sees who sorted public partners: the institution; the person stands in that one's own log."""
    if merge.institution_id is not None or actor.institution_id is None:
        return actor.name
    return get_visible(Institution, actor, pk=actor.institution_id).name_nb


def _decided_already() -> ConflictError:
    return ConflictError(
        _("Somebody has decided this already."),
        kept=_("Their decision stands."),
        remedy=_("Load the page again to see it."),
    )


def _added(actor: Actor, name: str, country: str, domain: str) -> Partner:
    partner = Partner.objects.create(
        institution_id=actor.institution_id, name=name, country=country, domain=domain[:200]
    )
    PartnerName.objects.create(
        institution_id=actor.institution_id,
        partner=partner,
        text=name,
        key=keys_of(name).plain,
        country=country,
        source=BY_HAND,
    )
    screen_own_partners.defer(actor)
    return partner


def _usable(name: str) -> str:
    text = cleaned(name)
    if not any(map(str.isalnum, text)) or len(text) > MOST_NAME:
        reason = _("Write a name with letters, of at most 500 characters.")
        raise InvalidError(_("This name cannot be used."), fields={"name": reason}, remedy=reason)
    return text
