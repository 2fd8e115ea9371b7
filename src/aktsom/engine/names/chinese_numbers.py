"""Numbers in Chinese names in figures, so that 第七〇四研究所 is the 704th institute and 第三十八研究所 the 38th."""

import re

_DIGITS = {
    digit: value
    for value, each in enumerate(("〇零○", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
    for digit in each
}
_ONES = "".join(_DIGITS)
_NUMBER = re.compile(
    rf"第([{_ONES}十百]+|\d{{1,4}})(?=\w)(研究院)?|(?<![{_ONES}十百\d])([{_ONES}]{{2,4}}|\d{{1,4}})(研究所|所$)"
)
_GROUPS = (
    "中电 航天科工 航天科技 航天 中国电科 中电科 电科 中船重工 中船 中航工业 中航 兵器工业 兵器 中核 核工业 集团 公司"
)
_AS_GROUP = {"中电": "中国电子集团", "航天科技": "中国航天科技集团", "航天科工": "中国航天科工集团"}
"""中电 may be either group of electronics, of which only one has an institute with the number."""
_OF_SPACE = {1: "航天科技", 2: "航天科工", 3: "航天科工", 5: "航天科技", 8: "航天科技", 9: "航天科技"}
"""The group whose academy is meant by 航天三院; both have a fourth and a sixth."""
_BODIES = {"所": "研究所", "院": "科学院", "厂": "工厂", "部": "设计部"}
_N = rf"[{_ONES}十百\d]{{1,4}}"
_IN_A_GROUP = re.compile(rf"({_GROUPS.replace(' ', '|')})(?:第?({_N})院)?(?:第?({_N})([所院厂部]))?$")
"""The numbered bodies of a group in short: 中电六所, 航天三院31所."""
_INSTITUTE = re.compile(rf"(?<=[^\W{_ONES}十百\d][^\W{_ONES}十百\d务易出守儿律诊场究])所$")
"""物理所 is an institute, 交易所 an exchange."""


def with_figures(text: str) -> str:
    """The same name with its Chinese numbers as words in figures. The academies of a group are numbered, too: 第二研究院."""
    if not any(each in text for each in "第所院厂部"):
        return text
    return _INSTITUTE.sub("研究所", _NUMBER.sub(_figures, _IN_A_GROUP.sub(_in_full, text)))


def _in_full(found: re.Match[str]) -> str:
    group, academy, number, body = found.groups()
    if group == "航天" and academy:
        group = _OF_SPACE.get(_value(academy), group)
    above = f" {_value(academy)} 科学院" if academy else ""
    below = f" {_value(number)} {_BODIES[body]}" if number else ""
    return f"{_AS_GROUP.get(group, group)}{above}{below}" if above or below else found[0]


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
