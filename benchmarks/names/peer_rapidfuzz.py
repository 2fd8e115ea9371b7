"""rapidfuzz as it is mostly used for this: every name against every listed name, and the best above a threshold.

`python -m benchmarks.names.peer_rapidfuzz TASK ANSWERS`, in the environment of the peers. Three ways: token_sort_ratio and
WRatio over folded names, and token_sort_ratio over names cleaned of bracketed countries and acronyms and of legal forms,
where a different country is no hit.
"""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from normality import ascii_text
from rapidfuzz import fuzz, process

from benchmarks.names.protocol import (
    Answers,
    Hits,
    Party,
    Question,
    Task,
    latencies,
    peak_megabytes,
    processor_seconds,
    read_task,
    write_answers,
)

_ROWS = 50
_BRACKETS = re.compile(r"\([^()]*\)")
_LEGAL = frozenset(
    {"jsc", "ojsc", "cjsc", "pjsc", "ooo", "oao", "zao", "pao", "ao", "fgup", "fsue", "llc", "ltd", "limited", "co"}
    | {
        "company",
        "inc",
        "incorporated",
        "corp",
        "corporation",
        "gmbh",
        "ag",
        "sa",
        "srl",
        "bv",
        "nv",
        "spa",
        "kg",
        "plc",
    }
    | {
        "joint",
        "stock",
        "open",
        "public",
        "closed",
        "federal",
        "state",
        "unitary",
        "enterprise",
        "budgetary",
        "autonomous",
    }
    | {"institution", "the", "of", "and", "for"}
)


def folded(text: str) -> str:
    """In Latin letters (ICU's transliteration), lower case, letters and digits."""
    latin = text if text.isascii() else ascii_text(text) or ""
    return " ".join("".join(c if c.isalnum() else " " for c in latin.casefold()).split())


def cleaned(text: str) -> str:
    """Folded, without brackets and legal forms."""
    return " ".join(word for word in folded(_BRACKETS.sub(" ", text)).split() if word not in _LEGAL)


@dataclass(frozen=True)
class Way:
    """One way to compare. `most` bounds how many questions of a set are asked."""

    system: str
    fold: Callable[[str], str]
    scorer: Callable[..., float]
    threshold: float
    by_country: bool
    most: int
    single: int


WAYS = (
    Way("rapidfuzz token_sort", folded, fuzz.token_sort_ratio, 83.3, by_country=False, most=1500, single=20),
    Way("rapidfuzz WRatio", folded, fuzz.WRatio, 90.0, by_country=False, most=25, single=5),
    Way("cleaned names, country", cleaned, fuzz.token_sort_ratio, 90.0, by_country=True, most=1500, single=20),
)


class Names:
    """All listed names, folded one way."""

    def __init__(self, way: Way, parties: Sequence[Party], latin_only: bool) -> None:
        self.way = way
        self.parties = parties
        rows = [(place, way.fold(text)) for place, party in enumerate(parties) for text in party.texts(latin_only)]
        kept = [(place, text) for place, text in rows if text]
        self.places = [place for place, _ in kept]
        self.texts = [text for _, text in kept]

    def hits(self, questions: Sequence[Question]) -> Iterator[Hits]:
        """The parties with a name above the threshold, for each question."""
        for start in range(0, len(questions), _ROWS):
            chunk = questions[start : start + _ROWS]
            scores = process.cdist(
                [self.way.fold(question.name) for question in chunk],
                self.texts,
                scorer=self.way.scorer,
                score_cutoff=self.way.threshold,
                dtype=np.float32,
            )
            for question, row in zip(chunk, scores, strict=True):
                yield self._best(question, {int(at): float(row[at]) for at in np.flatnonzero(row)})

    def _best(self, question: Question, scores: dict[int, float]) -> Hits:
        best: dict[int, float] = {}
        for at, score in scores.items():
            place = self.places[at]
            if self.may_be(question, self.parties[place]):
                best[place] = max(best.get(place, 0.0), score / 100)
        return sorted(((self.parties[place].id, score) for place, score in best.items()), key=lambda hit: -hit[1])

    def may_be(self, question: Question, party: Party) -> bool:
        """Whether the countries allow that the party is meant."""
        return not (
            self.way.by_country and question.country and party.countries and question.country not in party.countries
        )


def answers(task: Task, way: Way) -> Answers:
    """Everything this way answers."""
    given = Answers(way.system)
    built: list[Names] = []
    given.figures["build, s"] = processor_seconds(lambda: built.append(Names(way, task.parties, latin_only=False)))
    names = built[0]
    asked = task.speed[: min(way.most, 200)]
    given.figures["batch, a second"] = len(asked) / processor_seconds(lambda: list(names.hits(asked)))
    given.figures["batch, asked"] = len(asked)
    given.figures |= latencies(lambda question: list(names.hits([question])), task.speed[: way.single])
    given.figures["memory, MB"] = peak_megabytes()
    latin = Names(way, task.parties, latin_only=True)
    for one in task.sets:
        searched = latin if one.latin_only else names
        given.sets[one.name] = list(searched.hits(one.questions[: way.most]))
    party_of = {party.id: party for party in task.parties}
    given.pairs = [_pair(names, question, party_of[party]) for question, party in task.pairs]
    return given


def _pair(names: Names, question: Question, party: Party) -> float | None:
    way = names.way
    text = way.fold(question.name)
    best = max((way.scorer(text, way.fold(each)) for each in party.texts()), default=0.0)
    return best / 100 if best >= way.threshold and names.may_be(question, party) else None


def main() -> None:
    """Answer the task."""
    task = read_task(Path(sys.argv[1]))
    write_answers([answers(task, way) for way in WAYS], Path(sys.argv[2]))


if __name__ == "__main__":
    main()
