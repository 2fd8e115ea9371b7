"""Which column of a sheet holds what: found by the words in its header, in Bokmål and English, and for a person to correct."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from aktsom.engine.sheets.columns import Target, find

TARGETS = (
    Target("partner", _("Partner"), ("partner", "samarbeidspartner", "partnere", "partners", "partner institution",
        "partnerinstitusjon", "utenlandsk partner", "foreign partner", "organisasjon", "organisation", "organization",
        "institusjon", "institution", "motpart", "partnernavn", "partner name", "navn på partner"), required=True),
    Target("country", _("Country of the partner"), ("land", "country", "partnerland", "partner country", "landkode",
        "country code", "nasjon")),
    Target("title", _("Title"), ("tittel", "title", "prosjekt", "project", "navn", "name", "prosjekttittel", "project title",
        "prosjektnavn", "project name", "samarbeid", "cooperation", "avtale", "agreement", "avtalenavn", "emne", "subject")),
    Target("kind", _("Kind of cooperation"), ("type", "kind", "samarbeidstype", "samarbeidsform", "cooperation type",
        "avtaletype", "agreement type", "type samarbeid", "type avtale", "type of cooperation",
        "kategori", "category", "form")),
    Target("unit", _("Unit"), ("enhet", "unit", "fakultet", "faculty", "institutt", "department", "avdeling", "senter",
        "centre", "ansvarlig enhet", "responsible unit")),
    Target("starts", _("Start"), ("start", "fra", "from", "startdato", "start date", "fra dato", "begynner", "signert",
        "signed", "starts", "oppstart", "startår", "start year", "år", "year", "dato", "date")),
    Target("ends", _("End"), ("slutt", "til", "to", "end", "sluttdato", "end date", "til dato", "utløper", "utløpsdato",
        "expires", "expiry", "expiry date", "ends", "sluttår", "end year", "varighet til", "gyldig til", "valid until")),
    Target("state", _("State"), ("status", "state", "tilstand")),
    Target("fields", _("Critical technology areas"), ("fagområde", "teknologiområde", "teknologiområder", "technology area",
        "technology areas", "kritisk teknologi", "critical technology", "fields", "kritiske teknologiområder",
        "critical technology areas")),
    Target("reference", _("Reference"), ("referanse", "reference", "saksnummer", "case number", "saksnr", "arkivref",
        "prosjektnummer", "project number", "id", "ref")),
    Target("funding", _("Funding"), ("finansiering", "funding", "finansiør", "funder", "finansieringskilde", "kilde")),
    Target("contact", _("Contact (e-mail)"), ("kontakt", "contact", "kontaktperson", "contact person", "e-post", "epost",
        "email", "e-mail", "ansvarlig", "prosjektleder")),
    Target("summary", _("Summary"), ("sammendrag", "summary", "beskrivelse", "description", "kommentar", "comment",
        "merknad", "merknader", "notes", "innhold")),
)  # fmt: skip
NAMES = frozenset(target.name for target in TARGETS)


def find_columns(columns: Sequence[str]) -> dict[str, int]:
    """For each target the place of the column that holds it, counted from 0; targets without a column are left out."""
    return find(columns, TARGETS)
