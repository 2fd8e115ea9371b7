"""`make teach`: what labelled passages and agreements taught, written into the file that ships.

It prints how the check does on each drafter by what the others taught.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from aktsom.content import clause_library, content_path
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.meaning.tensors import write
from aktsom.engine.clauses.meaning.weighing import weighed
from benchmarks.agreements.figures import told
from benchmarks.agreements.leaving_out import elsewhere, examples, measured, verdicts, wholes
from benchmarks.agreements.looking import first_look
from benchmarks.agreements.teaching import (
    Learnt,
    Taught,
    beside,
    bounds,
    centre,
    digest_of,
    learnt,
    left_out,
    lessons,
    sorts_of,
    taught,
)

Arrays = Mapping[str, npt.NDArray[np.generic]]


def main() -> None:
    """Write the file."""
    library = replace(clause_library(), meaning=None)
    known = taught(library)
    found = learnt(known)
    grouped, given = list(elsewhere(library, known, found)), list(wholes(library))
    seen = examples(library, given, {voice: each for group, each in grouped for voice in group})
    met = verdicts(seen)
    path = content_path("clauses", "meaning", "taught.model")
    arrays = {
        **_nearness(known, found),
        **_settled(known, found, library),
        **first_look(known.lessons, library),
        "met": met.astype("<f4"),
    }
    write(path, arrays, labels=known.labels, digest=digest_of(lessons(library)))
    for sort, figures in measured(library, given, grouped, seen).items():
        print(f"{sort:14} {told(figures)}")
    print(f"{len(known.lessons)} lessons, {len(known.labels)} labels, {path.stat().st_size / 1e3:.0f} kB")


def _nearness(known: Taught, found: Learnt) -> Arrays:
    mean, spread = centre(known.states)
    sizes = np.abs(found.near).max(0) / 127
    return {
        "mean": mean.astype("<f4"),
        "spread": spread.astype("<f4"),
        "turn": (found.turn * sizes).astype("<f2"),
        "known": np.round(found.near / sizes).astype("i1"),
        "weights": found.weights.astype("<f2"),
    }


def _settled(known: Taught, found: Learnt, library: Library) -> Arrays:
    scores = left_out(found, known.truth, [each.voice for each in known.lessons])
    read, sorts = known.fresh(), sorts_of(known.labels, library)
    others = beside(scores[read], known.truth[read], known.labels, sorts)
    scores = weighed(scores[read], known.labels, sorts, others)
    return {
        "sorts": sorts,
        "beside": others.astype("<f4"),
        "bounds": bounds(scores, known.truth[read], known.labels, library).astype("<f4"),
    }


if __name__ == "__main__":
    main()
