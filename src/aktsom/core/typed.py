"""What people and programs type, without marks that would turn around the text beside it.

The marks that only say a direction (U+200E, U+200F) stay: names in Hebrew and Arabic use them. Those that embed, override or
isolate have no use in a title, and would let a name show the words after it backwards.
"""

import re
from typing import Any

TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def without_turning(value: Any) -> Any:
    """A text, or JSON with texts, without marks that turn other text around."""
    if isinstance(value, str):
        return TURNING.sub("", value)
    if isinstance(value, list):
        return [without_turning(each) for each in value]
    if isinstance(value, dict):
        return {name: without_turning(each) for name, each in value.items()}
    return value
