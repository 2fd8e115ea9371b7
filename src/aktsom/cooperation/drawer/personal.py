"""What the room holds of persons: who brought in a drawer, and who set a file of it aside. Persons who are named in its files
are held with the agreements.
"""

from django.utils.translation import gettext_lazy as _

from aktsom.core.personal import Ground, Held, Kind, Purpose, Recipient, WithRecord, declare, of_member, outside

READERS = (Recipient.PERSON, Recipient.LEADERS)
CHOSEN = _("chosen from a list, or set by the product")
KEPT = WithRecord(why=_("Kept with the agreements that came of it."))

declare(
    "drawer.Drawer",
    _("Drawers of agreements"),
    Held(
        what=_("who brought in a drawer"),
        fields=("uploaded_by", "uploaded_at", "name"),
        whose=of_member("uploaded_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=KEPT,
        recipients=READERS,
    ),
    Held(
        what=_("persons who are named in the files and the sheet"),
        fields=("files", "sheet", "sheet_name"),
        whose=outside(Kind.CONTACT, "files"),
        purpose=Purpose.COOPERATION,
        ground=Ground.PUBLIC_TASK,
        kept=KEPT,
        recipients=READERS,
    ),
    impersonal={CHOSEN: ("state", "columns", "mapping", "message", "stopped_because", "moved_at")},
)
declare(
    "drawer.DrawerItem",
    _("Files of drawers"),
    Held(
        what=_("who set a file of a drawer aside"),
        fields=("aside_by", "aside_at", "aside_because"),
        whose=of_member("aside_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=KEPT,
        recipients=READERS,
    ),
    impersonal={
        CHOSEN: ("outcome", "before", "at", "digest", "beside"),
        _("about a file, not a person"): ("file", "reasons"),
    },
)
