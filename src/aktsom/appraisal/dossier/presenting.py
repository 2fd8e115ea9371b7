"""The dossier as a page or a paper shows it: the matter in three sentences, flags, evidence, and what is not known."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aktsom.appraisal.assessing import found_of
from aktsom.appraisal.deciding.evidence import partners_of
from aktsom.appraisal.deciding.who import Who, members_of
from aktsom.appraisal.handbooks import handbook_of
from aktsom.appraisal.intake.answering import in_words, names_in
from aktsom.appraisal.models import Appraisal, Attachment, Comment, Decision, Letter, Measure, Passage
from aktsom.appraisal.models.words import State, Step
from aktsom.appraisal.queries import FactView, FlagView, fact_view, flag_view
from aktsom.appraisal.way import words
from aktsom.appraisal.wording import language
from aktsom.cooperation.partners.belonging import Belonging, belongings_of
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.areas import area_title
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.register.queries import Filters, cooperations
from aktsom.cooperation.traces.affiliations import CoAffiliation, co_affiliations
from aktsom.core.actor import Actor
from aktsom.core.countries import with_country
from aktsom.core.errors import ConflictError
from aktsom.core.evidence import thaw
from aktsom.core.tenancy import acting_for
from aktsom.engine.flags.types import Weight
from aktsom.knowledge.screening.queries import HitGroup, grouped, hits_of
from aktsom.knowledge.sources.country_queries import CountryView, country_views

EARLIER_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer in words."""

    id: str
    question: str
    answer: str
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class OfPartner:
    """What is known of one partner."""

    partner: Partner
    hits: Sequence[HitGroup]
    country: CountryView | None
    belongings: Sequence[Belonging]
    affiliations: Sequence[CoAffiliation]

    @property
    def foremost(self) -> Sequence[Belonging]:
        """What it belongs to, and what belongs to it and has a name on a list."""
        return [each for each in self.belongings if each.is_part or each.lists]

    @property
    def beside(self) -> Sequence["Beside"]:
        """What else belongs to it, by its source: told in one line, as a university can have dozens of hospitals."""
        found: dict[tuple[str, bool], list[str]] = {}
        for each in self.belongings:
            if each not in self.foremost:
                found.setdefault((each.source, each.is_unverified), []).append(f"{each.other} ({each.kind})")
        return [Beside(source, unverified, names) for (source, unverified), names in found.items()]


@dataclass(frozen=True, slots=True)
class Beside:
    """Bodies that one source says belong to a partner, or that somebody should be asked about."""

    source: str
    is_unverified: bool
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that a decision can rest on."""

    row: Appraisal
    sentences: Sequence[str]
    flags: Sequence[FlagView]
    news: Sequence["News"]
    partners: Sequence[OfPartner]
    areas: Sequence[str]
    answers: Sequence[Answered]
    open_points: Sequence[Mapping[str, Any]]
    earlier: Sequence[Cooperation]
    speaks_for: Sequence[str]
    decisions: Sequence["Decided"]
    measures: Sequence[Measure]
    comments: Sequence[Comment]
    attachments: Sequence[Attachment]
    letters: Sequence[Letter]
    passages: Sequence[Passage]
    fresh: Sequence[str]

    @property
    def is_since_decision(self) -> bool:
        """Whether what changed did so since a decision, also one that is opened again; else since it was sent in."""
        last = [each for each in self.passages if each.step in (Step.SUBMIT, Step.DECIDE)][-1:]
        return any(each.step == Step.DECIDE or each.state == State.WENT_AHEAD for each in last)

    @property
    def foremost(self) -> Sequence[FlagView]:
        """The flags that somebody decides about; the notes where there are no others."""
        return [each for each in self.flags if each.weight != Weight.NOTE] or self.flags

    @property
    def beside(self) -> Sequence[FlagView]:
        """The notes beside heavier flags."""
        return [each for each in self.flags if each not in self.foremost]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with what it rests on, as that was frozen; `is_whole` is false where it was changed since."""

    decision: Decision
    flags: Sequence[FlagView]
    open_points: Sequence[Mapping[str, Any]]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class News:
    """A flag that began, ended or rests on other facts since."""

    what: str
    flag: FlagView
    before: Sequence[FactView]
    now: Sequence[FactView]


