"""What the description of the API says: summaries and docstrings of operations, of their parameters, and of who may."""

import ast
from collections.abc import Iterator


def operation_texts(source: str) -> Iterator[str]:
    """Every text of a Python file that the description shows."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            yield from _of_function(node)
        elif isinstance(node, ast.Call) and _called(node) == "Field":
            yield from _texts(node, "description")


def _of_function(function: ast.FunctionDef) -> Iterator[str]:
    described = ast.get_docstring(function) or ""
    marks = [text for each in function.decorator_list if isinstance(each, ast.Call) for text in _texts(each, "summary")]
    if marks:
        yield from (*marks, described)
    elif _says_who_may(function) and described:
        yield described.partition("\n")[0]


def _says_who_may(function: ast.FunctionDef) -> bool:
    """Rules for actions: an actor and what is given go in, yes or no comes out."""
    kinds = [ast.unparse(each.annotation) for each in function.args.args if each.annotation]
    return kinds == ["Actor", "Mapping[str, Any]"] and function.returns is not None and _is_bool(function.returns)


def _is_bool(returned: ast.expr) -> bool:
    return isinstance(returned, ast.Name) and returned.id == "bool"


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _texts(call: ast.Call, keyword: str) -> Iterator[str]:
    for each in call.keywords:
        if each.arg == keyword and isinstance(each.value, ast.Constant) and isinstance(each.value.value, str):
            yield each.value.value
