"""Declarations in sentences: for how long, on which ground, for whom."""

from django.utils.translation import gettext as _

from aktsom.core.personal import After, Held, Kept, Recipient, WithPlace, WithRecord

DATES = {
    "ends": lambda: _("the duty's last day"),
    "expires": lambda: _("the key stops working"),
    "expire_date": lambda: _("the session ends"),
    "finished_at": lambda: _("the work was done"),
    "trace__last_year": lambda: _("the year of the work"),
    "latest": lambda: _("the last visit"),
    "moved_at": lambda: _("the import last moved on"),
    "batch__moved_at": lambda: _("the import last moved on"),
    "uploaded_at": lambda: _("the upload"),
    "batch__uploaded_at": lambda: _("the upload"),
    "decided_at": lambda: _("the decision"),
    "asked_at": lambda: _("the question"),
    "brought_at": lambda: _("the file was brought in"),
    "begun_at": lambda: _("the work began"),
    "created": lambda: _("the link was sent"),
    "seen_at": lambda: _("the last use"),
    "at": lambda: _("it happened"),
}


def how_long(kept: Kept) -> str:
    """For how long something is kept, as a sentence without its full stop."""
    if isinstance(kept, After):
        said = DATES.get(kept.date)
        date = said() if said else kept.date.rpartition("__")[2].replace("_", " ")
        return _("until %(period)s after %(date)s") % {"period": kept.period, "date": date}
    if isinstance(kept, WithPlace):
        return _("until %(period)s after the person left; then a pseudonym stands for them") % {"period": kept.period}
    if isinstance(kept, WithRecord):
        return str(kept.why)
    return _("as law requires: %(why)s") % {"why": kept.why}


def which_ground(held: Held) -> str:
    """The legal ground in words, with the articles of the GDPR."""
    said = f"{held.ground.label} (GDPR art. {held.ground.value})"
    return f"{said}; {held.special.label} (GDPR art. {held.special.value})" if held.special else said


def who_gets(recipients: tuple[Recipient, ...]) -> str:
    """The categories of recipients, in one line."""
    return "; ".join(str(each.label) for each in recipients)
