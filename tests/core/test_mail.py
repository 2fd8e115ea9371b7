"""Addresses in mails and calendars lead to the pages."""

import pytest
from pytest_django import Settings

from aktsom.core import mail


@pytest.mark.parametrize(
    ("hosts", "origins", "expected"),
    [
        (["127.0.0.1", "localhost"], [], "http://127.0.0.1:8143/a/"),
        (["aktsom.example.no"], [], "http://aktsom.example.no/a/"),
        (["aktsom.example.no"], ["https://aktsom.example.no"], "https://aktsom.example.no/a/"),
    ],
)
def test_an_address_leads_to_the_port_that_is_served_unless_a_proxy_stands_in_front(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, hosts: list[str], origins: list[str], expected: str
) -> None:
    settings.ALLOWED_HOSTS, settings.CSRF_TRUSTED_ORIGINS = hosts, origins
    monkeypatch.setattr(mail.SERVER, "port", 8143)
    assert mail.whole_address("/a/") == expected
