"""The lists that we know: who publishes them, where, under which licence, and what each means.

`PUBLICATIONS` are files that are fetched, `LISTS` the lists that they hold. Addresses are those that the publishers
serve today; an installation can set others.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from aktsom.engine.lists.recognise import Format


@dataclass(frozen=True, slots=True)
class Publication:
    """One file, or one set of files, that a publisher serves.

    `download` is "" where the publisher serves no machine-readable file (`page` then is where its text stands, and the
    CSV comes from whoever transcribes it). `folder` is its place in a directory of lists.
    """

    id: str
    publisher: str
    page: str
    licence: str
    format: Format
    folder: str
    usual_name: str
    download: str = ""


@dataclass(frozen=True, slots=True)
class KnownList:
    """One list as users know it, with its titles by language."""

    id: str
    publication: str
    titles: Mapping[str, str] = field(hash=False)


_PUBLIC_DOMAIN = "public domain (work of the US government)"
_CSL_PAGE = "https://www.trade.gov/consolidated-screening-list"

PUBLICATIONS: tuple[Publication, ...] = (
    Publication(
        id="eu-acts",
        publisher="Official Journal of the European Union",
        page="https://eur-lex.europa.eu/",
        licence="Commission Decision 2011/833/EU",
        format=Format.EU_CSV,
        folder="eu",
        usual_name="<celex>.csv",
    ),
    Publication(
        id="eu-fsf",
        publisher="European Commission, DG FISMA",
        page="https://data.europa.eu/data/datasets/consolidated-list-of-persons-groups-and-entities-subject-to-eu-financial-sanctions",
        licence="Commission Decision 2011/833/EU",
        format=Format.EU_XML,
        folder="eu",
        usual_name="xmlFullSanctionsList_1_1.xml",
        download="https://webgate.ec.europa.eu/fsd/fsf/public/files/xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw",
    ),
    Publication(
        id="un-sc",
        publisher="United Nations Security Council",
        page="https://main.un.org/securitycouncil/en/content/un-sc-consolidated-list",
        licence="free to use with source",
        format=Format.UN_XML,
        folder="un",
        usual_name="consolidated.xml",
        download="https://scsanctions.un.org/resources/xml/en/consolidated.xml",
    ),
    Publication(
        id="us-csl",
        publisher="US International Trade Administration, for Commerce, State and Treasury",
        page=_CSL_PAGE,
        licence=_PUBLIC_DOMAIN,
        format=Format.US_CSL,
        folder="us",
        usual_name="consolidated_screening_list.json.gz",
        download="https://data.trade.gov/downloadable_consolidated_screening_list/v1/consolidated.json",
    ),
    Publication(
        id="us-1286",
        publisher="US Department of Defense",
        page="https://basicresearch.defense.gov/Programs/Academic-Research-Security/",
        licence=_PUBLIC_DOMAIN,
        format=Format.US_1286,
        folder="us",
        usual_name="section_1286.csv",
    ),
    Publication(
        id="us-1260h",
        publisher="US Department of Defense",
        page="https://www.federalregister.gov/documents/search?conditions%5Bterm%5D=section+1260H",
        licence=_PUBLIC_DOMAIN,
        format=Format.US_1260H,
        folder="us",
        usual_name="dod_chinese_military_companies.csv",
    ),
    Publication(
        id="us-mieu",
        publisher="US Bureau of Industry and Security",
        page="https://www.ecfr.gov/current/title-15/section-744.22",
        licence=_PUBLIC_DOMAIN,
        format=Format.US_MIEU,
        folder="us",
        usual_name="military_intelligence_end_users.csv",
    ),
    Publication(
        id="opensanctions",
        publisher="OpenSanctions",
        page="https://www.opensanctions.org/datasets/",
        licence="CC BY-NC 4.0, other use by agreement",
        format=Format.FTM,
        folder="ftm",
        usual_name="entities.ftm.json",
        download="https://data.opensanctions.org/datasets/latest/sanctions/entities.ftm.json",
    ),
)


def _csl(list_id: str, en: str, nb: str) -> KnownList:
    return KnownList(list_id, "us-csl", {"en": en, "nb": nb})


LISTS: tuple[KnownList, ...] = (
    KnownList(
        "eu", "eu-acts", {"en": "EU restrictive measures, by act", "nb": "EUs restriktive tiltak, etter rettsakt"}
    ),
    KnownList(
        "eu-fsf",
        "eu-fsf",
        {"en": "EU consolidated financial sanctions list", "nb": "EUs samlede liste over finansielle sanksjoner"},
    ),
    KnownList(
        "un-sc",
        "un-sc",
        {"en": "UN Security Council consolidated list", "nb": "FNs sikkerhetsråds samlede sanksjonsliste"},
    ),
    _csl("us-sdn", "US Specially Designated Nationals", "USAs liste over sanksjonerte parter (SDN)"),
    _csl("us-el", "US Entity List (export control)", "USAs Entity List (eksportkontroll)"),
    _csl("us-meu", "US military end users", "USAs liste over militære sluttbrukere"),
    _csl("us-uvl", "US Unverified List (export control)", "USAs liste over ikke bekreftede parter (eksportkontroll)"),
    _csl("us-dpl", "US Denied Persons List (export control)", "USAs liste over nektede parter (eksportkontroll)"),
    _csl("us-dtc", "US debarred from arms trade (ITAR)", "Utestengt fra USAs våpenhandel (ITAR)"),
    _csl("us-ssi", "US sectoral sanctions", "USAs sektorsanksjoner"),
    _csl("us-isn", "US nonproliferation sanctions", "USAs ikke-spredningssanksjoner"),
    _csl("us-plc", "US Palestinian Legislative Council list", "USAs liste for Det palestinske lovgivende råd"),
    _csl(
        "us-cmic", "US Chinese military-industrial companies", "USAs liste over kinesiske militærindustrielle selskaper"
    ),
    _csl("us-nsmbs", "US menu-based sanctions", "USAs avgrensede sanksjoner (NS-MBS)"),
    _csl("us-cap", "US correspondent-account sanctions (CAPTA)", "USAs begrensninger på korrespondentkonti (CAPTA)"),
    _csl("us-fse", "US foreign sanctions evaders", "USAs liste over utenlandske sanksjonsomgåere"),
    KnownList(
        "us-1286",
        "us-1286",
        {
            "en": "US institutions of research concern (section 1286)",
            "nb": "USAs liste over forskningsinstitusjoner som gir bekymring (section 1286)",
        },
    ),
    KnownList(
        "us-1260h",
        "us-1260h",
        {
            "en": "US Chinese military companies (section 1260H)",
            "nb": "USAs liste over kinesiske militærselskaper (section 1260H)",
        },
    ),
    KnownList(
        "us-mieu",
        "us-mieu",
        {"en": "US military-intelligence end users", "nb": "USAs liste over sluttbrukere i militær etterretning"},
    ),
)


def known_list(list_id: str) -> KnownList | None:
    """The list with this id; None for one that only its file knows, such as a FollowTheMoney data set."""
    return next((known for known in LISTS if known.id == list_id), None)


def publication_of(format_: Format) -> Publication:
    """The publication that comes in this format."""
    return next(publication for publication in PUBLICATIONS if publication.format is format_)
