"""What the pages of an agreement show: its next step, its papers, and what a check found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aktsom.cooperation.agreements import queries
from aktsom.cooperation.agreements.checking import SAYABLE
from aktsom.cooperation.agreements.conditions import checked_against, condition_title, conditions_in_force, library_of
from aktsom.cooperation.agreements.counting import may_count, rank_of, said_before
from aktsom.cooperation.agreements.flag_words import flag_titles
from aktsom.cooperation.agreements.forms import PaperForm, ReviewForm
from aktsom.cooperation.agreements.history import step_in_words, told
from aktsom.cooperation.agreements.models import Agreement, ClauseCheck, DocumentVersion, Finding
from aktsom.cooperation.agreements.models.checks import STANDS_STILL, UNFINISHED, Verdict
from aktsom.cooperation.agreements.open_steps import steps_open, wanted_for
from aktsom.cooperation.agreements.opposite import Opposite, opposites
from aktsom.cooperation.agreements.paper_states import PaperState, likely_kind, paper_states
from aktsom.cooperation.agreements.permissions import may_change
from aktsom.cooperation.agreements.to_decide import decision_of
from aktsom.core.actor import Actor
from aktsom.core.panels import panels_of
from aktsom.engine.agreements.lifecycle import Step
from aktsom.engine.agreements.terms import dates_on
from aktsom.engine.clauses.drafting import to_read
from aktsom.engine.clauses.library import Library
from aktsom.engine.clauses.types import Firmness
from aktsom.engine.documents import LANGUAGES

READABLE = (
    "application/pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
)
RENEWS = ("renews-itself", "renews-unless")
"""What the clause library calls it when a paper renews by itself (content/clauses/conditions/term.yaml)."""
ADD_PAPER = "#add-paper"
NEAREST, OTHERS = "nearest", "others"
LINE_OF_WORK = (Step.NEGOTIATE, Step.SIGN)
"""The steps that lead forward: one of them is the next one."""


@dataclass(frozen=True, slots=True)
class Way:
    """Something to do next: what it is called, where, and whether pressing it does it at once."""

    title: str
    url: str
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the words that a page shows; `before` is what somebody said on other grounds, to be looked at again.

    `is_near` says that a place comes near the opposite; `to_read` are such places beside the passages. `wording` is what to ask
    for where the condition is not met, in the language of the paper.
    """

    finding: Finding
    title: str
    purpose: str
    why: Sequence[str]
    passages: Sequence[dict[str, Any]]
    nearest: Sequence[dict[str, Any]]
    to_read: Sequence[dict[str, Any]]
    is_near: bool
    before: Finding | None
    wording: str

    @property
    def picture(self) -> dict[str, Any] | None:
        """The page that the first passage stands on, with the places there that the finding rests on."""
        number = next((each["page"] for each in self.passages if each["page"]), None)
        return {"number": number, "marks": _marks(self.passages, number)} if number else None


@dataclass(frozen=True, slots=True)
class Group:
    """Findings that stand alike: `name` for its address."""

    name: str
    title: str
    findings: list[Shown]

    @property
    def is_mixed(self) -> bool:
        """Whether its title does not say how they stand."""
        return self.name == OTHERS


