"""The check on the agreements that it was built with. What it does on others is measured by `make bench ARGS=clauses`."""

import pytest
from benchmarks.agreements.answering import checked
from benchmarks.agreements.corpus import CONDITIONS, Agreement, Clause, Half, Label, Verdict, agreements
from benchmarks.agreements.figures import Figures, figures, total
from benchmarks.agreements.rendering import Form

LEAST_PRECISION, LEAST_RECALL, MOST_CONTRADICTIONS_CALLED_MET = 0.94, 0.88, 0
"""What the check reaches today on every fourth agreement of the tune half. Whoever makes it better writes that here."""


def test_on_the_tune_half_the_check_is_no_worse_than_it_was() -> None:
    tune = agreements(Half.TUNE)[1::4]  # the bench checks all of them, which takes as long as a hundred other tests
    found = total(figures(tune, checked(tune, Form.ODT)))
    assert found.precision >= LEAST_PRECISION
    assert found.recall >= LEAST_RECALL
    assert found.called_met <= MOST_CONTRADICTIONS_CALLED_MET


@pytest.mark.parametrize(
    ("truth", "said", "expected"),
    [
        (Verdict.MET, Verdict.MET, Figures(right=1, same=1, asked=1)),
        (Verdict.MET, Verdict.ABSENT, Figures(missed=1, asked=1)),
        (Verdict.PARTLY, Verdict.MET, Figures(wrong=1, asked=1)),
        (Verdict.CONTRADICTED, Verdict.MET, Figures(wrong=1, contradictions=1, called_met=1, asked=1)),
        (Verdict.CONTRADICTED, Verdict.CONTRADICTED, Figures(contradictions=1, found=1, same=1, asked=1)),
    ],
)
def test_figures_count_what_was_said_beside_what_is(truth: Verdict, said: Verdict, expected: Figures) -> None:
    labels = dict.fromkeys(CONDITIONS, Label(truth, ("1",), "Because."))
    one = Agreement(
        "1", Half.TUNE, "A", "en", "project", "good", "usual", ("DE",), (Clause("1", "1", "", 0, "", "Text"),), labels
    )
    found = figures([one], {"1": dict.fromkeys(CONDITIONS, said)})
    assert set(found.values()) == {expected}
    assert total(found).asked == len(CONDITIONS)


def test_shares_of_nothing_are_whole() -> None:
    assert (Figures().precision, Figures().recall) == (1.0, 1.0)
    assert (Figures(right=3, wrong=1, missed=2).precision, Figures(right=3, wrong=1, missed=2).recall) == (0.75, 0.6)
