"""What institutions hold of the people who have a place in them."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.periods import Period
from aktsom.core.personal import After, Ground, Held, Purpose, Recipient, WithPlace, WithRecord, declare
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
        what=_("unit and title"),
        fields=("user", "unit", "title"),
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
)

declare(
    "institutions.ApiKey",
    _("Keys for programs"),
    Held(
        what=_("which program acts for a person, and until when"),
        fields=("member", "label", "made_at", "expires", "ended_at"),
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
declare("institutions.Unit", _("Units"), impersonal={_("the names of units"): ("name_nb", "name_en", "path")})
