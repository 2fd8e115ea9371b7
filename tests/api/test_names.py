"""Each part of the API's description has a name of its own."""

from typing import Any

import pytest
from ninja.openapi.schema import OpenAPISchema

from aktsom.api.v1 import api


def test_no_part_of_the_description_stands_for_another_one_of_the_same_name(monkeypatch: pytest.MonkeyPatch) -> None:
    met: dict[str, Any] = {}
    alike: set[str] = set()

    def add(self: OpenAPISchema, definitions: dict[str, Any]) -> None:
        alike.update(name for name, described in definitions.items() if met.setdefault(name, described) != described)
        self.schemas.update(definitions)

    monkeypatch.setattr(OpenAPISchema, "add_schema_definitions", add)
    described = api.get_openapi_schema()["components"]["schemas"]
    assert not alike
    assert "memorandum" in described["AgreementKind"]["enum"]
    assert "research-project" in described["CooperationKind"]["enum"]
