"""YAML texts as people write them."""

import pytest

from aktsom.engine.documents import DocumentError, parse_document


def test_off_and_no_are_words_and_true_is_true() -> None:
    read = parse_document("rule: {off: true, country: no, quiet: false}", "own.yaml").inner("rule")
    assert dict(read.data) == {"off": True, "country": "no", "quiet": False}


def test_a_text_that_references_blow_up_is_refused() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    for text in ("\n".join(lines), "one: &one [*one]"):
        with pytest.raises(DocumentError, match="far too much"):
            parse_document(text, "own.yaml")
