"""What the flags engine refuses."""

from aktsom.engine.errors import EngineError


class RuleError(EngineError):
    """A rule, or the fact schema that rules rest on, cannot be used; no rule of the folder comes into force."""


class FactError(EngineError):
    """A fact was given that the schema does not declare, or with a value of another type."""
