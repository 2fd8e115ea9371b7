"""A row of the drawer's sheet as an agreement: what each cell says, and what is wrong with it."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aktsom.cooperation.agreements.counting import DRAFTS
from aktsom.cooperation.agreements.drafts import LONGEST, LONGEST_OF_PARTY, MOST_DAYS, MOST_MONTHS
from aktsom.cooperation.agreements.models import Agreement, Document
from aktsom.cooperation.drawer.kinds import is_amending, kind_of, word_key
from aktsom.cooperation.drawer.particulars import (
    amount_of,
    currency_of,
    has_no_end,
    language_of,
    paper_of,
    says_none,
    state_of,
)
from aktsom.cooperation.drawer.reasons import Reason
from aktsom.cooperation.partners.choices import partner_key
from aktsom.core.countries import code_of_country
from aktsom.engine.sheets import Row, read_date
from aktsom.engine.sheets.columns import Target, find

TARGETS = (
    Target("file", _("File"), ("fil", "file", "filnavn", "file name", "filename", "dokument", "document"), required=True),
    Target("title", _("Title"), ("tittel", "title", "avtale", "agreement", "navn", "name", "avtalenavn", "emne", "subject")),
    Target("kind", _("Kind of agreement"), ("type", "kind", "avtaletype", "agreement type", "type avtale", "kategori",
        "category", "kind of agreement")),
    Target("partner", _("Partner"), ("partner", "motpart", "partnere", "partners", "samarbeidspartner", "institusjon",
        "institution", "organisasjon", "organisation", "organization"), required=True),
    Target("country", _("Country of the partner"), ("land", "country", "partnerland", "landkode", "country code",
        "partnerens land", "country of the partner")),
    Target("unit", _("Unit"), ("enhet", "unit", "fakultet", "faculty", "institutt", "department", "avdeling")),
    Target("owner", _("Who answers for it (e-mail)"), ("ansvarlig", "owner", "kontakt", "contact", "e-post", "email",
        "e-mail")),
    Target("signed", _("Signed"), ("signert", "signed", "underskrevet", "signaturdato", "date signed")),
    Target("starts", _("First day"), ("start", "fra", "from", "startdato", "start date", "gyldig fra", "valid from",
        "første dag", "first day", "fra dato", "i kraft fra", "in force from")),
    Target("ends", _("Last day"), ("slutt", "til", "to", "end", "sluttdato", "end date", "utløper", "expires", "expiry",
        "gyldig til", "valid until", "siste dag", "last day", "til dato", "utløpsdato", "expiry date")),
    Target("notice", _("Months of notice"), ("oppsigelse", "notice", "oppsigelsestid", "notice months", "months of notice",
        "oppsigelsestid i måneder", "notice in months")),
    Target("renewal", _("Renews itself by months"), ("fornyelse", "renewal", "automatisk fornyelse", "renews",
        "renewal months", "fornyes av seg selv", "renews itself")),
    Target("review", _("Months between reviews"), ("gjennomgang", "review", "review months")),
    Target("state", _("Where it stands"), ("status", "state", "tilstand")),
    Target("our_signatory", _("Who signs for us"), ("vår underskriver", "signert av oss", "our signatory", "signed by us")),
    Target("their_signatory", _("Who signs for the partner"), ("partnerens underskriver", "signert av partner",
        "their signatory", "signed by partner", "signatory", "underskriver")),
    Target("value", _("Value"), ("verdi", "value", "beløp", "amount", "kontraktsverdi", "contract value")),
    Target("currency", _("Currency"), ("valuta", "currency")),
    Target("law", _("Governing law"), ("lovvalg", "law", "governing law", "applicable law")),
    Target("language", _("Language of the text"), ("språk", "language", "avtalespråk")),
    Target("paper", _("What the file is"), ("dokumenttype", "type dokument", "hva filen er", "document type",
        "kind of paper", "what it is")),
    Target("parent", _("Belongs to (file or agreement)"), ("hører til", "belongs to", "under avtale", "hovedavtale",
        "main agreement", "parent")),
    Target("amends", _("Amends (file or agreement)"), ("endrer", "amends", "endrer avtale", "endring av", "endring av avtale",
        "endringsavtale til", "amends agreement", "amendment to", "amendment of", "tillegg til", "addendum to")),
    Target("reference", _("Reference"), ("referanse", "reference", "saksnummer", "case number", "arkivref", "id", "ref")),
    Target("summary", _("Summary"), ("sammendrag", "summary", "beskrivelse", "description", "merknad", "notes")),
)  # fmt: skip
NAMES = frozenset(target.name for target in TARGETS)
BESIDE = (Document.Kind.AMENDMENT, Document.Kind.ANNEX, Document.Kind.LETTER, Document.Kind.OTHER)
"""Papers that are none without the agreement that they lie beside."""
LONGEST_NAME = LONGEST_OF_PARTY["signatory"]
TEXTS = ("title", "reference", "summary")
LONGEST_WORD = 100
MOST = {
    "notice_months": MOST_MONTHS,
    "notice_days": MOST_DAYS,
    "renewal_months": MOST_MONTHS,
    "review_months": MOST_MONTHS,
}
"""What a length of time may fill, and the most that may stand there."""
LENGTHS = ("notice", "renewal", "review")
_LENGTH = re.compile(r"([0-9]{1,6})\s*([^\W\d_]*)\.?")
_UNITS = {
    ("months", 1): ("", "måned", "måneder", "månad", "månader", "mnd", "mndr", "mdr", "month", "months"),
    ("months", 12): ("år", "year", "years", "yr", "yrs"),
    ("days", 7): ("uke", "uker", "veke", "veker", "week", "weeks"),
    ("days", 1): ("dag", "dager", "dagar", "day", "days"),
}
_UNIT_OF_WORD = {word: unit for unit, words in _UNITS.items() for word in words}
"""What a word after a number counts, and how many of these it is; a number alone is months."""


@dataclass(slots=True)
class ReadRow:
    """A row once its cells are understood. What amends an agreement and says no `kind` has that agreement's. `kind_word` is a
    word for the kind that we do not know; `named` are the partners as they are written, of which somebody may have said that
    one name is several. With `has_one_country` one country stands there for several partners.
    """

    number: int
    file: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    kind_word: str = ""
    partners: list[tuple[str, str]] = field(default_factory=list)
    named: list[tuple[str, str]] = field(default_factory=list)
    has_one_country: bool = False
    unit: str = ""
    owner: str = ""
    days: dict[str, date | None] = field(default_factory=dict)
    lengths: dict[str, int] = field(default_factory=dict)
    state: str = Agreement.State.SIGNED
    terms: dict[str, Any] = field(default_factory=dict)
    ours: str = ""
    theirs: list[str] = field(default_factory=list)
    paper: str = ""
    parent: str = ""
    relation: str = Agreement.Relation.UNDER
    reasons: list[Reason] = field(default_factory=list)

    @property
    def is_beside(self) -> bool:
        """Whether it is a further paper of an agreement, and none of its own."""
        return self.paper in BESIDE or (bool(self.parent) and self.paper not in ("", Document.Kind.AGREEMENT))

    @staticmethod
    def fitting(name: str) -> str:
        """Who signs, unless the name is too long to be kept."""
        return name if len(name) <= LONGEST_NAME else ""


def find_columns(columns: Sequence[str]) -> dict[str, int]:
    """For each target the place of the column that holds it; targets without a column are left out."""
    return find(columns, TARGETS)


class RowReader:
    """Reads rows with the columns that somebody chose; `kind` is for rows that do not say theirs.

    `kinds` has what words mean that we do not know, and `apart` the several names that a `partner_key` stands for.
    """

    def __init__(
        self,
        places: Mapping[str, int],
        kind: str = "",
        kinds: Mapping[str, str] | None = None,
        apart: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.places, self.kind, self.kinds, self.apart = places, kind, kinds or {}, apart or {}

    def read(self, row: Row) -> ReadRow:
        """What the row says."""
        read = ReadRow(row.number, self._cell(row, "file"))
        read.unit, read.owner = self._cell(row, "unit"), self._cell(row, "owner")
        read.texts = {name: self._cell(row, name) for name in TEXTS}
        amends = self._cell(row, "amends")
        read.parent = amends or self._cell(row, "parent")
        is_amendment = bool(amends) or is_amending(self._cell(row, "kind"))
        read.relation = Agreement.Relation.AMENDS if is_amendment else Agreement.Relation.UNDER
        read.reasons += self._paper(row, read)
        if read.is_beside:
            return read
        for part in (
            self._kind,
            self._partners,
            self._days,
            self._lengths,
            self._state,
            self._terms,
            self._signatories,
        ):
            read.reasons += part(row, read)
        read.texts["title"] = (
            read.texts["title"] or ", ".join(name for name, _country in read.partners)[: LONGEST["title"]]
        )
        read.reasons += [
            Reason("too-long", text[:100]) for name, text in read.texts.items() if len(text) > LONGEST[name]
        ]
        if not read.texts["title"]:
            read.reasons.append(Reason("title-missing"))
        return read

    def _cell(self, row: Row, name: str) -> str:
        return " ".join(self._lines(row, name))

    def _lines(self, row: Row, name: str) -> list[str]:
        place = self.places.get(name)
        return row.cells[place].strip().split("\n") if place is not None and place < len(row.cells) else []

    def _listed(self, row: Row, name: str) -> list[str]:
        """What stands in a cell side by side, or one below the other."""
        parts = (part for line in self._lines(row, name) for part in line.replace("|", ";").split(";"))
        return [text for part in parts if (text := part.strip().rstrip(",").rstrip())]

    def _kind(self, row: Row, read: ReadRow) -> Iterator[Reason]:
        said = self._cell(row, "kind")
        if read.relation == Agreement.Relation.AMENDS and (not said or is_amending(said)):
            if not read.parent:
                yield Reason("parent-missing", said)
            return
        read.kind = kind_of(said) if said else self.kind
        if said and not read.kind:
            read.kind_word, read.kind = said[:LONGEST_WORD], self.kinds.get(word_key(said[:LONGEST_WORD]), "")
        if not read.kind:
            yield Reason("kind-unknown" if said else "kind-missing", said)

    def _partners(self, row: Row, read: ReadRow) -> Iterator[Reason]:
        names = self._listed(row, "partner")
        if not names:
            yield Reason("partner-missing")
        codes = []
        for country in _countries(self._listed(row, "country")):
            code = code_of_country(country)
            if code is None:
                yield Reason("country-unknown", country)
            codes.append(code or "")
        read.named = _paired(names, codes)
        apart = (self.apart.get(partner_key(*pair), [pair[0]]) for pair in read.named)
        read.partners = _paired([name for each in apart for name in each], codes)
        read.has_one_country = len(codes) == 1 < len(read.partners)

    def _days(self, row: Row, read: ReadRow) -> Iterator[Reason]:
        for name in ("signed", "starts", "ends"):
            said = self._cell(row, name)
            try:
                read.days[name] = None if name == "ends" and has_no_end(said) else read_date(said, last=name == "ends")
            except ValueError:
                yield Reason("date-unknown", said)

    def _lengths(self, row: Row, read: ReadRow) -> Iterator[Reason]:
        for name in LENGTHS:
            said = self._cell(row, name)
            try:
                read.lengths |= {} if not said or says_none(said) else _length(name, said)
            except ValueError:
                yield Reason("number-unknown", said[:100])

    def _paper(self, row: Row, read: ReadRow) -> Iterator[Reason]:
        said = self._cell(row, "paper")
        try:
            read.paper = paper_of(said) if said else ""
        except ValueError:
            yield Reason("paper-unknown", said[:100])
        if read.is_beside and not read.parent:
            yield Reason("parent-missing", said)

    def _state(self, row: Row, read: ReadRow) -> Iterator[Reason]:
        said = self._cell(row, "state")
        usual = Agreement.State.DRAFT if read.paper in DRAFTS else Agreement.State.SIGNED
        try:
            read.state = state_of(said) if said else usual
        except ValueError:
            yield Reason("state-unknown", said[:100])
        if read.state == Agreement.State.ENDED:
            read.state = Agreement.State.SIGNED
            ends = read.days.get("ends")
            if ends is None or ends >= timezone.localdate() or read.lengths.get("renewal_months"):
                yield Reason("ended-when", said)

    def _terms(self, row: Row, read: ReadRow) -> Iterator[Reason]:
        """What it is worth, which law governs it, and in which language it is."""
        value, currency, law, language = (self._cell(row, name) for name in ("value", "currency", "law", "language"))
        try:
            read.terms["value"], beside = amount_of(value) if value else (None, "")
            read.terms["currency"] = currency_of(currency) if currency else beside
        except ValueError:
            yield Reason("value-unknown", f"{value} {currency}".strip()[:100])
        else:
            if value and not read.terms["currency"]:
                yield Reason("currency-missing", value)
        read.terms["law"] = code_of_country(law)
        if read.terms["law"] is None:
            yield Reason("country-unknown", law)
        try:
            read.terms["language"] = language_of(language) if language else ""
        except ValueError:
            yield Reason("language-unknown", language[:100])

    def _signatories(self, row: Row, read: ReadRow) -> Iterator[Reason]:
        read.ours, said = self._cell(row, "our_signatory"), self._cell(row, "their_signatory")
        lines = self._lines(row, "their_signatory") if said else []
        read.theirs = [part.strip() for line in lines for part in line.split(";")]
        if read.theirs and len(read.theirs) != len(read.partners):
            yield Reason("signatories-differ", said[:100])
        for name in (read.ours, *read.theirs):
            if len(name) > LONGEST_NAME:
                yield Reason("too-long", name[:100])


def _paired(names: Sequence[str], codes: Sequence[str]) -> list[tuple[str, str]]:
    """Each name with its country: the one that stands there for all, or the one at the same place."""
    if len(codes) == 1:
        return [(name, codes[0]) for name in names]
    return [(name, codes[place] if place < len(codes) else "") for place, name in enumerate(names)]


def _countries(said: Sequence[str]) -> list[str]:
    """With those apart that stand beside each other as in `Canada, Norway`; `Korea, Republic of` is one."""
    found: list[str] = []
    for text in said:
        parts = [part.strip() for part in re.split("[,/]", text)]
        are_several = code_of_country(text) is None and all(part and code_of_country(part) for part in parts)
        found += parts if are_several else [text]
    return found


def _length(name: str, said: str) -> dict[str, int]:
    """The field of the agreement that a length of time fills. Raises `ValueError` when it fills none."""
    found = _LENGTH.fullmatch(unicodedata.normalize("NFC", said).casefold())
    if found is None or found[2] not in _UNIT_OF_WORD:
        raise ValueError(said)
    unit, times = _UNIT_OF_WORD[found[2]]
    number, column = int(found[1]) * times, f"{name}_{unit}"
    if column not in MOST or number > MOST[column]:
        raise ValueError(said)
    return {column: number}
