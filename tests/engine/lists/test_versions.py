"""Snapshots of listings, the difference between two versions, and the directory that they are read from."""

import gzip
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from aktsom.engine.lists import catalogue, ftm
from aktsom.engine.lists.catalogue import LISTS, PUBLICATIONS, known_list, publication_of
from aktsom.engine.lists.compare import Shrunk, compare, part_of, shrunk
from aktsom.engine.lists.directory import READERS, list_files, read_files, read_lists
from aktsom.engine.lists.listing import LegalEffect, ListedName
from aktsom.engine.lists.problems import ListError
from aktsom.engine.lists.recognise import Format
from aktsom.engine.lists.snapshot import read_listings, write_listings
from aktsom.engine.lists.us_csl import EFFECTS
from tests.engine.lists import samples


@pytest.fixture
def listings(tmp_path):
    return list(read_lists(samples.put_all(tmp_path / "lists")))


class TestSnapshot:
    def test_it_gives_back_what_was_written(self, listings, tmp_path):
        path = tmp_path / "snapshot.gz"
        assert write_listings(path, listings) == len(listings)
        assert list(read_listings(path)) == listings

    def test_the_same_listings_give_the_same_bytes(self, listings, tmp_path):
        for name in ("a", "b"):
            write_listings(tmp_path / name, listings)
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()

    def test_one_cut_off_is_refused_wherever_it_ends(self, listings, tmp_path):
        write_listings(tmp_path / "whole", listings)
        lines = gzip.decompress((tmp_path / "whole").read_bytes()).splitlines(keepends=True)
        for end in range(len(lines)):
            part = samples.put(tmp_path / "part", gzip.compress(b"".join(lines[:end])))
            with pytest.raises(ListError):
                list(read_listings(part))

    def test_one_with_a_listing_taken_out_is_refused(self, listings, tmp_path):
        write_listings(tmp_path / "whole", listings)
        lines = gzip.decompress((tmp_path / "whole").read_bytes()).splitlines(keepends=True)
        samples.put(tmp_path / "part", gzip.compress(b"".join(lines[:3] + lines[4:])))
        with pytest.raises(ListError, match="as many listings as it says"):
            list(read_listings(tmp_path / "part"))

    def test_a_failed_write_leaves_the_earlier_file(self, listings, tmp_path):
        path = tmp_path / "snapshot.gz"
        write_listings(path, listings)

        def failing():
            yield listings[0]
            raise ListError("cut off", file="x")

        with pytest.raises(ListError):
            write_listings(path, failing())
        assert list(read_listings(path)) == listings


class TestCompare:
    def test_what_came_went_and_changed(self, listings):
        gone, renamed, *rest = listings
        new_name = replace(renamed, names=(ListedName("Nytt Navn"),))
        newcomer = replace(gone, id="eu:new")
        changes = compare(listings, [newcomer, *rest, new_name])
        assert (changes.added, changes.removed) == ((newcomer,), (gone,))
        assert changes.changed == ((renamed, new_name),)

    def test_a_new_date_of_the_source_is_no_change(self, listings):
        assert not compare(listings, [replace(x, source_date=date(2030, 1, 1)) for x in listings])

    @pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 9), (100, 80), (100, 300), (10, 3)])
    def test_a_believable_version_is_let_through(self, old, new):
        assert shrunk(Counter(a=old), Counter(a=new)) is None

    @pytest.mark.parametrize(("old", "new"), [(100, 79), (25_921, 12_000), (3, 0)])
    def test_a_suddenly_smaller_version_is_told(self, old, new):
        assert shrunk(Counter(a=old), Counter(a=new)) == Shrunk(old, new)

    def test_a_part_that_is_suddenly_smaller_is_told_though_the_whole_is_not(self):
        parts = Counter({part_of("eu:32014R0833:IV:1", "eu"): 9, part_of("us-meu:1", "us-meu"): 40, "us-el": 900})
        assert shrunk(parts, parts - Counter({"eu:32014R0833": 9})) == Shrunk(9, 0, "eu:32014R0833")
        assert shrunk(parts, parts - Counter({"us-meu": 9})) == Shrunk(40, 31, "us-meu")


