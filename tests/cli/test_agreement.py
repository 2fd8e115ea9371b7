"""`aktsom agreement`: documents are checked without a server."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from aktsom.cli.main import main_group


@pytest.fixture
def memorandum(tmp_path: Path) -> Path:
    document = Document()
    document.add_paragraph("The Parties shall respect human rights.")
    document.add_paragraph("No results shall be published without the prior written consent of the Sponsor.")
    path = tmp_path / "memorandum.docx"
    document.save(str(path))
    return path


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main_group, ["--language", "en", "agreement", *arguments])
    return result.exit_code, result.output


def test_a_document_is_checked_into_a_table(memorandum: Path) -> None:
    code, output = run("check", str(memorandum), "--kind", "memorandum")
    assert code == 0
    assert "met           Fundamental values and human rights" in output
    assert "CONTRADICTED  Right to publish" in output
    assert "agreement.publication_permission: True" in output


def test_a_document_is_checked_into_a_line_for_programs(memorandum: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing")
    code, output = run("check", str(memorandum), str(broken), "--format", "jsonl")
    first, second = (json.loads(line) for line in output.splitlines())
    assert code == 1
    assert first["results"]["publication"]["standing"] == "contradicted"
    assert first["results"]["publication"]["found"][0]["text"].startswith("No results shall be published")
    assert "damaged" in second["refused"]["en"]


def test_an_institutions_own_conditions_are_read_with_the_same_loader(memorandum: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("version: '1'\nconditions:\n  - {id: greeting}\n")
    result = CliRunner().invoke(main_group, ["agreement", "check", str(memorandum), "--library", str(own)])
    assert "“needs” is missing" in str(result.exception)
