"""Who meets what at every action, every page and every operation of the API. See README.md for how to add a row."""

import re

import pytest

from tests.security.conftest import what_is_sent
from tests.security.driving import ACTION, Driver
from tests.security.faces import all_actions, api_operations, methods_of, page_addresses
from tests.security.matrix import operations
from tests.security.world import MEMBER, WHOLE

pytestmark = pytest.mark.usefixtures("known_people")
MATRIX = operations()
NAMED = {operation.split(" # ")[0] for operation in MATRIX}
"""A part after " # " tells apart what is sent to one and the same address."""
HOW = (
    "Add its rows by hand to tests/security/matrix.csv and what is sent to tests/security/rooms/; see the README there."
)


@pytest.mark.parametrize("operation", MATRIX)
def test_nobody_meets_anything_else_than_the_matrix_says(operation: str, driver: Driver) -> None:
    differing = [
        f"{cell.name}: expected {cell.expected}, met {met}"
        for cell in MATRIX[operation]
        if cell.expected != "-" and (met := driver.meets(cell)) != cell.expected
    ]
    assert not differing, "\n" + "\n".join(differing)


def test_every_action_stands_in_the_matrix() -> None:
    named = {verb for cells in MATRIX.values() for verb in cells[0].does}
    assert not (missing := all_actions() - named), f"No row of the matrix does: {', '.join(sorted(missing))}. {HOW}"
    assert not (gone := named - all_actions()), (
        f"The matrix names actions that are not there: {', '.join(sorted(gone))}"
    )


def test_every_operation_of_the_api_stands_in_the_matrix() -> None:
    offered, named = api_operations(), {each for each in NAMED if "/api/v1/" in each}
    assert not (missing := offered - named), f"Not in the matrix: {', '.join(sorted(missing))}. {HOW}"
    assert not (gone := named - offered), f"The matrix names what is not there: {', '.join(sorted(gone))}"


def test_every_page_stands_in_the_matrix_with_every_method(driver: Driver) -> None:
    offered = {f"{method} {page}" for page in page_addresses() for method in _methods(driver, page)}
    named = {each for each in NAMED if "/api/v1/" not in each and not each.startswith(ACTION)}
    assert not (missing := offered - named), f"Not in the matrix: {', '.join(sorted(missing))}. {HOW}"
    assert not (gone := named - offered), f"The matrix names what is not there: {', '.join(sorted(gone))}"


def test_what_is_sent_goes_to_something_in_the_matrix() -> None:
    assert not (what_is_sent().keys() - MATRIX.keys())


def _methods(driver: Driver, page: str) -> set[str]:
    """What the page answers to; placeholders need only be of the right kind, for the method is looked at first."""
    driver.sign_in(driver.world.people[MEMBER, WHOLE])
    return methods_of(driver.client, re.sub(r"\{(\w+)\}", lambda found: driver.world.things[found[1]], page))
