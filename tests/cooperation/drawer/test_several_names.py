"""One cell, several organisations: asked where the parts are organisations of their own, and never where the whole is one."""

from collections.abc import Callable

import pytest

from aktsom.cooperation.drawer.several import match_or_ask
from aktsom.cooperation.partners.actions import add_partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for

pytestmark = pytest.mark.django_db
Person = Callable[..., Actor]
SEVERAL = {
    "University of Toronto, McGill University": ("University of Toronto", "McGill University"),
    "Universitetet i Oslo og Universitetet i Bergen": ("Universitetet i Oslo", "Universitetet i Bergen"),
    "Chalmers University of Technology & University of Gothenburg": (
        "Chalmers University of Technology",
        "University of Gothenburg",
    ),
    "University of Toronto, McGill University and KTH Royal Institute of Technology": (
        "University of Toronto",
        "McGill University",
        "KTH Royal Institute of Technology",
    ),
    "University of Science and Technology of China, Nanjing University": (
        "University of Science and Technology of China",
        "Nanjing University",
    ),
    "Equinor ASA, Aker BP ASA": ("Equinor ASA", "Aker BP ASA"),
    "Acme Technologies Co., Ltd. and Beta Labs Inc.": ("Acme Technologies Co., Ltd.", "Beta Labs Inc."),
    "Testmark Ice/Testmark Snow": ("Testmark Ice", "Testmark Snow"),
    "Testmark Ice, University of Oslo": ("Testmark Ice", "University of Oslo"),
}
ONE = (
    "University of Science and Technology",
    "Norwegian University of Science and Technology",
    "Department of Physics and Astronomy",
    "Faculty of Law, University of Oslo",
    "Institute of Physics, Chinese Academy of Sciences",
    "Testmark Institute of Virology, Chinese Academy of Sciences",
    "University of California, Berkeley",
    "Universitetet i Oslo / University of Oslo",
    "Høgskulen i Sogn og Fjordane",
    "Virginia Polytechnic Institute and State University",
    "Texas A & M University",
    "Huawei Technologies Co., Ltd.",
    "Scripps Institution of Oceanography, University of California San Diego",
    "Peking University Health Science Center, Peking University",
    "University of Tromsø, The Arctic University of Norway",
    "Ministry of Education and Research",
    "Smith and Sons Ltd",
    "Testmark Ice and Rivers",
    "Testmark University, Other University",
)


def test_names_that_hold_several_organisations_are_asked_about_and_names_of_one_are_not(person: Person) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    with acting_for(officer):
        for known in ("Testmark Ice", "Testmark Snow", "Testmark Institute of Virology", "Chinese Academy of Sciences"):
            add_partner(officer, known, "NO")
        add_partner(officer, "Testmark University, Other University", "CA")
        found = match_or_ask(officer, [(name, "") for name in (*SEVERAL, *ONE)])
    assert {name: found[(name, "")].parts for name in SEVERAL} == SEVERAL
    assert {name for name in ONE if found[(name, "")].parts} == set()


def test_however_many_names_there_are_they_are_looked_for_once(
    person: Person,
    django_assert_num_queries: Callable[..., object],
) -> None:
    officer = person(Duty.AGREEMENTS_OFFICER)
    for number in (1, 40):
        names = [(f"Testmark University of A{each}, Testmark University of B{each}", "CA") for each in range(number)]
        with acting_for(officer), django_assert_num_queries(1):  # type: ignore[attr-defined]
            assert all(match.parts for match in match_or_ask(officer, names).values())
