"""Numbers in Chinese names in figures, so that 第七〇四研究所 is the 704th institute and 第三十八研究所 the 38th."""

import re
from functools import cache

from aktsom.engine.names.tables import pairs, table

_DIGITS = {
    digit: value
    for value, each in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for digit in each
}
_ONES = "".join(_DIGITS)
_NUMBER = re.compile(
    rf"第([{_ONES}十百]+|\d{{1,4}})(?=\w)(研究院)?|(?<![{_ONES}十百\d])([{_ONES}]{{2,4}}|\d{{1,4}})(研究所|所$)"
)
_BODIES = {"所": "研究所", "院": "科学院", "厂": "工厂", "部": "设计部"}
_SPACE = "航天"
_N = rf"[{_ONES}十百\d]{{1,4}}"
_INSTITUTE = re.compile(rf"(?<=[^\W{_ONES}十百\d][^\W{_ONES}十百\d务易出守儿律诊场究])所$")
"""物理所 is an institute, 交易所 an exchange."""


def with_figures(text: str) -> str:
    """The same name with its Chinese numbers as words in figures. The academies of a group are numbered, too: 第二研究院."""
    if not any(each in text for each in "第所院厂部"):
        return text
    return _INSTITUTE.sub("研究所", _NUMBER.sub(_figures, _in_a_group().sub(_in_full, text)))


@cache
def _in_a_group() -> re.Pattern[str]:
    """The numbered bodies of a group in short: 中电六所, 航天三院31所."""
    groups = table("groups")["short"].replace(" ", "|")
    return re.compile(rf"({groups})(?:第?({_N})院)?(?:第?({_N})([所院厂部]))?$")


def _in_full(found: re.Match[str]) -> str:
    group, academy, number, body = found.groups()
    groups = table("groups")
    if group == _SPACE and academy:
        group = pairs(groups["academies"]).get(str(_value(academy)), group)
    above = f" {_value(academy)} 科学院" if academy else ""
    below = f" {_value(number)} {_BODIES[body]}" if number else ""
    return f"{pairs(groups['full']).get(group, group)}{above}{below}" if above or below else found[0]


def _figures(found: re.Match[str]) -> str:
    body = "科学院" if found[2] else "研究所" if found[4] else ""
    return f" {_value(found[1] or found[3])} {body}"


def _value(written: str) -> int:
    """Digit by digit (七〇四), or by tens and hundreds (三十八)."""
    if written.isdigit() and written.isascii():
        return int(written)
    if "十" not in written and "百" not in written:
        return int("".join(str(_DIGITS[each]) for each in written))
    hundreds, has_hundreds, rest = written.rpartition("百")
    tens, has_tens, ones = rest.rpartition("十")
    total = 100 * (_last(hundreds) or 1) if has_hundreds else 0
    total += 10 * (_last(tens) or 1) if has_tens else 0
    return total + _last(ones)


def _last(digits: str) -> int:
    return _DIGITS.get(digits[-1:], 0)
