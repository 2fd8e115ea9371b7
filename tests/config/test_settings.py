"""Settings are looked at before anything starts with them."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from aktsom.config.checking import refuse_unusable
from aktsom.config.variables import ADDRESSES, DUTIES, KNOWN, OWN, VARIABLES
from aktsom.core.duties import Duty
from aktsom.core.errors import SetupError
from aktsom.engine.lists.catalogue import PUBLICATIONS

pytestmark = pytest.mark.usefixtures("english")
ROOT = Path(__file__).resolve().parents[2]
PUBLIC = {"AKTSOM_HOSTS": "aktsom.example.no", "AKTSOM_HTTPS": "1"}


def said(environment: Mapping[str, str], **more: str) -> str:
    with pytest.raises(SetupError) as refused:
        refuse_unusable(environment, **more)
    return str(refused.value)


def test_promise_p48_a_setting_that_is_misspelt_or_unsafe_stops_the_start() -> None:
    told = said({"AKTSOM_HTTP": "1", "AKTSOM_HOSTS": "https://aktsom.example.no", "AKTSOM_DEMO": "yes"})
    assert "AKTSOM_HTTP is not known. Is AKTSOM_HTTPS meant?" in told
    assert "AKTSOM_HOSTS is host names with commas" in told
    assert "AKTSOM_DEMO is 1 (on) or 0 (off)" in told
    assert "Nothing was started" in told


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("AKTSOM_SECOND_FACTOR", "leadership,research-security-led", "leadership, unit-leader"),
        ("AKTSOM_BACKUP_RECIPIENTS", "age1xyz", "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"),
        ("AKTSOM_AUDIT_MAIL", "the auditors", "a@example.no, b@example.no"),
        ("AKTSOM_TIMESTAMP_URL", "tsa.example.org", "https://tsa.example.org/stamp"),
        ("AKTSOM_EMAIL_FROM", "Aktsom", "Aktsom <aktsom@example.no>"),
    ],
)
def test_what_would_fail_only_at_night_or_at_a_sign_in_stops_the_start(name: str, wrong: str, right: str) -> None:
    assert f"{name} is " in said({name: wrong})
    refuse_unusable({name: right})


def test_the_duties_of_the_settings_are_those_that_there_are() -> None:
    assert set(DUTIES) == set(Duty)


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"AKTSOM_DEMO": "1"}, "AKTSOM_DEMO"),
        ({"AKTSOM_DEBUG": "1"}, "AKTSOM_DEBUG"),
        ({"AKTSOM_HTTPS": "0"}, "AKTSOM_HTTPS=1"),
        ({"AKTSOM_SECRET_KEY": "short-secret"}, "AKTSOM_SECRET_KEY"),
        ({"AKTSOM_ORIGINS": "http://aktsom.example.no"}, "AKTSOM_ORIGINS"),
    ],
)
def test_what_is_unsafe_where_others_reach_the_pages_is_refused(change: dict[str, str], names: str) -> None:
    refuse_unusable(PUBLIC)
    assert names in said({**PUBLIC, **change})


def test_listening_beyond_this_machine_is_public_whatever_the_host_names_say() -> None:
    refuse_unusable({"AKTSOM_DEMO": "1"})
    assert "AKTSOM_DEMO" in said({"AKTSOM_DEMO": "1"}, listens_on="0.0.0.0")


def test_no_secret_is_repeated() -> None:
    told = said({"DATABASE_URL": "mysql://u:hunter2@host/x", **PUBLIC, "AKTSOM_SECRET_KEY": "hunter3"})
    assert "hunter" not in told


def test_the_operators_table_lists_every_variable_in_the_words_of_the_list() -> None:
    document = (ROOT / "docs" / "OPERATING.md").read_text("utf-8")
    for each in VARIABLES:
        assert f"| {each.name} | {each.says} | {each.without} |" in document
    assert set(re.findall(r"^\| ((?:AKTSOM|DATABASE)_\w+) \|", document, re.MULTILINE)) == set(KNOWN)


def test_the_code_reads_no_variable_that_is_not_in_the_list() -> None:
    read = re.compile(r"environ(?:ment)?(?:\.get|\.setdefault|\.pop)?[\[(]\s*f?\"((?:AKTSOM|DATABASE)_[A-Z_]+)")
    for file in (ROOT / "src").rglob("*.py"):
        for name in read.findall(file.read_text("utf-8")):
            assert name in {*KNOWN, *OWN, "AKTSOM_SOURCE_"}, f"{file}: {name}"


def test_an_address_of_a_list_that_does_not_exist_or_is_none_is_refused() -> None:
    assert {f"AKTSOM_SOURCE_{each.id.upper().replace('-', '_')}" for each in PUBLICATIONS} == ADDRESSES
    told = said({"AKTSOM_SOURCE_UNSC": "https://example.org/un.xml", "AKTSOM_SOURCE_US_CSL": "csl.json"})
    assert "AKTSOM_SOURCE_UNSC is not known. Is AKTSOM_SOURCE_UN_SC meant?" in told
    assert "AKTSOM_SOURCE_US_CSL is an address" in told
