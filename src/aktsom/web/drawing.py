"""The many small pieces of a picture as finished HTML: a template would take most of a page's time to put them together."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from aktsom.core.pictures import Mark
from aktsom.web.charts import Bar, Column, Country, WorldMap, Years

SELECTED = mark_safe(" selected")


def countries(world: WorldMap, unit: str) -> SafeString:
    """The countries of a map; one with a mark leads to the list behind it and says its number on hover."""
    quiet = [_quiet(each.name, each.path) for each in world.countries if each.mark is None]
    marked = [_marked(each, each.mark, unit) for each in world.countries if each.mark is not None]
    # Those with marks last, so that their borders are drawn on top.
    return format_html_join("", "{}", ((each,) for each in (*quiet, *marked)))


def bar_rows(bars: list[Bar]) -> SafeString:
    """The rows of a table with a bar in each."""
    return format_html_join("", "{}", ((_bar_row(each),) for each in bars))


def year_columns(chart: Years, unit: str) -> SafeString:
    """The columns of a chart of years; one with a number leads to the list behind it and says the number on hover."""
    return format_html_join("", "{}", ((_column(each, chart, unit),) for each in chart.columns))


def year_rows(chart: Years) -> SafeString:
    """The same as rows of a table."""
    return format_html_join(
        "",
        '<tr><th scope="row">{}</th><td class="number">{}</td></tr>',
        ((_year(each.mark), _number(each.mark.value)) for each in chart.columns),
    )


@lru_cache(maxsize=100)
def options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """The options of a drop-down: value and label of each."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", label) for value, label in choices),
    )


def drop_down(name: str, attributes: Mapping[str, object], inside: SafeString) -> SafeString:
    """A drop-down around its options. An attribute that is True has no value, one that is False is left out."""
    said = format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", key) if value is True else format_html(' {}="{}"', key, value),)
            for key, value in attributes.items()
            if value is not False and value is not None
        ),
    )
    return format_html('<select name="{}"{}>{}</select>', name, said, inside)


@lru_cache(maxsize=1000)
def _quiet(name: str, path: str) -> SafeString:
    return (
        format_html('<path class="land step-0" d="{}"><title>{}</title></path>', path, name) if path else SafeString()
    )


def _marked(country: Country, mark: Mark, unit: str) -> SafeString:
    shape = format_html('<path d="{}"/>', country.path) if country.path else SafeString()
    point = (
        format_html('<circle cx="{}" cy="{}" r="4.5"/>', *map(str, country.point)) if country.point else SafeString()
    )
    drawn = format_html(
        '<g class="land step-{}"><title>{}: {} {}</title>{}{}</g>',
        country.step, country.name, _number(mark.value), unit, shape, point,
    )  # fmt: skip
    return format_html('<a href="{}" tabindex="-1">{}</a>', mark.url, drawn) if mark.url else drawn


def _column(column: Column, chart: Years, unit: str) -> SafeString:
    mark, middle = column.mark, round(chart.column_width / 2)
    x, y = f"{column.x:g}", f"{column.y:g}"
    shape = format_html(
        '<g><title>{}: {} {}</title><rect class="column" x="{}" y="{}" width="{}" height="{}"/>',
        mark.label, _number(mark.value), unit, x, y, chart.column_width, f"{column.height:g}",
    )  # fmt: skip
    written = '<text class="{}" x="{}" dx="{}" y="{}" dy="-4">{}</text>'
    if mark.value:
        shape += format_html(written, "value", x, middle, y, _number(mark.value))
    if column.labelled:
        shape += format_html(written, "year", x, middle, chart.height, mark.label)
    shape += mark_safe("</g>")
    return format_html('<a href="{}" tabindex="-1">{}</a>', mark.url, shape) if mark.url and mark.value else shape


def _year(mark: Mark) -> SafeString | str:
    return format_html('<a href="{}">{}</a>', mark.url, mark.label) if mark.url and mark.value else mark.label


def _bar_row(bar: Bar) -> SafeString:
    name = format_html('<a href="{}">{}</a>', bar.mark.url, bar.mark.label) if bar.mark.url else bar.mark.label
    detail = format_html(' <span class="quiet">{}</span>', bar.mark.detail) if bar.mark.detail else ""
    return format_html(
        '<tr><th scope="row">{}{}</th><td class="number">{}</td><td class="bar" aria-hidden="true">'
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none"><rect width="{}" height="10"/></svg></td></tr>',
        name, detail, _number(bar.mark.value), f"{bar.percent:g}",
    )  # fmt: skip


def _number(value: int) -> str:
    return str(number_format(value, force_grouping=True))