def page_context(actor: Actor, agreement: Agreement, paper: PaperForm | None = None) -> dict[str, Any]:
    """Everything on the page of an agreement."""
    changeable = may_change(actor, {"agreement": agreement})
    files = queries.files_of(agreement)
    versions = [each for each in files if each.withdrawn_at is None]
    checks = queries.checks_of(agreement)
    papers, children = paper_states(versions, checks), queries.children_of(actor, agreement)
    held = _held(actor, agreement, papers, checks, children)
    check, findings, opposed = held["check"], held["findings"], held["opposites"]
    today = timezone.localdate()
    open_now = steps_open(agreement)
    decision = decision_of(actor, agreement, open_now)
    answers = decision.steps if decision else ()
    steps = [each for each in open_now if each not in answers] if changeable else []
    return {
        **held,
        "agreement": agreement,
        "parties": queries.parties_of(agreement),
        "further": queries.further_units(agreement),
        "under": queries.cooperation_under(actor, agreement),
        "offered": queries.cooperation_offered(actor, agreement) if changeable else [],
        "parent": queries.parent_seen(actor, agreement.parent_id),
        "children": children,
        "versions": versions,
        "papers": papers,
        "flags": flag_titles(agreement.flags),
        "readable": READABLE,
        "comparable": [(str(each.pk), _file(each)) for each in versions if each.content_type in READABLE],
        "paper": paper or PaperForm(versions, initial={"kind": likely_kind(agreement, versions)}),
        "decision": decision,
        "answers": [(each, step_in_words(each)) for each in answers],
        "next": _next(agreement, papers, check, findings, opposed) if changeable and not decision else None,
        "steps": [(each, step_in_words(each)) for each in steps if each is not Step.REVIEW],
        "review": ReviewForm(wanted_for(Step.REVIEW)) if changeable and Step.REVIEW in open_now else None,
        "dates": dates_on(agreement.terms(today), today, reviewed=agreement.reviewed_on),
        "taken": [(each, step_in_words(each.step)) for each in queries.steps_of(agreement)],
        "history": told(queries.history_of(actor, agreement, *files, *checks)),
        "withdrawn": [each for each in files if each.withdrawn_at is not None],
        "may_change": changeable,
        "panels": panels_of(actor, "agreement", agreement),
    }


def _held(
    actor: Actor,
    agreement: Agreement,
    papers: list[PaperState],
    checks: Sequence[ClauseCheck],
    children: Iterable[Agreement],
) -> dict[str, Any]:
    """What the page says of the framework conditions: by the check that counts, and by what lies beside or amends."""
    check, library = queries.current_among(checks), library_of(actor)
    findings = list(check.findings.all()) if check else []
    amended = any(each.relation == Agreement.Relation.AMENDS for each in children)
    beside = [*queries.beside_among(checks), *(queries.amending(actor, agreement) if amended else ())]
    own = _own_paper(papers, agreement)
    return {
        **_found(findings, library),
        "check": check,
        "findings": findings,
        "own": own,
        "unchecked": own if own and check and _is_untold(own, check) else None,
        "opposites": opposites(beside, findings, library),
        "remarks": [each[(get_language() or "nb")[:2]] for each in check.noticed] if check else [],
        "outdated": check is not None and _is_outdated(check, agreement, library),
        "renews_on_paper": _renews_on_paper(agreement, findings),
    }


def _found(findings: Sequence[Finding], library: Library) -> dict[str, Any]:
    """What the check that counts says of the conditions: the titles of those against and lacking, and how many need a look."""
    against = [each for each in findings if each.standing == Verdict.CONTRADICTED]
    lacking = [each for each in findings if each.required and each.standing == Verdict.ABSENT]
    return {
        "against": [condition_title(library, each.condition) for each in against],
        "lacking": [condition_title(library, each.condition) for each in lacking],
        "unseen": sum(each.required and each.standing == Verdict.UNSEEN for each in findings),
        "open_findings": sum(not each.judged for each in findings),
    }


def _renews_on_paper(agreement: Agreement, findings: Iterable[Finding]) -> bool:
    """Whether its paper seems to renew by itself, and the register has no renewal."""
    return not agreement.renewal_months and any(_renews_itself(each) for each in findings)


def _renews_itself(finding: Finding) -> bool:
    """Whether the paper was read to renew by itself, if only as a doubt, and nobody said that the condition is met."""
    return finding.judged != Verdict.MET and any(each.get("id") in RENEWS for each in finding.passages)


