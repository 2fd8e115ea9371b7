"""Which file each row of the sheet names: by its path, or by the end of its path where only one file ends so."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from aktsom.cooperation.drawer.archive import plain_path
from aktsom.cooperation.drawer.reasons import Reason
from aktsom.cooperation.drawer.rows import ReadRow


@dataclass(frozen=True, slots=True)
class Place:
    """A file with the rows that name it, or a row whose file is not there.

    With `unsure` the row may mean another file: it fits several, or one in another folder.
    """

    number: int
    file: str
    rows: tuple[ReadRow, ...]
    unsure: bool = False

    @property
    def doubt(self) -> Reason | None:
        """Why it is not known which row says what the file is, if it is not."""
        if self.unsure:
            return Reason("row-unsure", self.rows[0].file)
        said = [replace(row, number=0, file="") for row in self.rows]
        return Reason("rows-differ") if any(each != said[0] for each in said) else None


def match(names: Sequence[str], rows: Iterable[ReadRow]) -> Iterator[Place]:
    """Every file with its rows, in the order of the archive; then the rows that name none of them for sure, in theirs."""
    namings = _Naming(names, plain_path), _Naming(names, _without_ending)
    named, left = defaultdict[str, list[ReadRow]](list), list[tuple[ReadRow, bool]]()
    for row in rows:
        naming = next((each for each in namings if each.knows(row)), None)
        file = naming.file_of(row) if naming else None
        if file is None:
            left.append((row, naming is not None))
        else:
            named[file].append(row)
    for number, name in enumerate(names):
        doubtful = [] if name in named else [row for each in namings for row in each.doubts(name)][:1]
        yield Place(number, name, tuple(named.get(name, doubtful)), unsure=bool(doubtful))
    for number, (row, unsure) in enumerate(left, start=len(names)):
        yield Place(number, "", (row,), unsure)


class _Naming:
    """One way in which a sheet names files: as they are called, or without their endings."""

    def __init__(self, names: Iterable[str], called: Callable[[str], str]) -> None:
        self._called = {name: called(name) for name in names}
        self._files, self._ending_so = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        self._unsure: dict[str, ReadRow] = {}
        for name, path in self._called.items():
            self._files[path].append(name)
            for tail in tails(path):
                self._ending_so[tail].append(name)

    def knows(self, row: ReadRow) -> bool:
        """Whether any file has the name that stands in the row, in whatever folder."""
        path = plain_path(row.file)
        return bool(path) and path.rsplit("/", 1)[-1] in self._ending_so

    def file_of(self, row: ReadRow) -> str | None:
        """The file that the row surely means; where it is not sure, that is noted for those that it may mean."""
        path = plain_path(row.file)
        tail = next(each for each in tails(path) if each in self._ending_so)
        files = self._files.get(path) or self._ending_so[tail]
        if len(files) == 1 and tail in (path, self._called[files[0]]):
            return files[0]
        self._unsure.setdefault(tail, row)
        return None

    def doubts(self, name: str) -> Iterator[ReadRow]:
        """The rows that may mean the file, or another."""
        return (self._unsure[tail] for tail in tails(self._called[name]) if tail in self._unsure)


def tails(path: str) -> Iterator[str]:
    """The path, then what is left of it as one folder after the other is taken off its beginning."""
    parts = path.split("/")
    return ("/".join(parts[place:]) for place in range(len(parts)))


def _without_ending(name: str) -> str:
    folder, slash, own = plain_path(name).rpartition("/")
    return folder + slash + own.rsplit(".", 1)[0]
