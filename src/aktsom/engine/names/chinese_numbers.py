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


_ACADEMY = re.compile(rf"([{_ONES}十\d]{{1,2}})院(?=第?[{_ONES}十百\d]{{1,4}}(?:研究)?所)")


def with_figures(text: str) -> str:
    """The same name with its Chinese numbers as words in figures. The academies of a group are numbered, too: 第二研究院,
    and in short 三院31所.
    """
    if "第" not in text and "所" not in text:
        return text
    text = _ACADEMY.sub(lambda found: f" {_value(found[1])} 科学院 ", text) if "院" in text else text
    return _NUMBER.sub(_figures, text)


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
