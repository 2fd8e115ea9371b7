"""What people call the kinds of agreements in their sheets, in both languages."""

import re
import unicodedata
from functools import cache

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.drawer.particulars import worded

Kind = Agreement.Kind
_CALLED = {
    Kind.MEMORANDUM: (
        "mou", "m o u", "memorandum", "memo of understanding", "letter of intent", "loi", "intensjonsavtale",
        "intensjonserklæring", "intensjonsbrev", "intent", "declaration of intent", "statement of intent", "intensjon",
        "forståelsesavtale", "letter of understanding", "memorandum of cooperation", "moc", "mou avtale",
        "mou agreement",
    ),
    Kind.FRAMEWORK: (
        "rammeavtale", "ramme", "framework", "framework contract", "frame agreement", "umbrella agreement",
        "master agreement", "samarbeidsavtale", "samarbeid", "generell samarbeidsavtale", "overordnet samarbeidsavtale",
        "institusjonsavtale", "institusjonell avtale", "bilateral avtale", "bilateral agreement",
        "cooperation agreement", "co operation agreement", "agreement of cooperation", "agreement on cooperation",
        "general cooperation agreement", "collaboration agreement", "general agreement", "partnership agreement",
        "partnerskapsavtale", "partneravtale", "institutional agreement", "universitetsavtale", "rammesamarbeidsavtale",
    ),
    Kind.PROJECT: (
        "prosjekt", "prosjektavtale", "project", "project contract", "project cooperation agreement",
        "prosjektsamarbeid", "prosjektsamarbeidsavtale", "forskningsavtale", "forskningssamarbeid",
        "forskningssamarbeidsavtale", "research agreement", "research collaboration",
        "research collaboration agreement", "research cooperation agreement", "grant agreement", "tilskuddsavtale",
        "delprosjektavtale", "subaward", "sub award", "bidragsforskning", "bidragsavtale",
    ),
    Kind.CONSORTIUM: (
        "konsortium", "konsortieavtale", "konsortiumavtale", "konsortiumsavtale", "consortium", "consortium contract",
        "ca",
    ),
    Kind.JOINT_DEGREE: (
        "fellesgrad", "fellesgradsavtale", "fellesgradavtale", "avtale om fellesgrad", "joint degree", "joint degrees",
        "double degree", "dual degree", "dobbeltgrad", "dobbel grad", "joint programme", "joint program",
        "fellesprogram", "cotutelle", "co tutelle", "cotutelle avtale", "cotutelle agreement", "joint phd",
        "felles phd", "joint doctorate", "felles doktorgrad", "double degree agreement", "dual degree agreement",
    ),
    Kind.EXCHANGE: (
        "utveksling", "utvekslingsavtale", "studentutveksling", "studentutvekslingsavtale", "ansattutveksling",
        "ansattutvekslingsavtale", "student exchange", "student exchange agreement", "staff exchange",
        "staff exchange agreement", "exchange", "exchange contract", "erasmus", "erasmus avtale", "erasmus agreement",
        "erasmusavtale", "nordplus", "inter institutional agreement", "interinstitutional agreement", "iia",
        "mobilitetsavtale", "mobility agreement", "bilateral utvekslingsavtale", "bilateral exchange agreement",
        "praksisavtale", "hospiteringsavtale",
    ),
    Kind.TRANSFER: (
        "mta", "dta", "material transfer", "material transfer agreement", "data transfer", "data transfer agreement",
        "dataoverføring", "dataoverføringsavtale", "materialoverføring", "materialoverføringsavtale",
        "databehandleravtale", "databehandling", "data processing agreement", "data processor agreement", "dpa",
        "data sharing agreement", "data sharing", "dsa", "datadelingsavtale", "datadeling", "data use agreement", "dua",
        "overføringsavtale", "transfer agreement", "transfer", "joint controller agreement",
        "avtale om felles behandlingsansvar",
    ),
    Kind.CONFIDENTIALITY: (
        "nda", "cda", "mnda", "mutual nda", "taushetsavtale", "taushetserklæring", "konfidensialitetsavtale",
        "konfidensialitet", "hemmeligholdsavtale", "hemmelighold", "confidentiality",
        "confidential disclosure agreement", "non disclosure agreement", "nondisclosure agreement", "non disclosure",
        "fortrolighetsavtale",
    ),
    Kind.COMMISSIONED_RESEARCH: (
        "oppdrag", "oppdragsavtale", "oppdragsforskning", "oppdragsforskningsavtale", "forskningsoppdrag",
        "avtale om oppdragsforskning", "commissioned research agreement", "commission", "contract research",
        "research contract", "contract research agreement", "sponsored research", "sponsored research agreement",
        "service agreement", "tjenesteavtale",
    ),
    Kind.LICENCE: (
        "lisens", "lisensavtale", "license", "license agreement", "licence agreement", "licensing agreement",
        "software license", "programvarelisens", "patent license", "patentlisens",
    ),
    Kind.GIFT: (
        "gave", "gaveavtale", "gavebrev", "donation", "donation agreement", "donasjon", "donasjonsavtale",
        "gift agreement", "deed of gift",
    ),
    Kind.PROVIDER_HOST: (
        "vertsavtale", "host agreement", "hosting agreement", "vertskapsavtale",
    ),
}  # fmt: skip
_AMENDING = frozenset({
    "amendment", "amendment agreement", "amending agreement", "agreement of amendment", "addendum", "supplement",
    "supplementary agreement", "supplemental agreement", "extension", "extension agreement", "contract extension",
    "tillegg", "tilleggsavtale", "tillegg til avtale", "endring", "endringsavtale", "endring av avtale",
    "avtaleendring", "forlengelse", "forlengelsesavtale", "avtaleforlengelse", "forlenging", "endringstillegg",
})  # fmt: skip
_NO_WORD = re.compile(r"[\W_]+")


def word_key(said: str) -> str:
    """How a word for a kind is compared: in small letters, with blanks between its words and nothing else."""
    return _NO_WORD.sub(" ", unicodedata.normalize("NFC", said).casefold()).strip()


def kind_of(said: str) -> str:
    """The kind that a cell names, "" when we do not know the word."""
    return _kinds().get(word_key(said), "")


def is_amending(said: str) -> bool:
    """Whether a cell says of what is to be an agreement that it amends another one: that is no kind, and it has that one's."""
    return word_key(said) in _AMENDING


@cache
def _kinds() -> dict[str, str]:
    called = {word: str(kind) for kind, words in _CALLED.items() for word in words}
    return {word_key(word): kind for word, kind in worded(called, Kind.choices).items()}
