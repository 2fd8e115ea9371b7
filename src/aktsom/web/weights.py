"""The weights of flags as the interface says and draws them."""

from django.utils.translation import pgettext_lazy

SHAPES = {"note": "○", "concern": "◐", "serious": "●", "stop": "■"}
WORDS = {
    "note": pgettext_lazy("weight", "note"),
    "concern": pgettext_lazy("weight", "concern"),
    "serious": pgettext_lazy("weight", "serious"),
    "stop": pgettext_lazy("weight", "stop"),
}
