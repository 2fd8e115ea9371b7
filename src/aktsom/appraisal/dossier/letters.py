"""The first draft of a letter to an authority: what it is about, what was found, and what the institution asks."""

from collections.abc import Sequence
from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from aktsom.appraisal.deciding.evidence import partners_of
from aktsom.appraisal.deciding.permissions import may_advise
from aktsom.appraisal.dossier.presenting import dossier_of
from aktsom.appraisal.models import Appraisal
from aktsom.appraisal.queries import FlagView
from aktsom.content.contacts import Authority, authorities
from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.countries import with_country
from aktsom.core.errors import NotAllowedError, NotVisibleError
from aktsom.institutions.models import Institution


def drafted_letter(
    row: Appraisal, authority: Authority, partners: Sequence[Partner], flags: Sequence[FlagView], language: str
) -> str:
    """The letter in a language, for a person to go over. It names no person and holds only what the authority needs."""
    with override(language):
        institution = Institution.objects.get(pk=row.institution_id)
        name = institution.name_en if language == "en" else institution.name_nb
        parts = [
            f"{authority.name[language]}",
            date_format(timezone.localdate(), "DATE_FORMAT"),
            _("Question about a planned international cooperation"),
            _("%(institution)s is considering a cooperation and asks for your advice before it decides.")
            % {"institution": name},
            _("The cooperation: %(kind)s, “%(title)s”.") % {"kind": row.get_kind_display(), "title": row.title},
            _("With: %(partners)s.") % {"partners": "; ".join(_named(each, language) for each in partners)},
            _("What we have found:") + "\n" + "\n".join(_found(each, language) for each in flags),
            _("What we ask: what we should know or must do before we decide, and whom we can talk to."),
            _("Contact person: "),
        ]
    return "\n\n".join(parts)


def letter_to(actor: Actor, row: Appraisal, authority: str, language: str) -> str:
    """The first draft for whoever may write it; raises `NotAllowedError`, or `NotVisibleError` for no authority of ours."""
    if not may_advise(actor, {"appraisal": row}):
        raise NotAllowedError
    if authority not in authorities():
        raise NotVisibleError
    flags = dossier_of(actor, row).flags
    return drafted_letter(row, authorities()[authority], partners_of(row), flags, language)


def _named(partner: Partner, language: str) -> str:
    return with_country(partner.name, partner.country, language)


def _day(iso: str | None) -> str:
    return date_format(date.fromisoformat(iso), "DATE_FORMAT") if iso else ""


def _found(flag: FlagView, language: str) -> str:
    sources = "; ".join(
        dict.fromkeys(", ".join(filter(None, (fact.source, _day(fact.source_date)))) for fact in flag.facts)
    )
    return f"– {flag.title[language]}" + (f" ({sources})" if sources else "")
