"""Chunks over the machines of a Ray cluster, in order. Loaded only when asked for: it needs `aktsom[cluster]`.

The saved index is put once into Ray's shared memory, from where it reaches each machine once and is mapped by all its
processes. A machine that is lost takes nothing with it: Ray does its unfinished chunks again elsewhere, and a chunk's result
is taken exactly once, here.
"""

import socket
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import ray
from ray.exceptions import RayError

from aktsom.engine.bulk.chunks import Chunk, Done, Wanted, screened
from aktsom.engine.bulk.cores import in_order
from aktsom.engine.errors import EngineError
from aktsom.engine.names.digest import engine_digest
from aktsom.engine.names.saving import screener_in
from aktsom.engine.names.screener import Screener
from aktsom.engine.wording import said

RETRIES = 20
PATIENCE_SECONDS = 5.0
_AHEAD = 2


def over_cluster(index: Path, chunks: Iterable[Chunk], wanted: Wanted, address: str) -> Iterator[Done]:
    """Screen the chunks, in order, on the cluster at this address ("auto": the one this machine belongs to).

    Raises `EngineError` when there is no such cluster, when it fails, or when a machine has another version of Aktsom.
    """
    _join(address)
    try:
        yield from _over_machines(index, chunks, wanted)
    except RayError as cause:
        raise EngineError(
            said("The cluster failed ({name}).", name=type(cause).__name__),
            place=address,
            remedy=said("See that it is well and try again; with --output and --resume it goes on where it was."),
        ) from cause
    finally:
        ray.shutdown()


def _join(address: str) -> None:
    try:
        _knock(address)
        ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    except (OSError, RuntimeError, ValueError) as cause:
        raise EngineError(
            said("There is no cluster that can be reached."),
            place=address,
            remedy=said("Start one with “ray start --head”, or check the address after --cluster."),
        ) from cause


def _knock(address: str) -> None:
    """Ray itself would try for minutes where nobody listens."""
    host, _colon, port = address.removeprefix("ray://").rpartition(":")
    if host:
        socket.create_connection((host.strip("[]"), int(port)), PATIENCE_SECONDS).close()


def _over_machines(index: Path, chunks: Iterable[Chunk], wanted: Wanted) -> Iterator[Done]:
    shared = ray.put(np.fromfile(index, np.uint8))
    remote = ray.remote(_screened_there).options(num_cpus=1, max_retries=RETRIES, scheduling_strategy="SPREAD")

    def send(chunk: Chunk) -> Any:
        # In a list the reference travels as it is; each process takes the index out once.
        return remote.remote([shared], engine_digest(), chunk, wanted)

    for reference in in_order(send, chunks, _ahead):
        done: Done = ray.get(reference)
        yield done


def _ahead() -> int:
    """Machines come and go, so it is asked anew each time."""
    return _AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))


_screeners: dict[str, Screener] = {}


def _screened_there(shared: list[Any], engine: str, chunk: Chunk, wanted: Wanted) -> Done:
    if engine != engine_digest():
        raise EngineError(
            said("A machine of the cluster has another version of Aktsom."),
            remedy=said("Install the same version everywhere."),
        )
    key = shared[0].hex()
    if key not in _screeners:
        _screeners.clear()
        screener = screener_in(memoryview(ray.get(shared[0])))
        if screener is None:
            raise EngineError(said("The prepared lists did not reach a machine whole."), remedy=said("Start again."))
        _screeners[key] = screener
    return screened(_screeners[key], chunk, wanted)
