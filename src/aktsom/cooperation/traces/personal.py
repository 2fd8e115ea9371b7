"""What traces hold of persons: the authors of published works."""

from django.utils.translation import gettext_lazy as _

from aktsom.core.periods import Period
from aktsom.core.personal import After, Ground, Held, Kind, Purpose, Recipient, declare, outside

PUBLISHED = _("what is published about works, projects and organisations")

declare(
    "traces.Authorship",
    _("Authors of published works"),
    Held(
        what=_("the author's name as published, the work and the organisation named with it"),
        fields=("author",),
        whose=outside(Kind.AUTHOR, "author"),
        purpose=Purpose.SOURCES,
        ground=Ground.PUBLIC_TASK,
        kept=After(period=Period(years=10), date="trace__last_year"),
        recipients=(Recipient.ADVISERS,),
    ),
)
declare(
    "traces.Trace",
    _("Published works and projects"),
    impersonal={PUBLISHED: ("key", "kind", "title", "programme", "url", "fields", "field_words")},
)
declare("traces.Participation", _("Organisations in works and projects"))
declare("traces.Tie", _("Ties that works and projects show"), impersonal={PUBLISHED: ("fields", "years")})
