"""Small list files of our own making: every name and number in them is invented."""

import gzip
import json
from pathlib import Path

EU_HEADER = (
    "celex,recordId,programKey,annex,measure,startDate,reason,schema,name,alias,weakAlias,previousName,country,"
    "nationality,jurisdiction,birthDate,passportNumber,registrationNumber,imoNumber,flag,address"
)


def eu_row(**cells: str) -> str:
    usual = {
        "celex": "32099R0001", "recordId": "1", "programKey": "EU-XXX", "annex": "I.A", "measure": "Asset freeze",
        "startDate": "25.2.2022", "schema": "Person", "name": "Ola Oppdiktet",
    } | cells  # fmt: skip
    return ",".join('"' + usual.get(column, "").replace('"', '""') + '"' for column in EU_HEADER.split(","))


def eu_csv(*rows: str) -> bytes:
    return "\r\n".join([EU_HEADER, *rows, ""]).encode()


EU_CSV = eu_csv(
    eu_row(
        alias="Ола Оппдиктет; O. Oppdiktet", weakAlias="Ole", previousName="Ola Tidligere",
        nationality="(a) Russian, (b) Syrian",
        birthDate="between 1969 and 1971", passportNumber="(a) N1234567 (expired 1.1.2020)",
    ),
    eu_row(recordId="2", schema="LegalEntity", name="Luftslott Institute", address="1 Cloud Street, Tehran, Iran"),
    eu_row(celex="32014R0833", recordId="12", annex="IV", measure="Export control", schema="Company", name="Fjern"),
    eu_row(recordId="", annex="XIV", measure="Financial restrictions", schema="LegalEntity", name="Tomverk Bank"),
    eu_row(recordId="3", schema="Vessel", name="Sjøulk", imoNumber="IMO 9000001", flag="Panama", startDate="N/D"),
)  # fmt: skip

US_1286 = (
    b"schema,name,aliases,topics,program,authority,reason,report-date,start-date,end-date,country,notes,source_url\n"
    b"Company,Luftslott University of Things,LUT; Cloud Castle University,debarment,p,a,,2022,,,,,https://example.org/22\n"
    b"Company,Luftslott University of Things,,debarment,p,a,,2024,,2025,China,,https://example.org/24\n"
    b"Company,Luftslott University of Things,,debarment,p,a,,2026,,,China,,https://example.org/26\n"
)

US_1260H = (
    b"Name,Clean Name,Alias,Previous Name,Parent Name,Note,Start date,End date,Source Url\n"
    b'"Tomverk Robots Co., Ltd. (TOMBOT)*","Tomverk Robots Co., Ltd.",TOMBOT,Old Robots,,,2021-06-03,2024-01-31,https://example.org/a\n'
    b'"Tomverk Robots Co., Ltd. (TOMBOT)*","Tomverk Robots Co., Ltd.",TOMBOT,,,,2025-01-07,,https://example.org/b\n'
)

US_MIEU = (
    b"Type,Name,Alias,Country,Topics,Program,Date,End date,Source URL\n"
    b"Organization,Bureau of Invented Affairs,BIA,BY,export.control,US-BIS-MIEU,2021-03-16,,https://example.org/m\n"
)

UN_XML = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
  <INDIVIDUALS><INDIVIDUAL>
    <FIRST_NAME>OLA</FIRST_NAME><SECOND_NAME>OPPDIKTET</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
    <REFERENCE_NUMBER>XXi.001 </REFERENCE_NUMBER><LISTED_ON>2016-03-02</LISTED_ON>
    <NAME_ORIGINAL_SCRIPT>علا</NAME_ORIGINAL_SCRIPT>
    <NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>
    <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Ole Opp</ALIAS_NAME></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Olemann</ALIAS_NAME></INDIVIDUAL_ALIAS>
    <INDIVIDUAL_ADDRESS><COUNTRY>Iran (Islamic Republic of)</COUNTRY></INDIVIDUAL_ADDRESS>
    <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1968</FROM_YEAR><TO_YEAR>1970</TO_YEAR>
    </INDIVIDUAL_DATE_OF_BIRTH>
    <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>P7654321</NUMBER></INDIVIDUAL_DOCUMENT>
  </INDIVIDUAL></INDIVIDUALS>
  <ENTITIES><ENTITY>
    <FIRST_NAME>LUFTSLOTT TRADING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
    <REFERENCE_NUMBER>XXe.001</REFERENCE_NUMBER>
    <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Luftslott</ALIAS_NAME></ENTITY_ALIAS>
  </ENTITY></ENTITIES>
