"""Handing out a file that lies in a drawer alone, so that somebody can look what it is."""

from django.http import FileResponse
from django.utils.translation import gettext as _

from aktsom.cooperation.drawer import actions, queries
from aktsom.cooperation.drawer.models import Drawer
from aktsom.core.actor import Actor
from aktsom.core.audit import record_read
from aktsom.core.errors import AktsomError, NotVisibleError
from aktsom.core.files import handed_out, kind_if_known, safe_name
from aktsom.core.scanning import refuse_infected


def file_handed_out(actor: Actor, drawer: Drawer, number: int) -> FileResponse:
    """The file, to save, once the virus scanner has looked at it. Raises `NotVisibleError` for one that was registered."""
    item = queries.item_with_file(actor, drawer, number)
    found = actions.file_of(drawer, item)
    if found is None:
        raise NotVisibleError
    content: bytes = found.read()
    try:
        refuse_infected([content])
    except AktsomError as error:
        error.kept = _("It was not handed out.")
        raise
    record_read(actor, item)
    kind = kind_if_known(content)
    return handed_out(content, safe_name(found.name or "", kind, content), kind)
