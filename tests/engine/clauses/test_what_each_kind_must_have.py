"""Which condition must stand in which agreement, beside the two public texts that ask for them (decision 0073).

EU-14c: "Whenever entering into research partnership agreements with foreign entities, including through Memoranda of
Understanding, insist on including key framework conditions, such as respect for fundamental values, academic freedom,
reciprocity and arrangements on intellectual assets management, including the dissemination and valorisation of results,
licensing or transfer of results and spin-off creation, and ensure there is an exit strategy in place".
NO-10: "When entering into partnership agreements with foreign institutions or organizations, including MoUs, include a basic
framework that encompasses respect for fundamental values, academic freedom, reciprocity, and agreements on intellectual
property rights (IPR), sharing of research results, and data management. Ensure that the agreements contain an exit strategy".
"""

import pytest

from aktsom.content import clause_library

NAMED_BY_THE_TEXTS = {
    "fundamental-values",
    "academic-freedom",
    "reciprocity",
    "ownership",
    "publication",
    "valorisation",
    "data-management",
    "exit-strategy",
}
OF_EVERY_BINDING_AGREEMENT = {"law", "term"}
NOT_BINDING = "it binds nobody before a court"
NO_ACADEMIC_WORK = "nobody researches or teaches under it; what may be said of findings is publication"
ONE_WAY = "it goes one way by its nature"
PAID_FOR = "what is given is paid for, and nothing is opened in return"
NO_RESEARCH = "no research is done under it"
NO_DATA = "no data change hands under it"
STUDENTS_OWN = "results are the candidates' own, as ownership says"
ONLY_PREPARES = "it only prepares a cooperation, and nothing hangs on it but what confidentiality, term and law say"
LEFT_OUT: dict[str, dict[str, str]] = {
    "memorandum": {"law": NOT_BINDING},
    "framework": {},
    "project": {},
    "consortium": {},
    "joint-degree": {"valorisation": STUDENTS_OWN},
    "exchange": {"ownership": NO_RESEARCH, "publication": NO_RESEARCH, "valorisation": NO_RESEARCH},
    "transfer": {"academic-freedom": NO_ACADEMIC_WORK, "reciprocity": ONE_WAY},
    "confidentiality": dict.fromkeys(NAMED_BY_THE_TEXTS, ONLY_PREPARES),
    "commissioned-research": {},
    "licence": {"academic-freedom": NO_ACADEMIC_WORK, "reciprocity": PAID_FOR, "data-management": NO_DATA},
    "gift": {
        "reciprocity": ONE_WAY,
        "ownership": NO_RESEARCH,
        "publication": NO_RESEARCH,
        "valorisation": NO_RESEARCH,
        "data-management": NO_DATA,
    },
    "provider-host": {"ownership": NO_RESEARCH, "publication": NO_RESEARCH, "valorisation": NO_RESEARCH},
}
"""For each kind, what the texts name and is not asked of it, and why."""
BESIDE_THE_TEXTS = {
    "memorandum": {"export-control"},
    "framework": {"open-science", "confidentiality", "export-control", "research-ethics", "security", "mobility"},
    "project": {
        *("open-science", "confidentiality", "export-control", "research-ethics", "security", "funding-transparency"),
    },
    "consortium": {
        *("open-science", "confidentiality", "export-control", "research-ethics", "security", "funding-transparency"),
    },
    "joint-degree": {"research-ethics", "security", "mobility"},
    "exchange": {"security", "mobility"},
    "transfer": {"export-control", "research-ethics"},
    "confidentiality": {"confidentiality"},
    "commissioned-research": {"confidentiality", "export-control", "research-ethics", "funding-transparency"},
    "licence": {"confidentiality", "export-control"},
    "gift": {"funding-transparency"},
    "provider-host": {"security", "funding-transparency"},
}
"""What we ask for beyond the texts and beyond what binds."""


@pytest.mark.parametrize("kind", list(LEFT_OUT))
def test_an_agreement_must_have_what_the_two_texts_name_where_it_makes_sense(kind: str) -> None:
    named = NAMED_BY_THE_TEXTS | OF_EVERY_BINDING_AGREEMENT
    assert LEFT_OUT[kind].keys() <= named
    expected = (named - LEFT_OUT[kind].keys()) | BESIDE_THE_TEXTS[kind]
    assert set(clause_library().mandatory(kind)) == expected


def test_every_kind_and_condition_of_the_library_is_in_the_table() -> None:
    library = clause_library()
    assert set(library.kinds) == set(LEFT_OUT) == set(BESIDE_THE_TEXTS)
    asked_beyond = set().union(*BESIDE_THE_TEXTS.values())
    assert set(library.conditions) == NAMED_BY_THE_TEXTS | OF_EVERY_BINDING_AGREEMENT | asked_beyond


@pytest.mark.parametrize("kind", ["memorandum", "framework", "project", "consortium", "commissioned-research"])
def test_promise_p138_what_the_two_public_texts_name_is_required_wherever_research_is_agreed_on(kind: str) -> None:
    assert set(clause_library().mandatory(kind)) >= NAMED_BY_THE_TEXTS
