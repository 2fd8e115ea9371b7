"""A field with one of a few words."""

from typing import Any

from django.db import models


class Chosen(models.CharField):  # type: ignore[type-arg]
    """One of the `choices`. What it is called is looked up; Django would hash every label of the list anew for every row."""

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        """Give the model its `get_…_display`."""
        super().contribute_to_class(cls, name, private_only)
        called = dict(self.flatchoices)

        def display(row: models.Model) -> str:
            """What is chosen, in words."""
            value = getattr(row, name)
            return str(called.get(value, value))

        setattr(cls, f"get_{name}_display", display)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """For migrations it is a text as any other."""
        name, _path, arguments, options = super().deconstruct()
        return name, "django.db.models.CharField", arguments, options
