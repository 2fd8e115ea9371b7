"""What the register holds of persons: contacts, who registered what, and people who are named in texts and sheets."""

from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.register.models import ImportBatch
from aktsom.core.periods import Period
from aktsom.core.personal import (
    After,
    ByLaw,
    Ground,
    Held,
    Kind,
    Purpose,
    Recipient,
    WithPlace,
    declare,
    of_member,
    outside,
)

WHO_SEES = (Recipient.PERSON, Recipient.LEADERS)
TEXTS = ("title", "summary", "reference", "funding")


declare(
    "register.Cooperation",
    _("Registered cooperation"),
    Held(
        what=_("who is the contact of which cooperation"),
        fields=("contact", "title", "kind", "unit", "starts", "ends"),
        whose=of_member("contact"),
        purpose=Purpose.COOPERATION,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=WHO_SEES,
    ),
    Held(
        what=_("who registered which cooperation, and what they wrote"),
        fields=("registered_by", *TEXTS, "registered_at"),
        whose=of_member("registered_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=WHO_SEES,
    ),
    Held(
        what=_("persons who are named in the title, the summary, the reference or the funding"),
        fields=TEXTS,
        whose=outside(Kind.CONTACT, "summary"),
        purpose=Purpose.COOPERATION,
        ground=Ground.PUBLIC_TASK,
        kept=ByLaw(why=_("Registered cooperation is part of the institution's archive.")),
        recipients=WHO_SEES,
    ),
    impersonal={_("chosen from a list"): ("kind", "state", "fields"), _("the form it came from"): ("token",)},
)
declare(
    "register.CooperationPartner",
    _("Partners in cooperation"),
    impersonal={_("an organisation's part"): ("role",)},
)
declare("register.CooperationTrace", _("Published works that belong to cooperation"))
declare(
    "register.NotOurs",
    _("Ties that are no cooperation"),
    Held(
        what=_("who said that a tie is no cooperation, and why"),
        fields=("said_by", "reason", "said_at"),
        whose=of_member("said_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.MEMBERS,),
    ),
)
declare(
    "register.ImportBatch",
    _("Imported sheets"),
    Held(
        what=_("who uploaded which sheet, and when"),
        fields=("uploaded_by", "filename", "message", "uploaded_at"),
        whose=of_member("uploaded_by"),
        purpose=Purpose.IMPORTS,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=WHO_SEES,
    ),
    Held(
        what=_("persons who are named in the uploaded file"),
        fields=("file", "columns", "problems"),
        whose=outside(Kind.CONTACT, "file"),
        purpose=Purpose.IMPORTS,
        ground=Ground.PUBLIC_TASK,
        kept=After(
            period=Period(months=3),
            date="moved_at",
            rows=lambda: ImportBatch.objects.exclude(state=ImportBatch.State.RUNNING),
            file="file",
        ),
        recipients=WHO_SEES,
    ),
    impersonal={_("how the import stands"): ("state", "mapping")},
)
declare(
    "register.ImportedRow",
    _("Rows of imported sheets"),
    Held(
        what=_("persons who are named in rows that were not registered"),
        fields=("cells", "problems"),
        whose=outside(Kind.CONTACT, "cells"),
        purpose=Purpose.IMPORTS,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(months=6), date="batch__moved_at", clear=("cells", "problems")),
        recipients=WHO_SEES,
    ),
    impersonal={_("what became of the row"): ("outcome",)},
)
