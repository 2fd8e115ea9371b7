"""What a check of a paper knows of the names of partners abroad."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from aktsom.content.yardstick import held_against
from aktsom.cooperation.agreements import abroad, checking, papers
from aktsom.cooperation.agreements.conditions import yardstick_of
from aktsom.cooperation.agreements.drafts import PartyDraft
from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.partners.actions import merge_partners
from aktsom.cooperation.partners.models import Partner, PartnerName
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.engine.papers.types import Paper, PaperKind, Passage
from aktsom.institutions.models import Institution

pytestmark = pytest.mark.django_db
MakePartner, MakeAgreement = Callable[..., Partner], Callable[..., Agreement]
THEIR_COURTS = Paper(
    PaperKind.DOCX,
    (
        Passage(
            "Disputes are settled by arbitration in HUIST's country. The English text prevails. "
            "The law of HUIST's country applies."
        ),
    ),
)


def known_as(
    row: Partner, *names: str, country: str = "CN", seen: int = 1, institution: int | None = None, source: str = "tests"
) -> None:
    """Names under which sources know a partner; with an institution, those of its own register."""
    with acting_for(Actor.system("tests", institution)):
        for name in names:
            PartnerName.objects.create(
                partner=row,
                institution_id=institution,
                text=name,
                key=keys_of(name).plain,
                country=country,
                source=source,
                times_seen=seen,
            )


def names_told(actor: Actor, made: Agreement) -> tuple[str, ...]:
    with acting_for(actor):
        return yardstick_of(actor, made).names


def test_a_check_knows_the_courts_of_a_partner_by_another_name_than_the_registered_one(
    officer: Actor, partner: MakePartner, agreement: MakeAgreement, upload: Callable[..., SimpleUploadedFile]
) -> None:
    other = partner("Huadong Institute of Sea Technology")
    made = agreement(officer, kind="project", parties=(PartyDraft(partner=other.pk),))
    said = []
    for name in ("Huadong Sea Institute", "HUIST"):
        known_as(other, name)
        with acting_for(officer):
            version = papers.add_document(officer, agreement=made, upload=upload())
            waiting = checking.start_check(officer, agreement=made, version=version)
            check = checking.keep_findings(officer, agreement=made, waiting=waiting, paper=THEIR_COURTS)
            said.append(check.findings.get(condition="law").verdict)
    assert said == ["met", "contradicted"]


def test_names_that_many_have_or_that_are_none_by_their_letters_are_not_told(
    officer: Actor, partner: MakePartner, agreement: MakeAgreement
) -> None:
    other = partner("Huadong Institute of Sea Technology")
    known_as(other, "Institute of Technology", "University", "IT", "sea", "HIT", "Huadong Sea Institute")
    made = agreement(officer, parties=(PartyDraft(partner=other.pk, name="Huadong"),))
    assert names_told(officer, made) == (
        "HIT",
        "Huadong",
        "Huadong Institute of Sea Technology",
        "Huadong Sea Institute",
    )


def test_what_a_party_at_home_is_called_is_nobodys_name_abroad(
    officer: Actor, institution: Institution, partner: MakePartner, agreement: MakeAgreement
) -> None:
    """Sources are wrong at times, and acronyms are shared."""
    other, home = partner("Taiwan Shida", "TW"), partner("Universitetet i Bergen", "NO")
    known_as(other, institution.name_en, "UiB", "Universitetet i Bergen", "UiO", country="TW")
    known_as(other, "Bergen Ocean House", country="NO")
    made = agreement(officer, parties=(PartyDraft(partner=other.pk), PartyDraft(partner=home.pk)))
    assert names_told(officer, made) == ("Taiwan Shida", "UiO")


def test_two_partners_abroad_may_have_one_name(officer: Actor, partner: MakePartner, agreement: MakeAgreement) -> None:
    others = partner("Granskog", "DE"), partner("Weldenburg", "DE")
    for each, source in zip(others, ("tests", "others"), strict=True):
        known_as(each, "Northern Optics", country="DE", source=source)
    made = agreement(officer, parties=tuple(PartyDraft(partner=each.pk) for each in others))
    assert names_told(officer, made) == ("Granskog", "Northern Optics", "Weldenburg")


def test_a_partner_that_another_one_stands_for_now_has_the_names_of_both(
    person: Callable[..., Actor], officer: Actor, partner: MakePartner, agreement: MakeAgreement
) -> None:
    gone, kept = partner("Huadong Sea Institute"), partner("Huadong Institute of Sea Technology")
    made = agreement(officer, parties=(PartyDraft(partner=gone.pk),))
    known_as(gone, "HUIST")
    lead = person(Duty.RESEARCH_SECURITY_LEAD)
    with acting_for(lead):
        merge_partners(lead, kept, gone)
    assert names_told(officer, made) == ("HUIST", "Huadong Institute of Sea Technology", "Huadong Sea Institute")


def test_names_in_another_institutions_register_are_not_told(
    officer: Actor, other_institution: Institution, partner: MakePartner, agreement: MakeAgreement
) -> None:
    other = partner("Huadong Institute of Sea Technology")
    known_as(other, "Their Secret Name", institution=other_institution.pk)
    known_as(other, "Our Own Name", institution=officer.institution_id)
    made = agreement(officer, parties=(PartyDraft(partner=other.pk),))
    assert names_told(officer, made) == ("Huadong Institute of Sea Technology", "Our Own Name")


def test_of_very_many_names_those_that_are_seen_most_are_told(
    officer: Actor, partner: MakePartner, agreement: MakeAgreement, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(abroad, "MOST_NAMES", 2)
    other = partner("Huadong Institute of Sea Technology")
    for seen, name in ((3, "Rare"), (9, "Often"), (7, "At times")):
        known_as(other, name, seen=seen)
    made = agreement(officer, parties=(PartyDraft(partner=other.pk),))
    told = names_told(officer, made)
    assert told == ("At times", "Huadong Institute of Sea Technology", "Often")
    assert names_told(officer, made) == told


def test_what_was_held_against_names_that_no_paper_has_is_the_same_as_without_them(
    officer: Actor, partner: MakePartner, agreement: MakeAgreement, django_assert_num_queries: Callable[..., object]
) -> None:
    other = partner("Huadong Institute of Sea Technology")
    made = agreement(officer, kind="project", parties=(PartyDraft(partner=other.pk),))
    paper = Paper(PaperKind.DOCX, (Passage("Each Party follows the law of its country, and takes due care."),))
    with acting_for(officer):
        before = held_against(paper, yardstick_of(officer, made)).found
        known_as(other, "CARE", "ITS", "DUE")
        with django_assert_num_queries(3):  # type: ignore[attr-defined]
            now = yardstick_of(officer, made)
    assert {"CARE", "ITS"} < set(now.names)
    assert held_against(paper, now).found == before