def dossier_of(actor: Actor, row: Appraisal) -> Dossier:
    """The dossier of an appraisal that the actor sees. The row needs `unit`, `cooperation`, `owner__user` and `asides`."""
    partners = partners_of(row)
    flags = [flag_view(each, None, row.institution_id) for each in found_of(row.flags)]
    answers = answers_of(actor, row)
    earlier = _earlier(actor, row, partners)
    shown = _of_partners(actor, partners)
    comments, attachments = (list(each.select_related("by__user")) for each in (row.comments, row.attachments))
    passages = list(row.passages.select_related("by__user", "to__user"))
    return Dossier(
        row=row,
        sentences=sentences_of(row, partners, flags, _incident(passages)),
        flags=flags,
        news=news_of(row),
        partners=shown,
        areas=[area_title(each) for each in (row.cooperation.fields if row.cooperation else ())],
        answers=answers,
        open_points=row.open_points,
        earlier=earlier,
        speaks_for=_speaks_for(shown, earlier, answers),
        decisions=_decisions(row),
        measures=list(row.measures.select_related("owner__user", "done_by__user")),
        comments=comments,
        attachments=attachments,
        letters=list(row.letters.select_related("by__user")),
        passages=passages,
        fresh=_fresh(row, passages, comments, attachments),
    )


def sentences_of(
    row: Appraisal, partners: Sequence[Partner], flags: Sequence[FlagView], incident: str = ""
) -> list[str]:
    """The matter in three sentences: who wants what with whom, what happened and was found, and who decides by when."""
    found = _found(flags, row.open_points)
    if incident:
        found = _("It is opened again, for this has happened: “%(what)s” %(found)s") % {
            "what": incident,
            "found": found,
        }
    return [_wants(row, partners), found, _stands(row)]


def answers_of(actor: Actor, row: Appraisal) -> list[Answered]:
    """The answers in words, in the order of the guide."""
    guide = handbook_of(row.institution_id).guides[row.kind]
    known = names_in(actor, row.answers)
    return [
        Answered(
            each.id,
            each.text[language()],
            in_words(each, row.answers[each.id], known),
            row.answers[each.id] == "unknown",
        )
        for each in guide.questions
        if each.id in row.answers
    ]


def news_of(row: Appraisal) -> list[News]:
    """What changed since the decision, in words."""
    return [
        News(
            each["what"],
            flag_view(found_of([{**each, "facet": "", "rank": 0, "facts": []}])[0], None, row.institution_id),
            [fact_view(fact) for fact in each["before"]],
            [fact_view(fact) for fact in each["now"]],
        )
        for each in row.news
    ]


def _decisions(row: Appraisal) -> list[Decided]:
    """The decisions, each with what it rests on, which only the system reads from the evidence itself."""
    with acting_for(Actor.system("appraisal", row.institution_id)):
        return [_decided(each) for each in row.decisions.select_related("by__user", "evidence")]


def _decided(decision: Decision) -> Decided:
    try:
        content = thaw(decision.evidence)
    except ConflictError:
        return Decided(decision, (), (), is_whole=False)
    flags = [flag_view(each, None, decision.institution_id) for each in found_of(content.get("flags", ()))]
    return Decided(decision, flags, content.get("open_points", ()), is_whole=True)


def _wants(row: Appraisal, partners: Sequence[Partner]) -> str:
    with_whom = ", ".join(with_country(each.name, each.country, language()) for each in partners)
    told = (
        _("%(who)s%(unit)s asks about: %(kind)s with %(partners)s, “%(title)s”.")
        if with_whom
        else _("%(who)s%(unit)s asks about: %(kind)s, “%(title)s”.")
    )
    return told % {
        "who": row.owner.user.name,
        "unit": f" ({row.unit.name})" if row.unit else "",
        "kind": row.get_kind_display(),
        "partners": with_whom,
        "title": row.title,
    }


def _incident(passages: Sequence[Passage]) -> str:
    """What was said to have happened since the last decision."""
    said = ""
    for each in passages:
        if each.step == Step.DECIDE:
            said = ""
        elif each.why.get("reason") == "incident":
            said = each.note
    return said


def _found(flags: Sequence[FlagView], open_points: Sequence[object]) -> str:
    if not flags:
        said = _("No rule found anything. That is no proof that there is nothing.")
    else:
        said = ngettext(
            "We found one red flag: %(first)s.",
            "We found %(n)d red flags, the heaviest of them: %(first)s.",
            len(flags),
        ) % {"n": len(flags), "first": flags[0].title[language()].rstrip(".")}
    if open_points:
        said += " " + ngettext("One thing is not known.", "%(n)d things are not known.", len(open_points)) % {
            "n": len(open_points)
        }
    return said


