"""Arrays in one file that are read where they lie: a line of JSON that names them, and then their bytes."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def write(path: Path, arrays: Mapping[str, Array], **said: object) -> None:
    """Write arrays, and what is `said` of them, in one step; the same arrays give the same bytes."""
    told, at = dict[str, Any](), 0
    for name, each in arrays.items():
        told[name] = {"kind": each.dtype.str, "shape": list(each.shape), "at": at}
        at += each.nbytes
    head = json.dumps({"arrays": told, "said": said}, sort_keys=True).encode()
    beside = path.with_name(path.name + ".new")
    with beside.open("wb") as file:
        file.write(head + b"\n")
        for each in arrays.values():
            file.write(np.ascontiguousarray(each).tobytes())
    beside.replace(path)


def said_in(path: Path) -> dict[str, Any]:
    """What a file says of its arrays, without reading them."""
    with path.open("rb") as file:
        return dict(json.loads(file.readline())["said"])


def read(path: Path) -> dict[str, Array]:
    """The arrays of a file; they stay on disk until they are used."""
    with path.open("rb") as file:
        line = file.readline()
    whole = np.memmap(path, np.uint8, "r", offset=len(line))
    found = {}
    for name, told in json.loads(line)["arrays"].items():
        kind, shape = np.dtype(told["kind"]), tuple(told["shape"])
        size = kind.itemsize * int(np.prod(shape))
        found[name] = whole[told["at"] : told["at"] + size].view(kind).reshape(shape)
    return found
