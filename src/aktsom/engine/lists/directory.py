"""Reads every list in a directory, whatever its files are called.

The usual layout is one folder for each publisher (`eu/`, `un/`, `us/`, `ftm/`), with the names that the catalogue
gives; but files are recognised by their content, so that one with another name, gzipped or not, is read all the same.
Absent files are no error. Hidden files and those of other kinds (a README) are passed over.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from aktsom.engine.lists import eu_csv, eu_xml, ftm, un_xml, us_csl, us_research
from aktsom.engine.lists.listing import Listing
from aktsom.engine.lists.problems import ListError, Problems, RowProblem, given_before, refuse
from aktsom.engine.lists.recognise import Format, recognise
from aktsom.engine.wording import said

Reader = Callable[..., Iterator[Listing]]

READERS: Mapping[Format, Reader] = {
    Format.EU_CSV: eu_csv.read,
    Format.EU_XML: eu_xml.read,
    Format.UN_XML: un_xml.read,
    Format.US_CSL: us_csl.read,
    Format.US_1286: us_research.read_1286,
    Format.US_1260H: us_research.read_1260h,
    Format.US_MIEU: us_research.read_mieu,
    Format.FTM: ftm.read,
}

_SUFFIXES = frozenset({".csv", ".xml", ".json", ".jsonl", ".ftm"})


@dataclass(frozen=True, slots=True)
class FileResult:
    """What one file gave. With an `error` nothing of the file is used and `listings` is empty."""

    path: Path
    format: Format | None
    listings: tuple[Listing, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    error: ListError | None = None


def read_lists(
    directory: Path, *, problems: Problems = refuse, dates: Mapping[str, date] | None = None
) -> Iterator[Listing]:
    """Every listing of every list in the directory, each id once, in the order of the file names.

    `dates` gives the source date of lists whose files bear none, by list id. Raises ListError at the first file that
    cannot be used; without a `problems` callback also at the first entry that would be lost.
    """
    given: set[str] = set()
    for path in list_files(directory):
        for number, listing in enumerate(read_file(path, problems=problems), 1):
            if listing.id in given:
                problems(given_before(path.name, number, listing.id))
                continue
            given.add(listing.id)
            yield _dated(listing, dates)


def read_files(directory: Path, *, dates: Mapping[str, date] | None = None) -> Iterator[FileResult]:
    """The same file by file: what each gave, which entries were unusable, or why the whole file was.

    One file at a time is held in memory. An id that two files give is left in both.
    """
    for path in list_files(directory):
        yield _result(path, dates)


def read_file(path: Path, *, problems: Problems = refuse) -> Iterator[Listing]:
    """The listings of one file in any of the formats. Raises ListError when it is in none of them or cannot be used."""
    yield from READERS[_format(path)](path, problems=problems)


def list_files(directory: Path) -> list[Path]:
    """The files under the directory that may be lists, sorted. Raises ListError when there is no such directory."""
    if not directory.is_dir():
        raise ListError(
            said("There is no such folder."), file=str(directory), remedy=said("Give a folder with list files.")
        )
    return sorted(path for path in directory.rglob("*") if _may_be_list(path, directory))


def no_lists(directory: Path) -> ListError:
    """The refusal of a directory in which nothing can be screened against."""
    return ListError(
        said("The folder holds no list that can be read."),
        file=str(directory),
        remedy=said("It needs the publishers' files, in any of the formats that “aktsom sources list” names."),
    )


def _may_be_list(path: Path, directory: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(directory).parts)
    suffix = Path(path.stem).suffix if path.suffix == ".gz" else path.suffix
    return not hidden and suffix.lower() in _SUFFIXES and path.is_file()


def _format(path: Path) -> Format:
    found = recognise(path)
    if found is None:
        raise ListError(
            said("The file is in none of the formats that there is a reader for."),
            file=path.name,
            remedy=said("Take it out of the folder of lists, or fetch it again."),
        )
    return found


def _result(path: Path, dates: Mapping[str, date] | None) -> FileResult:
    problems: list[RowProblem] = []
    format_: Format | None = None
    try:
        format_ = _format(path)
        listings = tuple(_dated(listing, dates) for listing in READERS[format_](path, problems=problems.append))
    except ListError as error:
        return FileResult(path, format_, problems=tuple(problems), error=error)
    return FileResult(path, format_, listings, tuple(problems))


def _dated(listing: Listing, dates: Mapping[str, date] | None) -> Listing:
    if listing.source_date or not dates or listing.list_id not in dates:
        return listing
    return replace(listing, source_date=dates[listing.list_id])
