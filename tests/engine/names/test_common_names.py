"""Which names say of no body which one it is."""

import pytest

from aktsom.engine.names.common_names import is_common


@pytest.mark.parametrize(
    "name",
    [
        "Institute of Technology",
        "institute of technology",
        "University",
        "The Technical University",
        "University of Science and Technology",
        "National University",
        "Academy of Sciences",
        "Institute of Physics",
        "Ministry of Defence",
        "Research Foundation",
    ],
)
def test_a_name_of_common_words_alone_says_of_no_body_which_one_it_is(name: str) -> None:
    assert is_common(name)


@pytest.mark.parametrize(
    "name",
    [
        "Massachusetts Institute of Technology",
        "Harbin Institute of Technology",
        "Royal Institute of Technology",
        "Norwegian University of Science and Technology",
        "Technical University of Denmark",
        "World Health Organization",
        "National University of Defense Technology",
        "Naval Medical University",
        "Northwestern University",
        "Institute 9",
        "Chinese Academy of Sciences, Institute of Physics",
        "École Polytechnique",
        "Open University",
        "MIT",
        "SINTEF Ocean",
        "Marine Technology AS",
        "国防大学",
        "",
    ],
)
def test_a_name_that_says_which_body_it_is_is_not_common(name: str) -> None:
    assert not is_common(name)