def check_context(actor: Actor, agreement: Agreement, check: ClauseCheck, opened: str = "") -> dict[str, Any]:
    """Everything on the page of a check; the condition `opened` shows its passages at once."""
    language = (get_language() or "nb")[:2]
    holds = conditions_in_force(actor)
    library = holds.library
    findings = list(check.findings.select_related("judged_by__user", "clause_check__document_version"))
    before = said_before(check, findings) if findings else {}
    shown = [_shown(each, library, language, check.to_read, before.get(each.condition)) for each in findings]
    return {
        "agreement": agreement,
        "check": check,
        "version": check.document_version,
        "own": checked_against(actor, check),
        "counting": None if check.current else queries.current_among(queries.checks_of(agreement)),
        "beside": not may_count(check.document_version, agreement),
        "under_way": check.progress in UNFINISHED,
        "stands_still": timezone.now() - check.at > STANDS_STILL,
        "message": check.message.get(language, ""),
        "remarks": [each[language] for each in check.noticed],
        "renews_on_paper": check.current and _renews_on_paper(agreement, findings),
        "unfit": holds.unfit,
        "groups": list(_grouped(shown)),
        "to_read": [(condition_title(library, each["condition"]), each) for each in check.to_read],
        "opened": opened,
        "verdicts": [(each.value, each.label) for each in SAYABLE],
        "may_change": may_change(actor, {"agreement": agreement}),
        "has_images": check.document_version.content_type == READABLE[0],
    }


def page_shown(actor: Actor, version: DocumentVersion, finding: Finding | None, number: int) -> dict[str, Any]:
    """A page's neighbours, and what a finding rests on there, with its places as shares of the page."""
    pages = version.checks.aggregate(most=Max("pages"))["most"] or number
    here = [each for each in finding.passages if each["page"] == number] if finding else []
    return {
        "finding": finding,
        "title": condition_title(library_of(actor), finding.condition) if finding else "",
        "passages": here,
        "marks": _marks(here, number),
        "previous": number - 1 if number > 1 else None,
        "following": number + 1 if number < pages else None,
        "pages": pages,
    }


def _marks(passages: Iterable[dict[str, Any]], number: int) -> list[dict[str, float]]:
    return [_mark(each["box"]) for each in passages if each["page"] == number and each["box"]]


def _mark(box: Sequence[float]) -> dict[str, float]:
    """A place on a page, in hundredths of it, with some room so that the frame crosses no letters."""
    left, top, right, bottom = (100 * each for each in box)
    return {"x": left - 1, "y": top - 0.6, "width": right - left + 2, "height": bottom - top + 1.2}


def conditions_shown(library: Library, language: str) -> Iterator[dict[str, Any]]:
    """The conditions with their wordings in a language."""
    for each in library.conditions.values():
        yield {
            "id": each.id,
            "title": each.title[language],
            "purpose": each.purpose[language],
            "flags": flag_titles(each.flags),
            "kinds": [library.kinds[kind][language] for kind in library.kinds if kind in each.kinds],
            "insist": [texts[language] for texts in each.insist],
            "negotiable": [texts[language] for texts in each.negotiable],
            "wordings": [
                (_firmness(firmness), to_read(texts[language], language, library))
                for firmness, texts in each.wordings.items()
            ],
        }


def _shown(
    finding: Finding, library: Library, language: str, to_read: Iterable[dict[str, Any]], before: Finding | None
) -> Shown:
    condition = library.conditions.get(finding.condition)
    here = [each for each in finding.passages if each["supports"] != NEAREST]
    near = [each for each in to_read if each["condition"] == finding.condition]
    return Shown(
        finding=finding,
        title=condition_title(library, finding.condition),
        purpose=condition.purpose[language] if condition else "",
        why=finding.why.get(language, []),
        passages=[each | {"is_near": any(_overlap(each, one) for one in near)} for each in here],
        nearest=[each for each in finding.passages if each["supports"] == NEAREST],
        to_read=[one for one in near if not any(_overlap(each, one) for each in here)],
        is_near=bool(near),
        before=before,
        wording=_to_ask_for(finding, library, language),
    )


def _to_ask_for(finding: Finding, library: Library, language: str) -> str:
    condition, spoken = library.conditions.get(finding.condition), finding.clause_check.language
    if condition is None or finding.standing == Verdict.MET:
        return ""
    told = spoken if spoken in LANGUAGES else language
    return to_read(condition.wordings[Firmness.MODEL][told], told, library)


def _grouped(shown: Sequence[Shown]) -> Iterator[Group]:
    """What matters first: contradictions, what is required and missing, what is met in part; then the rest."""
    groups = {name: Group(name, title, []) for name, title in _groups()}
    for each in shown:
        groups[_group_of(each.finding)].findings.append(each)
    return (group for group in groups.values() if group.findings)


