"""Where the marks of charts go."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aktsom.core.pictures import Mark
from aktsom.web import charts

values = st.integers(min_value=0, max_value=10**7)


def test_bars_are_in_proportion_to_the_longest():
    drawn = charts.bars([Mark("a", 10), Mark("b", 5), Mark("c", 0)])
    assert [bar.percent for bar in drawn.bars] == [100, 50, 0]


def test_years_without_anything_keep_their_place():
    drawn = charts.years([Mark("2020", 3, code="2020"), Mark("2023", 6, code="2023")])
    assert [column.mark.label for column in drawn.columns] == ["2020", "2021", "2022", "2023"]
    assert [column.mark.value for column in drawn.columns] == [3, 0, 0, 6]


def test_two_years_are_drawn_no_larger_than_twelve():
    few, many = ([Mark(str(year), 1, code=str(year)) for year in range(2000, 2000 + count)] for count in (2, 12))
    assert charts.years(few).width == charts.years(many).width


def test_no_rows_give_an_empty_chart():
    assert charts.bars([]).bars == ()
    assert charts.years([]).columns == ()


@settings(max_examples=60)
@given(st.lists(values, max_size=40))
def test_no_bar_and_no_column_leaves_its_frame(numbers):
    assert all(0 <= bar.percent <= 100 for bar in charts.bars([Mark("x", each) for each in numbers]).bars)
    drawn = charts.years([Mark("", each, code=str(1990 + place)) for place, each in enumerate(numbers)])
    assert all(0 <= column.y <= drawn.height and column.y + column.height <= drawn.height for column in drawn.columns)


@settings(max_examples=60)
@given(st.lists(st.integers(min_value=1, max_value=10**6), min_size=1, max_size=60))
def test_every_number_falls_into_the_step_that_the_legend_gives_it(numbers):
    limits = charts._limits(sorted(numbers))
    legend = {step.number: step for step in charts._legend(limits)}
    for number in numbers:
        step = legend[charts._step(number, limits)]
        assert step.lowest <= number <= step.highest


def test_the_world_shows_every_country_that_has_something():
    world = charts.world_map([Mark("Singapore", 4, code="SG"), Mark("China", 400, code="CN")], "nb")
    if world is None:
        pytest.skip("the front-end parts are not built: node frontend/build.mjs")
    shown = {country.code: country for country in world.countries}
    assert shown["SG"].point is not None
    assert shown["CN"].step == 5
    assert shown["CN"].name == "Kina"
    assert shown["NO"].step == 0
    assert "" not in shown
