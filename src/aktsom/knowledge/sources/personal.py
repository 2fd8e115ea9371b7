"""What public sources hold of persons: the people on published lists."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.personal import (
    Ground,
    Held,
    Kind,
    Purpose,
    Recipient,
    WithPlace,
    WithRecord,
    declare,
    of_member,
    outside,
)

declare(
    "sources.StoredListing",
    _("Entries of published lists"),
    Held(
        what=_("names and other particulars of listed persons, as the authority published them"),
        fields=("name", "content"),
        whose=outside(Kind.LISTED, "name"),
        purpose=Purpose.SCREENING,
        ground=Ground.LEGAL_OBLIGATION,
        kept=WithRecord(why=_("as long as the list's editions are kept, so that what was known on a day can be told")),
        recipients=(Recipient.EVERYONE,),
    ),
    impersonal={
        _("what the list is and means"): (
            "listing", "source", "list_id", "kind", "programme", "effects", "countries", "digest",
        ),
    },
)  # fmt: skip
declare(
    "sources.SourceVersion",
    _("Editions of published sources"),
    impersonal={
        _("particulars of a published file"): (
            "source", "state", "digest", "dated_by", "origin", "file", "accepted_because", "problems", "refusal",
            "refusals", "etag", "last_modified", "readers",
        ),
    },
)  # fmt: skip
declare(
    "sources.CountryFact",
    _("Facts about countries"),
    impersonal={_("facts about countries"): ("country", "name", "value", "detail", "source", "source_url")},
)
declare(
    "sources.Confirmation",
    _("Confirmed threat assessments"),
    Held(
        what=_("who confirmed that an assessment has effect"),
        fields=("confirmed_by", "topic", "edition", "confirmed_at"),
        whose=of_member("confirmed_by"),
        purpose=Purpose.ACCOUNTABILITY,
        ground=Ground.PUBLIC_TASK,
        kept=WithPlace(),
        recipients=(Recipient.MEMBERS,),
    ),
)
