"""YAML texts as people write them."""

from pathlib import Path

import pytest
import yaml

from aktsom.engine.documents import PROGRAM, DocumentError, _Loader, _LoaderOfOurOwn, parse_document, read_document


def test_off_and_no_are_words_and_true_is_true() -> None:
    read = parse_document("rule: {off: true, country: no, quiet: false}", "own.yaml").inner("rule")
    assert dict(read.data) == {"off": True, "country": "no", "quiet": False}


def test_a_text_that_references_blow_up_is_refused() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    for text in ("\n".join(lines), "one: &one [*one]"):
        with pytest.raises(DocumentError, match="far too much"):
            parse_document(text, "own.yaml")


def test_what_comes_with_the_program_is_read_quickly_and_the_same_as_everything_else() -> None:
    files = sorted(PROGRAM.glob("**/*.yaml"))
    assert len(files) > 30
    for file in files:
        text = file.read_text(encoding="utf-8-sig")
        slowly, quickly = yaml.load(text, _Loader), yaml.load(text, _LoaderOfOurOwn)
        assert repr(quickly) == repr(slowly), file


def test_a_file_from_elsewhere_may_be_nested_without_end(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text("[" * 100_000, "utf-8")
    with pytest.raises(DocumentError, match="no valid YAML"):
        read_document(tmp_path / "own.yaml")
