"""What the product knows before anyone has entered anything: rules, guides, fields, institutions, countries, requirements.

Versioned data files in English and Bokmål, each with its references, and the typed readers of them.
"""

from functools import cache
from pathlib import Path

from aktsom.engine.clauses.library import Library, load_library
from aktsom.engine.flags.evaluation import RuleBook
from aktsom.engine.flags.fields import CriticalAreas, load_critical_areas
from aktsom.engine.flags.schema import FactSchema
from aktsom.engine.handbook.handbook import Handbook, load_handbook

_HOME = Path(__file__).parent


def content_path(*parts: str) -> Path:
    """Where a content file or folder lies: `content_path("countries", "assistance_laws.yaml")`."""
    return _HOME.joinpath(*parts)


@cache
def handbook() -> Handbook:
    """The handbook that ships, compiled once in a process. Raises an EngineError when a file of it is damaged."""
    return load_handbook(_HOME)


def fact_schema() -> FactSchema:
    """The fact schema that ships."""
    return handbook().schema


def rule_book() -> RuleBook:
    """The rules that ship."""
    return handbook().rules


@cache
def critical_areas() -> CriticalAreas:
    """The EU's ten critical technology areas, ready to match texts."""
    return load_critical_areas(content_path("fields.yaml"))


@cache
def clause_library() -> Library:
    """The clause library that ships, read once in a process. Raises an EngineError when a file of it is damaged."""
    return load_library(content_path("clauses"), flags=[rule.id for rule in rule_book().rules])