def _groups() -> tuple[tuple[str, str], ...]:
    return (
        (Verdict.CONTRADICTED, _("Contradicted")),
        (Verdict.ABSENT, _("Required and missing")),
        (Verdict.UNSEEN, _("Required, and not seen in what could be read")),
        (Verdict.PARTLY, _("Required and met in part")),
        (Verdict.MET, _("Met")),
        (OTHERS, _("Not required here")),
    )


def _group_of(finding: Finding) -> str:
    decided = finding.required or finding.standing in (Verdict.CONTRADICTED, Verdict.MET)
    return finding.standing if decided else OTHERS


def _own_paper(papers: Iterable[PaperState], agreement: Agreement) -> PaperState | None:
    """The file that stands for the agreement and can be checked: of its own papers, or else of the drafts, the newest."""
    found = (each for each in papers if each.version.content_type in READABLE and may_count(each.version, agreement))
    return max(found, key=lambda each: rank_of(each.version, agreement), default=None)


def _is_untold(own: PaperState, check: ClauseCheck) -> bool:
    """Whether the check that counts does not tell what stands in the agreement's own paper."""
    return own.is_refused or (own.version.pk != check.document_version_id and not own.is_checked)


def _is_outdated(check: ClauseCheck, agreement: Agreement, library: Library) -> bool:
    """Whether other conditions are asked of it than when it was checked."""
    asked = (check.library_digest, check.kind, sorted(check.flags))
    return asked != (library.digest, agreement.kind, sorted(agreement.flags))


def _next(
    agreement: Agreement,
    papers: Sequence[PaperState],
    check: ClauseCheck | None,
    findings: Sequence[Finding],
    beside: Sequence[Opposite],
) -> Way | None:
    """The one thing to do now."""
    own = _own_paper(papers, agreement)
    if not papers:
        return Way(_("Add its paper"), ADD_PAPER)
    if own is not None and (check is None or own.is_under_way or own.is_refused):
        return _to_a_check(agreement, own)
    if check and (why := _why_look(findings)):
        return Way(why, reverse("agreements:check", args=[agreement.pk, check.pk]))
    if opposite := next((each for each in beside if each.is_open), None):
        return Way(_("Look at what says the opposite"), opposite.url)
    onward = next((each for each in steps_open(agreement) if each in LINE_OF_WORK), None)
    if onward is None:
        return None
    return Way(step_in_words(onward), reverse("agreements:step", args=[agreement.pk, onward.value]))


def _to_a_check(agreement: Agreement, own: PaperState) -> Way:
    """What leads to a check of its own paper."""
    if own.check is None or not (own.is_refused or own.is_under_way):
        address = reverse("agreements:start-check", args=[agreement.pk, own.version.pk])
        return Way(_("Have it checked"), address, at_once=True)
    if own.is_refused:
        return Way(_("Add a paper that can be read"), ADD_PAPER)
    return Way(_("See how far the check is"), reverse("agreements:check", args=[agreement.pk, own.check.pk]))


def _why_look(findings: Iterable[Finding]) -> str:
    """What a person should look at in a check; "" when there is nothing."""
    new = [each for each in findings if not each.judged]
    standing = {each.standing for each in new if each.required} - {Verdict.MET}
    if standing == {Verdict.UNSEEN}:
        return _("Look for what was not seen")
    if standing:
        return _("Look at what is missing")
    if any(each.standing == Verdict.CONTRADICTED or each.is_doubted for each in new):
        return _("Look at what may say the opposite")
    return ""


def _file(version: DocumentVersion) -> str:
    return f"{version.filename} ({version.document}, {version.number})"


def _firmness(firmness: Firmness) -> str:
    words = {Firmness.SOFTER: _("softer"), Firmness.MODEL: _("as we would write it"), Firmness.FIRMER: _("firmer")}
    return words[firmness]


def firmness_choices() -> list[tuple[str, str]]:
    """The three ways of saying a condition, the middle one first."""
    return [(each.value, _firmness(each)) for each in (Firmness.MODEL, Firmness.SOFTER, Firmness.FIRMER)]


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two places share words of a passage."""
    return bool(one["passage"] == other["passage"] and one["start"] < other["end"] and other["start"] < one["end"])
