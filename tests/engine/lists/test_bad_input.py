"""Broken, cut-off and hostile files: a ListError that says where, never a silently short list, never anything else."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from aktsom.engine.lists import files
from aktsom.engine.lists.directory import READERS, read_lists
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.problems import ListError
from aktsom.engine.lists.recognise import Format
from aktsom.engine.lists.snapshot import read_listings
from tests.engine.lists import samples

SAMPLES = {
    Format.EU_CSV: samples.EU_CSV,
    Format.EU_XML: samples.EU_XML,
    Format.UN_XML: samples.UN_XML,
    Format.US_CSL: samples.CSL_JSON,
    Format.US_1286: samples.US_1286,
    Format.US_1260H: samples.US_1260H,
    Format.US_MIEU: samples.US_MIEU,
    Format.FTM: samples.FTM_JSON,
}
every_format = pytest.mark.parametrize("format_", list(Format), ids=lambda format_: format_.name)
xml_formats = pytest.mark.parametrize("format_", [Format.EU_XML, Format.UN_XML], ids=lambda format_: format_.name)

BILLION_LAUGHS = (
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(1, 9))
    + b"]>"
)
EXTERNAL = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def read(format_: Format, path: Path) -> list[Listing]:
    return list(READERS[format_](path, problems=lambda problem: None))


@every_format
def test_an_empty_file_is_refused(format_, tmp_path):
    with pytest.raises(ListError, match="empty"):
        read(format_, samples.put(tmp_path / "f", b""))


@every_format
def test_an_absent_file_is_refused(format_, tmp_path):
    with pytest.raises(ListError, match="cannot be opened"):
        read(format_, tmp_path / "f")


@every_format
def test_a_cut_off_gzip_is_refused(format_, tmp_path):
    packed = gzip.compress(SAMPLES[format_])
    with pytest.raises(ListError):
        read(format_, samples.put(tmp_path / "f", packed[:-5]))


@pytest.mark.parametrize("format_", [Format.EU_XML, Format.UN_XML, Format.US_CSL], ids=lambda format_: format_.name)
def test_a_file_cut_off_anywhere_is_refused(format_, tmp_path):
    whole = SAMPLES[format_].rstrip()
    for end in range(0, len(whole), 61):
        with pytest.raises(ListError):
            read(format_, samples.put(tmp_path / "f", whole[:end]))


@pytest.mark.parametrize("format_", [Format.EU_CSV, Format.US_1260H, Format.FTM], ids=lambda format_: format_.name)
def test_a_file_cut_off_within_a_row_is_refused(format_, tmp_path):
    whole = SAMPLES[format_]
    with pytest.raises(ListError):
        read(format_, samples.put(tmp_path / "f", whole[:-30]))


@xml_formats
@pytest.mark.parametrize("declaration", [BILLION_LAUGHS, EXTERNAL], ids=["billion laughs", "external entity"])
def test_document_types_are_refused(format_, declaration, tmp_path):
    head, body = SAMPLES[format_].split(b"?>", 1)
    hostile = head + b"?>" + declaration + body.replace(b"OPPDIKTET", b"&a;")
    with pytest.raises(ListError, match="document type"):
        read(format_, samples.put(tmp_path / "f", hostile))


@xml_formats
def test_another_xml_file_is_refused(format_, tmp_path):
    with pytest.raises(ListError, match="another one"):
        read(format_, samples.put(tmp_path / "f", b"<html><body/></html>"))


@pytest.mark.parametrize("format_", [Format.US_CSL, Format.FTM], ids=lambda format_: format_.name)
@pytest.mark.parametrize("start", [b"[", b'{"results":[', b'{"id":"a","schema":"Person","properties":{"name":'])
def test_json_nested_ten_thousand_deep_is_refused(format_, start, tmp_path):
    with pytest.raises(ListError):
        read(format_, samples.put(tmp_path / "f", start + b"[" * 10_000))


def test_deep_nesting_within_an_entry_is_no_trap(tmp_path):
    deep = b'{"results":[{"name":"Ola","source":"X (XX)","alt_names":' + b"[" * 10_000 + b"]" * 10_000 + b"}]}"
    assert [x.name for x in read(Format.US_CSL, samples.put(tmp_path / "f", deep))] == ["Ola"]


def test_xml_nested_ten_thousand_deep_is_refused(tmp_path):
    deep = b"<CONSOLIDATED_LIST>" + b"<a>" * 10_000 + b"</a>" * 10_000 + b"</CONSOLIDATED_LIST>"
    with pytest.raises(ListError):
        read(Format.UN_XML, samples.put(tmp_path / "f", deep))


@every_format
def test_a_gzip_bomb_is_refused_before_it_expands(format_, tmp_path):
    bomb = gzip.compress(SAMPLES[format_].rstrip() + b" " * (files._RATIO_COUNTS_FROM + 1), 9)
    with pytest.raises(ListError, match="expands to more than"):
        read(format_, samples.put(tmp_path / "f", bomb))


def test_the_limit_holds_for_plain_files_too(tmp_path):
    path = samples.put(tmp_path / "f", b"x" * 2_000)
    with pytest.raises(ListError, match="1,000 bytes"), files.opened(path, max_expanded=1_000) as source:
        source.read()


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_csv_in_another_encoding_is_refused(encoding, tmp_path):
    content = samples.EU_CSV.decode().replace("Ола Оппдиктет", "Åse").encode(encoding)
    with pytest.raises(ListError) as caught:
        read(Format.EU_CSV, samples.put(tmp_path / "f", content))
    assert "UTF-8" in str(caught.value)


def test_a_byte_order_mark_and_unix_line_ends_make_no_difference(tmp_path):
    plain = read(Format.EU_CSV, samples.put(tmp_path / "f", samples.EU_CSV))
    marked = b"\xef\xbb\xbf" + samples.EU_CSV.replace(b"\r\n", b"\n")
    assert read(Format.EU_CSV, samples.put(tmp_path / "g", marked)) == plain


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(ListError, match="column recordId") as caught:
        read(Format.EU_CSV, samples.put(tmp_path / "f", samples.EU_CSV.replace(b"recordId", b"number", 1)))
    assert caught.value.column == "recordId"


def test_an_unclosed_quote_is_refused(tmp_path):
    with pytest.raises(ListError, match="row"):
        read(Format.EU_CSV, samples.put(tmp_path / "f", samples.EU_CSV + b'32099R0001,"4'))


def test_a_ragged_row_is_reported_and_the_others_are_read(tmp_path):
    problems = []
    content = samples.eu_csv(samples.eu_row(), "32099R0001,2,short", samples.eu_row(recordId="3"))
    listings = list(READERS[Format.EU_CSV](samples.put(tmp_path / "f", content), problems=problems.append))
    assert [listing.id for listing in listings] == ["eu:32099R0001:I.A:1", "eu:32099R0001:I.A:3"]
    assert [(problem.row, problem.kept) for problem in problems] == [(3, False)]


def test_control_and_direction_marks_are_taken_out_of_names(tmp_path):
    content = samples.eu_csv(samples.eu_row(name="\u202eOla\x00 \u200f\tOpp\u00addiktet\x07 "))
    assert read(Format.EU_CSV, samples.put(tmp_path / "f", content))[0].name == "Ola Oppdiktet"


def test_a_number_used_twice_is_reported_and_no_party_is_lost(tmp_path):
    problems = []
    doubled = samples.UN_XML.replace(b"XXe.001", b"XXi.001")
    first, second = READERS[Format.UN_XML](samples.put(tmp_path / "f", doubled), problems=problems.append)
    assert (first.id, second.name) == ("un-sc:XXi.001", "LUFTSLOTT TRADING")
    assert second.id.startswith("un-sc:XXi.001~")
    assert [(problem.column, problem.kept) for problem in problems] == [("REFERENCE_NUMBER", True)]


def test_an_entity_on_two_lines_is_given_once_and_reported(tmp_path):
    problems = []
    path = samples.put(tmp_path / "f", samples.FTM_JSON * 2)
    assert len(list(READERS[Format.FTM](path, problems=problems.append))) == 2
    assert [problem.column for problem in problems] == ["id", "id"]


IMPOSSIBLE = {
    Format.UN_XML: ("LISTED_ON", samples.UN_XML.replace(b"2016-03-02", b"the 32nd")),
    Format.EU_XML: (
        "designationDate",
        samples.EU_XML.replace(
            b'euReferenceNumber="" logicalId', b'euReferenceNumber="" designationDate="soon" logicalId'
        ),
    ),
    Format.US_CSL: ("start_date", samples.CSL_JSON.replace(b'"entity_number": "42"', b'"start_date": "32/13/20"', 1)),
    Format.US_MIEU: ("Date", samples.US_MIEU.replace(b"2021-03-16", b"16 Brumaire")),
}


@pytest.mark.parametrize("format_", IMPOSSIBLE, ids=lambda format_: format_.name)
def test_an_impossible_date_is_reported_and_the_entry_kept(format_, tmp_path):
    problems = []
    column, content = IMPOSSIBLE[format_]
    listings = list(READERS[format_](samples.put(tmp_path / "f", content), problems=problems.append))
    assert len(listings) == len(read(format_, samples.put(tmp_path / "g", SAMPLES[format_])))
    assert [(problem.column, problem.kept) for problem in problems] == [(column, True)]


def test_a_directory_with_an_unreadable_file_says_which(tmp_path):
    samples.put_all(tmp_path)
    samples.put(tmp_path / "us" / "strange.csv", b"a,b\n1,2\n")
    with pytest.raises(ListError, match=r"strange\.csv.*none of the formats"):
        list(read_lists(tmp_path))


def reads_or_refuses(format_: Format, content: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = samples.put(Path(folder) / "f", content)
        listings, error = outcome(lambda: read(format_, path))
    if error:
        assert error.file == "f"
        assert error.remedy
    assert len({listing.id for listing in listings}) == len(listings)
    assert all(listing.names and listing.names[0].text.strip() for listing in listings)


def outcome(reading: Callable[[], list[Listing]]) -> tuple[list[Listing], ListError | None]:
    try:
        return reading(), None
    except ListError as error:
        return [], error


FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@every_format
@FUZZ
@given(content=st.binary(max_size=400))
@example(content=b"\x1f\x8b")
@example(content=b"\xff\xfe\x00")
def test_any_bytes_are_read_or_refused(format_, content):
    reads_or_refuses(format_, content)


@every_format
@FUZZ
@given(data=st.data())
def test_any_damage_to_a_good_file_is_read_or_refused(format_, data):
    content = bytearray(SAMPLES[format_])
    for _ in range(data.draw(st.integers(1, 5))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 40)))
        content[start:end] = data.draw(st.binary(max_size=12))
    packed = data.draw(st.booleans())
    reads_or_refuses(format_, gzip.compress(bytes(content), 1) if packed else bytes(content))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@FUZZ
@given(
    entries=st.lists(JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(samples.CSL_ENTRIES[0], JSON)), max_size=4)
)
def test_any_json_entries_are_read_or_refused(entries):
    reads_or_refuses(Format.US_CSL, json.dumps({"results": entries}).encode("utf-8", "surrogatepass"))


@FUZZ
@given(properties=JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(samples.FTM_LINES[0]["properties"], JSON)))
def test_any_entity_is_read_or_refused(properties):
    reads_or_refuses(
        Format.FTM, json.dumps({"id": "a", "schema": "Person", "target": True, "properties": properties}).encode()
    )


@FUZZ
@given(content=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_snapshot_is_read_or_refused(content):
    header = b'{"format":"aktsom-listings","version":1}\n'
    with TemporaryDirectory() as folder:
        path = samples.put(Path(folder) / "f", header + content)
        _listings, error = outcome(lambda: list(read_listings(path)))
    assert error is None or error.file == "f"
