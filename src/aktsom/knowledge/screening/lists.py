"""Which files of listings count now, for screening in a process of its own."""

from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from aktsom.config.environment import home
from aktsom.core.actor import Actor
from aktsom.core.errors import SetupError
from aktsom.knowledge.screening.processes import Lists
from aktsom.knowledge.sources.files import LISTINGS, folder_of
from aktsom.knowledge.sources.queries import versions_in_force


def lists_in_force(actor: Actor) -> Lists:
    """The listings of every source in force; raises `SetupError` when there are none or their files are gone."""
    versions = versions_in_force(actor)
    files = tuple(folder_of(version) / LISTINGS for version in versions)
    if not files or not all(path.exists() for path in files):
        raise SetupError(
            _("There are no lists to check against on this machine."),
            kept=_("Earlier hits are as they were."),
            remedy=_("The platform operator brings them in with `aktsom sources update`."),
        )
    digest = sha256("\n".join(each.file for each in versions).encode()).hexdigest()
    return Lists(files, home() / "index", digest[:24])
