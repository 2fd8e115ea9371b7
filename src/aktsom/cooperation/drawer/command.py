"""`aktsom agreement import`: a folder and a sheet, brought in as a colleague would on the page."""

from collections.abc import Callable
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from aktsom.cooperation.drawer.actions import choose_columns, start, upload_drawer
from aktsom.cooperation.drawer.archive import files_of_folder
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.preview import preview_of
from aktsom.cooperation.drawer.queries import items_of, waits_for_answer, why_in_words
from aktsom.core.actor import Actor
from aktsom.core.errors import InvalidError
from aktsom.core.statistics import refresh_statistics
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution, Member
from aktsom.institutions.queries import actor_of_member

Say = Callable[[str], object]


def bring_in_folder(folder: Path, sheet: Path, *, slug: str, email: str, say: Say) -> Drawer:
    """Bring the folder in, or go on with one of that name that was stopped; says what became of each file."""
    institution = Institution.objects.filter(slug=slug).first()
    if institution is None:
        raise InvalidError(_("There is no such institution here."), remedy=_("Name it as it stands in its address."))
    with acting_for(Actor.system("drawer", institution.pk)):
        actor = _person(email)
    with acting_for(actor):
        return _bring_in(actor, folder, sheet, say)


def _bring_in(actor: Actor, folder: Path, sheet: Path, say: Say) -> Drawer:
    stopped = Drawer.State.RUNNING, Drawer.State.STOPPED
    drawer = (
        Drawer.objects.visible_to(actor)
        .filter(name=folder.name, uploaded_by=actor.member_id, state__in=stopped)
        .first()
    )
    if drawer is None:
        table = SimpleUploadedFile(sheet.name, sheet.read_bytes())
        drawer = upload_drawer(actor, files=files_of_folder(folder), sheet=table, name=folder.name)
        if "file" not in drawer.mapping["columns"] or "partner" not in drawer.mapping["columns"]:
            raise InvalidError(
                _("The sheet says how its columns are called in words that we do not know."),
                remedy=_("Take the names of the columns from the example sheet."),
            )
        choose_columns(actor, drawer=drawer, columns=drawer.mapping["columns"])
        _say_new(actor, drawer, say)
    done = fill(actor, start(actor, drawer=drawer))
    refresh_statistics()
    items = list(items_of(actor, done))
    for item in items:
        say(_line(item))
    if any(waits_for_answer(item) for item in items):
        say(
            _(
                "Some files wait for an answer, such as who is meant. Open the drawer on its page and give it its sheet again: "
                "then you answer beside the columns, once for all files, and what is registered stays as it is."
            )
        )
    return done


def _person(email: str) -> Actor:
    member = Member.objects.filter(user__email__iexact=email, ended_at=None).first()
    actor = actor_of_member(member.pk) if member else None
    if actor is None:
        raise InvalidError(
            _("Nobody has a place here with this e-mail address."),
            remedy=_("Name a colleague with --as, and with --institution which institution."),
        )
    return actor


def _say_new(actor: Actor, drawer: Drawer, say: Say) -> None:
    """Name the partners that are added, as the page does before anything is brought in."""
    preview = preview_of(actor, drawer)
    for each in preview.new if preview else ():
        say(_("New partner: %(name)s") % {"name": f"{each.name} ({each.country})" if each.country else each.name})
        if each.shares_country:
            say(
                _(
                    "The sheet has one country for several organisations. Is it this one’s? If not, write a country for each."
                )
            )
        if each.known_in:
            say(
                _("We know one of this name in another country: %(countries)s.")
                % {"countries": ", ".join(each.known_in)}
            )


def _line(item: DrawerItem) -> str:
    why = why_in_words(item)
    return f"{item.file or item.row}: {item.get_outcome_display()}{f' – {why}' if why else ''}"
