"""What institutions hold of the people who have a place in them."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.periods import Period
from aktsom.core.personal import (
    After,
    Ground,
    Held,
    Kind,
    Purpose,
    Recipient,
    WithPlace,
    WithRecord,
    declare,
    of_name,
    outside,
)
from aktsom.core.personal import of_account as account
from aktsom.core.personal import of_member as member

COLLEAGUES = (Recipient.PERSON, Recipient.MEMBERS)

declare(
    "institutions.User",
    _("Accounts"),
    Held(
        what=_("name, e-mail address, language of the pages, last sign-in"),
        fields=("name", "email", "language", "is_active", "last_login"),
        whose=account(),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(*COLLEAGUES, Recipient.OPERATOR),
    ),
    Held(
        what=_("password, kept only as a digest"),
        fields=("password",),
        whose=account(),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.OPERATOR,),
        secret=True,
    ),
)

declare(
    "institutions.Member",
    _("Places in the institution"),
    Held(
        what=_("unit, title, staff number, when the person is away, when and why the place ended"),
        fields=("user", "unit", "title", "external_id", "away_from", "away_until", "ended_at", "end_reason"),
        whose=member(),
        purpose=Purpose.DUTIES,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=COLLEAGUES,
    ),
)

declare(
    "institutions.DutyAssignment",
    _("Duties"),
    Held(
        what=_("which duty a person holds or held, for what and when"),
        fields=("member", "duty", "unit", "starts", "ends"),
        whose=member("member"),
        purpose=Purpose.DUTIES,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(years=5), date="ends"),
        recipients=COLLEAGUES,
    ),
    Held(
        what=_("for whom a person is the deputy"),
        fields=("deputy", "duty", "unit"),
        whose=member("deputy"),
        purpose=Purpose.DUTIES,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(years=5), date="ends"),
        recipients=COLLEAGUES,
    ),
    Held(
        what=_("which duties a person assigned"),
        fields=("assigned_by", "duty", "unit"),
        whose=member("assigned_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(years=5), date="ends"),
        recipients=COLLEAGUES,
    ),
)

declare(
    "institutions.ApiKey",
    _("Keys for programs"),
    Held(
        what=_("which program acts for a person, and until when"),
        fields=("member", "label", "made_at", "expires", "ended_at", "sensitive"),
        whose=member("member"),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(months=6), date="expires"),
        recipients=(Recipient.PERSON,),
    ),
    Held(
        what=_("the key, kept only as a digest"),
        fields=("digest",),
        whose=member("member"),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=WithRecord(why=_("as long as the key is listed")),
        recipients=(),
        secret=True,
    ),
)

declare(
    "institutions.Institution",
    _("Institutions"),
    impersonal={_("what is public about an institution"): ("slug", "name_nb", "name_en", "kind", "domain")},
)
declare(
    "institutions.Unit", _("Units"), impersonal={_("the names of units"): ("name_nb", "name_en", "path", "external_id")}
)
declare(
    "institutions.UnitVersion",
    _("What units were earlier"),
    Held(
        what=_("who changed a unit, and why"),
        fields=("by", "reason", "at"),
        whose=member("by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.MEMBERS,),
    ),
    Held(
        what=_("the name of whoever changed a unit"),
        fields=("by_name",),
        whose=of_name("by_name"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.MEMBERS,),
    ),
    impersonal={_("the names of units"): ("change", "name_nb", "name_en")},
)
declare(
    "institutions.UnitMerger",
    _("What mergers of units took along"),
    Held(
        what=_("which people moved with a unit, so that the merger can be undone"),
        fields=("moved",),
        whose=outside(Kind.CONTACT, "moved"),
        purpose=Purpose.DUTIES,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(months=3), date="at"),
        recipients=(Recipient.OPERATOR,),
    ),
)
declare(
    "institutions.RequiredDuty",
    _("Which duties must be filled"),
    impersonal={_("which duties must be filled"): ("duty", "level")},
)
declare(
    "institutions.SheetImport",
    _("Sheets with units or people"),
    Held(
        what=_("who uploaded which sheet, and when"),
        fields=("uploaded_by", "filename", "uploaded_at"),
        whose=member("uploaded_by"),
        purpose=Purpose.IMPORTS,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.PERSON, Recipient.LEADERS),
    ),
    Held(
        what=_("people who are named in the uploaded file"),
        fields=("file", "columns"),
        whose=outside(Kind.CONTACT, "file"),
        purpose=Purpose.IMPORTS,
        ground=Ground.PUBLIC_TASK,
        kept=After(
            period=Period(months=3),
            date="uploaded_at",
            file="file",
        ),
        recipients=(Recipient.LEADERS,),
    ),
    impersonal={_("how the import stands"): ("kind", "state", "mapping", "counts")},
)
declare(
    "institutions.SheetOutcome",
    _("Rows of sheets with units or people"),
    Held(
        what=_("what a row of a sheet said of a person"),
        fields=("member", "outcome", "before", "after", "problems", "cells"),
        whose=member("member"),
        purpose=Purpose.IMPORTS,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(months=6), date="batch__uploaded_at"),
        recipients=(Recipient.LEADERS,),
    ),
)
