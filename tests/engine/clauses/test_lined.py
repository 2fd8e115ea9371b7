"""The agreements labelled line by line: what stands in them is sound, and none of it in the half that is only reported."""

import re
from collections import Counter

from benchmarks.agreements.corpus import CONDITIONS, Half, Verdict, agreements
from benchmarks.agreements.lined import LINED, lined
from benchmarks.agreements.passages import CODES
from benchmarks.agreements.teaching import labels_of

from aktsom.content import clause_library
from tests.engine.clauses.test_corpus import KINDS, runs

HEADS = re.compile(r"# (en|nb) (\S+) [A-Z]{2} \S.*")
LONGEST = 40


def test_every_file_says_its_language_kind_and_country_and_every_line_what_it_is() -> None:
    for path in sorted(LINED.glob("*.txt")):
        head, *lines = path.read_text().splitlines()
        found = HEADS.fullmatch(head)
        assert found, path.name
        assert found[2] in KINDS, path.name
        assert path.name.startswith(found[1]), path.name
        assert [each for each in lines if each and each[0] not in "=!" and "|" not in each] == [], path.name


def test_every_line_has_labels_of_the_library() -> None:
    known = set(labels_of(clause_library()))
    assert {label for each in lined() for line in each.lessons for label in line.labels} - known == set()
    marked = (line.partition("|")[0] for path in LINED.glob("*.txt") for line in path.read_text().splitlines()[1:])
    parts = (part.split() for line in marked if line[:1] not in ("=", "!") for part in line.split(";"))
    assert [each for each in parts if each and (each[0] not in CODES or len(each) == 1)] == []


def test_no_line_stands_twice_but_what_every_contract_says() -> None:
    often = Counter(line.text for each in lined() for line in each.lessons if len(line.text.split()) > LONGEST // 4)
    assert [text for text, times in often.items() if times > 1] == []


def test_no_line_is_a_sentence_of_the_half_that_is_only_reported() -> None:
    taught = {run for each in lined() for line in each.lessons for run in runs(line.text)}
    written = {run for each in agreements(Half.REPORT) for clause in each.clauses for run in runs(clause.words)}
    assert sorted(" ".join(run) for run in taught & written) == []


def test_each_condition_is_met_contradicted_and_absent_often_enough() -> None:
    for condition in CONDITIONS:
        verdicts = Counter(each.truth[condition] for each in lined())
        assert verdicts[Verdict.MET] >= 40, condition
        assert min(verdicts[Verdict.CONTRADICTED], verdicts[Verdict.ABSENT]) >= 5, condition
