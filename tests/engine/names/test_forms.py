"""Legal forms and titles of persons, in the languages of those who are screened, are no part of a name."""

import pytest

from aktsom.engine.lists.listing import PartyKind
from aktsom.engine.names.reading import read_name
from aktsom.engine.names.vocabulary import SILENT

LEGAL_FORMS = {
    "Arabic": ("شركة Velmora",),
    "Belarusian": ("ААТ «Велмора»", "ТАА Велмора"),
    "Bulgarian": ("Велмора ООД", "Велмора ЕООД", "Велмора АД"),
    "Chinese": ("Velmora 有限公司", "Velmora 股份有限公司"),
    "Croatian": ("Velmora d.d.", "Velmora d.o.o."),
    "Czech": ("Velmora s.r.o.", "Velmora a.s."),
    "Danish": ("Velmora ApS", "Velmora A/S"),
    "Dutch": ("Velmora B.V.", "Velmora N.V."),
    "English": ("Velmora Ltd.", "Velmora Inc.", "Velmora LLC", "Velmora PLC"),
    "Estonian": ("Velmora OÜ",),
    "Finnish": ("Velmora Oy", "Velmora Oyj"),
    "French": ("Velmora SARL", "Velmora SAS", "Société Velmora"),
    "German": ("Velmora GmbH", "Velmora AG", "Velmora KG"),
    "Greek": ("Velmora A.E.", "Velmora EPE"),
    "Hebrew": ('Velmora בע"מ',),
    "Hungarian": ("Velmora Kft.", "Velmora Zrt."),
    "Icelandic": ("Velmora ehf.",),
    "Indonesian": ("PT Velmora Tbk",),
    "Italian": ("Velmora S.p.A.", "Velmora S.r.l."),
    "Japanese": ("Velmora K.K.", "株式会社 Velmora"),
    "Korean": ("주식회사 Velmora",),
    "Latvian": ("SIA Velmora",),
    "Lithuanian": ("UAB Velmora",),
    "Malay": ("Velmora Sdn. Bhd.",),
    "Norwegian": ("Velmora AS", "Velmora ASA"),
    "Persian": ("شرکت Velmora",),
    "Polish": ("Velmora Sp. z o.o.", "Velmora S.A."),
    "Portuguese": ("Velmora Lda.", "Velmora Ltda"),
    "Romanian": ("Velmora S.R.L.",),
    "Russian": ("ООО «Велмора»", "АО Велмора", "ПАО Велмора", "Публичное акционерное общество «Велмора»"),
    "Serbian": ("Velmora d.o.o.", "Velmora a.d."),
    "Slovak": ("Velmora spol. s r.o.",),
    "Spanish": ("Velmora S.L.", "Velmora S.A."),
    "Swedish": ("Velmora AB", "Aktiebolaget Velmora"),
    "Turkish": ("Velmora A.Ş.", "Velmora Ltd. Şti."),
    "Ukrainian": ("ТОВ «Велмора»", "ПрАТ Велмора"),
    "Vietnamese": ("Công ty TNHH Velmora",),
}
TITLES = {
    "Arabic": ("Sheikh", "Sayyid", "الشيخ"),
    "Czech": ("Ing.",),
    "Danish": ("Fru", "Herr"),
    "Dutch": ("Mevrouw", "Meneer"),
    "English": ("Dr.", "Prof.", "Mr", "Colonel"),
    "Finnish": ("Herra",),
    "French": ("Monsieur", "Madame", "Docteur"),
    "German": ("Herr", "Frau", "Dr. Ing."),
    "Greek": ("Kyrios", "Kyria"),
    "Hebrew": ("Rabbi",),
    "Hindi": ("Shri", "Smt"),
    "Indonesian": ("Bapak",),
    "Italian": ("Dott.", "Signor"),
    "Japanese": ("Sensei",),
    "Malay": ("Datuk",),
    "Norwegian": ("Herr", "Fru"),
    "Pashto": ("Mullah", "Mawlawi"),
    "Persian": ("Ayatollah", "Hajji", "دکتر"),
    "Portuguese": ("Senhor", "Doutor"),
    "Russian": ("Господин", "Академик", "Профессор"),
    "Spanish": ("Señor", "Don"),
    "Swahili": ("Bwana",),
    "Swedish": ("Fröken",),
    "Turkish": ("Doktor",),
    "Ukrainian": ("Академік",),
    "Urdu": ("Maulana", "Qari"),
}
"""Titles that are names of people too (Pan, Bay, San, Daw) are read as names: leaving one out would hide a person."""


@pytest.mark.parametrize("text", [text for texts in LEGAL_FORMS.values() for text in texts])
def test_a_legal_form_is_no_part_of_a_bodys_name(text: str) -> None:
    assert _heard(text, PartyKind.ORGANISATION) == ["velmora"]


@pytest.mark.parametrize("title", [title for titles in TITLES.values() for title in titles])
def test_a_title_is_no_part_of_a_persons_name(title: str) -> None:
    assert _heard(f"{title} Velmora Tarvelin", PartyKind.PERSON) == ["velmora", "tarvelin"]


@pytest.mark.parametrize("table", [LEGAL_FORMS, TITLES], ids=["legal forms", "titles"])
def test_the_tables_cover_twenty_languages_and_more(table: dict[str, tuple[str, ...]]) -> None:
    assert len(table) > 20


def _heard(text: str, kind: PartyKind) -> list[str]:
    return [word.key for word in read_name(text, kind).words if word.role not in SILENT]
