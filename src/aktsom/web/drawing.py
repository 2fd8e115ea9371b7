"""The many small pieces of a picture as finished HTML: a template would take most of a page's time to put them together.

Whatever is a text of somebody's goes through `escape` where it is put in; the rest are numbers.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from aktsom.core.pictures import Mark
from aktsom.web.charts import Bar, Column, Country, WorldMap, Years

SELECTED = mark_safe(" selected")


def countries(world: WorldMap, unit: str) -> SafeString:
    """The countries of a map; one with a mark leads to the list behind it and says its number on hover."""
    quiet = (_quiet(each.name, each.path) for each in world.countries if each.mark is None)
    marked = (_marked(each, each.mark, escape(unit)) for each in world.countries if each.mark is not None)
    # Those with marks last, so that their borders are drawn on top.
    return _together((*quiet, *marked))


def bar_rows(bars: list[Bar]) -> SafeString:
    """The rows of a table with a bar in each."""
    return _together(_bar_row(each) for each in bars)


def year_columns(chart: Years, unit: str) -> SafeString:
    """The columns of a chart of years; one with a number leads to the list behind it and says the number on hover."""
    return _together(_column(each, chart, escape(unit)) for each in chart.columns)


def year_rows(chart: Years) -> SafeString:
    """The same as rows of a table."""
    return _together(
        f'<tr><th scope="row">{_linked(each.mark, bool(each.mark.value))}</th>'
        f'<td class="number">{grouped(each.mark.value)}</td></tr>'
        for each in chart.columns
    )


def grouped(value: int) -> str:
    """A number with the reader's thousands separator."""
    return _grouped(value, get_language())


@lru_cache(maxsize=5000)
def _grouped(value: int, _language: str | None) -> str:
    return str(number_format(value, force_grouping=True))


def _together(pieces: Iterable[str]) -> SafeString:
    return SafeString("".join(pieces))


@lru_cache(maxsize=100)
def options(choices: tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    """The options of a drop-down: value and label of each."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((value, SELECTED if value == chosen else "", label) for value, label in choices),
    )


def drop_down(name: str, attributes: Mapping[str, object], inside: SafeString) -> SafeString:
    """A drop-down around its options."""
    return format_html('<select name="{}"{}>{}</select>', name, _said(attributes), inside)


def one_element(widget: Mapping[str, Any]) -> SafeString:
    """A control that is one element without anything inside."""
    value = widget["value"]
    stands = "" if value is None else format_html(' value="{}"', value)
    return format_html(
        '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], stands, _said(widget["attrs"])
    )


def _said(attributes: Mapping[str, Any]) -> SafeString:
    """An attribute that is True has no value, one that is False is left out."""
    return SafeString(
        "".join(
            f" {escape(key)}" if value is True else f' {escape(key)}="{conditional_escape(value)}"'
            for key, value in attributes.items()
            if value is not False and value is not None
        )
    )


@lru_cache(maxsize=1000)
def _quiet(name: str, path: str) -> str:
    return f'<path class="land step-0" d="{escape(path)}"><title>{escape(name)}</title></path>' if path else ""


def _marked(country: Country, mark: Mark, unit: str) -> str:
    shape = f'<path d="{escape(country.path)}"/>' if country.path else ""
    point = '<circle cx="{}" cy="{}" r="4.5"/>'.format(*country.point) if country.point else ""
    return _leading(
        mark,
        f'<g class="land step-{country.step}"><title>{escape(country.name)}: {grouped(mark.value)} {unit}</title>'
        f"{shape}{point}</g>",
    )


def _column(column: Column, chart: Years, unit: str) -> str:
    mark, middle = column.mark, round(chart.column_width / 2)
    label, number, x, y = escape(mark.label), grouped(mark.value), f"{column.x:g}", f"{column.y:g}"
    value = f'<text class="value" x="{x}" dx="{middle}" y="{y}" dy="-4">{number}</text>' if mark.value else ""
    year = (
        f'<text class="year" x="{x}" dx="{middle}" y="{chart.height}" dy="-4">{label}</text>' if column.labelled else ""
    )
    drawn = (
        f'<g><title>{label}: {number} {unit}</title><rect class="column" x="{x}" y="{y}" '
        f'width="{chart.column_width}" height="{column.height:g}"/>{value}{year}</g>'
    )
    return _leading(mark, drawn) if mark.value else drawn


def _leading(mark: Mark, drawn: str) -> str:
    """What is drawn of a mark as a way to the list behind it, if there is one."""
    return f'<a href="{escape(mark.url)}" tabindex="-1">{drawn}</a>' if mark.url else drawn


def _linked(mark: Mark, leads: bool = True) -> str:
    label = escape(mark.label)
    return f'<a href="{escape(mark.url)}">{label}</a>' if mark.url and leads else label


def _bar_row(bar: Bar) -> str:
    detail = f' <span class="quiet">{escape(bar.mark.detail)}</span>' if bar.mark.detail else ""
    return (
        f'<tr><th scope="row">{_linked(bar.mark)}{detail}</th><td class="number">{grouped(bar.mark.value)}</td>'
        '<td class="bar" aria-hidden="true"><svg viewBox="0 0 100 10" preserveAspectRatio="none">'
        f'<rect width="{bar.percent:g}" height="10"/></svg></td></tr>'
    )
