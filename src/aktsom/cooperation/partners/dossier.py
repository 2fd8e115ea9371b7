"""How a partner's page puts its parts together: names by script, and what changed, newest first."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from django.utils.translation import gettext as _

from aktsom.cooperation.partners.models import Merge, Partner
from aktsom.cooperation.partners.queries import NameView
from aktsom.core.actor import Actor
from aktsom.core.audit import LOOK_AT_JUDGEMENTS, record_read
from aktsom.core.countries import script_name
from aktsom.core.start import Change
from aktsom.knowledge.screening.queries import HitView

SHOWN = 8


def by_script(names: Sequence[NameView], language: str) -> list[tuple[str, list[NameView]]]:
    """The names of each script together, under the script's name; the script of the most used name comes first."""
    found: dict[str, list[NameView]] = {}
    for name in names:
        found.setdefault(name.script, []).append(name)
    return [(_script(code, language), group) for code, group in found.items()]


def changes_of(hits: Sequence[HitView], merges: Sequence[Merge]) -> list[Change]:
    """What was found and decided about a partner, newest first."""
    found = dict.fromkeys(chain(_found(hits), _judged(hits), _merged(merges)))
    return sorted(found, key=lambda change: change.when, reverse=True)[:SHOWN]


def record_dossier_read(actor: Actor, partner: Partner, hits: Iterable[HitView]) -> None:
    """Put on record that a person looks at a partner of the institution's own, or at how a partner's hits were judged."""
    record_read(actor, partner)
    if any(view.judgement or view.earlier for view in hits):
        record_read(actor, partner, LOOK_AT_JUDGEMENTS)


def _script(code: str, language: str) -> str:
    return _("Mixed or no letters") if code == "Zyyy" else script_name(code, language)


def _found(hits: Sequence[HitView]) -> Iterator[Change]:
    for view in hits:
        said = _("Found like a name on a list: %(list)s") % {"list": view.list_title}
        yield Change(said, view.hit.found_at.date())


def _judged(hits: Sequence[HitView]) -> Iterator[Change]:
    for view in hits:
        for each in filter(None, (view.judgement, *view.earlier)):
            said = _("%(who)s judged the hit on %(list)s: %(verdict)s")
            given = {"who": each.judged_by.user.name, "list": view.list_title, "verdict": each.get_verdict_display()}
            yield Change(said % given, each.judged_at.date())


def _merged(merges: Sequence[Merge]) -> Iterator[Change]:
    said = {
        Merge.State.MERGED: _("Merged: %(name)s"),
        Merge.State.KEPT_APART: _("Kept apart: %(name)s"),
        Merge.State.UNDONE: _("Merge undone: %(name)s"),
    }
    for merge in merges:
        if merge.decided_at is not None and merge.state in said:
            yield Change(said[Merge.State(merge.state)] % {"name": merge.gone.name}, merge.decided_at.date())
