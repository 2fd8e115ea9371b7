"""nomenklatura with its own index and its matcher logic-v2, at the threshold that is usual for it.

`python -m benchmarks.names.peer_nomenklatura TASK ANSWERS`, in the environment of the peers. A sample of every set is asked,
as it answers some tens of questions a second.
"""

import logging
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from followthemoney import Dataset, StatementEntity
from nomenklatura.blocker.index import Index
from nomenklatura.matching import get_algorithm
from nomenklatura.matching.types import ScoringConfig
from nomenklatura.resolver import Linker
from nomenklatura.store.memory import MemoryStore

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

THRESHOLD = 0.695
MOST = 150
MOST_OF = {"partner names": 900}
SINGLE = 15
SCHEMATA = {"person": "Person", "organisation": "Organization", "vessel": "Vessel", "aircraft": "Airplane"}
OTHERWISE = "LegalEntity"
_LISTS = Dataset({"name": "lists", "title": "Lists"})
_MATCHER = get_algorithm("logic-v2")
_RULES = ScoringConfig.defaults()
_NUMBERS = count()


class Searcher:
    """An index over the parties."""

    def __init__(self, parties: Sequence[Party], folder: Path, latin_only: bool) -> None:
        store = MemoryStore(_LISTS, Linker({}))
        writer = store.writer()
        self.ids = [party.id for party in parties]
        for place, party in enumerate(parties):
            if names := party.texts(latin_only):
                writer.add_entity(_entity(f"listed-{place}", party.kind, names, party.countries))
        writer.flush()
        self.view = store.view(_LISTS)
        self.index = Index(self.view, folder)
        self.index.build()

    def hits(self, questions: Sequence[Question]) -> list[Hits]:
        """What is hit, for each question."""
        asked = [_asked(question) for question in questions]
        found: dict[str, Hits] = {}
        of_id = {entity.id: entity for entity in asked}
        for name, candidates in self.index.match_entities(asked):
            found[str(name)] = sorted(self._scored(of_id[str(name)], candidates), key=lambda hit: -hit[1])
        return [found.get(entity.id, []) for entity in asked]

    def _scored(
        self, asked: StatementEntity, candidates: Sequence[tuple[object, float]]
    ) -> Iterator[tuple[str, float]]:
        for candidate, _ in candidates:
            score = _score(asked, self.view.get_entity(str(candidate)))
            if score >= THRESHOLD:
                yield self.ids[int(str(candidate).removeprefix("listed-"))], score


def _score(asked: StatementEntity, listed: StatementEntity) -> float:
    return float(_MATCHER.compare(asked, listed, _RULES).score)


def _entity(id_: str, kind: str, names: list[str], countries: list[str]) -> StatementEntity:
    properties = {"name": names, "country": [country.lower() for country in countries]}
    return StatementEntity.from_data(
        _LISTS, {"id": id_, "schema": SCHEMATA.get(kind, OTHERWISE), "properties": properties}
    )


def _asked(question: Question) -> StatementEntity:
    """An id of its own for each, as the matcher remembers names by the id."""
    countries = [question.country] if question.country else []
    return _entity(f"asked-{next(_NUMBERS)}", question.kind, [question.name], countries)


def answers(task: Task, folder: Path) -> Answers:
    """Everything it answers."""
    given = Answers("nomenklatura logic-v2")
    built: list[Searcher] = []
    given.figures["build, s"] = processor_seconds(
        lambda: built.append(Searcher(task.parties, folder / "all", latin_only=False))
    )
    searcher = built[0]
    asked = task.speed[:MOST]
    given.figures["batch, a second"] = len(asked) / processor_seconds(lambda: searcher.hits(asked))
    given.figures["batch, asked"] = len(asked)
    given.figures |= latencies(lambda question: searcher.hits([question]), task.speed[:SINGLE])
    given.figures["memory, MB"] = peak_megabytes()
    latin = Searcher(task.parties, folder / "latin", latin_only=True)
    for one in task.sets:
        searched = latin if one.latin_only else searcher
        given.sets[one.name] = searched.hits(one.questions[: MOST_OF.get(one.name, MOST)])
    place_of = {party.id: place for place, party in enumerate(task.parties)}
    given.pairs = [_pair(searcher, question, place_of[party]) for question, party in task.pairs]
    return given


def _pair(searcher: Searcher, question: Question, place: int) -> float | None:
    listed = searcher.view.get_entity(f"listed-{place}")
    score = _score(_asked(question), listed)
    return score if score >= THRESHOLD else None


def main() -> None:
    """Answer the task."""
    logging.disable(logging.WARNING)
    task = read_task(Path(sys.argv[1]))
    with tempfile.TemporaryDirectory() as folder:
        write_answers([answers(task, Path(folder))], Path(sys.argv[2]))


if __name__ == "__main__":
    main()