def _stands(row: Appraisal) -> str:
    state = row.matter.state
    if state in words.WAITING:
        return _whose_turn(row)
    if state is words.State.WENT_AHEAD:
        return _("It went ahead at once; nobody needed to be asked.")
    if state is words.State.DRAFT:
        return _("Its owner has not sent it in yet.")
    if state is words.State.CLOSED:
        return _("It is closed.")
    return _("It was decided on %(day)s: %(outcome)s.") % {
        "day": date_format(row.decided_on, "DATE_FORMAT") if row.decided_on else "–",
        "outcome": row.decided_as or "–",
    }


def _whose_turn(row: Appraisal) -> str:
    turn = Who(row.institution_id).turn(row)
    by = date_format(row.due, "DATE_FORMAT") if row.due else "–"
    if not turn.people:
        return _(
            "Nobody may act on it now: a duty is not filled, or all who hold it have an interest or decided before."
            " Leadership and the research-security lead see that it waits. Leadership can give its duty to one more,"
            " such as a member of the board, who then decides."
        )
    names = _(" or ").join(each.user.name for each in members_of(turn.people))
    if row.state == State.UNDER_APPEAL:
        return _("%(names)s hears the appeal and answers by %(day)s.") % {"names": names, "day": by}
    if row.state == State.PREPARING:
        return _("%(names)s puts the dossier together by %(day)s.") % {"names": names, "day": by}
    return _("%(names)s decides by %(day)s.") % {"names": names, "day": by}


def _of_partners(actor: Actor, partners: Sequence[Partner]) -> list[OfPartner]:
    hits = hits_of(actor, "partner", [each.pk for each in partners], language())
    countries = {each.code: each for each in country_views(actor, {each.country for each in partners if each.country})}
    belongings = belongings_of(actor, partners, language())
    affiliations = co_affiliations(actor, partners)
    return [
        OfPartner(
            each,
            grouped(hits.get(each.pk, [])),
            countries.get(each.country),
            belongings.get(each.pk, ()),
            affiliations.get(each.pk, ()),
        )
        for each in partners
    ]


def _earlier(actor: Actor, row: Appraisal, partners: Sequence[Partner]) -> list[Cooperation]:
    """Other cooperation with the same partners, as far as the actor sees it."""
    found: dict[UUID, Cooperation] = {}
    for partner in partners[:5]:
        for each in cooperations(actor, Filters(partner=partner.pk))[: EARLIER_SHOWN + 1]:
            if each.pk != row.cooperation_id:
                found[each.pk] = each
    return list(found.values())[:EARLIER_SHOWN]


def _speaks_for(
    partners: Sequence[OfPartner], earlier: Sequence[Cooperation], answers: Sequence[Answered]
) -> list[str]:
    """What is known in favour, each a whole sentence; doubt stays doubt."""
    said = []
    if partners and not any(each.hits for each in partners):
        said.append(
            _("None of the partners’ names is on the lists that we read. That is no proof that they are on none.")
        )
    if earlier:
        said.append(
            ngettext(
                "The institution has worked with them before: %(n)d other cooperation is registered.",
                "The institution has worked with them before: %(n)d other cooperations are registered.",
                len(earlier),
            )
            % {"n": len(earlier)}
        )
    if answers and not any(each.is_unknown for each in answers):
        said.append(_("Every question was answered; nothing was left open."))
    return said


def _fresh(
    row: Appraisal, passages: Sequence[Passage], comments: Sequence[Comment], attachments: Sequence[Attachment]
) -> list[str]:
    """What is new since yesterday, for two who work on the same dossier."""
    since = timezone.now() - timedelta(days=1)
    said = [f"{Step(each.step).label}: {_who(each.by)}" for each in passages if each.at >= since]
    said += [_("comment by %(name)s") % {"name": _who(each.by)} for each in comments if each.at >= since]
    said += [
        _("file by %(name)s: %(file)s") % {"name": _who(each.by), "file": each.filename}
        for each in attachments
        if each.at >= since
    ]
    if row.news_at is not None and row.news_at >= since:
        said.append(_("facts changed"))
    return said


def _who(member: Any) -> str:
    return str(member.user.name) if member else _("by itself")
