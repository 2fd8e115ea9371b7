"""What the spine's own rows, and those of the libraries below it, hold of persons."""

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django.models import ProcrastinateJob

from aktsom.core.jobs import UNFINISHED
from aktsom.core.periods import Period
from aktsom.core.personal import (
    After,
    ByLaw,
    Ground,
    Held,
    Kind,
    Purpose,
    Recipient,
    WithRecord,
    declare,
    of_account,
    of_member,
    outside,
)

DELETE_JOBS = "DELETE FROM procrastinate_jobs WHERE id = ANY(%s)"

declare(
    "core.AuditEvent",
    _("The audit log"),
    Held(
        what=_("which person did what, and when"),
        fields=("member_id", "verb", "subject", "details", "at"),
        whose=of_member("member_id"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.LEGAL_OBLIGATION,
        kept=ByLaw(
            why=_(
                "An institution must be able to show who did what (GDPR art. 5(2) and 32, and the law on archives), and each"
                " event is chained to the one before it. When a person's place is erased, a pseudonym stands for them here too."
            )
        ),
        recipients=(Recipient.PERSON, Recipient.AUDITORS),
    ),
    impersonal={
        _("digests that chain the events"): ("previous", "digest"),
        _("a part of the program"): ("actor",),
    },
)

declare(
    "core.Evidence",
    _("Frozen evidence"),
    Held(
        what=_("names that stand in the facts of a decision"),
        fields=("content",),
        whose=outside(Kind.CONTACT, "content"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=ByLaw(why=_("What a decision rested on is kept with the decision, as the law on archives asks.")),
        recipients=(Recipient.LEADERS, Recipient.AUDITORS),
    ),
    impersonal={_("a digest"): ("digest",)},
)

SIGNED = _("public keys, signatures and digests")
declare("core.SigningKey", _("Keys that signed the log"), impersonal={SIGNED: ("fingerprint", "public")})
declare("core.SignedHead", _("Signed heads of the log"), impersonal={SIGNED: ("statement", "signature")})
declare("core.Witness", _("Where signed heads were left"), impersonal={SIGNED: ("kind", "answer")})

declare(
    "core.RoundStep",
    _("When background work was done"),
    impersonal={_("names and numbers of background work"): ("name", "numbers")},
    tidied=After(period=Period(years=1), date="begun_at", spare_newest_by="name"),
)

declare(
    "core.PendingChange",
    _("Changes that wait to be followed"),
    impersonal={_("points at a record, not at a person"): ("kind", "subject_id")},
)

declare(
    "sessions.Session",
    _("Sessions"),
    Held(
        what=_("that somebody is signed in"),
        fields=("session_key", "session_data"),
        whose=of_account("session_data"),
        purpose=Purpose.SIGN_IN,
        ground=Ground.LEGITIMATE_INTERESTS,
        kept=After(period=Period(days=1), date="expire_date", rows=lambda: Session.objects.all()),
        recipients=(Recipient.OPERATOR,),
        secret=True,
    ),
)

declare(
    "account.EmailAddress",
    _("E-mail addresses for signing in"),
    Held(
        what=_("e-mail address"),
        fields=("user", "email", "verified", "primary"),
        whose=of_account("user"),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=WithRecord(why=_("as long as the account")),
        recipients=(Recipient.PERSON, Recipient.OPERATOR),
    ),
)

declare(
    "account.EmailConfirmation",
    _("Links that confirm an e-mail address"),
    Held(
        what=_("a link that was sent"),
        fields=("key", "email_address"),
        whose=of_account("email_address__user"),
        purpose=Purpose.SIGN_IN,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(months=1), date="created"),
        recipients=(Recipient.OPERATOR,),
        secret=True,
    ),
)

for label in ("auth.Permission", "auth.Group", "contenttypes.ContentType"):
    declare(
        label,
        _("Tables of the framework that are not used"),
        impersonal={_("words of the program itself"): ("name", "codename", "app_label", "model")},
    )


def _finished_jobs() -> "QuerySet[Model]":
    jobs = ProcrastinateJob.objects.exclude(status__in=UNFINISHED)
    finished: QuerySet[Model] = jobs.annotate(finished_at=Max("procrastinateevent__at"))
    return finished


def _delete_jobs(rows: "QuerySet[Model]") -> int:
    """The queue's own models refuse to be changed, so this goes to the table."""
    with connection.cursor() as cursor:
        cursor.execute(DELETE_JOBS, [list(rows.values_list("pk", flat=True))])
        return int(cursor.rowcount)


declare(
    "procrastinate.ProcrastinateJob",
    _("Work in the background"),
    Held(
        what=_("who asked for a piece of work in the background"),
        fields=("args", "task_name", "status"),
        whose=of_member("args__member_id"),
        purpose=Purpose.OPERATION,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(months=1), date="finished_at", rows=_finished_jobs, sweep=_delete_jobs),
        recipients=(Recipient.OPERATOR,),
    ),
    impersonal={_("the queue's own words"): ("queue_name", "lock", "queueing_lock")},
)
for label in ("procrastinate.ProcrastinateEvent", "procrastinate.ProcrastinatePeriodicDefer"):
    declare(
        label,
        _("The queue's own notes"),
        impersonal={_("the queue's own words"): ("type", "task_name", "periodic_id")},
    )
declare("procrastinate.ProcrastinateWorker", _("Programs that do background work"))
