"""How agreements become what the API tells of them, and what it is told becomes drafts."""

from collections.abc import Sequence
from typing import Any

from aktsom.cooperation.agreements import queries
from aktsom.cooperation.agreements.drafts import CHANGEABLE, AgreementDraft, PartyDraft
from aktsom.cooperation.agreements.models import (
    Agreement,
    AgreementParty,
    ClauseCheck,
    DocumentVersion,
    Finding,
    StepTaken,
)
from aktsom.cooperation.agreements.models.checks import Progress, Verdict
from aktsom.cooperation.agreements.paper_states import latest_checks
from aktsom.cooperation.agreements.shapes import (
    AgreementAnswer,
    AgreementChanges,
    BoundPartyAnswer,
    CheckAnswer,
    FindingAnswer,
    FullAgreement,
    MadeAgreement,
    NewAgreement,
    PaperAnswer,
    PartyShape,
    StepAnswer,
)
from aktsom.core.actor import Actor
from aktsom.engine.agreements.lifecycle import Step


def draft_of(wanted: NewAgreement) -> AgreementDraft:
    """The description as a draft."""
    values = {name: getattr(wanted, name) for name in CHANGEABLE} | {"flags": tuple(wanted.flags)}
    return AgreementDraft(state=wanted.state, parties=parties_in(wanted.parties), **values)


def parties_in(given: Sequence[PartyShape]) -> tuple[PartyDraft, ...]:
    """The parties as drafts."""
    return tuple(PartyDraft(**each.model_dump()) for each in given)


def changes_in(wanted: AgreementChanges) -> dict[str, Any]:
    """Only what the caller named."""
    given = wanted.model_dump(exclude_unset=True, exclude={"version", "reason"})
    return given | ({"flags": tuple(given["flags"])} if "flags" in given else {})


_PLAIN = set(AgreementAnswer.model_fields) - {"parties", "unit", "owner", "parent", "compartment", "missing"}


def many_shown(rows: Sequence[Agreement]) -> list[AgreementAnswer]:
    """Agreements with the other side's parties, in a fixed number of queries."""
    lacks = queries.lacking(rows)
    return [AgreementAnswer(**_values(row, row.places, lacks.get(row.pk))) for row in rows]


def shown(row: Agreement) -> AgreementAnswer:
    """The agreement with its parties."""
    return AgreementAnswer(**_values(row, queries.parties_of(row), queries.lacking([row]).get(row.pk)))


def in_full(actor: Actor, row: Agreement, open_steps: Sequence[Step]) -> FullAgreement:
    """The agreement with all that hangs on it."""
    checks = queries.checks_of(row)
    check, latest = queries.current_among(checks), latest_checks(checks)
    return FullAgreement(
        **_values(row, queries.parties_of(row), queries.lacking([row]).get(row.pk)),
        papers=[paper_answer(each, latest.get(each.pk)) for each in queries.versions_of(row)],
        steps=[_step(each) for each in queries.steps_of(row)],
        open_steps=[each.value for each in open_steps],
        units=[each.pk for each in queries.further_units(row)],
        cooperation=[each.pk for each in queries.cooperation_under(actor, row)],
        children=[each.pk for each in queries.children_of(actor, row)],
        check=check.pk if check else None,
        beside=[each.pk for each in queries.beside_among(checks)],
    )


def made_answer(row: Agreement) -> MadeAgreement:
    """Where an agreement that was just registered is found."""
    return MadeAgreement(id=row.pk, version=row.version, url=f"/api/v1/agreements/{row.pk}")


def paper_answer(version: DocumentVersion, check: ClauseCheck | None = None) -> PaperAnswer:
    """A file without its content, with its latest check."""
    names = ("number", "filename", "content_type", "size", "digest", "note", "at")
    values = {name: getattr(version, name) for name in names}
    latest, kind = check.pk if check else None, version.document.kind
    return PaperAnswer(id=version.pk, paper=version.document_id, kind=kind, by=version.by_id, check=latest, **values)


def check_answer(check: ClauseCheck, language: str) -> CheckAnswer:
    """A check with its findings, the sentences in a language."""
    return CheckAnswer(
        id=check.pk,
        paper=check.document_version_id,
        progress=Progress(check.progress),
        current=check.current,
        beside=check.beside,
        message=check.message.get(language, ""),
        library=check.library,
        library_digest=check.library_digest,
        language=check.language,
        remarks=[each[language] for each in check.noticed],
        facts=check.facts,
        findings=[finding_answer(each, language) for each in check.findings.all()],
        to_read=check.to_read,
    )


def finding_answer(finding: Finding, language: str) -> FindingAnswer:
    """A finding, the sentences in a language."""
    return FindingAnswer(
        id=finding.pk,
        condition=finding.condition,
        verdict=Verdict(finding.verdict),
        judged=Verdict(finding.judged) if finding.judged else None,
        standing=Verdict(finding.standing),
        required=finding.required,
        why=finding.why.get(language, []),
        passages=finding.passages,
        note=finding.note,
        place=finding.place,
        judged_by=finding.judged_by_id,
        judged_at=finding.judged_at,
        judgement=finding.judgement,
    )


def _values(row: Agreement, parties: Sequence[AgreementParty], missing: int | None) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in _PLAIN}
    ids = {"unit": row.unit_id, "owner": row.owner_id, "parent": row.parent_id, "compartment": row.compartment_id}
    return values | ids | {"parties": [_party(each) for each in parties], "missing": missing}


def _step(taken: StepTaken) -> StepAnswer:
    return StepAnswer(
        step=taken.step,
        state=taken.state,
        on=taken.taken_on,
        reason=taken.reason,
        paper=taken.shown_by_id,
        by=taken.by_id,
        at=taken.at,
    )


def _party(party: AgreementParty) -> BoundPartyAnswer:
    partner = party.partner.standing if party.partner else None
    names = ("side", "role", "signatory", "signatory_title", "authority", "signed_on")
    return BoundPartyAnswer(
        partner=partner.pk if partner else None,
        name=partner.name if partner else party.name,
        country=partner.country if partner else "",
        **{name: getattr(party, name) for name in names},
    )
