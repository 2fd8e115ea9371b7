"""What the bench makes of answers: shares with their interval, partners, pairs, the curve, the table."""

from pathlib import Path

from benchmarks.names.figures import Asked, Share, alarmed, calibration, found, pair_figures, partner_figures
from benchmarks.names.pairs import Pair
from benchmarks.names.protocol import Answers, Party, Question, QuestionSet, Task, read_task, write_task
from benchmarks.names.table import Row, printed

from aktsom.engine.names.types import Query


def pair(label: str, name: str) -> Pair:
    return Pair(Query(name), "test:1", "Velmora Institute of Technology", label, "report")


def test_the_interval_of_nine_in_ten_is_that_of_wilson() -> None:
    lower, upper = Share(9, 10).interval
    assert (round(lower, 3), round(upper, 3)) == (0.596, 0.982)
    assert Share(0, 0).interval == (0.0, 1.0)


def test_only_the_questions_that_were_answered_count() -> None:
    answers = Answers("one", sets={"set": [[("a", 0.9)], []]})
    asked = Asked("set", (frozenset({"a"}), frozenset({"b"}), frozenset({"c"})))
    assert found(answers, asked) == Share(1, 2)
    assert alarmed(answers, "set") == Share(1, 2)


def test_others_alarmed_in_a_sample_are_counted_up_for_all_partners() -> None:
    right = (frozenset({"a"}), frozenset[str](), *[frozenset[str]()] * 10)
    answers = Answers("one", sets={"p": [[("a", 1.0)], [("a", 0.8)], [("z", 0.8)], []]})
    figures = partner_figures(answers, Asked("p", right), listed=1, parts=1)
    assert (figures.found, figures.parts, figures.others) == (Share(1, 1), Share(1, 1), Share(1, 2))
    assert figures.scaled == 5.0


def test_precision_and_recall_take_what_reaches_the_threshold_and_the_curve_says_who_is_right() -> None:
    pairs = [pair("same", "one"), pair("same", "two"), pair("other", "three"), pair("part", "four")]
    answers = Answers("one", pairs=[0.93, 0.5, 0.91, None])
    assert pair_figures(answers, pairs, 0.72) == (Share(1, 2), Share(1, 2))
    assert [(low, share) for low, _, share in calibration(answers, pairs) if share.of] == [(0.9, Share(1, 2))]


def test_the_table_says_which_shares_come_from_a_sample() -> None:
    lines = printed(["ours", "peer"], [Row("found", (Share(99, 100), Share(4, 10))), Row("build, s", (3.25, None))])
    assert [" ".join(line.split()) for line in lines.splitlines()] == [
        "ours peer",
        "found 0.990 0.400 (of 10)",
        "build, s 3.2 –",
    ]


def test_a_task_is_the_same_in_the_other_process(tmp_path: Path) -> None:
    question = Question("Velmora", "CN", "organisation")
    party = Party("test:1", "organisation", [("Velmora", "Latn"), ("Велмора", "Cyrl")], ["CN"])
    task = Task([party], [question], [QuestionSet("set", [question], latin_only=True)], [(question, "test:1")])
    path = tmp_path / "task.json"
    write_task(task, path)
    assert read_task(path) == task
    assert party.texts(latin_only=True) == ["Velmora"]
