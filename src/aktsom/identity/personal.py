"""What signing in holds of people."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.periods import Period
from aktsom.core.personal import After, Ground, Held, Purpose, Recipient, WithPlace, declare
from aktsom.core.personal import of_account as account

ONESELF = (Recipient.PERSON, Recipient.OPERATOR)
NO_PERSON = _("Says how an institution signs in, and names nobody.")

declare(
    "identity.Provider",
    _("Sign-in services"),
    impersonal={
        NO_PERSON: (
            "institution",
            "kind",
            "name",
            "issuer",
            "client_id",
            "sealed_secret",
            "sso_address",
            "slo_address",
            "certificates",
            "own_certificate",
            "sealed_key",
            "hint",
            "is_open",
            "opens_places",
        )
    },
)
declare(
    "identity.SamlAnswer",
    _("Answers of SAML services"),
    impersonal={
        _("Digests of answers; what one says lies there, sealed, for the moment between two requests."): (
            "institution",
            "provider",
            "assertion",
            "request",
            "sealed",
            "expires_at",
        )
    },
)
declare(
    "identity.ClaimRule",
    _("Rules for claims"),
    impersonal={NO_PERSON: ("institution", "provider", "claim", "value", "duty", "unit")},
)
declare(
    "identity.ClaimedDuty",
    _("Duties that came with a claim"),
    impersonal={
        _("Says where a duty came from; the duty itself is declared."): ("institution", "assignment", "provider")
    },
)
declare(
    "identity.Link",
    _("Sign-in services of a person"),
    Held(
        what=_("by which name the institution's service knows the person"),
        fields=("provider", "subject", "user", "made_at", "used_at"),
        whose=account("user"),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=ONESELF,
    ),
)
declare(
    "identity.PersonSession",
    _("Where people are signed in"),
    Held(
        what=_("browser, network address, and when"),
        fields=("user", "browser", "network", "how", "begun_at", "seen_at", "ended_at"),
        whose=account("user"),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(months=3), date="seen_at"),
        recipients=ONESELF,
    ),
    Held(
        what=_("the session's key"),
        fields=("key",),
        whose=account("user"),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(months=3), date="seen_at"),
        recipients=(Recipient.OPERATOR,),
        secret=True,
    ),
)
declare(
    "identity.Tries",
    _("Failed sign-ins"),
    impersonal={
        _("Digests under the installation's key, from which no account can be read; gone after a day."): (
            "digest",
            "failures",
            "last_at",
        )
    },
)
declare(
    "mfa.Authenticator",
    _("Passkeys, apps with codes, recovery codes"),
    Held(
        what=_("which second factors a person has, and when they were used"),
        fields=("user", "type", "created_at", "last_used_at"),
        whose=account("user"),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=ONESELF,
    ),
    Held(
        what=_("the factor's key"),
        fields=("data",),
        whose=account("user"),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.OPERATOR,),
        secret=True,
    ),
)
