"""Small words for templates: addresses with changed filters, names of countries, weights with their shapes, charts."""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django import template
from django.core.paginator import Page
from django.forms import BoundField, Select, SelectMultiple
from django.http import HttpRequest
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import URLNode, url
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, ngettext

from aktsom.content.countries.citing import cited as in_words
from aktsom.core import countries
from aktsom.core.addresses import address_of
from aktsom.core.pictures import Mark
from aktsom.identity.models import PersonSession
from aktsom.web import charts, drawing, weights
from aktsom.web.demo import DemoPerson
from aktsom.web.demo import demo_people as _demo_people

register = template.Library()
BROWSERS = (("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
ONE_ELEMENT = frozenset(
    f"django/forms/widgets/{name}.html" for name in ("checkbox", "date", "email", "hidden", "number", "text", "url")
)
MACHINES = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Mac OS X", "Mac"),
    ("Windows", "Windows"),
    ("Linux", "Linux"),
)


@register.simple_tag(takes_context=True)
def with_query(context: Context, **changes: object) -> str:
    """The query string of this address with some parameters changed; None or "" removes one, and the page starts anew."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    if "page" not in changes:
        query.pop("page", None)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path


@register.filter
def browser_name(session: PersonSession) -> str:
    """Which browser on which kind of machine, as far as it says so."""
    browser = next((name for mark, name in BROWSERS if mark in session.browser), gettext("A browser"))
    machine = next((name for mark, name in MACHINES if mark in session.browser), "")
    return f"{browser}, {machine}" if machine else browser


@register.filter
def country_name(code: object) -> str:
    """The country's name in the reader's language; the code itself when it is unknown, words when there is none."""
    return countries.country_name(str(code or ""), get_language() or "nb")


@register.filter
def in_country(name: str, code: object) -> str:
    """A name with its country in brackets, unless it ends so itself."""
    return countries.with_country(name, str(code or ""), get_language() or "nb")


@register.filter
def breakable(address: str) -> SafeString:
    """An e-mail address that breaks where a reader expects it, before “@” and dots, when a line is too short for it."""
    return format_html_join(mark_safe("<wbr>"), "{}", ((part,) for part in re.split(r"(?=[@.])", address)))


@register.filter
def initials(name: str) -> str:
    """The first letters of the first and the last word of a name, for where the whole has no room."""
    words = name.split()
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.filter
def weight_word(weight: object) -> str:
    """The word for a weight of flags, in the reader's language."""
    return str(weights.WORDS.get(str(weight), weight))


@register.filter
def weight_shape(weight: object) -> str:
    """The shape that goes with a weight: ○ ◐ ● ■."""
    return weights.SHAPES.get(str(weight), "")


@register.filter
def said(text: object) -> str:
    """A text that is kept in both languages ({"en": …, "nb": …}), in the reader's language; other texts as they are."""
    if isinstance(text, Mapping):
        return str(text.get((get_language() or "nb")[:2]) or text.get("en") or next(iter(text.values()), ""))
    return "" if text is None else str(text)


@register.filter
def when(moment: date | datetime | str | None) -> SafeString | str:
    """A day as people say it, exact on hover: today, yesterday, 3 days ago, else the date."""
    found = _day(moment)
    if found is None:
        return "" if moment is None else str(moment)
    exact = formats.date_format(found, "DATE_FORMAT")
    return format_html('<time datetime="{}" title="{}">{}</time>', found.isoformat(), exact, _spoken(found) or exact)


@register.filter
def day(moment: date | datetime | str | None) -> SafeString | str:
    """The exact date in words, such as 22 November 2026."""
    found = _day(moment)
    if found is None:
        return "" if moment is None else str(moment)
    return _day_in_words(found, get_language())


@register.filter
def written(day: str | None) -> str:
    """A day of a record as a field shows it, in words; what somebody typed as they typed it."""
    found = _day(day) if day and len(day) == len("2022-02-25") else None
    return formats.date_format(found, "DATE_FORMAT") if found else day or ""


@register.filter
def until(moment: datetime | None, to_the_minute: bool) -> SafeString | str:
    """When something ends: the day, or where hours count the minute too, such as 22 November 2026 14:05."""
    if moment is None or not to_the_minute:
        return day(moment)
    here = timezone.localtime(moment)
    exact = formats.date_format(here, "DATETIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', here.isoformat(timespec="minutes"), exact)


@lru_cache(maxsize=1000)
def _day_in_words(found: date, _language: str | None) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', found.isoformat(), formats.date_format(found, "DATE_FORMAT"))


@register.simple_tag
def drawn(template: str, **given: Hashable) -> SafeString:
    """A template that shows nothing but what is given, drawn once for each set of values and language."""
    return _drawn(template, get_language(), tuple(sorted(given.items())))


@lru_cache(maxsize=64)
def _drawn(template: str, _language: str | None, given: tuple[tuple[str, Hashable], ...]) -> SafeString:
    return render_to_string(template, dict(given))


class _Address(URLNode):
    """The framework's, but what needs no going through the patterns is known."""

    def render(self, context: Context) -> str:
        given = [each.resolve(context) for each in self.args]
        if self.kwargs or self.asvar or len(given) > 1 or not all(isinstance(each, UUID) for each in given):
            return str(super().render(context))
        return address_of(self.view_name.resolve(context), *given)


@register.tag("url")
def url_of(parser: Parser, token: Token) -> URLNode:
    """`{% url %}`, the same and faster."""
    node: URLNode = url(parser, token)
    node.__class__ = _Address
    return node


@dataclass(frozen=True, slots=True)
class _Part:
    template: str
    language: str | None
    by: Hashable
    given: Mapping[str, object] = field(compare=False)


@register.simple_tag
def part(template: str, by: Hashable, **given: object) -> SafeString:
    """A small template that shows nothing but what `by` stands for, drawn once for each of these and language."""
    return _part(_Part(template, get_language(), by, given))


@lru_cache(maxsize=500)
def _part(wanted: _Part) -> SafeString:
    return render_to_string(wanted.template, dict(wanted.given))


@register.simple_tag
def options(choices: Iterable[tuple[object, object]], chosen: object = "") -> SafeString:
    """The options of a drop-down, the chosen one marked."""
    return drawing.options(tuple((str(value), str(label)) for value, label in choices), str(chosen or ""))


@register.simple_tag
def bar_chart(rows: list[Mark]) -> charts.Bars:
    """The geometry of horizontal bars."""
    return charts.bars(rows)


@register.simple_tag
def year_chart(rows: list[Mark]) -> charts.Years:
    """The geometry of a chart with one column a year."""
    return charts.years(rows)


@register.simple_tag
def world_map(rows: list[Mark]) -> charts.WorldMap | None:
    """The geometry of a world map, or None while the front-end parts are not there."""
    return charts.world_map(rows, get_language() or "nb")


@register.simple_tag
def map_countries(world: charts.WorldMap, unit: str) -> SafeString:
    """The countries of a map, drawn."""
    return drawing.countries(world, unit)


@register.simple_tag
def year_columns(chart: charts.Years, unit: str) -> SafeString:
    """The columns of a chart of years, drawn."""
    return drawing.year_columns(chart, unit)


@register.filter
def years_as_rows(chart: charts.Years) -> SafeString:
    """The years as rows of a table."""
    return drawing.year_rows(chart)


@register.filter
def as_rows(bars: list[charts.Bar]) -> SafeString:
    """The bars as rows of a table."""
    return drawing.bar_rows(bars)


@register.simple_tag
def demo_people() -> list[DemoPerson]:
    """The invented people that a demo offers to sign in as; nobody outside a demo."""
    return _demo_people()


@register.filter
def attr(mapping: Any, name: str) -> Any:
    """One value of a mapping by a name that the template holds in a variable."""
    return mapping.get(name) if isinstance(mapping, Mapping) else getattr(mapping, name, None)


@register.filter
def number(value: object) -> str:
    """A number with the reader's thousands separator; anything else as it is."""
    if type(value) is int:
        return drawing.grouped(value)
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return formats.number_format(value, force_grouping=True)
    return "" if value is None else str(value)


@register.filter
def plain(value: float) -> str:
    """A number as SVG wants it, whatever the language."""
    return f"{value:g}"


@register.filter
def fact_value(value: object) -> str:
    """The value of a fact in words: yes or no, a number, or a list with commas."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        return ", ".join(str(each) for each in value)
    return number(value)


@register.filter
def cited(source: object) -> str:
    """Where something comes from, in the reader's language where we know what it is called there."""
    return in_words(str(source or ""), (get_language() or "nb")[:2])


@register.filter
def institution_name(institution: Any) -> str:
    """An institution's or unit's name in the reader's language."""
    english = (get_language() or "nb").startswith("en")
    return str((institution.name_en if english else "") or institution.name_nb)


@register.filter
def is_web_address(text: object) -> bool:
    """Whether a link to it is safe: http and https only."""
    return str(text).startswith(("https://", "http://"))


@register.filter
def pages_around(page: Page[Any]) -> list[int | str]:
    """The page numbers to offer, with … for those left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.filter
def as_input(field: BoundField) -> SafeString:
    """The field's control in Designsystemet's looks."""
    widget = field.field.widget
    if isinstance(widget, Select) and not isinstance(widget, SelectMultiple):
        return drawing.drop_down(field.html_name, _attributes(field), options(widget.choices, field.value()))
    if widget.template_name in ONE_ELEMENT:
        return drawing.one_element(widget.get_context(field.html_name, field.value(), _attributes(field))["widget"])
    return field.as_widget(attrs={"class": "ds-input"})


def _attributes(field: BoundField) -> dict[str, Any]:
    """As Django has them; drawing them with its templates takes most of a long form's time."""
    widget = field.field.widget
    attrs: dict[str, Any] = widget.build_attrs(widget.attrs, field.build_widget_attrs({"class": "ds-input"}, widget))
    if field.auto_id:
        attrs.setdefault("id", widget.attrs.get("id") or field.auto_id)
    return attrs


def _day(moment: date | datetime | str | None) -> date | None:
    if isinstance(moment, datetime):
        return timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    if isinstance(moment, str):
        try:
            return date.fromisoformat(moment[:10])
        except ValueError:
            return None
    return moment


def _spoken(found: date) -> str:
    ago = (timezone.localdate() - found).days
    if ago == 0:
        return gettext("today")
    if ago == 1:
        return gettext("yesterday")
    if ago == -1:
        return gettext("tomorrow")
    if 1 < ago < 14:
        return ngettext("%(days)d day ago", "%(days)d days ago", ago) % {"days": ago}
    return ""