class TestDirectory:
    def test_every_list_is_read_and_every_id_is_unique(self, listings):
        assert len(listings) == len({listing.id for listing in listings}) == 5 + 2 + 2 + 4 + 3 + 2 + 1 + 2

    def test_names_of_files_do_not_matter(self, listings, tmp_path):
        for number, content in enumerate(samples.USUAL_LAYOUT.values()):
            start = content.lstrip()[:1]
            suffix = ".json" if start in b"{\x1f" else ".xml" if start == b"<" else ".csv"
            samples.put(tmp_path / "odd" / f"file{number}{suffix}", content)
        assert {x.id for x in read_lists(tmp_path / "odd")} == {x.id for x in listings}

    def test_other_and_hidden_files_are_passed_over(self, tmp_path):
        for name in ("README.md", ".hidden/list.csv", "eu/.list.csv", "eu/list.csv.part"):
            samples.put(tmp_path / name, b"anything")
        assert list_files(tmp_path) == []
        assert list(read_lists(tmp_path)) == []

    def test_a_list_that_is_there_twice_is_given_once_and_reported(self, tmp_path):
        for name in ("a.xml", "b.xml"):
            samples.put(tmp_path / name, samples.UN_XML)
        problems = []
        assert len(list(read_lists(tmp_path, problems=problems.append))) == 2
        assert [(problem.file, problem.kept) for problem in problems] == [("b.xml", True)] * 2

    def test_file_by_file_an_unusable_file_does_not_hide_the_others(self, tmp_path):
        samples.put_all(tmp_path)
        samples.put(tmp_path / "un" / "consolidated.xml", samples.UN_XML[:-40])
        results = {result.path.name: result for result in read_files(tmp_path)}
        assert results["consolidated.xml"].error is not None
        assert results["consolidated.xml"].listings == ()
        assert len(results["section_1286.csv"].listings) == 3

    def test_the_caller_can_date_lists_that_bear_no_date(self, tmp_path):
        samples.put(tmp_path / "a.csv", samples.EU_CSV)
        listings = list(read_lists(tmp_path, dates={"eu": date(2026, 8, 1)}))
        assert {listing.source_date for listing in listings} == {date(2026, 8, 1)}

    def test_an_absent_directory_is_said(self, tmp_path):
        with pytest.raises(ListError, match="no such folder"):
            list(read_lists(tmp_path / "nowhere"))


class TestCatalogue:
    def test_every_format_has_a_reader_and_a_publication(self):
        assert READERS.keys() == set(Format)
        assert {publication_of(format_).format for format_ in Format} == set(Format)

    def test_every_list_belongs_to_a_publication_and_has_both_titles(self):
        ids = {publication.id for publication in PUBLICATIONS}
        assert all(known.publication in ids and known.titles["en"] and known.titles["nb"] for known in LISTS)
        assert len({known.id for known in LISTS}) == len(LISTS)

    def test_every_us_list_with_a_known_effect_is_in_it(self):
        assert all(known_list(list_id) for list_id in EFFECTS)

    def test_what_the_samples_hold_is_known(self, listings):
        unknown = {x.list_id for x in listings if known_list(x.list_id) is None}
        assert unknown == {"us-brand-new-concerns-some-department", "ftm-zz-invented", "ftm-collection"}

    def test_downloads_are_fetched_over_https(self):
        assert all(publication.download.startswith("https://") for publication in PUBLICATIONS if publication.download)

    def test_topics_and_effects_are_those_of_the_record(self):
        assert set(ftm.TOPICS.values()) <= set(LegalEffect)
        assert catalogue.publication_of(Format.US_CSL).id == "us-csl"