</CONSOLIDATED_LIST>
""".encode()

EU_XML = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T16:47:04.449+02:00" globalFileId="1">
  <sanctionEntity designationDetails="" unitedNationId="" euReferenceNumber="EU.99.1" logicalId="7">
    <remark>prose that is not kept</remark>
    <regulation regulationType="regulation" organisationType="council" publicationDate="2022-02-23"
      entryIntoForceDate="2022-02-24" numberTitle="1/2099 (OJ L1)" programme="XXX" logicalId="1">
      <publicationUrl>https://example.org/oj</publicationUrl>
    </regulation>
    <subjectType code="person" classificationCode="P"/>
    <nameAlias firstName="Ola" middleName="" lastName="OPPDIKTET" wholeName="Ola OPPDIKTET" function="" gender="M"
      title="" nameLanguage="" strong="true" regulationLanguage="en" logicalId="2"/>
    <nameAlias wholeName="Ола ОППДИКТЕТ" nameLanguage="RU" strong="true" logicalId="3"/>
    <nameAlias wholeName="Ole" strong="false" logicalId="4"/>
    <citizenship countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" logicalId="5"/>
    <birthdate circa="false" calendarType="GREGORIAN" birthdate="1965-03-12" day="12" month="3" year="1965"/>
    <birthdate circa="true" calendarType="GREGORIAN" year="1966"/>
    <identification identificationTypeCode="passport" number="750000001" countryIso2Code="RU"/>
    <address city="Minsk" countryIso2Code="BY" countryDescription="BELARUS"/>
  </sanctionEntity>
  <sanctionEntity euReferenceNumber="" logicalId="8">
    <subjectType code="enterprise" classificationCode="E"/>
    <nameAlias firstName="" lastName="" wholeName="Luftslott Works" strong="true"/>
    <address countryIso2Code="00" countryDescription="UNKNOWN"/>
  </sanctionEntity>
</export>
""".encode()

CSL_ENTRIES = [
    {
        "name": "OPPDIKTET, Ola", "alt_names": ["OPPDIKTET, Ole; LUFT, Ola"], "type": "Individual",
        "entity_number": "42",
        "source": "Specially Designated Nationals (SDN) - Treasury Department", "programs": ["XXX"],
        "addresses": [{"country": "RU"}], "nationalities": ["SY"], "dates_of_birth": ["15 Sep 1962"],
        "ids": [{"type": "Passport", "number": "A0000001", "country": "RU"}],
        "source_list_url": "https://example.org/sdn",
    },
    {
        "name": "Luftslott Institute", "alt_names": [], "source": "Entity List (EL) - Bureau of Industry and Security",
        "addresses": [{"country": "CN"}], "federal_register_notice": "1 FR 1", "source_list_url": "https://example.org/el",
    },
    {
        "name": "Luftslott Institute", "alt_names": [], "source": "Entity List (EL) - Bureau of Industry and Security",
        "addresses": [{"country": "PK"}], "federal_register_notice": "1 FR 2", "source_list_url": "https://example.org/el",
    },
    {"name": "Ny Liste AS", "source": "Brand New Concerns - Some Department", "type": None, "entity_number": None},
]  # fmt: skip

CSL_JSON = json.dumps({"retrieved": "2026-07-31T14:14:59Z", "results": CSL_ENTRIES}).encode()
CSL_GZIP = gzip.compress(CSL_JSON)

FTM_LINES = [
    {
        "id": "NK-1", "schema": "Person", "caption": "Ola Oppdiktet", "target": True, "datasets": ["zz_invented"],
        "properties": {
            "name": ["O. Oppdiktet", "Ola Oppdiktet"], "alias": ["Олa"], "weakAlias": ["Ole"],
            "previousName": ["Ola Før"],
            "nationality": ["ru"], "country": ["by"], "birthDate": ["1962-09"], "passportNumber": ["A0000001"],
            "topics": ["sanction"],
        },
    },
    {
        "id": "S-1", "schema": "Sanction", "datasets": ["zz_invented"],
        "properties": {"entity": ["NK-1"], "program": ["XXX-1"], "startDate": ["2020-01-02"], "endDate": ["2021"]},
    },
    {
        "id": "S-2", "schema": "Sanction", "datasets": ["zz_invented"],
        "properties": {"entity": ["NK-1"], "program": ["XXX-2"], "startDate": ["2022-03"], "authority": ["Someone"]},
    },
    {"id": "NK-2", "schema": "Person", "datasets": ["zz_invented"],
     "properties": {"name": ["Kari Nabo"], "topics": ["role.rca"]}},
    {
        "id": "NK-3", "schema": "Company", "datasets": ["a", "b"],
        "properties": {"name": ["Luftslott Works"], "topics": ["export.control"], "jurisdiction": ["cn"]},
    },
]  # fmt: skip
FTM_JSON = "".join(json.dumps(line) + "\n" for line in FTM_LINES).encode()

USUAL_LAYOUT = {
    "eu/32099R0001.csv": EU_CSV,
    "eu/xmlFullSanctionsList_1_1.xml": EU_XML,
    "un/consolidated.xml": UN_XML,
    "us/consolidated_screening_list.json.gz": CSL_GZIP,
    "us/section_1286.csv": US_1286,
    "us/dod_chinese_military_companies.csv": US_1260H,
    "us/military_intelligence_end_users.csv": US_MIEU,
    "ftm/entities.ftm.json": FTM_JSON,
}


def put(path: Path, content: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def put_all(directory: Path) -> Path:
    for name, content in USUAL_LAYOUT.items():
        put(directory / name, content)
    return directory
