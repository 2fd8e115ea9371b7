"""What a chart or map is made of, so that a room can fill one without knowing how it is drawn."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """One bar, column or country: what it is called, how much, and the list behind it.

    `code` is the year in a year chart and the ISO 3166-1 alpha-2 code in a map. `detail` is said beside the number.
    """

    label: str
    value: int
    url: str = ""
    code: str = ""
    detail: str = ""
