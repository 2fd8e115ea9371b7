"""The agreement that another one hangs on: found however old it is, and named only to those who may see it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.forms import BooleanField, MultipleChoiceField
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.agreements import actions, forms, protecting, queries
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.records import forms as forms_of_records
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Unit
from aktsom.protection.access.models import Compartment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MakeAgreement = Callable[..., Agreement]
NOT_SEEN = "an agreement that you may not see, or that was withdrawn"
SECRET = "Framework of the other faculty"


@pytest.fixture
def officer(person: Callable[..., Actor]) -> Actor:
    return person(Duty.AGREEMENTS_OFFICER)


@pytest.fixture
def researcher(person: Callable[..., Actor], unit: Callable[..., Unit]) -> Actor:
    return person(unit=unit("Musikk"))


@pytest.fixture
def browser(client_for: Callable[[Actor], Client]) -> Callable[[Actor], Client]:
    def make(actor: Actor) -> Client:
        client = client_for(actor)
        client.cookies["aktsom_language"] = "en"
        return client

    return make


@pytest.fixture
def above(officer: Actor, agreement: MakeAgreement) -> Agreement:
    return agreement(officer, title=SECRET, kind="framework")


@pytest.fixture
def below(officer: Actor, researcher: Actor, above: Agreement, agreement: MakeAgreement) -> Agreement:
    return agreement(officer, title="Below", owner=researcher.member_id, parent=above.pk, relation="under")


def unseen(_officer: Actor, _above: Agreement) -> None:
    """Of another unit, which the researcher does not see."""


def withdrawn(officer: Actor, above: Agreement) -> None:
    with acting_for(officer):
        actions.withdraw_agreement(officer, agreement=above)


def closed(officer: Actor, above: Agreement) -> None:
    system = Actor.system("tests", above.institution_id)
    with acting_for(system):
        into = Compartment.objects.create(
            institution_id=above.institution_id,
            name="Closed",
            kind=Compartment.Kind.RECORDS,
            owner_id=str(officer.member_id),
        )
        protecting.put_into_compartment(system, agreement=above, compartment=into)


@pytest.mark.parametrize("hide", [unseen, withdrawn, closed])
def test_a_hidden_parent_is_not_named_and_saving_does_not_unlink_it(
    officer: Actor,
    researcher: Actor,
    browser: Callable[[Actor], Client],
    above: Agreement,
    below: Agreement,
    hide: Callable[[Actor, Agreement], None],
) -> None:
    hide(officer, above)
    client = browser(researcher)
    detail, edit = (reverse(f"agreements:{name}", args=[below.pk]) for name in ("detail", "edit"))
    for address in (detail, edit):
        shown = client.get(address).content.decode()
        assert NOT_SEEN in shown
        assert SECRET not in shown
    assert reverse("agreements:detail", args=[above.pk]) not in client.get(detail).content.decode()
    assert SECRET not in client.get(f"/api/v1/agreements/{below.pk}").content.decode()
    opened = client.get(edit)
    kept = answers(opened.context["form"]) | {"title": "Still below", "version": opened.context["version"]}
    assert client.post(edit, kept).status_code == 302
    with acting_for(researcher):
        saved = queries.agreement_of(researcher, below.pk)
        assert (saved.title, saved.parent_id, saved.relation) == ("Still below", above.pk, "under")


def test_who_may_see_the_parent_reads_its_title(
    officer: Actor, browser: Callable[[Actor], Client], above: Agreement, below: Agreement
) -> None:
    shown = browser(officer).get(reverse("agreements:detail", args=[below.pk])).content.decode()
    assert f'<a href="{reverse("agreements:detail", args=[above.pk])}">{SECRET}</a>' in shown
    assert NOT_SEEN not in shown


def test_a_parent_older_than_those_in_the_list_is_found_by_its_words(
    officer: Actor,
    browser: Callable[[Actor], Client],
    above: Agreement,
    agreement: MakeAgreement,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client, mine = browser(officer), agreement(officer, title="Mine")
    edit = reverse("agreements:edit", args=[mine.pk])
    assert "parent_words" not in client.get(edit).context["form"].fields
    agreement(officer, title="Newer")
    monkeypatch.setattr(queries, "MOST_PARENTS", 1)
    monkeypatch.setattr(forms, "MOST_PARENTS", 1)
    opened = client.get(edit)
    assert offered(opened) == ["—", "Newer"]
    given = answers(opened.context["form"]) | {"version": opened.context["version"], "summary": "Kept"}
    none = client.post(edit, given | {"parent_words": "nothing like it"})
    assert (none.status_code, list(none.context["form"].errors)) == (422, ["parent_words"])
    found = client.post(edit, given | {"parent_words": "other faculty"})
    assert (found.status_code, offered(found)) == (422, ["—", SECRET])
    assert found.context["form"]["summary"].value() == "Kept"
    chosen = given | {"parent": str(above.pk)}
    assert client.post(edit, chosen | {"parent_words": "other faculty"}).status_code == 302
    with acting_for(officer):
        assert queries.agreement_of(officer, mine.pk).parent_id == above.pk
    assert offered(client.get(edit)) == ["—", SECRET, "Newer"]


def test_a_parent_found_while_one_registers_is_hung_on(
    officer: Actor, browser: Callable[[Actor], Client], above: Agreement, agreement: MakeAgreement
) -> None:
    partner = agreement(officer, title="Newer").parties
    with acting_for(officer):
        theirs = partner.get(partner__isnull=False).partner_id
    sent = {"title": "New", "kind": "memorandum", "state": "draft", "partner": str(theirs), "parent_words": "other"}
    client, new = browser(officer), reverse("agreements:new")
    assert client.post(new, sent).status_code == 422
    assert client.post(new, sent | {"parent": str(above.pk)}).status_code == 302
    with acting_for(officer):
        assert Agreement.objects.get(title="New").parent_id == above.pk


def test_two_tabs_see_each_others_answers_in_words(
    officer: Actor, browser: Callable[[Actor], Client], above: Agreement, agreement: MakeAgreement
) -> None:
    client, mine = browser(officer), agreement(officer, title="Mine")
    edit = reverse("agreements:edit", args=[mine.pk])
    opened = client.get(edit)
    given = answers(opened.context["form"]) | {"version": opened.context["version"]}
    saved = client.post(edit, given | {"parent": str(above.pk), "relation": "under", "law": "KR"})
    assert saved.status_code == 302
    late = client.post(edit, given | {"title": "Late", "value": "100", "currency": "NOK"})
    assert late.status_code == 409
    theirs = dict(late.context["theirs"])
    assert {SECRET, "Mine", ""} <= set(theirs.values())
    assert not {str(above.pk), "KR", "under", "None"} & set(theirs.values())


def test_boxes_are_told_as_yes_or_no_and_several_choices_in_words() -> None:
    areas = MultipleChoiceField(choices=[("ai", "Artificial intelligence"), ("bio", "Biotechnology")])
    assert forms_of_records.in_words(["ai", "bio"], areas) == "Artificial intelligence, Biotechnology"
    assert [forms_of_records.in_words(each, BooleanField()) for each in (True, False)] == ["yes", "no"]


def answers(form: Any) -> dict[str, Any]:
    """What a browser sends of the form as it was opened; of boxes only those that are ticked."""
    given = {name: form[name].value() for name in form.fields}
    return {name: value or "" for name, value in given.items() if value != []}


def offered(page: Any) -> list[str]:
    return [str(title) for _key, title in page.context["form"].fields["parent"].choices]
