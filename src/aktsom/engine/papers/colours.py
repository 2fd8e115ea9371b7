"""Which colours a reader does not see on white paper."""

import re

LIGHTEST = 245
"""A colour all of whose shades are at least so light, of 255, is taken for white."""
_HEX = re.compile(r"#?([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", re.IGNORECASE)


def is_white(colour: str) -> bool:
    """Whether a colour that is written as six hexadecimal digits is white or hardly darker; False for any other word."""
    shades = _HEX.fullmatch(colour)
    return shades is not None and min(int(shade, 16) for shade in shades.groups()) >= LIGHTEST
