"""What the check of an agreement's papers knows is not asked of who appraises a cooperation under it."""

from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aktsom.appraisal.actions import reevaluate
from aktsom.appraisal.intake.actions import answer, begin, send_in
from aktsom.appraisal.intake.drafting import drafted
from aktsom.appraisal.intake.under import UNDER, offered
from aktsom.appraisal.models import RaisedFlag
from aktsom.cooperation.agreements import checking, papers
from aktsom.cooperation.agreements.actions import register_agreement
from aktsom.cooperation.agreements.drafts import AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.protecting import put_into_compartment
from aktsom.core.errors import InvalidError
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from aktsom.protection.access.models import Compartment
from tests.appraisal.conftest import fill

pytestmark = pytest.mark.django_db
VETO = Paper(PaperKind.DOCX, (Passage("The Partner may refuse any publication of the results."),))
ANSWERS = {"data_way": "copy"}


@pytest.fixture
def agreement(house, partners, as_):
    """The researcher's own, with the quiet partner, and its paper checked."""
    with as_(house.researcher):
        parties = (PartyDraft(signatory="R. Ektor"), PartyDraft(partner=partners.quiet.pk, signatory="A. Ice"))
        made = register_agreement(
            house.researcher, draft=AgreementDraft(title="Shared light", kind="memorandum", parties=parties)
        )
        version = papers.add_document(
            house.researcher, agreement=made, upload=SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")
        )
        waiting = checking.start_check(house.researcher, agreement=made, version=version)
        checking.keep_findings(house.researcher, agreement=made, waiting=waiting, paper=VETO)
    return made


def begun(house, partner, as_):
    """Answered up to the question about the terms."""
    with as_(house.researcher):
        row = begin(house.researcher, kind="data-sharing")
        for _each in range(20):
            question = drafted(house.researcher, row).next
            if question.id == "terms":
                return row
            given = {"subject": "Light", "partner": [str(partner.pk)], "data_way": "copy"}.get(question.id)
            given = given or next(([each.id] for each in question.options if each.alone), "given")
            row = answer(house.researcher, appraisal=row, version=row.version, question=question.id, answer=given)
    raise AssertionError("the terms are never asked")


def test_promise_p105_what_a_checked_agreement_says_is_used_and_not_asked(house, partners, agreement, as_):
    row = begun(house, partners.quiet, as_)
    with as_(house.researcher):
        question = drafted(house.researcher, row).next
        assert [each.pk for each in offered(house.researcher, row, question)] == [agreement.pk]
        row = answer(house.researcher, appraisal=row, version=row.version, question=UNDER, answer=str(agreement.pk))
        assert "terms" not in [each.id for each in drafted(house.researcher, row).path]
        row = fill(house.researcher, row, partner=partners.quiet, said=ANSWERS)
        row = send_in(house.researcher, appraisal=row, version=row.version, title="Light")
        assert agreement.under.get().cooperation_id == row.cooperation_id
    (veto,) = [flag for flag in row.flags if flag["rule"] == "agreement.publication-permission"]
    assert {(fact["source"], fact["value"]) for fact in veto["facts"]} == {("agreements", True)}
    assert veto["facts"][0]["source_date"], "the day of the check"


def test_only_ones_own_agreement_with_that_partner_is_offered_and_taken(house, partners, agreement, as_):
    row = begun(house, partners.exposed, as_)
    with as_(house.researcher):
        assert offered(house.researcher, row, drafted(house.researcher, row).next) == []
        with pytest.raises(InvalidError):
            answer(house.researcher, appraisal=row, version=row.version, question=UNDER, answer=str(row.pk))


def protect(house, agreement, as_):
    """Gives the researcher as one who may enter the compartment that the agreement lies in from now on."""
    with as_(house.system):
        into = Compartment.objects.create(
            institution=house.institution, name="Closed", kind="records", owner_id=house.researcher.member_id
        )
        put_into_compartment(house.system, agreement=agreement, compartment=into)
    return replace(house.researcher, compartments=frozenset({into.pk}))


def test_an_agreement_in_a_compartment_is_not_offered_and_not_taken(house, partners, agreement, as_):
    row, inside = begun(house, partners.quiet, as_), protect(house, agreement, as_)
    with as_(inside):
        assert offered(inside, row, drafted(inside, row).next) == []
        with pytest.raises(InvalidError):
            answer(inside, appraisal=row, version=row.version, question=UNDER, answer=str(agreement.pk))


def test_the_papers_of_a_chosen_agreement_say_nothing_once_it_is_in_a_compartment(house, partners, agreement, as_):
    row = begun(house, partners.quiet, as_)
    with as_(house.researcher):
        row = answer(house.researcher, appraisal=row, version=row.version, question=UNDER, answer=str(agreement.pk))
    inside = protect(house, agreement, as_)
    with as_(inside):
        assert drafted(inside, row).next.id == "terms"
        row = fill(inside, row, partner=partners.quiet, said=ANSWERS)
        row = send_in(inside, appraisal=row, version=row.version, title="Light")
    assert "agreements" not in {fact["source"] for flag in row.flags for fact in flag["facts"]}


def test_no_flag_of_open_cooperation_rests_on_an_agreement_in_a_compartment(house, partners, agreement, as_):
    row = begun(house, partners.quiet, as_)
    with as_(house.researcher):
        row = answer(house.researcher, appraisal=row, version=row.version, question=UNDER, answer=str(agreement.pk))
        row = fill(house.researcher, row, partner=partners.quiet, said=ANSWERS)
        row = send_in(house.researcher, appraisal=row, version=row.version, title="Light")
    assert "agreement.publication-permission" in flags_of(house, row, as_)
    protect(house, agreement, as_)
    assert "agreement.publication-permission" not in flags_of(house, row, as_)


def flags_of(house, row, as_):
    with as_(house.system):
        reevaluate(house.system, cooperations={row.cooperation_id})
        return set(RaisedFlag.objects.filter(subject_id=row.cooperation_id, until=None).values_list("rule", flat=True))
