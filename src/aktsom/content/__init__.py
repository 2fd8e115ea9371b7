"""What the product knows before anyone has entered anything: rules, facts, fields, institutions, countries, requirements.

Versioned data files in English and Bokmål, each with its references, and the typed readers of them.
"""

from functools import cache
from pathlib import Path

from aktsom.engine.flags.evaluation import RuleBook
from aktsom.engine.flags.fields import CriticalAreas, load_critical_areas
from aktsom.engine.flags.rules import load_rules
from aktsom.engine.flags.schema import FactSchema, load_schema

_HOME = Path(__file__).parent


def content_path(*parts: str) -> Path:
    """Where a content file or folder lies: `content_path("countries", "assistance_laws.yaml")`."""
    return _HOME.joinpath(*parts)


@cache
def fact_schema() -> FactSchema:
    """The fact schema that ships with the product."""
    return load_schema(content_path("facts.yaml"))


@cache
def rule_book() -> RuleBook:
    """The rules that ship with the product, compiled once in a process. Raises RuleError when a file is damaged."""
    return load_rules(content_path("rules"), fact_schema())


@cache
def critical_areas() -> CriticalAreas:
    """The EU's ten critical technology areas, ready to match texts."""
    return load_critical_areas(content_path("fields.yaml"))
