"""What the parts of the API's description are called.

The library calls each by the name of its class alone and keeps one of each name: of `Cooperation.Kind` and `Agreement.Kind`
only one would be described, for both. A class within another goes by both names here; a test looks that no two are alike.
"""

import re

from ninja.openapi import schema
from ninja.schema import NinjaGenerateJsonSchema
from pydantic.json_schema import CoreModeRef, DefsRef

_WITHIN = re.compile(r"\b([A-Z]\w*)\.(?=[A-Z]\w*:)")


class WholeNames(NinjaGenerateJsonSchema):
    """`Agreement.Kind` is described as `AgreementKind`."""

    def get_defs_ref(self, core_mode_ref: CoreModeRef) -> DefsRef:
        """The name of one part."""
        name, mode = core_mode_ref
        return super().get_defs_ref((type(name)(_WITHIN.sub(r"\1", name)), mode))


def describe_by_whole_names() -> None:
    """From now on the library describes by these names; it offers no other way to say so."""
    schema.NinjaGenerateJsonSchema = WholeNames  # type: ignore[attr-defined]
